"""What was said in a week, for its queue to be drawn from, and one item of it to be heard."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import bindparam, func, or_
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.domain.weeks import Week
from journey.store.engine import JOURNEY, columns, connected, frame
from journey.store.tables import Conversation, Turn, Understanding, Verbatim

MOST = 50_000
"""Texts of one week that the queue is drawn from, newest first."""
SHOWN = 80
"""Characters of a text that say whether there are words in it."""


def texts(engine: Engine, journey_id: int, week: Week, timezone: str) -> pl.DataFrame:
    """Verbatims of the week, undated ones where it has none.

    id, at, stage_id, emotion, felt, sure, origin, length (characters) and text (the first SHOWN).
    """
    start, end = week.bounds(timezone)
    own = _texts().where(Verbatim.journey_id == journey_id, col(Verbatim.deleted_at).is_(None))
    types = {"length": pl.Int64, "text": pl.String}
    dated = own.where(*_within(Verbatim, start, end)).order_by(col(Verbatim.at).desc())
    undated = own.where(col(Verbatim.at).is_(None)).order_by(Verbatim.id)
    found = frame(engine, dated.limit(MOST), types)
    return found if found.height else frame(engine, undated.limit(MOST), types)


def talks(engine: Engine, journey_id: int, week: Week, timezone: str) -> pl.DataFrame:
    """Conversations of the week, and undated ones: id, at, stage_id, channel, length (characters of all turns).

    Without those that one of us held: they were listened to when they were.
    """
    start, end = week.bounds(timezone)
    within = or_(col(Conversation.at).is_(None), _within(Conversation, start, end)[0] & _within(Conversation, start, end)[1])
    query = (
        columns(
            *(getattr(Conversation, name) for name in ("id", "at", "stage_id", "channel")),
            func.sum(func.length(Turn.text)).label("length"),
        )
        .join(Turn, col(Turn.conversation_id) == Conversation.id)
        .where(Conversation.journey_id == journey_id, col(Conversation.deleted_at).is_(None), within)
        .where(col(Conversation.held_by).is_(None))
        .group_by(*(getattr(Conversation, name) for name in ("id", "at", "stage_id", "channel")))
    )
    return frame(engine, query.order_by(Conversation.id).limit(MOST), {"length": pl.Int64})


def felt_turns(engine: Engine, talks: list[int]) -> pl.DataFrame:
    """What was felt in the customers' turns of these conversations, in order: conversation_id, felt, sure."""
    query = columns(Turn.conversation_id, Turn.felt, Turn.sure).where(col(Turn.conversation_id).in_(talks), col(Turn.customer))
    return frame(engine, query.order_by(Turn.conversation_id, col(Turn.position)))


def last_said(engine: Engine, journey_id: int, before: datetime) -> datetime | None:
    """When the last words before a moment were said; None if none were."""
    newest = [_newest(engine, table, journey_id, before) for table in (Verbatim, Conversation)]
    return max((at for at in newest if at is not None), default=None)


def understood_version(engine: Engine, journey_id: int) -> int:
    """The version of the data that was understood last; 0 before the first time."""
    with connected(engine) as connection:
        return connection.execute(_understood(), {"journey": journey_id}).scalar() or 0


@cache
def _understood() -> Any:
    return columns(Understanding.data_version).where(Understanding.journey_id == JOURNEY)


def item(engine: Engine, journey_id: int, key: str) -> dict[str, Any] | None:
    """One text or conversation by its key ("v12", "c3"); None if it is not the journey's, or in the bin.

    key, at, stage_id, touchpoint_id, text (a conversation's title), score_emotion, scale, score, origin, channel, felt, sure.
    """
    with connected(engine) as connection:
        found = connection.execute(_item(key[0]), {"journey": journey_id, "item": int(key[1:])}).one_or_none()
    if found is None:
        return None
    blank = {"scale": "", "score": None, "origin": "conversations", "channel": "", "felt": None, "sure": None}
    return {"key": key, "score_emotion": None, **blank, **found._mapping}


@cache
def _item(kind: str) -> Any:
    of: Any = Verbatim if kind == "v" else Conversation
    text: tuple[Any, ...] = (
        Verbatim.text,
        col(Verbatim.emotion).label("score_emotion"),
        Verbatim.scale,
        Verbatim.score,
        Verbatim.origin,
    )
    felt = (Verbatim.felt, Verbatim.sure)
    more = (*text, *felt) if of is Verbatim else (col(Conversation.title).label("text"), Conversation.channel)
    query = columns(of.at, of.stage_id, of.touchpoint_id, *more)
    return query.where(of.id == bindparam("item"), of.journey_id == JOURNEY, of.deleted_at.is_(None))


def _texts() -> Any:
    names = ("id", "at", "stage_id", "emotion", "felt", "sure", "origin")
    shown = func.substr(func.trim(Verbatim.text), 1, SHOWN).label("text")
    return columns(*(getattr(Verbatim, name) for name in names), func.length(Verbatim.text).label("length"), shown)


def _within(table: Any, start: datetime, end: datetime) -> tuple[Any, Any]:
    return col(table.at) >= start, col(table.at) < end


def _newest(engine: Engine, table: Any, journey_id: int, before: datetime) -> datetime | None:
    query = columns(col(table.at).label("at")).where(
        table.journey_id == journey_id, table.deleted_at.is_(None), table.at < before
    )
    found = frame(engine, query.order_by(table.at.desc()).limit(1))["at"].to_list()
    return found[0].astimezone(UTC) if found else None
