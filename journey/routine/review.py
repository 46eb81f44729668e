"""Monday's review: every metric of a journey in one week, beside the week before and the usual range, and what stands out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.alerts.moves import FEWEST
from journey.analysis.compare import compare
from journey.analysis.rollup import known_so_far
from journey.domain.model import MetricSpec
from journey.domain.weeks import Week
from journey.domain.words import MetricKind
from journey.routine.alerts import watching
from journey.routine.alerts.watching import Watch
from journey.store.engine import reading
from journey.store.readers import metrics as read
from journey.store.tables import Metric

SIGNALS: dict[str, pl.DataType] = {
    "metric_id": pl.Int64(),
    "since": pl.Date(),
    "day": pl.Date(),
    "rule": pl.String(),
    "direction": pl.String(),
    "value": pl.Float64(),
    "n": pl.Float64(),
    "expected": pl.Float64(),
    "lower": pl.Float64(),
    "upper": pl.Float64(),
}


@dataclass(frozen=True)
class Review:
    """What Monday shows of a week.

    specs: every metric; weeks: WEEKLY rows of everyone up to the week; compared: COMPARED, one row a metric, each in its
    latest settled week up to the reviewed one; signals: SIGNALS, at most one row a metric, for what stands out in that week.
    """

    week: Week
    specs: tuple[MetricSpec, ...]
    weeks: pl.DataFrame
    compared: pl.DataFrame
    signals: pl.DataFrame


def review(engine: Engine, journey_id: int, week: Week) -> Review:
    """Review `week` with what was known by its Sunday; nothing later is looked at."""
    with reading(engine) as session:
        specs = read.specs(session, journey_id)
    seen = read.observations(engine, journey_id, until=week.sunday)
    weeks = known_so_far(seen, specs, as_of=week.sunday)
    compared = compare(weeks, week, specs, settled=True)
    return Review(week, specs, weeks, compared, _signals(Watch(engine, journey_id), compared))


def more_than_chance(metric: Metric, row: dict[str, Any]) -> bool:
    """Whether a COMPARED row's change on the week before is more than chance: its 95 % interval leaves zero out.

    Fewer than FEWEST customers or answers in either week say nothing of any metric but a count.
    """
    thin = metric.kind is not MetricKind.COUNT and min(row["n"], row["before_n"] or 0) < FEWEST
    return not thin and row["change_lo"] is not None and bool(row["change_lo"] > 0 or row["change_hi"] < 0)


def series(days: pl.DataFrame, spec: MetricSpec) -> pl.DataFrame:
    """One metric's mature days as the detector and Friday read them: day, value, n; NPS in points, rates as shares."""
    own = days.filter((pl.col("metric_id") == spec.id) & pl.col("mature") & pl.col("value").is_not_null())
    return own.select("day", "value", "n").sort("day")


def explained(days: pl.DataFrame, spec: MetricSpec) -> pl.DataFrame:
    """The detector's account of one metric's days, at its own limits; empty where there is nothing to read."""
    return watching.explained(days.filter(pl.col("metric_id") == spec.id), spec)


def _signals(watch: Watch, compared: pl.DataFrame) -> pl.DataFrame:
    """The last flagged day of each metric's week, if any, by the limits that alerts are raised by."""
    weeks = [(metric, week) for metric, week in compared.select("metric_id", "week").iter_rows() if metric in watch.specs]
    found = [_standing_out(watch.account((metric, "")), metric, week) for metric, week in weeks]
    return pl.concat([pl.DataFrame(schema=SIGNALS), *found])


def _standing_out(account: pl.DataFrame, metric_id: int, monday: date) -> pl.DataFrame:
    rows = account.filter(pl.col("flagged") & pl.col("date").is_between(monday, monday + timedelta(days=6)))
    rows = rows.tail(1).with_columns(metric_id=pl.lit(metric_id), since=pl.coalesce("since", "date"))
    return rows.rename({"date": "day"}).select(pl.col(name).cast(dtype) for name, dtype in SIGNALS.items())
