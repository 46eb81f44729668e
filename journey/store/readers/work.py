"""Pain points with their evidence, opportunities, actions and changes, as frames that tables and pictures are drawn from."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlalchemy.orm import aliased
from sqlmodel import col

from journey.store.engine import JOURNEY, columns, frame
from journey.store.tables import Action, Change, Evidence, Metric, Opportunity, PainPoint, Person, Stage, Team


def pains(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Pain points with stage and team names and the count of evidence behind each."""
    return frame(engine, _pains(), journey=journey_id)


@cache
def _pains() -> Any:
    evidence = columns(func.count()).where(Evidence.pain_id == PainPoint.id, col(Evidence.deleted_at).is_(None)).scalar_subquery()
    return (
        columns(
            *_named(
                PainPoint,
                "id revision stage_id title description severity frequency impact effort",
            ),
            *_named(PainPoint, "standing status team_id alert_id created_at blocked_at"),
            col(Stage.name).label("stage"),
            col(Team.name).label("team"),
            evidence.label("evidence"),
        )
        .join(Stage, col(Stage.id) == PainPoint.stage_id)
        .join(Team, col(Team.id) == PainPoint.team_id, isouter=True)
        .where(PainPoint.journey_id == JOURNEY, col(PainPoint.deleted_at).is_(None), col(Stage.deleted_at).is_(None))
        .order_by(Stage.position, col(PainPoint.id))
    )


def evidence(engine: Engine, journey_id: int) -> pl.DataFrame:
    """What stands behind each pain point: id, revision, pain_id, source, text, verbatim_id, alert_id, added_at."""
    return frame(engine, _evidence(), journey=journey_id)


@cache
def _evidence() -> Any:
    return (
        columns(*_named(Evidence, "id revision pain_id source text verbatim_id turn_id alert_id added_at"))
        .join(PainPoint, col(PainPoint.id) == Evidence.pain_id)
        .where(PainPoint.journey_id == JOURNEY, col(Evidence.deleted_at).is_(None))
        .order_by(Evidence.id)
    )


def opportunities(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Opportunities in the order of the stages: id, revision, stage_id, stage, pain_id, pain (title), persona_id, team_id,
    standing, title, description."""
    return frame(engine, _opportunities(), journey=journey_id)


@cache
def _opportunities() -> Any:
    return (
        columns(
            *_named(Opportunity, "id revision stage_id pain_id persona_id team_id standing title description"),
            col(Stage.name).label("stage"),
            col(PainPoint.title).label("pain"),
        )
        .join(Stage, col(Stage.id) == Opportunity.stage_id)
        .join(PainPoint, (col(PainPoint.id) == Opportunity.pain_id) & col(PainPoint.deleted_at).is_(None), isouter=True)
        .where(Opportunity.journey_id == JOURNEY, col(Opportunity.deleted_at).is_(None), col(Stage.deleted_at).is_(None))
        .order_by(Stage.position, Opportunity.position, Opportunity.id)
    )


def actions(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Actions with the names of owner, team, stage, pain point and metric; undated ones last."""
    return frame(engine, _actions(), journey=journey_id)


@cache
def _actions() -> Any:
    return (
        columns(
            *_named(
                Action, "id revision title pain_id stage_id owner_id team_id due status link metric_id created_at resolved_on"
            ),
            *_named(Action, "opportunity_id story criteria"),
            col(Person.name).label("owner"),
            col(Team.name).label("team"),
            col(Stage.name).label("stage"),
            col(PainPoint.title).label("pain"),
            col(Metric.name).label("metric"),
        )
        .join(Person, col(Person.id) == Action.owner_id, isouter=True)
        .join(Team, col(Team.id) == Action.team_id, isouter=True)
        .join(Stage, col(Stage.id) == Action.stage_id, isouter=True)
        .join(PainPoint, col(PainPoint.id) == Action.pain_id, isouter=True)
        .join(Metric, col(Metric.id) == Action.metric_id, isouter=True)
        .where(Action.journey_id == JOURNEY, col(Action.deleted_at).is_(None))
        .order_by(col(Action.due).is_(None), Action.due, Action.id)
    )


PARTS: dict[str, Any] = {
    "controls": pl.List(pl.String), "guards": pl.List(pl.Int64), "found": pl.Object,
    "rollout": pl.List(pl.Struct({"segment": pl.String, "on": pl.String})),
}  # fmt: skip
"""A change's columns that hold more than one value."""


def changes(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Changes with their hypothesis and verdict and with names: stage, pain (and its alert), metric, team, person (who wrote
    it), decider; what has not shipped first, then newest first."""
    return frame(engine, _changes(), PARTS, journey=journey_id)


@cache
def _changes() -> Any:
    writer, decider = aliased(Person), aliased(Person)
    return (
        columns(
            *_named(Change, "id revision title description stage_id pain_id action_id metric_id shipped_on direction size"),
            *_named(Change, "verdict verdict_why learning decided_on kind team_id person_id written_at ships_on segment"),
            *_named(
                Change, "lag_days weeks due_on controls guards confidence alert_id rollout cost cost_source found decided_by"
            ),
            col(Stage.name).label("stage"),
            col(PainPoint.title).label("pain"),
            col(PainPoint.alert_id).label("pain_alert_id"),
            col(Metric.name).label("metric"),
            col(Team.name).label("team"),
            col(writer.name).label("person"),
            col(decider.name).label("decider"),
        )
        .join(Stage, col(Stage.id) == Change.stage_id, isouter=True)
        .join(PainPoint, col(PainPoint.id) == Change.pain_id, isouter=True)
        .join(Metric, col(Metric.id) == Change.metric_id, isouter=True)
        .join(Team, col(Team.id) == Change.team_id, isouter=True)
        .join(writer, col(writer.id) == Change.person_id, isouter=True)
        .join(decider, col(decider.id) == Change.decided_by, isouter=True)
        .where(Change.journey_id == JOURNEY, col(Change.deleted_at).is_(None))
        .order_by(col(Change.shipped_on).is_(None).desc(), col(Change.shipped_on).desc(), Change.id)
    )


def _named(table: type, names: str) -> list[object]:
    return [getattr(table, name) for name in names.split()]
