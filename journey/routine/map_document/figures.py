"""What data adds to a map in one week: KPIs with target and state, measured emotion, alerts, evidence and actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.analysis.triangulation import StageFeeling, stage_feelings
from journey.charts import theme
from journey.domain import format
from journey.domain.document import ActionMark, FeltMark, Figures, KpiMark
from journey.domain.weeks import Week
from journey.domain.words import AlertState, Direction
from journey.routine.map_document.drawing import REFS
from journey.routine.review import Review, more_than_chance, review
from journey.store.engine import columns, frame
from journey.store.readers import journeys as read
from journey.store.readers.alerts import alerts
from journey.store.readers.feelings import voices
from journey.store.readers.work import actions, pains
from journey.store.tables import Journey, Link, Metric, Stage

WEEKS_FELT = 4
"""Weeks of answers that a stage's measured emotion stands on, up to the reviewed one."""
KPIS = 3
"""The most critical KPIs of a stage that a map shows."""
ON_THE_MAP = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.WATCH, AlertState.BLOCKER)
"""What is neither settled nor put to sleep."""


def figures(engine: Engine, journey_id: int, *, week: Week, today: date, seen: Review | None = None) -> Figures:
    """What the data say of the map in the routine's `week`, whose Monday reviews the week before, as its screen says it.

    `seen` is that review where it was computed already. Stages are named by their keys in `document`, evidence by card keys.
    """
    journey = read.row(engine, Journey, journey_id)
    seen = seen or review(engine, journey_id, week.shift(-1))
    known = kpis(read.metrics(engine, journey_id), seen)
    return Figures(
        as_of=today.isoformat(),
        kpis=tuple(
            KpiMark(f"stage:{stage}", one.metric.name, one.value, one.target, one.standing)
            for stage, own in known.items()
            for one in own
        ),
        felt=tuple(_felt_marks(felt(engine, journey, seen.week))),
        alerts=_alerts(engine, journey_id, week, today),
        evidence=_evidence(engine, journey_id),
        actions=tuple(_action(row) for row in actions(engine, journey_id).iter_rows(named=True)),
    )


@dataclass(frozen=True)
class Kpi:
    """A critical KPI of a stage as last measured: `state` says how it moved beyond chance, `missed` whether its target is."""

    metric: Metric
    value: str
    target: str
    state: str
    missed: bool

    @property
    def standing(self) -> str:
        """How it moved, or that it is to watch where it stands still and misses its target."""
        return "watch" if self.state == "calm" and self.missed else self.state


def kpis(metrics: Iterable[Metric], seen: Review) -> dict[int, list[Kpi]]:
    """The critical KPIs of each stage that were measured in the reviewed week, at most KPIS each."""
    rows = {row["metric_id"]: row for row in seen.compared.iter_rows(named=True)}
    found: dict[int, list[Kpi]] = {}
    for metric in metrics:
        row = rows.get(metric.key)
        if not metric.critical or metric.stage_id is None or row is None or row["value"] is None:
            continue
        own = found.setdefault(metric.stage_id, [])
        if len(own) < KPIS:
            own.append(_kpi(metric, row))
    return found


def _kpi(metric: Metric, row: dict[str, Any]) -> Kpi:
    way = Direction(metric.direction)
    return Kpi(
        metric,
        value=format.value(metric.kind, row["value"], unit=metric.unit),
        target="" if metric.target is None else format.value(metric.kind, metric.target, unit=metric.unit),
        state=theme.standing(row["change"], way) if more_than_chance(metric, row) else "calm",
        missed=metric.target is not None and theme.standing(row["value"] - metric.target, way) == "worse",
    )


def felt(engine: Engine, journey: Journey, reviewed: Week, stages: Sequence[Stage] | None = None) -> dict[int, StageFeeling]:
    """What is known of each stage's emotion from the WEEKS_FELT weeks up to the reviewed one, in the order of the stages."""
    since = reviewed.shift(1 - WEEKS_FELT).bounds(journey.timezone)[0]
    until = reviewed.bounds(journey.timezone)[1]
    told = voices(engine, journey.key, since=since, until=until)
    stages = read.stages(engine, journey.key) if stages is None else stages
    return stage_feelings(told, {stage.key: stage.assumed_emotion for stage in stages})


def signals(engine: Engine, journey_id: int, week: Week) -> pl.DataFrame:
    """What Monday raised by `week` and nobody has settled, the worse and the oldest first: rows of `readers.alerts.alerts`."""
    known = alerts(engine, journey_id).filter(
        pl.col("week") <= str(week), pl.col("state").is_in([state.value for state in ON_THE_MAP])
    )
    return known.sort("worse", -pl.col("since").cast(pl.Int64), descending=True)


def _felt_marks(feelings: dict[int, StageFeeling]) -> list[FeltMark]:
    known = [(id, feeling.measured) for id, feeling in feelings.items()]
    return [FeltMark(f"stage:{id}", one.mean, one.low, one.high, one.n) for id, one in known if one is not None]


def _alerts(engine: Engine, journey_id: int, week: Week, today: date) -> dict[str, tuple[str, ...]]:
    """What stands out at each stage, in words: Drop-off worse since 3 Nov."""
    found: dict[str, tuple[str, ...]] = {}
    for row in signals(engine, journey_id, week).filter(pl.col("stage_id").is_not_null()).iter_rows(named=True):
        since = row["since"]
        year = "" if since.year == today.year else f" {since.year}"
        what = row["metric"] or row["source"] or "Alert"
        said = f"{what} {'worse' if row['worse'] else 'better'} since {since.day} {since:%b}{year}"
        key = f"stage:{row['stage_id']}"
        found[key] = (*found.get(key, ()), said)
    return found


def _evidence(engine: Engine, journey_id: int) -> dict[str, int]:
    """How much stands behind each card: a pain point's evidence, and what a card is linked to beyond the map."""
    found = {f"pain:{id}": count for id, count in pains(engine, journey_id).select("id", "evidence").iter_rows() if count}
    query = columns(Link.subject, Link.subject_id, Link.other, Link.other_id)
    query = query.where(Link.journey_id == journey_id, col(Link.deleted_at).is_(None))
    for subject, id, other, other_id in frame(engine, query).iter_rows():
        for one, one_id, far in ((subject, id, other), (other, other_id, subject)):
            if one in REFS and far in BEHIND:
                key = f"{REFS[one]}:{one_id}"
                found[key] = found.get(key, 0) + 1
    return found


BEHIND = ("verbatim", "turn", "quote", "reading", "interview", "alert", "theme", "conversation")
"""Tables whose rows show that a claim is so."""


def _action(row: dict[str, Any]) -> ActionMark:
    return ActionMark(
        row["title"], f"stage:{row['stage_id']}" if row["stage_id"] else "", row["pain"] or "", row["owner"] or "",
        row["team"] or "", row["due"].isoformat() if row["due"] else "", row["status"], row["metric"] or "", row["link"],
    )  # fmt: skip
