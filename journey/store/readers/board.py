"""What the board shows of a journey: the things that stand in its cells, what hangs on them, and what persons feel."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import Integer, case, func, literal, or_
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import JOURNEY, columns, connected, frame, reading
from journey.store.tables import (
    Action,
    Alert,
    Card,
    Change,
    Comment,
    Conversation,
    Evidence,
    Lane,
    Link,
    MapView,
    Metric,
    Opportunity,
    PainPoint,
    PersonaFeeling,
    Quote,
    Stage,
    Step,
    Tag,
    Tagging,
    Touchpoint,
    Verbatim,
)

_MOVED: Any = select(Metric.name).where(Metric.id == Alert.metric_id).scalar_subquery()
TITLES: dict[str, tuple[Any, Any]] = {
    "action": (Action, Action.title), "alert": (Alert, func.coalesce(_MOVED + ": ", "") + Alert.why),
    "change": (Change, Change.title), "conversation": (Conversation, Conversation.title), "metric": (Metric, Metric.name),
    "quote": (Quote, Quote.text), "verbatim": (Verbatim, Verbatim.text),
}  # fmt: skip
"""What rows beside the map are told by, where something on it is linked to them: table and words."""


def cards(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The cards, those of a cell in its order: id, revision, where they stand, what they say and of whom."""
    return frame(engine, _cards(), {"team_id": pl.Int64, "step_id": pl.Int64, "persona_id": pl.Int64}, journey=journey_id)


