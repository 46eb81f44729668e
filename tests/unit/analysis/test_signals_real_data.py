"""Known incidents of a real shop must be found within their first week, by the day or by the week, with few others."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from journey.analysis.signals import explain

pytestmark = pytest.mark.realdata

INCIDENTS = {
    ("payment_error", "1d"): (date(2024, 5, 20), "up"),
    ("payment_error", "1w"): (date(2024, 5, 20), "up"),
    ("support_chat", "1d"): (date(2024, 5, 20), "up"),
    ("support_chat", "1w"): (date(2024, 5, 20), "up"),
    ("purchase", "1d"): (date(2024, 5, 20), "down"),
    ("purchase", "1w"): (date(2024, 5, 20), "down"),
    ("checkout_bug", "1w"): (date(2024, 4, 8), "up"),
}


@pytest.fixture(scope="module")
def shop(real_data: Path) -> pl.DataFrame:
    raw = pl.read_csv(real_data / "events/ecommerce_clickstream.csv.gz").unique()
    return raw.select("event", day=pl.col("timestamp").str.slice(0, 10).str.to_date())


def told(shop: pl.DataFrame, event: str, every: str) -> pl.DataFrame:
    calendar = shop.select(pl.date_range(pl.col("day").min(), pl.col("day").max(), "1d").alias("day"))
    counts = shop.filter(pl.col("event") == event).group_by("day").len()
    daily = calendar.join(counts, on="day", how="left").fill_null(0)
    series = daily.group_by(pl.col("day").dt.truncate(every)).agg(pl.col("len").sum()).sort("day")
    return explain(series["day"].to_list(), series["len"].to_list(), kind="count")


def onsets(frame: pl.DataFrame) -> list[date]:
    """First days of runs of flags."""
    return frame.filter(pl.col("flagged") & ~pl.col("flagged").shift(1, fill_value=False))["date"].to_list()


@pytest.mark.parametrize(("event", "every"), list(INCIDENTS))
def test_a_known_incident_is_found_in_its_first_week(shop: pl.DataFrame, event: str, every: str) -> None:
    began, way = INCIDENTS[event, every]
    frame = told(shop, event, every)
    week = frame.filter(pl.col("flagged") & pl.col("date").is_between(began, began + timedelta(days=6)))
    assert way in week["direction"].to_list()


@pytest.mark.parametrize(("event", "every"), list(INCIDENTS))
def test_little_else_is_flagged(shop: pl.DataFrame, event: str, every: str) -> None:
    began, _ = INCIDENTS[event, every]
    near = (began - timedelta(days=8), began + timedelta(days=42))
    assert len([day for day in onsets(told(shop, event, every)) if not near[0] <= day <= near[1]]) <= 1


def test_the_events_without_an_incident_ring_about_once(shop: pl.DataFrame) -> None:
    calm = sorted(set(shop["event"]) - {event for event, _ in INCIDENTS})
    assert len(calm) == 15
    assert sum(len(onsets(told(shop, event, "1d"))) for event in calm) <= 1.5 * len(calm)
    assert sum(len(onsets(told(shop, event, "1w"))) for event in calm) <= 0.75 * len(calm)


def test_a_year_of_stuck_page_views_does_not_ring_on(real_data: Path) -> None:
    raw = pl.read_csv(real_data / "kpis/page_views_daily_outliers.csv", try_parse_dates=True).sort("ds").drop_nulls()
    frame = explain(raw["ds"].to_list(), raw["y"].to_list())
    years = {year: len([day for day in onsets(frame) if day.year == year]) for year in range(2011, 2016)}
    assert sum(years.values()) <= 5 * len(years)
    assert frame.filter(pl.col("date").is_between(date(2011, 2, 1), date(2011, 12, 1)) & (pl.col("rule") == "spike")).height <= 5
    wild = frame.filter(pl.col("date") == date(2015, 4, 29)).row(0, named=True)
    assert (wild["rule"], wild["direction"]) == ("spike", "up")
