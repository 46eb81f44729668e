"""Drop-off, conversion and durations of two real event logs, computed a second time in plain SQL by DuckDB."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from journey.analysis.data import JourneyData
from journey.analysis.metrics import observe
from journey.domain.model import EventRule, MetricSpec, StageSpec
from journey.domain.words import Outcome
from tests.unit.analysis.metric_builders import spec

pytestmark = pytest.mark.realdata
AS_OF = date(2030, 1, 1)

SHOP = (StageSpec(1, "Browse", 0, 14), StageSpec(2, "Cart", 1, 3), StageSpec(3, "Checkout", 2, 1))
SHOP_EVENTS = {
    1: ["home", "catalog", "product_view", "search", "filter_results", "promo_page", "compare", "wishlist_add"],
    2: ["add_to_cart", "cart"],
    3: ["shipping_details", "payment_details", "purchase"],
}
LOANS = (StageSpec(1, "Application", 0, 7), StageSpec(2, "Offer", 1, 30), StageSpec(3, "Validation", 2, 30))
LOAN_EVENTS = {
    1: ["A_SUBMITTED", "A_PARTLYSUBMITTED", "A_PREACCEPTED", "W_Completeren aanvraag"],
    2: ["A_ACCEPTED", "A_FINALIZED", "O_SELECTED", "O_CREATED", "O_SENT", "W_Nabellen offertes"],
    3: ["O_SENT_BACK", "W_Valideren aanvraag", "W_Nabellen incomplete dossiers", "A_ACTIVATED"],
}


def _data(stages: tuple[StageSpec, ...], names: dict[int, list[str]], goal: str, lost: list[str], log: pl.LazyFrame, zone: str):  # type: ignore[no-untyped-def]
    rules = [
        EventRule(event, stage, Outcome.GOAL if event == goal else Outcome.STEP) for stage in names for event in names[stage]
    ]
    rules += [EventRule(event, None, Outcome.LOST) for event in lost]
    return JourneyData(stages, tuple(rules), zone, events=log)


@pytest.fixture(scope="module")
def shop(real_data: Path) -> JourneyData:
    path = real_data / "events/ecommerce_clickstream.csv.gz"
    raw = pl.read_csv(path, try_parse_dates=True).unique()
    at = pl.col("timestamp").cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    log = raw.select("event", "platform", customer="user_id", at=at)
    return _data(SHOP, SHOP_EVENTS, "purchase", [], log.lazy(), "America/New_York")


@pytest.fixture(scope="module")
def loans(real_data: Path) -> JourneyData:
    raw = pl.read_csv(real_data / "events/loan_applications.csv.gz")
    at = pl.col("time:timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", time_zone="UTC")
    log = raw.select(customer=pl.col("case_id").cast(pl.String), at=at, event="concept:name")
    return _data(LOANS, LOAN_EVENTS, "A_ACTIVATED", ["A_DECLINED", "A_CANCELLED"], log.lazy(), "Europe/Amsterdam")


def _sql(data: JourneyData) -> duckdb.DuckDBPyConnection:
    """The events with stage position, goal and loss, in a database that shares nothing with the product but the file."""
    place: dict[int | None, int] = {stage.id: stage.position for stage in data.stages}
    meaning = pl.DataFrame(
        [(r.event, place.get(r.stage_id), r.outcome == "goal", r.outcome == "lost") for r in data.rules],
        schema={"event": pl.String, "place": pl.Int64, "goal": pl.Boolean, "lost": pl.Boolean},
        orient="row",
    )
    assert data.events is not None
    log = data.events.collect().select(
        "customer",
        "event",
        moment=pl.col("at").dt.replace_time_zone(None),
        wall=pl.col("at").dt.convert_time_zone(data.timezone).dt.replace_time_zone(None),
    )
    connection = duckdb.connect()
    connection.register("log", log.to_arrow())
    connection.register("meaning", meaning.to_arrow())
    connection.execute("CREATE TABLE e AS SELECT * FROM log JOIN meaning USING (event)")
    return connection


ENTRIES = """
    WITH entry AS (
        SELECT customer, min(moment) AS entered, CAST(min(wall) AS DATE) AS day FROM e WHERE {here} GROUP BY customer
    )
"""
SHARE = (
    ENTRIES
    + """
    SELECT CAST(day AS VARCHAR), count(*), sum(CASE WHEN {counts} THEN 1 ELSE 0 END) FROM entry GROUP BY day