def pains(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The pain points in the order of the map, with their scores, their status and how much evidence each has."""
    return frame(engine, _pains(), journey=journey_id)


def opportunities(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The opportunities in the order of the map, each with the pain point that it answers."""
    return frame(engine, _opportunities(), journey=journey_id)


def steps(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The steps in the order of their stages: id, revision, stage_id, name."""
    return frame(engine, _steps(), journey=journey_id)


def touchpoints(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The touchpoints in the order of their steps: id, revision, step_id, stage_id, name, channel, own, moment_of_truth."""
    return frame(engine, _touchpoints(), journey=journey_id)


def links(engine: Engine, journey_id: int) -> pl.DataFrame:
    """What people linked: id, subject, subject_id, other, other_id, kind."""
    return frame(engine, _links(), journey=journey_id)


def work(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Actions and changes that name a pain point or an opportunity: subject, id, said, pain_id, opportunity_id."""
    actions, changes = (frame(engine, query, journey=journey_id) for query in (_actions(), _changes()))
    return pl.concat([actions, changes])


def tags(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The tags on things of the map: subject, subject_id, name."""
    return frame(engine, _tags(), journey=journey_id)


def comments(engine: Engine, journey_id: int) -> pl.DataFrame:
    """How much was said about each thing: subject, subject_id, open (threads that nobody resolved), all (comments)."""
    return frame(engine, _comments(), {"open": pl.Int64, "all": pl.Int64}, journey=journey_id)


def persona_feelings(engine: Engine, journey_id: int) -> pl.DataFrame:
    """What each persona is assumed to feel: id, revision, persona_id, stage_id, assumed, future."""
    return frame(engine, _feelings(), journey=journey_id)


def views(engine: Engine, journey_id: int) -> list[MapView]:
    """The saved ways to look at the map, by name."""
    query = select(MapView).where(MapView.journey_id == journey_id, col(MapView.deleted_at).is_(None))
    with reading(engine) as session:
        return list(session.exec(query.order_by(MapView.name)))


def titles(engine: Engine, wanted: Mapping[str, Collection[int]]) -> dict[tuple[str, int], str]:
    """What rows of TITLES are told by, by table and id; those that are gone are not named."""
    found: dict[tuple[str, int], str] = {}
    with connected(engine) as connection:
        for subject, ids in wanted.items():
            if not ids or subject not in TITLES:
                continue
            table, said = TITLES[subject]
            query = columns(table.id, said).where(col(table.id).in_(ids))
            query = query.where(col(table.deleted_at).is_(None)) if hasattr(table, "deleted_at") else query
            found |= {(subject, id): words for id, words in connection.execute(query)}
    return found


def _here(table: Any) -> tuple[Any, ...]:
    return (table.journey_id == JOURNEY, col(table.deleted_at).is_(None))


def _standing(table: Any, names: str) -> Any:
    """A query for the rows of a table that stand in a stage which is on the map, in the order of the map."""
    query = columns(*(getattr(table, name) for name in names.split())).join(Stage, col(Stage.id) == table.stage_id)
    return query.where(*_here(table), col(Stage.deleted_at).is_(None)).order_by(Stage.position, table.position, table.id)


@cache
def _cards() -> Any:
    names = "id revision stage_id step_id lane_id text details standing team_id persona_id future"
    return _standing(Card, names).join(Lane, col(Lane.id) == Card.lane_id).where(col(Lane.deleted_at).is_(None))


@cache
def _pains() -> Any:
    names = "id revision stage_id step_id title description standing status team_id persona_id future alert_id"
    behind = (Evidence.pain_id == PainPoint.id, col(Evidence.deleted_at).is_(None))
    evidence = columns(func.count()).where(*behind).scalar_subquery().label("evidence")
    return _standing(PainPoint, f"{names} severity frequency impact effort").add_columns(evidence)


@cache
def _opportunities() -> Any:
    return _standing(Opportunity, "id revision stage_id step_id pain_id title description standing team_id persona_id future")


@cache
def _steps() -> Any:
    query = columns(Step.id, Step.revision, Step.stage_id, Step.name).join(Stage, col(Stage.id) == Step.stage_id)
    query = query.where(Stage.journey_id == JOURNEY, col(Stage.deleted_at).is_(None), col(Step.deleted_at).is_(None))
    return query.order_by(Stage.position, Step.position, Step.id)


@cache
def _touchpoints() -> Any:
    names = ("id", "revision", "step_id", "name", "channel", "own", "moment_of_truth")
    query = columns(*(getattr(Touchpoint, name) for name in names), Step.stage_id)
    query = query.join(Step, col(Step.id) == Touchpoint.step_id).join(Stage, col(Stage.id) == Step.stage_id)
    alive = (col(table.deleted_at).is_(None) for table in (Stage, Step, Touchpoint))
    order = (Stage.position, Step.position, Step.id, Touchpoint.position, Touchpoint.id)
    return query.where(Stage.journey_id == JOURNEY, *alive).order_by(*order)


@cache
def _links() -> Any:
    names = ("id", "subject", "subject_id", "other", "other_id", "kind")
    return columns(*(getattr(Link, name) for name in names)).where(*_here(Link)).order_by(Link.id)


@cache
def _actions() -> Any:
    query = columns(
        literal("action").label("subject"), Action.id, col(Action.title).label("said"), Action.pain_id, Action.opportunity_id
    )
    named = or_(col(Action.pain_id).is_not(None), col(Action.opportunity_id).is_not(None))
    return query.where(*_here(Action), named).order_by(Action.id)


@cache
def _changes() -> Any:
    nothing = literal(None, Integer()).label("opportunity_id")
    query = columns(literal("change").label("subject"), Change.id, col(Change.title).label("said"), Change.pain_id, nothing)
    return query.where(*_here(Change), col(Change.pain_id).is_not(None)).order_by(Change.id)


@cache
def _tags() -> Any:
    query = columns(Tagging.subject, Tagging.subject_id, Tag.name).join(Tag, col(Tag.id) == Tagging.tag_id)
    return query.where(Tag.journey_id == JOURNEY).order_by(Tag.name)


@cache
def _comments() -> Any:
    waits = case((col(Comment.answers).is_(None) & col(Comment.resolved_at).is_(None), 1), else_=0)
    query = columns(Comment.subject, Comment.subject_id, func.sum(waits).label("open"), func.count().label("all"))
    return query.where(*_here(Comment)).group_by(Comment.subject, Comment.subject_id)


@cache
def _feelings() -> Any:
    names = ("id", "revision", "persona_id", "stage_id", "assumed", "future")
    return columns(*(getattr(PersonaFeeling, name) for name in names)).where(*_here(PersonaFeeling))
