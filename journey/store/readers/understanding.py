"""What is understood of customers' words, what it would stand on now, and what people said themselves of a text's feeling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import bindparam, func
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from journey.store.engine import JOURNEY, columns, connected, frame, reading
from journey.store.tables import Conversation, Journey, Quote, Reading, Turn, Understanding, Verbatim

PAGE = 8_000
"""Texts in memory at once."""
BY_A_PERSON = 1.0
"""How sure a text's feeling is where a person gave it; nothing learned is ever as sure."""


@dataclass(frozen=True)
class Ground:
    """What a journey's understanding stands on: its data, which texts there are, and a count that every correction raises."""

    data_version: int
    texts: str
    corrections: int


def understood(engine: Engine, journey_id: int) -> Understanding | None:
    """What was understood last; None before the first time."""
    with reading(engine) as session:
        row = session.exec(_understood(), params={"journey": journey_id}).first()
    return row if row is not None and row.texts else None


@cache
def _understood() -> Any:
    return select(Understanding).where(Understanding.journey_id == JOURNEY)


def ground(engine: Engine, journey_id: int) -> Ground:
    """What understanding would stand on now.

    The data's version also moves with the day and with metrics; the texts are told by their counts and newest ids.
    """
    asked = {"journey": journey_id}
    with connected(engine) as connection:
        version = connection.execute(_version(), asked).scalar_one()
        texts = [*connection.execute(_written(), asked).one(), *connection.execute(_customers(), asked).one()]
        corrections = sum(connection.execute(_spoken(table), asked).scalar_one() for table in (Reading, Quote))
    return Ground(version, "/".join(str(number or 0) for number in texts), int(corrections))


@cache
def _version() -> Any:
    return columns(Journey.data_version).where(Journey.id == JOURNEY)


@cache
def _written() -> Any:
    said = columns(func.count(), func.max(Verbatim.id), func.count(col(Verbatim.score)))
    return said.where(Verbatim.journey_id == JOURNEY, col(Verbatim.deleted_at).is_(None))


@cache
def _customers() -> Any:
    query = columns(func.count(), func.max(Turn.id)).join(Conversation, col(Conversation.id) == Turn.conversation_id)
    return query.where(Conversation.journey_id == JOURNEY, col(Conversation.deleted_at).is_(None), col(Turn.customer))


@cache
def _spoken(table: type[Reading | Quote]) -> Any:
    # rows in the bin count too: their revision went up when they went there
    total = columns(func.coalesce(func.sum(table.revision), 0))
    return total.where(table.journey_id == JOURNEY, col(table.emotion).is_not(None))


def texts(
    session: Session, table: type[Verbatim | Turn], journey_id: int, *, newest_first: bool = False, told: bool | None = None
) -> Iterator[list[tuple[Any, ...]]]:
    """All texts of verbatims, or of customers' turns, a page at a time: id, text, language, felt, sure, score, scale.

    Of turns score is None and scale ""; `told`: only those whose language is known, or is not.
    """
    last: int | None = None
    while rows := list(session.connection().execute(_page(table, journey_id, last, newest_first, told))):
        yield [tuple(row) for row in rows]
        last = rows[-1][0]


def _page(table: type[Verbatim | Turn], journey_id: int, last: int | None, newest_first: bool, told: bool | None) -> Any:
    scored = (Verbatim.score, Verbatim.scale) if table is Verbatim else ()
    query = columns(table.id, table.text, table.language, table.felt, table.sure, *scored)
    if table is Turn:
        query = query.join(Conversation, col(Conversation.id) == Turn.conversation_id).where(col(Turn.customer))
        query = query.where(Conversation.journey_id == journey_id, col(Conversation.deleted_at).is_(None))
    else:
        query = query.where(Verbatim.journey_id == journey_id, col(Verbatim.deleted_at).is_(None))
    if told is not None:
        query = query.where(col(table.language) != "" if told else col(table.language) == "")
    if last is not None:
        query = query.where(col(table.id) < last if newest_first else col(table.id) > last)
    return query.order_by(col(table.id).desc() if newest_first else col(table.id)).limit(PAGE)