"""
)
WITHIN = """EXISTS (SELECT 1 FROM e WHERE e.customer = entry.customer AND ({what})
            AND e.moment >= entered AND e.moment <= entered + INTERVAL {days} DAY)"""
DURATIONS = (
    ENTRIES
    + """
    , moved AS (
        SELECT customer, min(e.wall) AS wall, epoch(min(e.moment) - min(entered)) AS seconds
        FROM e JOIN entry USING (customer) WHERE ({what}) AND e.moment >= entered GROUP BY customer
    )
    SELECT CAST(CAST(date_trunc('week', wall) AS DATE) AS VARCHAR), count(*), median(seconds), quantile_cont(seconds, 0.9)
    FROM moved GROUP BY ALL
"""
)


def _here(place: int | None) -> str:
    return "place IS NOT NULL" if place is None else f"place = {place}"


def _later(place: int | None) -> str:
    return "goal" if place is None else f"goal OR place > {place}"


def _windows(data: JourneyData, place: int | None) -> tuple[int, int]:
    to_goal = sum(stage.window_days for stage in data.stages if stage.position >= (place or 0))
    return (to_goal if place is None else data.stages[place].window_days), to_goal


def _ours(data: JourneyData, metric: MetricSpec, grain: str, *columns: str) -> dict[str, tuple[float, ...]]:
    found = observe([metric], data, as_of=AS_OF).filter(grain=grain)
    return {str(row["day"]): tuple(row[column] for column in columns) for row in found.to_dicts()}


@pytest.mark.parametrize("place", [0, 1, 2, None])
@pytest.mark.parametrize("which", ["shop", "loans"])
def test_drop_off_and_conversion_agree_with_plain_sql(which: str, place: int | None, request: pytest.FixtureRequest) -> None:
    data: JourneyData = request.getfixturevalue(which)
    stage = None if place is None else data.stages[place]
    window, to_goal = _windows(data, place)
    stayed = "NOT " + WITHIN.format(what=_later(place), days=window)
    arrived = WITHIN.format(what="goal", days=to_goal)
    for formula, counts in (("drop_off", stayed), ("conversion", arrived)):
        theirs = _sql(data).execute(SHARE.format(here=_here(place), counts=counts)).fetchall()
        assert len(theirs) > 50
        assert _ours(data, spec(formula, stage), "day", "n", "total") == {day: (n, total) for day, n, total in theirs}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_churn_of_loans_agrees_with_plain_sql(loans: JourneyData, place: int) -> None:
    gone = f"""EXISTS (SELECT 1 FROM e AS l WHERE l.customer = entry.customer AND l.lost AND l.moment >= entered
        AND l.moment <= entered + INTERVAL {loans.stages[place].window_days} DAY
        AND NOT EXISTS (SELECT 1 FROM e WHERE e.customer = l.customer
            AND ({_later(place)}) AND e.moment BETWEEN entered AND l.moment))"""
    theirs = _sql(loans).execute(SHARE.format(here=_here(place), counts=gone)).fetchall()
    assert sum(total for _, _, total in theirs) > 100
    assert _ours(loans, spec("churn", loans.stages[place]), "day", "n", "total") == {day: (n, t) for day, n, t in theirs}


@pytest.mark.parametrize("place", [0, 1, 2, None])
@pytest.mark.parametrize("which", ["shop", "loans"])
def test_durations_by_week_agree_with_plain_sql(which: str, place: int | None, request: pytest.FixtureRequest) -> None:
    data: JourneyData = request.getfixturevalue(which)
    stage = None if place is None else data.stages[place]
    theirs = _sql(data).execute(DURATIONS.format(here=_here(place), what=_later(place))).fetchall()
    ours = _ours(data, spec("step_duration", stage), "week", "n", "median", "p90")
    assert len(ours) > 20
    assert ours == {week: (n, pytest.approx(median, abs=1e-3), pytest.approx(p90, abs=1e-3)) for week, n, median, p90 in theirs}


def test_the_payment_incident_stands_out_where_sessions_are_the_cases(shop: JourneyData, real_data: Path) -> None:
    raw = pl.read_csv((real_data / "events/ecommerce_clickstream.csv.gz"), try_parse_dates=True).unique()
    at = pl.col("timestamp").cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    log = raw.select("event", customer="user_id", at=at, session="session_id").lazy()
    data = JourneyData(shop.stages, shop.rules, shop.timezone, events=log, case="session")
    found = observe([spec("drop_off", SHOP[2])], data, as_of=AS_OF).with_columns(pl.col("day").dt.truncate("1w"))
    weeks = found.group_by("day").agg(pl.col("n", "total").sum()).with_columns(share=pl.col("total") / pl.col("n"))
    incident = pl.col("day").is_between(date(2024, 5, 20), date(2024, 6, 3))
    calm = weeks.filter(~incident)["share"].median()
    worst = weeks.filter(incident)["share"].max()
    assert isinstance(calm, float)
    assert isinstance(worst, float)
    assert worst > calm + 0.2
