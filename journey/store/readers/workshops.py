"""The workshops of a journey, who takes part in one, and its notes."""

from __future__ import annotations

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import columns, frame, reading
from journey.store.tables import Workshop, WorkshopNote, WorkshopPerson

NOTE = ("id", "revision", "step", "text", "author_id", "stage_id", "emotion", "parked", "merged_into", "became")
OPTIONAL = {"author_id": pl.Int64(), "stage_id": pl.Int64(), "emotion": pl.Float64(), "merged_into": pl.Int64()}


def workshops(engine: Engine, journey_id: int) -> list[Workshop]:
    """The workshops of a journey, the newest first."""
    with reading(engine) as session:
        query = select(Workshop).where(Workshop.journey_id == journey_id, col(Workshop.deleted_at).is_(None))
        return list(session.exec(query.order_by(col(Workshop.id).desc())))


def people(engine: Engine, workshop_id: int) -> list[WorkshopPerson]:
    """Who takes part, in the order they came."""
    with reading(engine) as session:
        query = select(WorkshopPerson).where(WorkshopPerson.workshop_id == workshop_id, col(WorkshopPerson.deleted_at).is_(None))
        return list(session.exec(query.order_by(col(WorkshopPerson.id))))


def notes(engine: Engine, workshop_id: int) -> pl.DataFrame:
    """The notes of a workshop, oldest first: id, revision, step, text, author_id, author, stage_id, emotion, parked,
    merged_into, became."""
    query = (
        columns(*(getattr(WorkshopNote, name) for name in NOTE), col(WorkshopPerson.name).label("author"))
        .join(WorkshopPerson, col(WorkshopPerson.id) == WorkshopNote.author_id, isouter=True)
        .where(WorkshopNote.workshop_id == workshop_id, col(WorkshopNote.deleted_at).is_(None))
        .order_by(col(WorkshopNote.id))
    )
    return frame(engine, query, OPTIONAL | {"author": pl.String()})
