"""The metrics that events alone tell: drop-off, conversion, churn, time in stage, event counts."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from journey.analysis.metrics.cohorts import Cohorts
from journey.analysis.metrics.spread import durations, fill_days, spread
from journey.analysis.metrics.work import Work, counted
from journey.domain.model import MetricSpec, StageSpec


def drop_off(work: Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """Share of a day's entrants who reached neither a later stage nor the goal within the stage's window."""
    return _share(work, stage, "dropped")


def conversion(work: Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """Share of a day's entrants who reached the goal within the windows of this and all later stages together."""
    return _share(work, stage, "converted")


def churn(work: Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """Share of a day's entrants who were lost within the stage's window, before they went on."""
    return _share(work, stage, "churned")


def _share(work: Work, stage: StageSpec | None, outcome: str) -> pl.DataFrame | None:
    cohorts = work.cohorts
    if cohorts is None or not _can_happen(cohorts, outcome, stage):
        return None
    window = cohorts.goal_window(stage) if outcome == "converted" else cohorts.window(stage)
    share = pl.col(outcome).cast(pl.Float64)
    daily = cohorts.tally(stage).with_columns(total=share, total_sq=share)
    ripe = pl.col("day") <= cohorts.log.last_day - timedelta(days=window)
    return spread(daily, work.segments).with_columns(mature=ripe)


def _can_happen(cohorts: Cohorts, outcome: str, stage: StageSpec | None) -> bool:
    """Whether the journey says what the outcome is: without a goal nobody can be said to have missed it."""
    if outcome == "churned":
        return cohorts.has_loss
    at_the_end = stage is None or cohorts.stages[-1] == stage
    return cohorts.has_goal or (outcome == "dropped" and not at_the_end)


def step_duration(work: Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """From the first event in the stage to going on, on the day of going on; the segment is that of entering."""
    cohorts = work.cohorts
    if cohorts is None:
        return None
    moved = cohorts.passages(stage).filter(pl.col("gone_on").is_not_null())
    seconds = (pl.col("gone_on") - pl.col("entered")) / 1e6
    single = moved.select(day=cohorts.log.day_after(pl.col("gone_on")), seconds=seconds, code="code")
    return durations(cohorts.log.unpack_code(single), work.segments, work.grains)


def event_count(work: Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """Events of one name a day; of a stage's events or of all where the metric names none."""
    if work.log is None:
        return None
    events = work.event_days
    if metric.event is not None:
        events = events.filter(pl.col("event") == metric.event)
    elif stage is not None:
        events = events.filter(pl.col("event").is_in([rule.event for rule in work.data.rules if rule.stage_id == stage.id]))
    rows = spread(counted(events, pl.col("count")), work.segments)
    return fill_days(rows, work.log.first_day, work.log.last_day)
