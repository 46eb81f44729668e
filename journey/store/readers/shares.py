"""The links that show a map to whoever has them, and what such a link opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import reading
from journey.store.tables import Journey, MapShare, MapSnapshot


@dataclass(frozen=True)
class Shared:
    """What a link opens: a journey's map as it is, or one of its versions."""

    journey: Journey
    name: str
    settings: dict[str, Any]
    version: MapSnapshot | None


def shares(engine: Engine, journey_id: int) -> list[MapShare]:
    """The links to a journey's map that still open, the newest first."""
    with reading(engine) as session:
        query = select(MapShare).where(MapShare.journey_id == journey_id, col(MapShare.deleted_at).is_(None))
        return list(session.exec(query.order_by(col(MapShare.id).desc())))


def opened(engine: Engine, token: str) -> Shared | None:
    """What a link opens; None for one that was taken back, was never made, or whose journey is in the bin."""
    with reading(engine) as session:
        alive = (col(MapShare.deleted_at).is_(None), col(Journey.deleted_at).is_(None))
        query = select(MapShare, Journey).join(Journey, col(Journey.id) == MapShare.journey_id)
        found = session.exec(query.where(MapShare.token == token, *alive)).first()
        if found is None:
            return None
        share, journey = found
        number = select(MapSnapshot).where(MapSnapshot.journey_id == share.journey_id, MapSnapshot.number == share.version)
        version = session.exec(number).first() if share.version is not None else None
    return Shared(journey, share.name, share.settings, version)
