"""What a metric says of each customer since a day, so that groups are compared by customer and not by session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import polars as pl

from journey.analysis.data import JourneyData
from journey.analysis.metrics import answers
from journey.analysis.metrics.work import Work, covered, of_stage
from journey.domain.model import MetricSpec, StageSpec

LONGEST_WAIT = 28
"""Days that are waited for a ticket to close at most; one that is open for longer counts as that long."""
VALUES: dict[str, pl.DataType] = {"customer": pl.String(), "day": pl.Date(), "value": pl.Float64()}
CAME: dict[str, pl.DataType] = {"customer": pl.String(), "day": pl.Date()}


class Way(StrEnum):
    """What is compared of two groups."""

    SHARE = "share"
    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True)
class Measured:
    """`came` (CAME): each customer with the day they first came under the metric. `values` (VALUES): each value with the
    day from which it is known. `wait`: days from coming until then. `per_customer`: the values of a customer add up, and
    who has none counts as 0. `note` says in words who counts and since when."""

    came: pl.DataFrame
    values: pl.DataFrame
    way: Way
    last_day: date
    note: str
    wait: int = 0
    per_customer: bool = False


def measure(metric: MetricSpec, data: JourneyData, *, since: date, until: date) -> Measured | None:
    """What the metric says of the customers who came under it from `since` on, as known by the end of `until`.

    None where the data cannot say it of single customers: a ready-made series, or a source that is not there.
    `data` is that of `told_apart`.
    """
    found = _MEASURES.get(metric.formula)
    stage = None if metric.stage_id is None else data.stage(metric.stage_id)
    if found is None or (stage is None and metric.stage_id is not None):
        return None
    measured = found(Work(data, (), until), metric, stage, since)
    if measured is None:
        return None
    came = measured.came.cast(CAME).filter(pl.col("day") >= since)  # type: ignore[arg-type]
    first = came.group_by("customer").agg(pl.col("day").min())
    return replace(measured, came=first.sort("customer"), values=measured.values.select(*VALUES).cast(VALUES))  # type: ignore[arg-type]


def told_apart(data: JourneyData) -> JourneyData:
    """The data with a customer on every row: an answer or ticket that names nobody stands for somebody of its own."""

    def named(frame: pl.LazyFrame | None, word: str, known_as: str = "customer") -> pl.LazyFrame | None:
        if frame is None:
            return None
        own = pl.format("{} {}", pl.lit(word), pl.int_range(pl.len()))
        theirs = [pl.col(known_as).cast(pl.String)] if known_as in frame.collect_schema() else []
        return frame.with_columns(customer=pl.coalesce(*theirs, own))

    return replace(
        data, tickets=named(data.tickets, "ticket"), surveys=named(data.surveys, "answer"),
        usability=named(data.usability, "participant", "participant"),
    )  # fmt: skip


Measure = Callable[[Work, MetricSpec, StageSpec | None, date], Measured | None]


def _passages(work: Work, stage: StageSpec | None, since: date) -> pl.DataFrame | None:
    """The passages through a stage of cases that entered it since that day: `customer`, `day` of entering and the moments."""
    if work.cohorts is None:
        return None
    log, case = work.cohorts.log, work.data.case
    entered = work.cohorts.passages(stage, named=True).with_columns(day=log.day_after(pl.col("entered")))
    entered = entered.filter(pl.col("day") >= since)
    if case == "customer" or "customer" not in log.events.collect_schema():
        return entered.with_columns(customer=pl.col("case").cast(pl.String))
    whose = log.events.group_by(case=pl.col(case)).agg(customer=pl.col("customer").drop_nulls().first().cast(pl.String)).collect()
    return entered.join(whose, on="case").with_columns(customer=pl.coalesce("customer", pl.col("case").cast(pl.String)))


def _fate(fate: str, said: str) -> Measure:
    def measured(work: Work, metric: MetricSpec, stage: StageSpec | None, since: date) -> Measured | None:
        rows = _passages(work, stage, since)
        if rows is None or work.cohorts is None:
            return None
        wait = work.cohorts.goal_window(stage) if fate == "converted" else work.cohorts.window(stage)
        was = work.cohorts.fates(stage)[fate].fill_null(False).cast(pl.Float64)
        values = rows.select("customer", pl.col("day").dt.offset_by(f"{wait}d"), value=was)
        note = f"Who {_came_to(stage)} for the first time counts once the {wait} days have passed in which they may {said}."
        return Measured(rows.select("customer", "day"), values, Way.SHARE, work.cohorts.log.last_day, note, wait=wait)

    return measured


def _step_duration(work: Work, metric: MetricSpec, stage: StageSpec | None, since: date) -> Measured | None:
    """Of those who go on within the stage's window: who takes longer may be on the way still, in one group as in the other."""
    rows = _passages(work, stage, since)
    if rows is None or work.cohorts is None:
        return None
    wait = work.cohorts.window(stage)
    took = (pl.col("gone_on") - pl.col("entered")) / 1e6
    moved = rows.filter(took <= wait * 86_400).select("customer", pl.col("day").dt.offset_by(f"{wait}d"), value=took)
    note = f"Who {_came_to(stage)} and went on within {wait} days counts once those days have passed; medians are compared."
    return Measured(rows.select("customer", "day"), moved, Way.MEDIAN, work.cohorts.log.last_day, note, wait=wait)


