"""Small journeys and event logs that the metric tests are written on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from journey.analysis.data import JourneyData
from journey.analysis.metrics import observe
from journey.domain.model import EventRule, MetricSpec, StageSpec
from journey.domain.schemas import UTC_TIME
from journey.domain.words import Direction, MetricKind, Outcome

SIGN_UP, SET_UP, FIRST_USE = (
    StageSpec(11, "Sign up", 0, window_days=2),
    StageSpec(12, "Set up", 1, window_days=3),
    StageSpec(13, "First use", 2, window_days=1),
)
STAGES = (SIGN_UP, SET_UP, FIRST_USE)
RULES = (
    EventRule("visit", SIGN_UP.id),
    EventRule("register", SIGN_UP.id),
    EventRule("configure", SET_UP.id),
    EventRule("connected", SET_UP.id, Outcome.SUCCESS),
    EventRule("failed", SET_UP.id, Outcome.FAILURE),
    EventRule("use", FIRST_USE.id),
    EventRule("paid", FIRST_USE.id, Outcome.GOAL),
    EventRule("cancel", None, Outcome.LOST),
)
KINDS = {"ces": "mean", "score": "mean", "nps": "nps", "ticket_volume": "count", "event_count": "count"} | {
    "contact_rate": "ratio",
    "time_to_resolution": "duration",
    "time_to_resolution_p90": "duration",
    "step_duration": "duration",
    "series": "mean",
}


def spec(formula: str, stage: StageSpec | None = None, *, event: str | None = None, id: int = 1, kind: str = "") -> MetricSpec:
    """A metric of that formula."""
    word = MetricKind(kind or KINDS.get(formula, "rate"))
    return MetricSpec(id, formula, word, Direction.DOWN, None if stage is None else stage.id, event)


def instant(text: str) -> datetime:
    """`2024-03-04 09:00` in UTC, or with its own offset."""
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def events(*rows: tuple[str, ...], attributes: Iterable[str] = ()) -> pl.LazyFrame:
    """Rows (customer, time, event, attribute ...) as an event frame."""
    names = ["customer", "at", "event", *attributes]
    full = [(row[0], instant(row[1]), *row[2:]) for row in rows]
    schema: dict[str, Any] = dict.fromkeys(names, pl.String) | {"at": UTC_TIME}
    return pl.DataFrame(full, schema=schema, orient="row").lazy()


def frame(schema: dict[str, Any], *rows: dict[str, Any]) -> pl.LazyFrame:
    """Rows given by column, the rest null, in a source's schema; times as text in UTC."""
    times = {name for name, dtype in schema.items() if dtype == UTC_TIME}
    full = [{name: instant(value) if name in times and value else value for name, value in row.items()} for row in rows]
    return pl.DataFrame(full, schema=schema).lazy()


def journey(log: pl.LazyFrame | None = None, *, timezone: str = "UTC", **frames: Any) -> JourneyData:
    """The three-stage journey above over these frames."""
    return JourneyData(STAGES, RULES, timezone, events=log, **frames)


def days(data: JourneyData, metric: MetricSpec, *, as_of: str = "2024-12-31", segment: str = "") -> dict[str, tuple[float, ...]]:
    """Day → (n, total) of one metric."""
    return {str(row["day"]): (row["n"], row["total"]) for row in rows(data, metric, as_of=as_of, segment=segment, grain="day")}


def rows(
    data: JourneyData, metric: MetricSpec, *, as_of: str = "2024-12-31", segment: str = "", grain: str = "day"
) -> list[dict[str, Any]]:
    """Observation rows of one metric."""
    segments = (segment.partition("=")[0],) if segment else ()
    found = observe([metric], data, segments=segments, as_of=date.fromisoformat(as_of))
    return found.filter(pl.col("segment") == segment, pl.col("grain") == grain).to_dicts()
