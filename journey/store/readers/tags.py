"""Tags and what carries them."""

from __future__ import annotations

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import columns, frame, reading
from journey.store.tables import Edited, Tag, Tagging


def known_tags(engine: Engine, journey_id: int) -> list[str]:
    """The journey's tags, by name."""
    with reading(engine) as session:
        return list(session.exec(select(Tag.name).where(Tag.journey_id == journey_id).order_by(Tag.name)))


def tags_of(engine: Engine, journey_id: int, subject: tuple[type[Edited], int]) -> list[str]:
    """The tags of one row, by name."""
    table, id = subject
    query = columns(Tag.name).join(Tagging, col(Tagging.tag_id) == Tag.id).order_by(Tag.name)
    query = query.where(Tag.journey_id == journey_id, Tagging.subject == str(table.__tablename__), Tagging.subject_id == id)
    return frame(engine, query)["name"].to_list()
