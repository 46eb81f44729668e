"""What the reading pane shows of one item: its turns, and when it was last understood."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import bindparam, func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import JOURNEY, columns, connected, frame, reading
from journey.store.tables import Conversation, Turn, Understanding, Verbatim

ITEM: Any = bindparam("item")


def turns(engine: Engine, conversation_id: int) -> pl.DataFrame:
    """A conversation in order: id, speaker, customer, start, end, text, language, felt, sure."""
    return frame(engine, _turns(), item=conversation_id)


@cache
def _turns() -> Any:
    names = ("id", "speaker", "customer", "start", "end", "text", "language", "felt", "sure")
    query = columns(*(getattr(Turn, name) for name in names)).where(Turn.conversation_id == ITEM)
    return query.order_by(col(Turn.position), Turn.id)


def language_of(engine: Engine, verbatim_id: int) -> str:
    """The language that a verbatim is in; "" where that is not known."""
    with connected(engine) as connection:
        return connection.execute(_language(), {"item": verbatim_id}).scalar() or ""


@cache
def _language() -> Any:
    return columns(Verbatim.language).where(Verbatim.id == ITEM)


def stamp(engine: Engine, journey_id: int, conversation_id: int) -> str:
    """What changes whenever a conversation reads otherwise: reworded, gone on, its words understood anew."""
    with connected(engine) as connection:
        return f"{connection.execute(_stamp(), {'journey': journey_id, 'item': conversation_id}).one_or_none()}"


@cache
def _stamp() -> Any:
    understood = select(Understanding.at).where(Understanding.journey_id == JOURNEY).scalar_subquery()
    last = select(func.max(Turn.id)).where(Turn.conversation_id == ITEM).scalar_subquery()
    return columns(Conversation.revision, last, understood).where(Conversation.id == ITEM)


def recording_of(engine: Engine, conversation_id: int) -> str:
    """Where the recording of a conversation lies on this machine; "" if none was named. Not for the screen."""
    with reading(engine) as session:
        return session.exec(select(Conversation.audio).where(Conversation.id == conversation_id)).first() or ""
