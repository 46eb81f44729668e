"""What left its usual range in a week, over all metrics and segments that are watched."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.alerts.moves import Move, Story, moved, stories
from journey.analysis.alerts.siblings import company
from journey.analysis.compare import LOOK_BACK, compare
from journey.analysis.rollup import known_so_far
from journey.domain import format
from journey.domain.weeks import Week
from journey.domain.words import Direction
from journey.routine.alerts.found import Found
from journey.routine.alerts.watching import Watch
from journey.store.readers import journeys as read
from journey.store.tables import Metric

REACH = timedelta(weeks=2 * LOOK_BACK + 2)
"""How far back a week's figures and its usual range can reach, with a cohort's window between."""
MOVED = {"spike": "jumped", "shift": "moved to a new level", "drift": "has been drifting"}


def found(engine: Engine, journey_id: int, week: Week) -> list[Found]:
    """What critical metrics did in `week` that their own past does not explain, one Found a metric and way.

    A metric of which nothing at all is known in the week is left out: it is unknown, see `record.unknown`.
    """
    watch = Watch(engine, journey_id)
    metrics = {metric.key: metric for metric in read.metrics(engine, journey_id) if metric.key in watch.critical}
    names = {stage.key: stage.name for stage in read.stages(engine, journey_id)}
    told = []
    for metric_id, rows in _compared(watch, week).items():
        if metric_id in metrics:
            told += [_found(watch, metrics[metric_id], story, names) for story in stories(moves_of(watch, rows))]
    return told


def _compared(watch: Watch, week: Week) -> dict[int, list[dict[str, Any]]]:
    """COMPARED rows by metric: everyone's latest settled week, and the segments that have figures of the same week."""
    seen = watch.observed(segments=bool(watch.segments))
    seen = seen.filter(pl.col("day").is_between(week.monday - REACH, week.sunday))
    alive = seen.filter((pl.col("day") >= week.monday) & (pl.col("segment") == ""))["metric_id"].unique()
    specs = [spec for spec in watch.specs.values() if spec.id in watch.critical and spec.id in alive]
    weeks = known_so_far(seen.filter(pl.col("metric_id").is_in([spec.id for spec in specs])), specs, as_of=week.sunday)
    compared = compare(weeks, week, specs, settled=True)
    everyone = compared.filter(pl.col("segment") == "").select("metric_id", "week")
    same_week = compared.join(everyone, on=["metric_id", "week"], how="semi")
    return {key[0]: part.to_dicts() for key, part in same_week.partition_by("metric_id", as_dict=True).items()}


def moves_of(watch: Watch, rows: list[dict[str, Any]]) -> list[Move]:
    """What the series of these COMPARED rows did in their weeks, those that did anything."""
    kinds = {spec.id: spec.kind for spec in watch.specs.values()}
    made = (moved(row, watch.rung((row["metric_id"], row["segment"])), kinds[row["metric_id"]]) for row in rows)
    return [move for move in made if move is not None]


def _found(watch: Watch, metric: Metric, story: Story, names: dict[int, str]) -> Found:
    head = story.head
    assert head.since is not None
    return Found(
        metric_id=metric.key, stage_id=metric.stage_id, segment=head.segment, since=head.since, rule=head.rule,
        why=in_words(metric, head), worse=head.up == (metric.direction is Direction.DOWN),
        softened=_softened(watch, story.head, names), value=head.value, n=head.n, expected=head.expected, lower=head.lower,
        upper=head.upper, breakdown=tuple(move.part for move in story.parts),
    )  # fmt: skip


def in_words(metric: Metric, move: Move) -> str:
    """Why it stands out, in a line: whose figure, the kind of move and its way, the week's figure, and what is usual."""
    kind, unit = metric.kind, metric.unit
    how = f"{MOVED.get(move.rule, 'moved')} {'up' if move.up else 'down'}"
    who = f"{segment_words(move.segment)} " if move.segment else ""
    said = f"{who}{how}: {format.with_n(kind, move.value, move.n, move.total, unit=unit)}"
    said = said[0].upper() + said[1:]
    if move.lower is None:
        return f"{said} in the week."
    low, high = (format.value(kind, edge, unit=unit) for edge in (move.lower, move.upper))
    return f"{said} in the week, usually {low} to {high}."


def segment_words(segment: str) -> str:
    """`platform=mobile` as a reader says it: platform mobile."""
    name, _, value = segment.partition("=")
    return f"{name.replace('_', ' ')} {value}".strip()


def _softened(watch: Watch, move: Move, names: dict[int, str]) -> str:
    """Why it may be nobody's doing: a holiday in its days, or the sibling stages moved too."""
    assert move.since is not None
    assert move.day is not None
    first, spec = max(move.since, move.week), watch.specs[move.metric_id]
    free = [(day, name) for day, name in watch.holidays.items() if first <= day <= move.day]
    said = [f"{_day(day)} was a public holiday ({name})." for day, name in free[:2]]
    siblings = {
        names[other.stage_id]: watch.account((other.id, ""))
        for other in watch.specs.values()
        if other.formula == spec.formula and other.id != spec.id and other.stage_id in names and other.id in watch.critical
    }
    said.append(company(move.since, move.day, "up" if move.up else "down", siblings).said)
    return " ".join(sentence for sentence in said if sentence)[:300]


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
