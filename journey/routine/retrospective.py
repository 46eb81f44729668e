"""Friday's question: of the changes shipped, did the metric move?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.impact import Impact, Ruling, assess, verdict
from journey.analysis.rollup import daily
from journey.domain.model import MetricSpec
from journey.domain.words import Direction, MetricKind
from journey.routine.alerts.watching import KINDS
from journey.routine.review import series
from journey.store.engine import reading
from journey.store.readers import metrics as read
from journey.store.readers.journeys import metrics as metric_rows
from journey.store.readers.work import changes
from journey.store.tables import Metric

LONGEST_AFTER = timedelta(days=55)
"""Eight weeks after a change other things have moved the metric too."""


@dataclass(frozen=True)
class Trial:
    """A shipped change held against its metric; path has at, value, n, expected, expected_low, expected_high."""

    change: dict[str, Any]
    metric: Metric
    impact: Impact
    ruling: Ruling
    path: pl.DataFrame


def trials(engine: Engine, journey_id: int, *, until: date) -> list[Trial]:
    """Every change that shipped by `until` and names a metric, newest first, with what is known by that day."""
    shipped = changes(engine, journey_id).filter(pl.col("shipped_on") <= until, pl.col("metric_id").is_not_null())
    if shipped.is_empty():
        return []
    with reading(engine) as session:
        specs = {spec.id: spec for spec in read.specs(session, journey_id)}
    rows = {metric.key: metric for metric in metric_rows(engine, journey_id)}
    seen = read.observations(engine, journey_id, metric_ids=shipped["metric_id"].unique().to_list(), until=until)
    days = daily(seen, list(specs.values()))
    return [
        _trial(change, rows[change["metric_id"]], specs[change["metric_id"]], days, until)
        for change in shipped.iter_rows(named=True)
        if change["metric_id"] in specs and change["metric_id"] in rows
    ]


def _trial(change: dict[str, Any], metric: Metric, spec: MetricSpec, days: pl.DataFrame, until: date) -> Trial:
    last = min(until, change["shipped_on"] + LONGEST_AFTER)
    shipped = change["shipped_on"]
    own = _whole(series(days, spec), shipped - timedelta(days=1), last)
    counted = None if spec.kind is MetricKind.COUNT else own["n"].to_list()
    impact = assess(own["day"].to_list(), own["value"].to_list(), counted, shipped, kind=KINDS[spec.kind])
    ruling = verdict(impact, Direction(change["direction"]), abs(change["size"] or 0.0), name=metric.name, unit=metric.unit)
    return Trial(change, metric, impact, ruling, _path(own, impact))


def _whole(own: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    """The series as a calendar that reaches from before the change to the last day looked at; what is missing is null."""
    known = own.filter(pl.col("day") <= last)
    calendar = pl.select(day=pl.date_range(min([first, *known["day"]]), last))
    return calendar.join(known, on="day", how="left").sort("day")


def _path(own: pl.DataFrame, impact: Impact) -> pl.DataFrame:
    """Observed beside expected, four months at most: what a reader can see."""
    expected = impact.expected
    columns = {"at": expected.dates, "expected": expected.mean, "expected_low": expected.lo, "expected_high": expected.hi}
    types = {name: pl.Date if name == "at" else pl.Float64 for name in columns}
    told = pl.DataFrame({name: list(values) for name, values in columns.items()}, schema=types)
    return own.select("value", "n", at="day").join(told, on="at", how="left").sort("at").tail(120)
