"""The scenarios that were saved."""

from __future__ import annotations

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import reading
from journey.store.tables import Scenario


def scenarios(engine: Engine, journey_id: int) -> list[Scenario]:
    """A journey's scenarios, newest first; those in the bin are left out."""
    query = select(Scenario).where(Scenario.journey_id == journey_id, col(Scenario.deleted_at).is_(None))
    with reading(engine) as session:
        return list(session.exec(query.order_by(col(Scenario.id).desc())))
