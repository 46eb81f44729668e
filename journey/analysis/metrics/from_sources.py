"""The metrics that tickets, surveys, usability tests and ready-made series tell, some with the events beside them."""

from __future__ import annotations

import polars as pl

from journey.analysis.data import JourneyData
from journey.analysis.metrics import answers
from journey.analysis.metrics.spread import durations, fill_days, spread
from journey.analysis.metrics.work import Work, counted, covered, of_stage
from journey.domain.model import MetricSpec, StageSpec
from journey.domain.words import MetricKind, Outcome
from journey.errors import JourneyError


def ticket_volume(work: Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """Tickets opened a day; the tickets of all stages say which days are covered."""
    if work.tickets is None:
        return None
    rows = spread(counted(of_stage(work.tickets, stage), pl.lit(1, dtype=pl.Int64)), work.segments)
    return fill_days(rows, *covered(work.tickets))


def contact_rate(work: Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """Tickets opened (total) over cases that entered the stage (n), on days that both sources cover."""
    if work.tickets is None or work.cohorts is None:
        return None
    log, opened = work.cohorts.log, of_stage(work.tickets, stage)
    shared = [f"by:{name}" for name in log.values if f"by:{name}" in opened.columns]
    entrants = work.cohorts.tally(stage).select("day", *shared, "n", total=0.0, total_sq=0.0)
    contacts = opened.select("day", *shared, n=pl.lit(0, dtype=pl.Int64), total=1.0, total_sq=1.0)
    first, last = covered(work.tickets)
    first, last = max(first, log.first_day), min(last, log.last_day)
    if first > last:
        return None
    both = pl.concat([entrants, contacts]).filter(pl.col("day").is_between(first, last))
    return fill_days(spread(both, work.segments), first, last)


def time_to_resolution(work: Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """From opening to closing, on the day of closing; a ticket that closes before it opens is not counted."""
    closed = work.known(work.data.tickets, "closed_at")
    if closed is None:
        return None
    seconds = (pl.col("closed_at") - pl.col("opened_at")).dt.total_microseconds() / 1e6
    single = of_stage(closed, stage).with_columns(seconds=seconds).filter(pl.col("seconds") >= 0)
    return durations(single, work.segments, work.grains)


def task_success(work: Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """Tasks completed out of tried: usability results, and events that mean success or failure."""
    parts = [part for part in (_tasks_tested(work, stage), _tasks_logged(work, stage)) if part is not None]
    if not parts:
        return None
    return spread(pl.concat(parts, how="diagonal"), work.segments)


def _tasks_tested(work: Work, stage: StageSpec | None) -> pl.DataFrame | None:
    if work.usability is None:
        return None
    told = of_stage(work.usability, stage).filter(pl.col("success").is_not_null())
    return told.select("day", pl.col("^by:.*$"), *answers.success_figures())


def _tasks_logged(work: Work, stage: StageSpec | None) -> pl.DataFrame | None:
    done, tried = task_events(work.data, stage)
    if work.log is None or not tried:
        return None
    completed = pl.when(pl.col("event").is_in(done)).then("count").otherwise(0).cast(pl.Float64)
    events = work.event_days.filter(pl.col("event").is_in(tried))
    return events.select("day", pl.col("^by:.*$"), n="count", total=completed, total_sq=completed)


def task_events(data: JourneyData, stage: StageSpec | None) -> tuple[list[str], list[str]]:
    """Events that mean a task was completed, and all that mean it was tried.

    Where a stage names failures but no success, its goal stands for success.
    """
    meant = {
        outcome: [r.event for r in data.rules if r.outcome is outcome and (stage is None or r.stage_id == stage.id)]
        for outcome in Outcome
    }
    done = meant[Outcome.SUCCESS] or (meant[Outcome.GOAL] if meant[Outcome.FAILURE] else [])
    return done, [*done, *meant[Outcome.FAILURE]]


def survey(work: Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """NPS, CSAT, CES or the mean of the answers on the metric's scale."""
    if work.surveys is None:
        return None
    scale = metric.event or answers.USUAL_SCALE.get(metric.formula)
    given = of_stage(work.surveys, stage)
    try:
        given = answers.on_scale(given.lazy(), scale).collect() if scale else given.filter(pl.col("score").is_not_null())
    except ValueError as wrong:
        raise JourneyError(str(wrong)) from wrong
    match metric.formula:
        case "nps":
            figures = answers.nps_figures()
        case "csat":
            figures = answers.top_two_figures(scale or "csat5")
        case _:
            figures = answers.mean_figures()
    return spread(given.with_columns(figures), work.segments)


def series(work: Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """The readings of the series that the metric names; of a stage's own and of those that name no stage."""
    if work.series is None:
        return None
    readings = work.series.filter(pl.col("value").is_not_null())
    if metric.event is not None and "metric" in readings.columns:
        readings = readings.filter(pl.col("metric") == metric.event)
    if stage is not None and "stage" in readings.columns:
        readings = pl.concat([of_stage(readings, stage), readings.filter(pl.col("stage").is_null())])
    if metric.kind is MetricKind.DURATION:
        return durations(readings.with_columns(seconds=pl.col("value")), work.segments, work.grains)
    if "n" not in readings.columns or metric.kind is MetricKind.COUNT:
        readings = readings.with_columns(n=pl.lit(1.0))
    return spread(readings.with_columns(answers.reading_figures()), work.segments)
