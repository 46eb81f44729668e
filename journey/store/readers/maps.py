"""The map as it stands: lanes, cards, steps and touchpoints, measured feelings, named versions, and what was last done to it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import func, or_
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.errors import NotFound
from journey.store.engine import JOURNEY, columns, connected, frame, reading
from journey.store.readers.feelings import voices
from journey.store.tables import (
    AuditEvent,
    Card,
    Lane,
    MapSnapshot,
    Person,
    Reading,
    Stage,
    Step,
    Touchpoint,
    Verbatim,
)

UNDER_WAY = 1000
"""Audit events that acts in progress may write between them before the first of them is finished."""
FELT: dict[str, pl.DataType] = {"stage_id": pl.Int64(), "emotion": pl.Float64(), "source": pl.String()}


def lanes(engine: Engine, journey_id: int) -> list[Lane]:
    """The map's lanes in order, hidden ones too."""
    with reading(engine) as session:
        query = select(Lane).where(Lane.journey_id == journey_id, col(Lane.deleted_at).is_(None))
        return list(session.exec(query.order_by(col(Lane.position), col(Lane.id))))


def cards(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The cards in the order of the map: id, revision, stage_id, lane_id, text, position, standing, team_id."""
    names = ("id", "revision", "stage_id", "lane_id", "text", "position", "standing", "team_id")
    query = (
        columns(*(getattr(Card, name) for name in names))
        .join(Stage, col(Stage.id) == Card.stage_id)
        .join(Lane, col(Lane.id) == Card.lane_id)
        .where(Card.journey_id == journey_id, col(Card.deleted_at).is_(None))
        .where(col(Stage.deleted_at).is_(None), col(Lane.deleted_at).is_(None))
        .order_by(Stage.position, Lane.position, Card.position, col(Card.id))
    )
    return frame(engine, query, {"team_id": pl.Int64})


def steps(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Steps with their touchpoints, in order: stage_id, step_id, step, touchpoint_id, touchpoint, channel, own,
    moment_of_truth.

    One row a touchpoint; a step without one has null in the last five.
    """
    met = (col(Touchpoint.step_id) == Step.id) & col(Touchpoint.deleted_at).is_(None)
    query = (
        columns(
            Step.stage_id,
            col(Step.id).label("step_id"),
            col(Step.name).label("step"),
            col(Touchpoint.id).label("touchpoint_id"),
            col(Touchpoint.name).label("touchpoint"),
            Touchpoint.channel,
            Touchpoint.own,
            Touchpoint.moment_of_truth,
        )
        .join(Stage, col(Stage.id) == Step.stage_id)
        .join(Touchpoint, met, isouter=True)
        .where(Stage.journey_id == journey_id, col(Stage.deleted_at).is_(None), col(Step.deleted_at).is_(None))
        .order_by(Stage.position, Step.position, col(Step.id), col(Touchpoint.id))
    )
    return frame(engine, query)


def felt(engine: Engine, journey_id: int, *, since: datetime, until: datetime) -> pl.DataFrame:
    """How customers felt from `since` until before `until`, one row a voice: stage_id, emotion (-5 to +5), source.

    Scores and what people heard, which counts in place of a score; what a text alone sounds like is left out.
    """
    told = voices(engine, journey_id, since=since, until=until).filter(pl.col("emotion").is_not_null())
    return told.select(pl.col(name).cast(kind) for name, kind in FELT.items())


def notes(engine: Engine, journey_id: int, week: str) -> pl.DataFrame:
    """What was heard in a week: id, stage_id, emotion, note, verbatim_id, text (null for a conversation)."""
    query = (
        columns(Reading.id, Reading.stage_id, Reading.emotion, Reading.note, Reading.verbatim_id, Verbatim.text)
        .join(Verbatim, col(Verbatim.id) == Reading.verbatim_id, isouter=True)
        .where(Reading.journey_id == journey_id, Reading.week == week, ~col(Reading.skipped))
        .where(col(Reading.deleted_at).is_(None))
        .order_by(col(Reading.id))
    )
    return frame(engine, query)


def versions(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The named versions, newest first: id, number, name, why, evidence (as MapSnapshot keeps it), created_at, person."""
    query = (
        columns(
            *(getattr(MapSnapshot, name) for name in ("id", "number", "name", "why", "evidence", "created_at")),
            col(Person.name).label("person"),
        )
        .join(Person, col(Person.id) == MapSnapshot.created_by, isouter=True)
        .where(MapSnapshot.journey_id == journey_id)
        .order_by(col(MapSnapshot.number).desc())
    )
    return frame(engine, query)


def version(engine: Engine, journey_id: int, number: int) -> MapSnapshot:
    """One version with its content; NotFound if the map has none of that number."""
    with reading(engine) as session:
        query = select(MapSnapshot).where(MapSnapshot.journey_id == journey_id, MapSnapshot.number == number)
        found = session.exec(query).first()
    if found is None:
        raise NotFound(f"The map has no version {number}. Nothing was changed.")
    return found


def done(engine: Engine, journey_id: int, acts: tuple[str, ...], *, since: datetime | None = None) -> pl.DataFrame:
    """What the audit says was done by these acts, oldest first: at, act, subject, subject_id, why, after (a dict),
    token (of its gesture)."""
    query = columns(*(getattr(AuditEvent, name) for name in ("at", "act", "subject", "subject_id", "why", "after", "token")))
    query = query.where(AuditEvent.journey_id == journey_id, col(AuditEvent.act).in_(acts)).order_by(col(AuditEvent.id))
    if since is not None:
        query = query.where(col(AuditEvent.at) >= since)
    return frame(engine, query, {"subject_id": pl.Int64, "after": pl.Object})


def added(engine: Engine, journey_id: int, *, since: datetime, until: datetime) -> pl.DataFrame:
    """What came onto the map from `since` until before `until`: subject (card, pain_point, opportunity) and subject_id."""
    query = columns(AuditEvent.subject, AuditEvent.subject_id, AuditEvent.before).where(
        AuditEvent.journey_id == journey_id,
        col(AuditEvent.subject).in_(("card", "pain_point", "opportunity")),
        col(AuditEvent.at) >= since,
        col(AuditEvent.at) < until,
    )
    found = frame(engine, query, {"subject_id": pl.Int64, "before": pl.Object})
    return found.filter([before is None for before in found["before"]]).select("subject", "subject_id")


def lately(engine: Engine, journey_id: int) -> tuple[int, int]:
    """What was done lately on the journey, or on teams and people: while it is the same, what was read since is still true.

    The newest audit id alone would not do: on PostgreSQL an act that took its number earlier can be seen later. So the events
    up to it are counted too, of as many as could still be under way.
    """
    with connected(engine) as connection:
        count, last = connection.execute(_lately(), {"journey": journey_id}).one()
    return count, last or 0


@cache
def _lately() -> Any:
    newest = select(func.coalesce(func.max(AuditEvent.id), 0)).scalar_subquery()
    here = or_(col(AuditEvent.journey_id) == JOURNEY, col(AuditEvent.journey_id).is_(None))
    return columns(func.count(), func.max(AuditEvent.id)).where(col(AuditEvent.id) > newest - UNDER_WAY, here)
