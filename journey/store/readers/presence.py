"""Who has a journey's map open at this moment."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import bindparam
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.store.engine import JOURNEY, columns, frame
from journey.store.tables import Person, Presence, UtcTime, now

LATELY = timedelta(seconds=25)
"""A window says twice in this time that it is there; one that has not is taken to be closed."""


def here_now(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The windows that have the map open, in the order in which they came: person_id, name, client, at (what they are at)."""
    return frame(engine, _here(), journey=journey_id, since=now() - LATELY)


@cache
def _here() -> Any:
    query = columns(Presence.person_id, Person.name, Presence.client, Presence.at).join(
        Person, col(Person.id) == Presence.person_id
    )
    seen = col(Presence.seen_at) >= bindparam("since", type_=UtcTime())
    return query.where(Presence.journey_id == JOURNEY, seen).order_by(Presence.id)
