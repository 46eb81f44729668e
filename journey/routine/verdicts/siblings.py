"""What a change can be held against: siblings that it does not touch and that moved as its metric did, and metrics to guard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.analysis.impact.controls import Control, suggest_controls
from journey.domain.policy import LOOK, may
from journey.routine.verdicts.figures import IMPACT_KINDS, METRIC, SEGMENT, Figures, Sibling, on_calendar, titles
from journey.store.engine import reading
from journey.store.readers.journeys import stages, who
from journey.store.readers.watching import newest_day
from journey.store.readers.work import changes
from journey.store.tables import Metric, Observation

WHOLE = ("conversion", "nps", "score")
"""Formulas that hold more than their own stage: what a change does at one stage, they show at others."""
NEAR = timedelta(days=56)
"""Another change on a sibling that close makes it a poor control: it moved for a reason of its own."""


@dataclass(frozen=True)
class SuggestedControl:
    """A sibling as a control: `key` is what a change keeps of it, `good` whether it is worth taking."""

    key: str
    name: str
    good: bool
    correlation: float | None
    sentence: str


@dataclass(frozen=True)
class SuggestedGuard:
    """A metric that a change may worsen, and why it should be watched."""

    metric: Metric
    why: str


def suggested_controls(
    engine: Engine, journey_id: int, *, metric_id: int, ships_on: date, until: date | None = None, segment: str = "",
    stage_id: int | None = None, rollout: Sequence[Mapping[str, str]] = (), by: int | None = None,
) -> list[SuggestedControl]:  # fmt: skip
    """The siblings of a change's metric, the best controls first; those that the change touches are not among them.

    Siblings are the metric in other values of the segment's attribute, its KPI at other stages, and its KPI on other
    journeys that `by` may look at. None where the metric has no days before.
    """
    newest = until or newest_day(engine, journey_id) or ships_on
    figures = Figures(engine, journey_id, min(newest, ships_on - timedelta(days=1)))
    own = figures.settled(Sibling(metric_id, segment))
    if own.is_empty():
        return []
    keys = [*_other_segments(engine, metric_id, segment, rollout), *_other_metrics(figures, metric_id, stage_id, ships_on, by)]
    with reading(engine) as session:
        named = titles(session, journey_id)
    told = {key: key.removeprefix(SEGMENT) if key.startswith(SEGMENT) else named[int(key.removeprefix(METRIC))] for key in keys}
    found = _suggested(figures, Sibling(metric_id, segment), ships_on, keys)
    return [
        SuggestedControl(one.name, told[one.name], one.good, one.correlation, one.sentence.replace(one.name, told[one.name], 1))
        for one in found
    ]


def suggested_guards(engine: Engine, journey_id: int, *, metric_id: int, stage_id: int | None = None) -> list[SuggestedGuard]:
    """What a change may worsen: the other critical KPIs of its stage, drop-off at the next one, what the journey is for."""
    figures = Figures(engine, journey_id, date.max)
    order = [stage.key for stage in stages(engine, journey_id)]
    at = stage_id or figures.own[metric_id].stage_id
    after = dict(pairwise(order)).get(at or 0)
    found = []
    for id, metric in figures.own.items():
        if id == metric_id:
            continue
        if at is not None and metric.stage_id == at and metric.critical:
            found.append(SuggestedGuard(metric, "It is measured at the same stage."))
        elif metric.formula == "drop_off" and after is not None and metric.stage_id == after:
            found.append(SuggestedGuard(metric, "Whoever is only pushed on falls out at the next stage."))
        elif metric.success or (metric.stage_id is None and metric.critical):
            found.append(SuggestedGuard(metric, "It is what the journey is for."))
    return found


def segments_of(engine: Engine, metric_id: int) -> list[str]:
    """The segments that the metric's days are split by, such as plan=team."""
    query = select(Observation.segment).where(Observation.metric_id == metric_id, Observation.segment != "").distinct()
    with reading(engine) as session:
        return sorted(session.exec(query))


def touched(figures: Figures, key: str, change: Mapping[str, Any]) -> bool:
    """Whether a change reaches a control itself: its own metric, stage or people, or a figure that holds those."""
    of = figures.sibling(key, change["metric_id"])
    if of is None or of.metric not in figures.metrics:
        return False
    if key.startswith(SEGMENT):
        reached = {change["segment"], *(wave["segment"] for wave in change["rollout"])}
        everybody = not change["segment"] and not change["rollout"]
        return everybody or of.segment in reached
    other, own = figures.metrics[of.metric], figures.metrics[change["metric_id"]]
    places = {change["stage_id"], own.stage_id} - {None}
    return of.metric == own.key or (other.journey_id == own.journey_id and (other.stage_id is None or other.stage_id in places))


def _other_segments(engine: Engine, metric_id: int, segment: str, rollout: Sequence[Mapping[str, str]]) -> list[str]:
    """The other values of the attribute that the change's people are told by; a change for everybody leaves nobody over."""
    name = segment.partition("=")[0]
    reached = {segment, *(wave.get("segment", "") for wave in rollout)}
    same = (one for one in segments_of(engine, metric_id) if one.partition("=")[0] == name)
    return [f"{SEGMENT}{one}" for one in same if one not in reached] if segment else []


def _other_metrics(figures: Figures, metric_id: int, stage_id: int | None, ships_on: date, by: int | None) -> list[str]:
    """The same KPI elsewhere, unless another change moved it at about that time."""
    own = figures.metrics[metric_id]
    here = {own.stage_id, stage_id, None}
    alike = {
        id: other.journey_id
        for id, other in figures.metrics.items()
        if other.formula == own.formula
        and other.event == own.event
        and own.formula not in WHOLE
        and (other.journey_id != own.journey_id or other.stage_id not in here)
    }
    seen = {at for at in set(alike.values()) if at == own.journey_id or _may_look(figures.engine, at, by)}
    moved = {id for at in seen for id in _moved(figures.engine, at, ships_on)}
    return [f"{METRIC}{id}" for id, at in alike.items() if at in seen and id not in moved]


def _may_look(engine: Engine, journey_id: int, by: int | None) -> bool:
    return by is not None and may(who(engine, journey_id, by), LOOK)


def _moved(engine: Engine, journey_id: int, ships_on: date) -> list[int]:
    """The metrics of a journey that changes of its own moved at about that time."""
    near = pl.col("shipped_on").is_between(ships_on - NEAR, ships_on + NEAR)
    return changes(engine, journey_id).filter(near)["metric_id"].drop_nulls().to_list()


def _suggested(figures: Figures, of: Sibling, ships_on: date, keys: Iterable[str]) -> list[Control]:
    own = on_calendar(figures.settled(of), ships_on - timedelta(days=1), ships_on)
    days = own.select("day")
    beside = {key: figures.settled(sibling) for key in keys if (sibling := figures.sibling(key, of.metric))}
    values = {key: days.join(rows, on="day", how="left")["value"].to_list() for key, rows in beside.items() if len(rows)}
    kind = IMPACT_KINDS[figures.metrics[of.metric].kind]
    try:
        return suggest_controls(days["day"].to_list(), own["value"].to_list(), values, ships_on, kind=kind)
    except ValueError:
        return []