def corrections(engine: Engine, journey_id: int) -> tuple[dict[int, float], dict[int, float]]:
    """The emotion that somebody last gave to verbatims and to turns that are in, by id, in the order it was given."""
    heard = columns(Reading.verbatim_id, Reading.emotion, Reading.at).join(Verbatim, col(Verbatim.id) == Reading.verbatim_id)
    heard = heard.where(Reading.journey_id == JOURNEY, col(Reading.deleted_at).is_(None), ~col(Reading.skipped))
    kept = columns(Quote.verbatim_id, Quote.emotion, Quote.at).join(Verbatim, col(Verbatim.id) == Quote.verbatim_id)
    kept = kept.where(Quote.journey_id == JOURNEY, col(Quote.deleted_at).is_(None), col(Quote.turn_id).is_(None))
    spoken = columns(Quote.turn_id, Quote.emotion, Quote.at).join(Turn, col(Turn.id) == Quote.turn_id)
    spoken = spoken.join(Conversation, col(Conversation.id) == Turn.conversation_id)
    spoken = spoken.where(Quote.journey_id == JOURNEY, col(Quote.deleted_at).is_(None), col(Conversation.deleted_at).is_(None))
    alive = col(Verbatim.deleted_at).is_(None)
    verbatims = [*_given(engine, journey_id, heard.where(alive)), *_given(engine, journey_id, kept.where(alive))]
    by_time = sorted(verbatims, key=lambda row: row[2])
    turns = sorted(_given(engine, journey_id, spoken), key=lambda row: row[2])
    return _last(by_time), _last(turns)


def _given(engine: Engine, journey_id: int, query: Any) -> list[tuple[Any, ...]]:
    emotion = query.selected_columns[1]
    with connected(engine) as connection:
        return [tuple(row) for row in connection.execute(query.where(emotion.is_not(None)), {"journey": journey_id})]


def _last(rows: list[tuple[Any, ...]]) -> dict[int, float]:
    found: dict[int, float] = {}
    for id, emotion, _ in rows:
        found.pop(id, None)
        found[id] = float(emotion)
    return found


@dataclass(frozen=True)
class Heard:
    """What a text, or a conversation's customer, sounds like.

    felt: -5 to +5, the mean over its turns for a conversation, None where not scored; sure: 0 to 1, None for a conversation.
    corrected: a person said so. turns, scored: how many a conversation's customer has, and how many of them are scored.
    """

    felt: float | None
    sure: float | None
    language: str
    corrected: bool = False
    turns: int = 0
    scored: int = 0
    lowest: float | None = None


def feeling(engine: Engine, key: str) -> Heard | None:
    """What an item of the queue sounds like: "v" and a verbatim's id, "t" a turn's, "c" a conversation's; None if it is gone."""
    id = int(key[1:])
    if key.startswith("c"):
        return _along(engine, id)
    table = Turn if key.startswith("t") else Verbatim
    with connected(engine) as connection:
        row = connection.execute(_felt(table), {"item": id}).first()
    return Heard(row.felt, row.sure, row.language, row.sure == BY_A_PERSON) if row is not None else None


@cache
def _felt(table: type[Verbatim | Turn]) -> Any:
    return columns(table.felt, table.sure, table.language).where(table.id == bindparam("item"))


def _along(engine: Engine, conversation_id: int) -> Heard:
    query = columns(Turn.felt, Turn.language).where(Turn.conversation_id == conversation_id, col(Turn.customer))
    turns = frame(engine, query)
    felt = turns["felt"].drop_nulls()
    known = turns.filter(pl.col("language") != "")["language"].mode().sort()
    mean: Any = felt.mean()
    lowest: Any = felt.min()
    return Heard(mean, None, known[0] if len(known) else "", turns=turns.height, scored=felt.len(), lowest=lowest)
