"""The user stories of a journey: those that were written, and a draft of one from what the map knows."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Engine

from journey.domain import format
from journey.domain.words import ActionStatus
from journey.exports.stories import Measure, Story, draft
from journey.store.readers import journeys as read
from journey.store.readers.work import actions, opportunities
from journey.store.tables import Journey, Metric, Persona


def stories(engine: Engine, journey_id: int, *, stages: tuple[int, ...] | None = None) -> list[Story]:
    """The written stories of actions that are not resolved, the earliest due first; of these `stages` only, if named."""
    name = read.row(engine, Journey, journey_id).name
    chances = dict(opportunities(engine, journey_id).select("id", "title").iter_rows())
    mails = {person.key: person.email or "" for person in read.people(engine)}
    metrics = {metric.key: said for metric, said in _at_stages(engine, journey_id)}
    return [
        Story(
            row["title"], row["story"], lines(row["criteria"]), stage=row["stage"] or "",
            metric=metrics.get(row["metric_id"], ""),
            opportunity=chances.get(row["opportunity_id"], ""), pain=row["pain"] or "", owner=row["owner"] or "",
            mail=mails.get(row["owner_id"], ""), team=row["team"] or "", due=row["due"], link=row["link"], journey=name,
        )
        for row in actions(engine, journey_id).iter_rows(named=True)
        if row["story"].strip() and row["status"] != ActionStatus.RESOLVED.value
        and (stages is None or row["stage_id"] is None or row["stage_id"] in stages)
    ]  # fmt: skip


def drafted(
    engine: Engine, journey_id: int, opportunity: dict[str, Any], *, metric: int | None = None, persona: int | None = None
) -> Story:
    """A story to begin with for an opportunity, as `readers.work.opportunities` has it; see `begins_with` for the other two."""
    known = _at_stages(engine, journey_id)
    measure = next((_measure(one, name) for one, name in known if one.key == metric), None)
    one = next((one for one in read.personas(engine, journey_id) if one.key == persona), None)
    goal = next(iter(lines(one.goals)), "") if one else ""
    made = draft(
        wish=opportunity["title"], stage=opportunity["stage"], persona=one.name if one else "", pain=opportunity["pain"] or "",
        goal=goal, measure=measure,
    )  # fmt: skip
    return made


def begins_with(engine: Engine, journey_id: int, opportunity: dict[str, Any]) -> tuple[int | None, int | None]:
    """The metric and the persona that a story of this opportunity begins with, by id.

    The metric is a success metric of its stage, or else a critical one; the persona is the opportunity's, or the journey's
    only one.
    """
    metric = _metric_of(opportunity["stage_id"], read.metrics(engine, journey_id))
    one = _persona(read.personas(engine, journey_id), opportunity["persona_id"])
    return metric.key if metric else None, one.key if one else None


def lines(text: str) -> tuple[str, ...]:
    """A field of one entry a line, without the empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _at_stages(engine: Engine, journey_id: int) -> list[tuple[Metric, str]]:
    """Every metric with its name and stage: Drop-off at Pay."""
    stages = {stage.key: f" at {stage.name}" for stage in read.stages(engine, journey_id)}
    return [(metric, f"{metric.name}{stages.get(metric.stage_id or 0, '')}") for metric in read.metrics(engine, journey_id)]


def _metric_of(stage: int, metrics: list[Metric]) -> Metric | None:
    own = [metric for metric in metrics if metric.stage_id == stage]
    return next(iter(sorted(own, key=lambda metric: (not metric.success, not metric.critical))), None)


def _persona(known: list[Persona], wanted: int | None) -> Persona | None:
    return next((one for one in known if one.key == wanted), known[0] if len(known) == 1 else None)


def _measure(metric: Metric, name: str) -> Measure:
    now, target = (
        "" if amount is None else format.value(metric.kind, amount, unit=metric.unit)
        for amount in (metric.baseline, metric.target)
    )
    return Measure(name, now, target)
