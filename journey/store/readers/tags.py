"""Tags and what carries them."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.store.engine import JOURNEY, columns, frame
from journey.store.tables import Edited, Tag, Tagging


def known_tags(engine: Engine, journey_id: int) -> list[str]:
    """The journey's tags, by name."""
    return frame(engine, _known(), journey=journey_id)["name"].to_list()


@cache
def _known() -> Any:
    return columns(Tag.name).where(Tag.journey_id == JOURNEY).order_by(Tag.name)


def tags_of(engine: Engine, journey_id: int, subject: tuple[type[Edited], int]) -> list[str]:
    """The tags of one row, by name."""
    table, id = subject
    return frame(engine, _of(), journey=journey_id, subject=str(table.__tablename__), id=id)["name"].to_list()


@cache
def _of() -> Any:
    query = columns(Tag.name).join(Tagging, col(Tagging.tag_id) == Tag.id).order_by(Tag.name)
    about = (Tagging.subject == bindparam("subject"), Tagging.subject_id == bindparam("id"))
    return query.where(Tag.journey_id == JOURNEY, *about)
