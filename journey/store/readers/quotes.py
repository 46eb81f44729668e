"""The customers' words that people kept, and who has which item of a week in hand."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import bindparam, func, or_
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.store.engine import JOURNEY, columns, frame
from journey.store.tables import Claim, Conversation, PainPoint, Person, Quote, Stage, Touchpoint, Turn, Verbatim


def quotes(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The kept quotes whose source is still there, newest first.

    id, revision, text, verbatim_id, turn_id, conversation_id, stage_id, touchpoint_id, pain_id, emotion (as heard, or null),
    at; origin (surveys, tickets or conversations), channel (of a conversation), said_at (when the customer said it), person,
    stage, touchpoint, pain (title).
    """
    return frame(engine, _quotes(), journey=journey_id)


def quotes_of_item(engine: Engine, journey_id: int, key: str) -> pl.DataFrame:
    """The quotes kept from one text ("v12") or conversation ("c3"), as `quotes` has them, the oldest first."""
    own = _quotes_of_text() if key.startswith("v") else _quotes_of_talk()
    return frame(engine, own, journey=journey_id, id=int(key[1:]))


@cache
def _quotes_of_text() -> Any:
    return _oldest_first().where(Quote.verbatim_id == bindparam("id"))


@cache
def _quotes_of_talk() -> Any:
    return _oldest_first().where(Turn.conversation_id == bindparam("id"))


def _oldest_first() -> Any:
    return _quotes().order_by(None).order_by(Quote.id)


@cache
def _quotes() -> Any:
    names = ("id", "revision", "text", "verbatim_id", "turn_id", "stage_id", "touchpoint_id", "pain_id", "emotion", "at")
    return (
        columns(
            *(getattr(Quote, name) for name in names),
            Turn.conversation_id,
            func.coalesce(Verbatim.origin, "conversations").label("origin"),
            func.coalesce(Conversation.channel, "").label("channel"),
            func.coalesce(Verbatim.at, Conversation.at).label("said_at"),
            col(Person.name).label("person"),
            col(Stage.name).label("stage"),
            col(Touchpoint.name).label("touchpoint"),
            col(PainPoint.title).label("pain"),
        )
        .join(Person, col(Person.id) == Quote.person_id)
        .join(Verbatim, col(Verbatim.id) == Quote.verbatim_id, isouter=True)
        .join(Turn, col(Turn.id) == Quote.turn_id, isouter=True)
        .join(Conversation, col(Conversation.id) == Turn.conversation_id, isouter=True)
        .join(Stage, (col(Stage.id) == Quote.stage_id) & col(Stage.deleted_at).is_(None), isouter=True)
        .join(Touchpoint, (col(Touchpoint.id) == Quote.touchpoint_id) & col(Touchpoint.deleted_at).is_(None), isouter=True)
        .join(PainPoint, (col(PainPoint.id) == Quote.pain_id) & col(PainPoint.deleted_at).is_(None), isouter=True)
        .where(Quote.journey_id == JOURNEY, col(Quote.deleted_at).is_(None))
        .where(col(Verbatim.deleted_at).is_(None), col(Conversation.deleted_at).is_(None))
        .where(or_(col(Quote.verbatim_id).is_not(None), col(Quote.turn_id).is_not(None)))
        .order_by(col(Quote.id).desc())
    )


def claims(engine: Engine, journey_id: int, week: str) -> pl.DataFrame:
    """Who has what in hand: verbatim_id, conversation_id, person_id, person, at; also what was left alone long ago."""
    return frame(engine, _claims(), journey=journey_id, week=week)


@cache
def _claims() -> Any:
    names = ("verbatim_id", "conversation_id", "person_id", "at")
    query = columns(*(getattr(Claim, name) for name in names), col(Person.name).label("person"))
    query = query.join(Person, col(Person.id) == Claim.person_id).order_by(Claim.id)
    return query.where(Claim.journey_id == JOURNEY, Claim.week == bindparam("week"))
