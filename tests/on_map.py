"""Puts things on a map and into its bin as the board does, for tests that need them there."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy.engine import Engine

from journey.routine.board import perform
from journey.routine.board.refs import KNOWN
from journey.store.readers.journeys import row
from journey.store.tables import Card, Lane, Opportunity, PainPoint

WORDS: dict[type[Any], str] = {table: word for word, table in KNOWN.items()}


def put_on_map(engine: Engine, *, by: int, journey: int, stage: int, lane: int, text: str, why: str) -> Any:
    """What the lane holds, put at the end of its cell: a card, a pain point or an opportunity; the row."""
    place = {"stage": f"stage:{stage}", "lane": f"lane:{lane}", "text": text}
    [ref] = perform(engine, by=by, journey=journey, token=uuid4().hex, kind="add", why=why, **place)
    word, _, id = ref.partition(":")
    return row(engine, KNOWN[word], int(id))


def to_bin(engine: Engine, gone: Card | Lane | Opportunity | PainPoint, *, by: int, journey: int, why: str) -> None:
    """Drop a row of the map in the bin."""
    items = [{"ref": f"{WORDS[type(gone)]}:{gone.key}", "rev": gone.revision}]
    perform(engine, by=by, journey=journey, token=uuid4().hex, kind="bin", why=why, items=items)
