"""The metrics of a journey, computed from its data into daily observations that add up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cached_property

import polars as pl

from journey.analysis import answers
from journey.analysis.cohorts import Cohorts
from journey.analysis.data import JourneyData, in_stage, known, local_day
from journey.analysis.eventlog import EventLog, read_log
from journey.analysis.spread import durations, fill_days, spread
from journey.domain.model import MetricSpec, StageSpec
from journey.domain.schemas import OBSERVATIONS
from journey.domain.words import MetricKind, Outcome
from journey.errors import JourneyError


def observe(
    metrics: Sequence[MetricSpec], data: JourneyData, *, segments: Sequence[str] = (), as_of: date
) -> pl.DataFrame:
    """Every observation of `metrics` known by the end of the local day `as_of`, in schema OBSERVATIONS.

    One row a metric, day and segment ("" for everyone, "platform=desktop" for each value of each name in `segments` that
    the metric's source carries). Days are local to `data.timezone`. Cohort metrics lie on the day of entering and are
    mature once that day plus the window is not after the last day that the events cover. Counts have a zero on covered
    days without any; other metrics have no row where nothing was measured. Durations (seconds) also have rows of grain
    "week" (ISO weeks, on their Monday). A metric whose source, stage, goal or loss the journey lacks has no rows.

    Raises JourneyError for a formula or scale that is not known, or a segment with too many values to be told apart.
    """
    work = _Work(data, tuple(dict.fromkeys(segments)), as_of)
    found = [_shaped(rows, metric) for metric in metrics if (rows := work.rows(metric)) is not None]
    return pl.concat([pl.DataFrame(schema=OBSERVATIONS), *found]).sort("metric_id", "grain", "segment", "day")


class _Work:
    """One run of `observe`: what several metrics need is computed once and kept."""

    def __init__(self, data: JourneyData, segments: tuple[str, ...], as_of: date) -> None:
        self.data, self.segments, self.as_of = data, segments, as_of

    def rows(self, metric: MetricSpec) -> pl.DataFrame | None:
        """The rows of one metric, or None where the journey lacks what it needs."""
        if metric.formula not in _FORMULAS:
            raise JourneyError(f"There is no KPI '{metric.formula}'. Choose one of: {', '.join(_FORMULAS)}.")
        stage = None if metric.stage_id is None else self.data.stage(metric.stage_id)
        if stage is None and metric.stage_id is not None:
            return None
        return _FORMULAS[metric.formula](self, metric, stage)

    @cached_property
    def log(self) -> EventLog | None:
        return read_log(self.data, self.segments, as_of=self.as_of)

    @cached_property
    def cohorts(self) -> Cohorts | None:
        return Cohorts(self.log, self.data) if self.log and self.data.stages else None

    def known(self, frame: pl.LazyFrame | None, column: str) -> pl.DataFrame | None:
        """The frame's rows known on `as_of` with their local `day`, or None where there are none."""
        if frame is None or column not in frame.collect_schema():
            return None
        rows = known(frame, column, as_of=self.as_of, timezone=self.data.timezone)
        found = rows.with_columns(day=local_day(pl.col(column), self.data.timezone)).collect()
        return None if found.is_empty() else found

    @cached_property
    def tickets(self) -> pl.DataFrame | None:
        return self.known(self.data.tickets, "opened_at")

    @cached_property
    def surveys(self) -> pl.DataFrame | None:
        return self.known(self.data.surveys, "at")

    @cached_property
    def usability(self) -> pl.DataFrame | None:
        return self.known(self.data.usability, "at")

    @cached_property
    def series(self) -> pl.DataFrame | None:
        return self.known(self.data.series, "at")

    @cached_property
    def event_days(self) -> pl.DataFrame:
        """How often each event happened: `event`, `day`, `count` and a column a segment."""
        log = self.log
        assert log is not None
        counted = log.events.group_by(
            pl.col("event").cast(pl.String), code=log.code(), day=local_day(pl.col("at"), log.timezone)
        ).agg(count=pl.len().cast(pl.Int64))
        return log.unpack_code(counted.collect(engine="streaming"))


def _cohort(outcome: str) -> Callable[[_Work, MetricSpec, StageSpec | None], pl.DataFrame | None]:
    """Share of a day's entrants with that outcome: "dropped", "converted" or "churned"."""

    def rows(work: _Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
        cohorts = work.cohorts
        if cohorts is None or not _can_happen(cohorts, outcome, stage):
            return None
        window = cohorts.goal_window(stage) if outcome == "converted" else cohorts.window(stage)
        share = pl.col(outcome).cast(pl.Float64)
        daily = cohorts.tally(stage).with_columns(total=share, total_sq=share)
        ripe = pl.col("day") <= cohorts.log.last_day - timedelta(days=window)
        return spread(daily, work.segments).with_columns(mature=ripe)

    return rows


def _can_happen(cohorts: Cohorts, outcome: str, stage: StageSpec | None) -> bool:
    """Whether the journey says what the outcome is: without a goal nobody can be said to have missed it."""
    if outcome == "churned":
        return cohorts.has_loss
    at_the_end = stage is None or cohorts.stages[-1] == stage
    return cohorts.has_goal or (outcome == "dropped" and not at_the_end)


def _step_duration(work: _Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """From the first event in the stage to going on, on the day of going on; the segment is that of entering."""
    cohorts = work.cohorts
    if cohorts is None:
        return None
    moved = cohorts.passages(stage).filter(pl.col("gone_on").is_not_null())
    seconds = (pl.col("gone_on") - pl.col("entered")) / 1e6
    single = moved.select(day=cohorts.log.day(pl.col("gone_on")), seconds=seconds, code="code")
    return durations(cohorts.log.unpack_code(single), work.segments)


def _event_count(work: _Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """Events of one name a day; of a stage's events or of all where the metric names none."""
    if work.log is None:
        return None
    events = work.event_days
    if metric.event is not None:
        events = events.filter(pl.col("event") == metric.event)
    elif stage is not None:
        events = events.filter(pl.col("event").is_in([rule.event for rule in work.data.rules if rule.stage_id == stage.id]))
    rows = spread(_counted(events, pl.col("count")), work.segments)
    return fill_days(rows, work.log.first_day, work.log.last_day)


def _ticket_volume(work: _Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """Tickets opened a day; the tickets of all stages say which days are covered."""
    if work.tickets is None:
        return None
    rows = spread(_counted(_of(work.tickets, stage), pl.lit(1, dtype=pl.Int64)), work.segments)
    return fill_days(rows, *_covered(work.tickets))


def _contact_rate(work: _Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """Tickets opened (total) over cases that entered the stage (n), on days that both sources cover."""
    if work.tickets is None or work.cohorts is None:
        return None
    log, opened = work.cohorts.log, _of(work.tickets, stage)
    shared = [name for name in work.segments if name in opened.columns and name in log.values]
    entrants = work.cohorts.tally(stage).select("day", *shared, "n", total=0.0, total_sq=0.0)
    attributes = [pl.col(name).cast(pl.String) for name in shared]
    contacts = opened.select("day", *attributes, n=pl.lit(0, dtype=pl.Int64), total=1.0, total_sq=1.0)
    first, last = _covered(work.tickets)
    first, last = max(first, log.first_day), min(last, log.last_day)
    if first > last:
        return None
    both = pl.concat([entrants, contacts]).filter(pl.col("day").is_between(first, last))
    return fill_days(spread(both, shared), first, last)


def _time_to_resolution(work: _Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """From opening to closing, on the day of closing; a ticket that closes before it opens is not counted."""
    closed = work.known(work.data.tickets, "closed_at")
    if closed is None:
        return None
    seconds = (pl.col("closed_at") - pl.col("opened_at")).dt.total_microseconds() / 1e6
    single = _of(closed, stage).with_columns(seconds=seconds).filter(pl.col("seconds") >= 0)
    return durations(single, work.segments)


def _task_success(work: _Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """Tasks completed out of tried: usability results, and events that mean success or failure."""
    parts = [part for part in (_tasks_tested(work, stage), _tasks_logged(work, stage)) if part is not None]
    if not parts:
        return None
    return spread(pl.concat(parts, how="diagonal"), work.segments)


def _tasks_tested(work: _Work, stage: StageSpec | None) -> pl.DataFrame | None:
    if work.usability is None:
        return None
    told = _of(work.usability, stage).filter(pl.col("success").is_not_null())
    segments = [pl.col(name).cast(pl.String) for name in work.segments if name in told.columns]
    return told.select("day", *segments, *answers.success_figures())


def _tasks_logged(work: _Work, stage: StageSpec | None) -> pl.DataFrame | None:
    """Events of success and failure; where a stage names failures but no success, its goal stands for success."""
    meant = {
        outcome: [r.event for r in work.data.rules if r.outcome is outcome and (stage is None or r.stage_id == stage.id)]
        for outcome in Outcome
    }
    done = meant[Outcome.SUCCESS] or (meant[Outcome.GOAL] if meant[Outcome.FAILURE] else [])
    tried = [*done, *meant[Outcome.FAILURE]]
    if work.log is None or not tried:
        return None
    completed = pl.when(pl.col("event").is_in(done)).then("count").otherwise(0).cast(pl.Float64)
    events = work.event_days.filter(pl.col("event").is_in(tried))
    return events.select("day", *work.log.values, n="count", total=completed, total_sq=completed)


def _survey(work: _Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """NPS, CSAT, CES or the mean of the answers on the metric's scale."""
    if work.surveys is None:
        return None
    scale = metric.event or answers.USUAL_SCALE.get(metric.formula)
    given = _of(work.surveys, stage)
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


def _series(work: _Work, metric: MetricSpec, stage: StageSpec | None) -> pl.DataFrame | None:
    """The readings of the series that the metric names; of a stage's own and of those that name no stage."""
    if work.series is None:
        return None
    readings = work.series.filter(pl.col("value").is_not_null())
    if metric.event is not None and "metric" in readings.columns:
        readings = readings.filter(pl.col("metric") == metric.event)
    if stage is not None and "stage" in readings.columns:
        readings = pl.concat([_of(readings, stage), readings.filter(pl.col("stage").is_null())])
    if metric.kind is MetricKind.DURATION:
        return durations(readings.with_columns(seconds=pl.col("value")), work.segments)
    if "n" not in readings.columns or metric.kind is MetricKind.COUNT:
        readings = readings.with_columns(n=pl.lit(1.0))
    return spread(readings.with_columns(answers.reading_figures()), work.segments)


def _of(frame: pl.DataFrame, stage: StageSpec | None) -> pl.DataFrame:
    return in_stage(frame.lazy(), stage).collect()


def _counted(frame: pl.DataFrame, count: pl.Expr) -> pl.DataFrame:
    """Each row's count as n, total and total_sq: a count is its own sample."""
    return frame.with_columns(n=count, total=count.cast(pl.Float64), total_sq=count.cast(pl.Float64))


def _covered(frame: pl.DataFrame) -> tuple[date, date]:
    first, last = frame.select(first=pl.col("day").min(), last=pl.col("day").max()).row(0)
    return first, last


def _shaped(rows: pl.DataFrame, metric: MetricSpec) -> pl.DataFrame:
    """Rows of one metric with every column of OBSERVATIONS in its type."""
    rows = rows.with_columns(metric_id=pl.lit(metric.id))
    if "mature" not in rows.columns:
        rows = rows.with_columns(mature=pl.lit(True))
    missing = [pl.lit(None).alias(name) for name in OBSERVATIONS if name not in rows.columns]
    return rows.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in OBSERVATIONS.items())


_FORMULAS: dict[str, Callable[[_Work, MetricSpec, StageSpec | None], pl.DataFrame | None]] = {
    "drop_off": _cohort("dropped"),
    "conversion": _cohort("converted"),
    "churn": _cohort("churned"),
    "task_success": _task_success,
    "ces": _survey,
    "csat": _survey,
    "nps": _survey,
    "score": _survey,
    "ticket_volume": _ticket_volume,
    "contact_rate": _contact_rate,
    "time_to_resolution": _time_to_resolution,
    "time_to_resolution_p90": _time_to_resolution,
    "step_duration": _step_duration,
    "event_count": _event_count,
    "series": _series,
}
