"""The metrics of a journey, computed from its data into daily observations that add up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import polars as pl

from journey.analysis.data import JourneyData
from journey.analysis.metrics import from_events as events
from journey.analysis.metrics import from_sources as sources
from journey.analysis.metrics.work import Work
from journey.domain.model import MetricSpec, StageSpec
from journey.domain.schemas import OBSERVATIONS
from journey.errors import JourneyError

Formula = Callable[[Work, MetricSpec, StageSpec | None], pl.DataFrame | None]
"""Rows of a metric for a stage or, without one, the whole journey; None where the journey lacks what it needs."""


def observe(metrics: Sequence[MetricSpec], data: JourneyData, *, segments: Sequence[str] = (), as_of: date) -> pl.DataFrame:
    """Every observation of `metrics` known by the end of the local day `as_of`, in schema OBSERVATIONS.

    One row a metric, day and segment ("" for everyone, "platform=desktop" for each value of each name in `segments` that
    the metric's source carries). Days are local to `data.timezone`. Cohort metrics lie on the day of entering and are
    mature once that day plus the window is not after the last day that the events cover. Counts have a zero on covered
    days without any; other metrics have no row where nothing was measured. Durations (seconds) also have rows of grain
    "week" (ISO weeks, on their Monday). A metric whose source, stage, goal or loss the journey lacks has no rows.

    Raises JourneyError for a formula or scale that is not known, or a segment with too many values to be told apart.
    """
    work = Work(data, tuple(dict.fromkeys(segments)), as_of)
    found = [_shaped(rows, metric) for metric in metrics if (rows := _rows(work, metric)) is not None]
    return pl.concat([pl.DataFrame(schema=OBSERVATIONS), *found]).sort("metric_id", "grain", "segment", "day")


def by_month(metric: MetricSpec, data: JourneyData, *, as_of: date) -> pl.DataFrame:
    """A duration's rows of grain "month", from the single durations: neither days nor weeks of medians add up to a month."""
    rows = _rows(Work(data, (), as_of, grains=("month",)), metric)
    return pl.DataFrame(schema=OBSERVATIONS) if rows is None else _shaped(rows, metric)


def _rows(work: Work, metric: MetricSpec) -> pl.DataFrame | None:
    if metric.formula not in _FORMULAS:
        raise JourneyError(f"There is no KPI '{metric.formula}'. Choose one of: {', '.join(_FORMULAS)}.")
    stage = None if metric.stage_id is None else work.data.stage(metric.stage_id)
    if stage is None and metric.stage_id is not None:
        return None
    return _FORMULAS[metric.formula](work, metric, stage)


def _shaped(rows: pl.DataFrame, metric: MetricSpec) -> pl.DataFrame:
    """Rows of one metric with every column of OBSERVATIONS in its type."""
    rows = rows.with_columns(metric_id=pl.lit(metric.id))
    if "mature" not in rows.columns:
        rows = rows.with_columns(mature=pl.lit(True))
    missing = [pl.lit(None).alias(name) for name in OBSERVATIONS if name not in rows.columns]
    return rows.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in OBSERVATIONS.items())


_FORMULAS: dict[str, Formula] = {
    "drop_off": events.drop_off,
    "conversion": events.conversion,
    "churn": events.churn,
    "task_success": sources.task_success,
    "ces": sources.survey,
    "csat": sources.survey,
    "nps": sources.survey,
    "score": sources.survey,
    "ticket_volume": sources.ticket_volume,
    "contact_rate": sources.contact_rate,
    "time_to_resolution": sources.time_to_resolution,
    "time_to_resolution_p90": sources.time_to_resolution,
    "step_duration": events.step_duration,
    "event_count": events.event_count,
    "series": sources.series,
}


def formulas() -> set[str]:
    """The keys of every KPI that can be computed."""
    return set(_FORMULAS)
