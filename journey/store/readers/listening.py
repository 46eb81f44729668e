"""What there is to hear in a week, what was heard, and by whom."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import or_
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.weeks import Week
from journey.store.engine import JOURNEY, columns, frame, reading
from journey.store.tables import Conversation, Person, Reading, Team, Turn, Verbatim

MOST = 5000
"""Texts of one week that the queue is drawn from, newest first; more than that no hour can represent better."""


def texts(engine: Engine, journey_id: int, week: Week, timezone: str) -> pl.DataFrame:
    """Verbatims of the week, undated ones too where it has none: id, at, stage_id, emotion, text, origin, score, scale."""
    start, end = week.bounds(timezone)
    query = columns(
        *(getattr(Verbatim, name) for name in ("id", "at", "stage_id", "emotion", "text", "origin", "score", "scale", "revision"))
    ).where(Verbatim.journey_id == journey_id, col(Verbatim.deleted_at).is_(None))
    dated = frame(
        engine, query.where(col(Verbatim.at) >= start, col(Verbatim.at) < end).order_by(col(Verbatim.at).desc()).limit(MOST)
    )
    return dated if dated.height else frame(engine, query.where(col(Verbatim.at).is_(None)).order_by(Verbatim.id).limit(MOST))


def conversations(engine: Engine, journey_id: int, week: Week, timezone: str) -> pl.DataFrame:
    """Conversations of the week, and undated ones: id, at, stage_id, title, channel."""
    start, end = week.bounds(timezone)
    within = or_(col(Conversation.at).is_(None), (col(Conversation.at) >= start) & (col(Conversation.at) < end))
    query = columns(*(getattr(Conversation, name) for name in ("id", "at", "stage_id", "title", "channel")))
    query = query.where(Conversation.journey_id == journey_id, col(Conversation.deleted_at).is_(None), within)
    return frame(engine, query.order_by(Conversation.id).limit(MOST))


def turns(engine: Engine, conversation_id: int) -> list[Turn]:
    """A conversation, turn by turn."""
    with reading(engine) as session:
        query = select(Turn).where(Turn.conversation_id == conversation_id).order_by(col(Turn.position))
        return list(session.exec(query))


def readings(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Everything that was heard or skipped: the reading's columns with the person's name and team."""
    return frame(engine, _readings(), journey=journey_id)


@cache
def _readings() -> Any:
    names = ("id", "revision", "week", "verbatim_id", "conversation_id", "stage_id", "emotion", "note", "skipped", "on")
    return (
        columns(*(getattr(Reading, name) for name in names), col(Person.name).label("person"), col(Team.name).label("team"))
        .join(Person, col(Person.id) == Reading.person_id)
        .join(Team, col(Team.id) == Person.team_id, isouter=True)
        .where(Reading.journey_id == JOURNEY, col(Reading.deleted_at).is_(None))
        .order_by(Reading.id)
    )
