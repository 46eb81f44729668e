"""Whether a journey's map is ready to be worked by, and what its scope brief leaves open, computed from what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis import readiness as analysis
from journey.analysis.emotion import Fit
from journey.analysis.priority import first_fix
from journey.analysis.readiness import Facts, Readiness
from journey.analysis.scope import Scope, warnings
from journey.analysis.triangulation import stage_feelings
from journey.domain.weeks import Week
from journey.domain.words import ActionStatus, SourceKind
from journey.routine.notify.due import due_week
from journey.routine.pains import SCALES
from journey.routine.ranking import WEEKS, ranked
from journey.store.readers import claims, journeys
from journey.store.readers.data import sources
from journey.store.readers.feelings import voices
from journey.store.readers.interviews import KINDS as MEETINGS
from journey.store.readers.work import actions, evidence
from journey.store.tables import Journey, Metric, Stage

MIDDLE = 3
"""Where every scale of a pain point begins: one that stands there on all four was not rated."""
KINDS = {
    SourceKind.EVENTS: "analytics", SourceKind.SERIES: "analytics", SourceKind.TICKETS: "support", SourceKind.SURVEYS: "surveys",
    SourceKind.USABILITY: "usability tests", SourceKind.CONVERSATIONS: "calls and chats",
}  # fmt: skip
NOTED = {
    "survey": "surveys", "support log": "support", "ticket": "support", "call": "calls and chats", "chat": "calls and chats",
    "conversation": "calls and chats", "listening": "calls and chats", "usability": "usability tests", "analytics": "analytics",
    "metric": "analytics", "alert": "analytics", **dict.fromkeys(MEETINGS, "interviews"),
}  # fmt: skip
"""The kind of source that a piece of evidence names; what is none of these, such as a note, is not counted."""


def readiness(engine: Engine, journey_id: int, *, today: date, week: Week | None = None) -> Readiness:
    """The seven answers of `analysis.readiness` for the routine's `week`, the one that is due unless named; NotFound if gone."""
    return analysis.readiness(facts(engine, journey_id, today=today, week=week))


def facts(engine: Engine, journey_id: int, *, today: date, week: Week | None = None) -> Facts:
    """What the answers stand on."""
    journey = journeys.row(engine, Journey, journey_id)
    at = week or due_week(engine, journey, today=today)
    stages, metrics = journeys.stages(engine, journey_id), journeys.metrics(engine, journey_id)
    held, (version, links) = claims.evidenced(engine, journey_id), claims.shared(engine, journey_id)
    bare = held.filter(~pl.col("sourced"))
    return Facts(
        scope=warnings(_scope(engine, journey, stages, metrics)),
        source_kinds=_kinds(engine, journey, today),
        evidenced=held.height,
        unsourced=tuple(bare["text"]),
        unsourced_ref=_ref(bare),
        fits=_fits(engine, journey, stages, at),
        owner=_owner(engine, journey),
        stages=len(stages),
        without_team=tuple(stage.name for stage in stages if stage.team_id is None),
        version=version,
        links=links,
        **_work(engine, journey_id, at),
        **_measured(stages, metrics),
    )


def _ref(claims: pl.DataFrame) -> str:
    """The first claim as the board's address names it: pain:3 or card:12."""
    return "" if claims.is_empty() else f"{claims['subject'][0].removesuffix('_point')}:{claims['id'][0]}"


def scope(engine: Engine, journey_id: int) -> Scope:
    """What the journey's brief says, and how much the map under it holds."""
    journey = journeys.row(engine, Journey, journey_id)
    return _scope(engine, journey, journeys.stages(engine, journey_id), journeys.metrics(engine, journey_id))


def _scope(engine: Engine, journey: Journey, stages: list[Stage], metrics: list[Metric]) -> Scope:
    success = [metric for metric in metrics if metric.success]
    steps, touchpoints = claims.met(engine, journey.key)
    return Scope(
        goal=journey.goal, starts_with=journey.starts_with, ends_with=journey.ends_with, time_frame=journey.time_frame,
        personas=len(journeys.personas(engine, journey.key)), stages=len(stages), steps=steps, touchpoints=touchpoints,
        success=len(success), without_baseline=tuple(_told([metric for metric in success if metric.baseline is None], stages)),
        parts=sum(other.parent_id == journey.key for other in journeys.journeys(engine)),
    )  # fmt: skip


def _kinds(engine: Engine, journey: Journey, today: date) -> tuple[str, ...]:
    """The kinds of source that brought rows, or that a piece of evidence names, by name."""
    brought = sources(engine, journey.key, today=today, timezone=journey.timezone).filter(pl.col("batches") > 0)
    noted = (NOTED.get(source.strip().lower(), "") for source in evidence(engine, journey.key)["source"])
    return tuple(sorted({KINDS[SourceKind(kind)] for kind in brought["kind"]} | {kind for kind in noted if kind}))


def _fits(engine: Engine, journey: Journey, stages: list[Stage], week: Week) -> dict[str, Fit]:
    since, until = week.shift(-WEEKS).bounds(journey.timezone)[0], week.shift(-1).bounds(journey.timezone)[1]
    told = voices(engine, journey.key, since=since, until=until)
    felt = stage_feelings(told, {stage.key: stage.assumed_emotion for stage in stages})
    return {stage.name: felt[stage.key].gap.fit for stage in stages}


def _owner(engine: Engine, journey: Journey) -> str:
    return next((person.name for person in journeys.people(engine) if person.key == journey.owner_id), "")


def _work(engine: Engine, journey_id: int, week: Week) -> dict[str, Any]:
    """What is said of pain points and of the actions that are open."""
    order = ranked(engine, journey_id, week=week)
    fix = first_fix(order)
    rated = pl.any_horizontal(pl.col("rated" if name == "frequency" else name) != MIDDLE for name in SCALES)
    work = actions(engine, journey_id)
    undone = work.filter(pl.col("status") != ActionStatus.RESOLVED.value)
    return {
        "pains": order.height,
        "unrated": tuple(order.filter(~rated)["title"]),
        "first_fix": fix_in_words(fix) if fix else "",
        "fix_agreed": fix is not None and fix["id"] in set(work["pain_id"]),
        "actions": undone.height,
        "unowned": tuple(undone.filter(pl.col("owner_id").is_null())["title"]),
        "undated": tuple(undone.filter(pl.col("due").is_null())["title"]),
    }


def fix_in_words(fix: dict[str, Any]) -> str:
    """A pain point of the ranking with its figures: “Cards are refused” (75 of 125, effort 2, 4 pieces of evidence)."""
    pieces = f"{fix['evidence']} {'piece' if fix['evidence'] == 1 else 'pieces'} of evidence"
    return f"“{fix['title']}” ({fix['score']} of 125, effort {fix['effort']}, {pieces})"


def _measured(stages: list[Stage], metrics: list[Metric]) -> dict[str, Any]:
    kept = [metric for metric in metrics if metric.critical or metric.success]
    at = {metric.stage_id for metric in metrics}
    return {
        "metrics": len(kept),
        "success": sum(metric.success for metric in metrics),
        "without_baseline": tuple(_told([metric for metric in kept if metric.baseline is None], stages)),
        "unmeasured": tuple(stage.name for stage in stages if stage.key not in at),
    }


def _told(metrics: list[Metric], stages: list[Stage]) -> Iterable[str]:
    """Metrics by name and stage: Drop-off at Pay."""
    names = {stage.key: f" at {stage.name}" for stage in stages}
    return (f"{metric.name}{names.get(metric.stage_id or 0, '')}" for metric in metrics)
