"""When the journey changed hands, and what was handed over."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine
from sqlalchemy.orm import aliased
from sqlmodel import col

from journey.store.engine import JOURNEY, columns, frame
from journey.store.tables import Handover, Person


def handovers(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Every one, newest first: id, from_id, giver (by name, null for nobody), to_id, taker, handed_on, note, work (ids by kind),
    read_on."""
    return frame(engine, _handovers(), {"work": pl.Object}, journey=journey_id)


@cache
def _handovers() -> Any:
    giver, taker = aliased(Person), aliased(Person)
    names = ("id", "from_id", "to_id", "handed_on", "note", "work", "read_on")
    return (
        columns(*(getattr(Handover, name) for name in names), col(giver.name).label("giver"), col(taker.name).label("taker"))
        .join(giver, col(giver.id) == Handover.from_id, isouter=True)
        .join(taker, col(taker.id) == Handover.to_id)
        .where(Handover.journey_id == JOURNEY)
        .order_by(col(Handover.handed_on).desc(), col(Handover.id).desc())
    )
