"""At which touchpoint a figure moved: where those who left were last, what the tickets were about, what happened more often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from journey.analysis.data import JourneyData
from journey.analysis.localtime import DAY
from journey.analysis.metrics.cohorts import Cohorts
from journey.analysis.metrics.work import Work, of_stage
from journey.domain.model import MetricSpec, StageSpec
from journey.domain.words import MetricKind

PLACES: dict[str, pl.DataType] = {
    "place": pl.String(),  # a touchpoint, a stage or a topic; "" is the rest
    "n": pl.Float64(),  # how many in the week
    "usual": pl.Float64(),  # how many would be, had it been as in the weeks before: a busier week is nobody's place
    "moved": pl.Float64(),  # what it adds to the metric's move; all of them sum to it
}
COHORTS = {"drop_off": "gone_on", "churn": "lost", "conversion": "goal"}


def places(
    data: JourneyData, metric: MetricSpec, observations: pl.DataFrame, now: date, before: Sequence[date], *, as_of: date
) -> pl.DataFrame:
    """What each place adds to everyone's move from the weeks `before` to the week `now`: PLACES, the largest first.

    Drop-off and churn by the touchpoint of the stage that those who left were last seen at, conversion by the last stage
    of those who did not get there, tickets and contact rate by topic, events by touchpoint; other metrics have no places.
    Each adds its share of all who entered (its count, for a count) now less then, so that they sum to the move.
    """
    everyone = observations.filter(pl.col("metric_id") == metric.id, pl.col("grain") == "day", segment="").filter("mature")
    everyone = everyone.with_columns(week=pl.col("day").dt.truncate("1w"))
    sides = [everyone.filter(pl.col("week").is_in(list(weeks))) for weeks in ((now,), tuple(before))]
    found = _happened(Work(data, (), as_of), metric)
    if found is None or any(side["n"].sum() == 0 for side in sides):
        return pl.DataFrame(schema=PLACES)
    counts = [
        found.drop_nulls("place").filter(pl.col("day").is_in(side["day"].implode())).group_by("place").agg(n=pl.col("n").sum())
        for side in sides
    ]
    both = counts[0].join(counts[1], on="place", how="full", coalesce=True, suffix="_0").fill_null(0)
    per = [1.0, float(len(before))] if metric.kind is MetricKind.COUNT else [float(side["n"].sum()) for side in sides]
    sign = -1.0 if metric.formula == "conversion" else 1.0
    moved = sign * (pl.col("n") / per[0] - pl.col("n_0") / per[1])
    told = both.select("place", n="n", usual=pl.col("n_0") * per[0] / per[1], moved=moved)
    change = float(sides[0]["total"].sum()) / per[0] - float(sides[1]["total"].sum()) / per[1]
    rest = change - float(told["moved"].sum())
    if abs(rest) > 1e-9:
        told = pl.concat([told, pl.DataFrame({"place": [""], "moved": [rest]})], how="diagonal_relaxed")
    shaped = told.select(pl.col(name).cast(dtype) for name, dtype in PLACES.items())
    return shaped.sort(pl.col("moved").abs(), "place", descending=[True, False])


def _happened(work: Work, metric: MetricSpec) -> pl.DataFrame | None:
    """By `day` and `place`, what the metric counts: n."""
    stage = None if metric.stage_id is None else work.data.stage(metric.stage_id)
    if metric.formula in COHORTS:
        return None if work.cohorts is None else _left(work, work.cohorts, metric.formula, stage)
    if metric.formula in ("ticket_volume", "contact_rate"):
        if work.tickets is None or "topic" not in work.tickets.columns:
            return None
        return of_stage(work.tickets, stage).group_by("day", place="topic").agg(n=pl.len().cast(pl.Int64))
    if metric.formula == "event_count" and metric.event is None:
        names = {
            rule.event: rule.touchpoint or rule.event for rule in work.data.rules if stage is None or rule.stage_id == stage.id
        }
        rows = work.event_days.filter(pl.col("event").is_in(list(names)))
        return rows.group_by("day", place=pl.col("event").replace(names)).agg(n=pl.col("count").sum())
    return None


def _left(work: Work, cohorts: Cohorts, formula: str, stage: StageSpec | None) -> pl.DataFrame:
    """Those who entered and did not go on (were lost, missed the goal), by the day of entering and where they were last."""
    window = (cohorts.goal_window(stage) if formula == "conversion" else cohorts.window(stage)) * DAY
    passed = cohorts.passages(stage, named=True)
    within = (pl.col(COHORTS[formula]) - pl.col("entered") <= window).fill_null(False)
    if formula == "churn":
        within = within & ~(pl.col("gone_on") <= pl.col("lost")).fill_null(False)
    gone = passed.filter(within if formula == "churn" else ~within).select(
        "case", "entered", day=cohorts.log.day_after(pl.col("entered"))
    )
    last = _last_place(work, cohorts, gone, stage, window)
    return gone.join(last, on="case", how="left").group_by("day", "place").agg(n=pl.len().cast(pl.Int64))


def _last_place(work: Work, cohorts: Cohorts, gone: pl.DataFrame, stage: StageSpec | None, window: int) -> pl.DataFrame:
    """Where each case was last within its window: a touchpoint of the stage; of the whole journey a stage."""
    named = {each.id: each.name for each in cohorts.stages}
    names = {
        rule.event: (rule.touchpoint or rule.event) if stage else named[rule.stage_id]
        for rule in work.data.rules
        if rule.stage_id in named and (stage is None or rule.stage_id == stage.id)
    }
    event, moment = pl.col("event").cast(pl.String), (pl.col("at") - cohorts.log.start).dt.total_microseconds()
    rows = cohorts.log.events.filter(event.is_in(list(names))).select(
        case=pl.col(work.data.case), moment=moment, place=event.replace(names)
    )
    near = rows.join(gone.lazy(), on="case").filter(pl.col("moment").is_between(pl.col("entered"), pl.col("entered") + window))
    return near.group_by("case").agg(pl.col("place").sort_by("moment", "place").last()).collect(engine="streaming")
