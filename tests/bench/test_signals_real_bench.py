"""Prints what is flagged in real series, with what is known of them: hits, misses, and every other flag."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from journey.analysis.readings import by_day
from journey.analysis.signals import explain

pytestmark = pytest.mark.realdata

KNOWN = {
    "payment_error": (date(2024, 5, 20), date(2024, 6, 9)),
    "support_chat": (date(2024, 5, 20), date(2024, 6, 9)),
    "purchase": (date(2024, 5, 20), date(2024, 6, 9)),
    "checkout_bug": (date(2024, 4, 8), date(2024, 5, 12)),
}
NEAR = timedelta(days=8)
"""An alarm that began so shortly before a window and lasts into it belongs to it."""


def said(name: str, known: list[tuple[date, date]], frame: pl.DataFrame) -> str:
    """One line: what was known, found and could not be judged yet, and the first days of all other runs of flags."""
    judged = [one for one in known if frame.filter(pl.col("date").is_between(*one) & pl.col("score").is_not_null()).height]
    found = [one for one in judged if frame.filter(pl.col("date").is_between(*one) & pl.col("flagged")).height]
    first = frame.filter(pl.col("flagged") & ~pl.col("flagged").shift(1, fill_value=False))
    others = [
        f"{one['date']} {one['rule']} {one['direction']}"
        for one in first.iter_rows(named=True)
        if not any(start - NEAR <= one["date"] <= end for start, end in found)
    ]
    early = f" ({len(known) - len(judged)} too early to judge)" if len(judged) < len(known) else ""
    return f"{name:<30} found {len(found)} of {len(known)} known{early}; others: {', '.join(others) or 'none'}"


def test_a_shop_event_by_event(real_data: Path, benchmark, capsys) -> None:  # type: ignore[no-untyped-def]
    raw = pl.read_csv(real_data / "events/ecommerce_clickstream.csv.gz").unique()
    shop = raw.select("event", day=pl.col("timestamp").str.slice(0, 10).str.to_date())
    calendar = shop.select(pl.date_range(pl.col("day").min(), pl.col("day").max(), "1d").alias("day"))

    def look() -> list[str]:
        lines = []
        for event in sorted(shop["event"].unique()):
            counts = shop.filter(pl.col("event") == event).group_by("day").len()
            daily = calendar.join(counts, on="day", how="left").fill_null(0).sort("day")
            for every in ("1d", "1w"):
                series = daily.group_by(pl.col("day").dt.truncate(every)).agg(pl.col("len").sum()).sort("day")
                frame = explain(series["day"].to_list(), series["len"].to_list(), kind="count")
                lines.append(said(f"{event}, {every}", [KNOWN[event]] if event in KNOWN else [], frame))
        return lines

    lines = benchmark.pedantic(look, rounds=1, iterations=1)
    with capsys.disabled():
        print("", *lines, sep="\n")


def test_labelled_series_by_the_day(real_data: Path, benchmark, capsys) -> None:  # type: ignore[no-untyped-def]
    windows = json.loads((real_data / "kpis/anomaly_windows.json").read_text())

    def look() -> list[str]:
        return [said(name, _days(spans), labelled(real_data, name)) for name, spans in windows.items()]

    lines = benchmark.pedantic(look, rounds=1, iterations=1)
    with capsys.disabled():
        print("", *lines, sep="\n")


def labelled(real_data: Path, name: str) -> pl.DataFrame:
    """A labelled series rolled up to days, and explained."""
    kind = "count" if "mentions" in name else "mean"
    raw = pl.read_csv(real_data / "kpis" / name)
    day = pl.col("timestamp").str.slice(0, 10).str.to_date()
    days, _ = by_day(raw.select(day=day, value=pl.col("value").cast(pl.Float64), n=pl.lit(None, pl.Float64)), kind)
    return explain(days["day"].to_list(), days["value"].to_list(), kind=kind)


def _days(spans: list[list[str]]) -> list[tuple[date, date]]:
    times = [[datetime.fromisoformat(one) for one in span] for span in spans]
    return [(start.date(), end.date() + timedelta(days=1)) for start, end in times]
