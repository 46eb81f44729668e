"""Who has the map open, and at which card: written seldom, swept when stale, told to nobody's history."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.routine.act import act
from journey.store.bulk import insert_once
from journey.store.tables import Presence, now

GONE_AFTER = timedelta(minutes=10)
"""Windows not heard of for so long are swept."""


def be_here(engine: Engine, *, by: int, journey: int, client: str, at: str = "") -> None:
    """Say that this window has the map open, and which thing it is at. It changes nothing: it is not written to the audit."""
    with act(engine, "journey.look", by=by, journey=journey) as doing:
        connection = doing.session.connection()
        seen = update(Presence).where(col(Presence.journey_id) == journey, col(Presence.client) == client[:40])
        if not connection.execute(seen.values(person_id=by, at=at[:40], seen_at=now())).rowcount:
            new = {"journey_id": journey, "person_id": by, "client": client[:40], "at": at[:40]}
            insert_once(doing.session, Presence, [new])
            connection.execute(delete(Presence).where(col(Presence.seen_at) < now() - GONE_AFTER))


def leave(engine: Engine, *, by: int, journey: int, client: str) -> None:
    """Say that this window has gone."""
    with act(engine, "journey.look", by=by, journey=journey) as doing:
        mine = (col(Presence.journey_id) == journey, col(Presence.client) == client[:40], col(Presence.person_id) == by)
        doing.session.connection().execute(delete(Presence).where(*mine))
