"""What search finds texts by: derived from the texts themselves, and which of them have changed since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from journey.domain.finding import TextKind
from journey.store.tables._base import Row, UtcTime, Word

SEARCHED: Any = Text().with_variant(TSVECTOR(), "postgresql")
"""Words in their order: separated by spaces where SQLite's search_fts reads them, a tsvector in PostgreSQL."""


class SearchText(Row, table=True):
    """A text that search finds: its words, and of its row (`subject` is the table) where, when and whose it is.

    A text that changes gets a row with a new id; the same row changes its place, its date or whether it is in the bin.
    """

    __tablename__ = "search_text"
    __table_args__ = (
        UniqueConstraint("subject", "subject_id"),
        Index("ix_search_text_journey_kind", "journey_id", "kind"),
    )

    journey_id: int = Field(foreign_key="journey.id", ondelete="CASCADE")
    subject: str = Field(max_length=24)
    subject_id: int
    kind: TextKind = Field(sa_type=Word(TextKind))
    stage_id: int | None = None
    team_id: int | None = None
    at: datetime | None = Field(default=None, sa_type=UtcTime)
    gone: bool = False
    language: str = Field(default="", max_length=8)
    length: int = 0
    """How many words it has."""
    stems: str = Field(sa_type=SEARCHED)
    words: str = Field(sa_type=SEARCHED)


class SearchPending(Row, table=True):
    """A row that was written since search last looked at it; triggers put it here, within the same transaction.

    `text` false: only its place, its date, its language or the bin changed.
    """

    __tablename__ = "search_pending"

    subject: str = Field(max_length=24)
    subject_id: int
    text: bool = True
