"""What was said in a conversation, what was heard, and by whom."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import JOURNEY, columns, frame, reading
from journey.store.tables import Person, Reading, Team, Turn


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
    names = (
        "id",
        "revision",
        "week",
        "verbatim_id",
        "conversation_id",
        "stage_id",
        "touchpoint_id",
        "emotion",
        "note",
        "skipped",
    )
    return (
        columns(
            *(getattr(Reading, name) for name in names),
            Reading.on,
            Reading.person_id,
            col(Person.name).label("person"),
            col(Team.name).label("team"),
        )
        .join(Person, col(Person.id) == Reading.person_id)
        .join(Team, col(Team.id) == Person.team_id, isouter=True)
        .where(Reading.journey_id == JOURNEY, col(Reading.deleted_at).is_(None))
        .order_by(Reading.id)
    )