def _event_count(work: Work, metric: MetricSpec, stage: StageSpec | None, since: date) -> Measured | None:
    if work.log is None:
        return None
    log = work.log
    rows = log.events.select("event", customer=pl.col("customer").cast(pl.String), day=log.day(pl.col("at")))
    rows = rows.filter(pl.col("day") >= since).drop_nulls("customer")
    wanted = [metric.event] if metric.event else [r.event for r in work.data.rules if stage and r.stage_id == stage.id]
    counted = rows if not wanted else rows.filter(pl.col("event").cast(pl.String).is_in(wanted))
    values = counted.group_by("customer", "day").agg(value=pl.len().cast(pl.Float64)).collect()
    came = rows.group_by("customer").agg(pl.col("day").min()).collect()
    return Measured(came, values, Way.MEAN, log.last_day, "Events a customer, of everybody who was seen.", per_customer=True)


def _contacts(work: Work, metric: MetricSpec, stage: StageSpec | None, since: date) -> Measured | None:
    """Tickets a customer: of those who entered the stage for a contact rate, of everybody seen for a volume."""
    if work.tickets is None or work.log is None:
        return None
    if metric.formula == "contact_rate":
        entered = _passages(work, stage, since)
        came = None if entered is None else entered.select("customer", "day")
        note = f"Tickets a customer, of everybody who {_came_to(stage)} for the first time."
    else:
        seen = _event_count(work, metric, None, since)
        came, note = (seen.came if seen else None), "Tickets a customer, of everybody who was seen."
    if came is None:
        return None
    opened = of_stage(work.tickets, stage).filter(pl.col("day") >= since)
    last = min(work.log.last_day, covered(work.tickets)[1])
    return Measured(came, opened.select("customer", "day", value=1.0), Way.MEAN, last, note, per_customer=True)


def _time_to_resolution(work: Work, metric: MetricSpec, stage: StageSpec | None, since: date) -> Measured | None:
    """Each ticket once it could have closed: a group whose tickets stay open must not look fast for it."""
    if work.tickets is None or "closed_at" not in work.tickets.columns:
        return None
    took = (pl.col("closed_at") - pl.col("opened_at")).dt.total_microseconds() / 1e6
    tickets = of_stage(work.tickets, stage).with_columns(took=took).filter(pl.col("took").is_null() | (pl.col("took") >= 0))
    usual = tickets.filter(pl.col("day") < since)["took"].drop_nulls().quantile(0.9)
    wait = min(max(int((usual or 0.0) // 86_400) + 1, 1), LONGEST_WAIT)
    rows = tickets.filter(pl.col("day") >= since)
    value = pl.min_horizontal(pl.col("took").fill_null(wait * 86_400.0), wait * 86_400.0)
    values = rows.select("customer", pl.col("day").dt.offset_by(f"{wait}d"), value=value)
    note = f"A ticket counts {wait} days after it was opened, open or not; medians are compared."
    return Measured(rows.select("customer", "day"), values, Way.MEDIAN, covered(work.tickets)[1], note, wait=wait)


def _survey(work: Work, metric: MetricSpec, stage: StageSpec | None, since: date) -> Measured | None:
    if work.surveys is None:
        return None
    scale = metric.event or answers.USUAL_SCALE.get(metric.formula)
    given = of_stage(work.surveys, stage).filter(pl.col("day") >= since, pl.col("score").is_not_null())
    if scale:
        given = answers.on_scale(given.lazy(), scale).collect()
    score, way = pl.col("score").cast(pl.Float64), Way.MEAN
    if metric.formula == "nps":
        score = 100 * ((score >= 9).cast(pl.Float64) - (score <= 6).cast(pl.Float64))
    elif metric.formula == "csat":
        score, way = (score > answers.bounds(scale or "csat5")[1] - 2).cast(pl.Float64), Way.SHARE
    rows = given.select("customer", "day", value=score)
    return Measured(rows.drop("value"), rows, way, covered(work.surveys)[1], "Who answered counts, from the day of the answer.")


def _task_success(work: Work, metric: MetricSpec, stage: StageSpec | None, since: date) -> Measured | None:
    from journey.analysis.metrics.from_sources import task_events

    parts = []
    if work.usability is not None:
        tested = of_stage(work.usability, stage).drop_nulls("success")
        parts.append(tested.select("customer", "day", value=pl.col("success").cast(pl.Float64)))
    done, tried = task_events(work.data, stage)
    if work.log is not None and tried:
        event, log = pl.col("event").cast(pl.String), work.log
        rows = log.events.filter(event.is_in(tried)).select(
            pl.col("customer").cast(pl.String), day=log.day(pl.col("at")), value=event.is_in(done).cast(pl.Float64)
        )
        parts.append(rows.collect())
    if not parts:
        return None
    both = pl.concat(parts, how="diagonal_relaxed").filter(pl.col("day") >= since)
    last = both["day"].max() if work.log is None else work.log.last_day
    if not isinstance(last, date):
        return None
    return Measured(both.drop("value"), both, Way.SHARE, last, "Who tried the task counts, with each of their tries.")


def _came_to(stage: StageSpec | None) -> str:
    return "came" if stage is None else f"came to {stage.name}"


_MEASURES: dict[str, Measure] = {
    "drop_off": _fate("dropped", "go on"),
    "conversion": _fate("converted", "reach the goal"),
    "churn": _fate("churned", "be lost"),
    "step_duration": _step_duration,
    "event_count": _event_count,
    "ticket_volume": _contacts,
    "contact_rate": _contacts,
    "time_to_resolution": _time_to_resolution,
    "time_to_resolution_p90": _time_to_resolution,
    "ces": _survey,
    "csat": _survey,
    "nps": _survey,
    "score": _survey,
    "task_success": _task_success,
}


def measurable(formula: str) -> bool:
    """Whether the KPI can be told of single customers."""
    return formula in _MEASURES
