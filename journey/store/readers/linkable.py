"""What stands beside the map and can be linked to something on it: work, alerts, and what customers said, by a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import union_all
from sqlalchemy.engine import Engine
from sqlmodel import col, literal

from journey.store.engine import columns, connected
from journey.store.readers.board import TITLES
from journey.store.tables import Action

SORTS = ("action", "change", "alert", "quote", "verbatim")
"""Where is looked, and the order in which what is found is offered."""


def linkable(engine: Engine, journey_id: int, words: Sequence[str], *, each: int = 3) -> list[tuple[str, int, str]]:
    """The newest `each` of every sort that hold all the words in whichever order: table, id, what it is told by."""
    if not words:
        return []
    found = union_all(*(_newest(sort, journey_id, words, each) for sort in SORTS))
    with connected(engine) as connection:
        rows = [(str(sort), int(id), str(said)) for sort, id, said in connection.execute(found)]
    return sorted(rows, key=lambda row: SORTS.index(row[0]))


def tickets(engine: Engine, journey_id: int) -> dict[int, str]:
    """The ticket of each action that has one, by the action's id."""
    query = columns(Action.id, Action.link).where(Action.journey_id == journey_id, col(Action.deleted_at).is_(None))
    with connected(engine) as connection:
        return {int(id): str(link) for id, link in connection.execute(query.where(Action.link != ""))}


def _newest(sort: str, journey_id: int, words: Sequence[str], each: int) -> Any:
    table, said = TITLES[sort]
    query = columns(literal(sort), table.id, said).where(table.journey_id == journey_id, col(table.deleted_at).is_(None))
    query = query.where(*(said.icontains(word, autoescape=True) for word in words))
    return query.order_by(col(table.id).desc()).limit(each).subquery().select()
