"""What was understood of customers' words: the themes, the gaps in what we tell them, and what the understanding stands on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from journey.domain.words import GapKind, GapStatus
from journey.store.tables._base import Edited, Row, UtcTime, Word, now


class Understanding(Row, table=True):
    """What a journey's texts were last understood from: its data, and how much people had said; `basis` by language.

    `texts` says which texts there were, `corrections` goes up with everything that people say of a text's feeling;
    `claimed_at` is set while somebody is at it.
    """

    journey_id: int = Field(foreign_key="journey.id", unique=True, ondelete="CASCADE")
    data_version: int = 0
    corrections: int = 0
    texts: str = Field(default="", max_length=120)
    at: datetime = Field(default_factory=now, sa_type=UtcTime)
    claimed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    basis: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class Theme(Edited, table=True):
    """Something that customers say again and again; `number` is its name to the analysis and stays while it is talked about.

    People's are `given` (the name they gave it), merged_into and split; all else is derived.
    """

    __table_args__ = (UniqueConstraint("journey_id", "number"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    number: int
    name: str = Field(default="", max_length=200)
    given: str = Field(default="", max_length=200)
    merged_into: int | None = Field(default=None, foreign_key="theme.id", ondelete="SET NULL")
    split: bool = False
    parent: int | None = None
    """The number of the theme that it was split from."""
    says: dict[str, float] = Field(default_factory=dict, sa_type=JSON)
    """What it is known again by: terms and their weights."""
    words: list[str] = Field(default_factory=list, sa_type=JSON)
    size: int = 0
    emotion: float | None = None
    scored: int = 0
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    stage_share: float = 0.0
    quotes: list[Any] = Field(default_factory=list, sa_type=JSON)
    """The most telling texts, as the analysis named them."""


class KnowledgeGap(Edited, table=True):
    """A question that customers have and nobody answers, or a help article that fails them; `answer` says what was done."""

    __tablename__ = "knowledge_gap"

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    kind: GapKind = Field(default=GapKind.QUESTION, sa_type=Word(GapKind))
    question: str = Field(max_length=400)
    article: str = Field(default="", max_length=400)
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    status: GapStatus = Field(default=GapStatus.OPEN, sa_type=Word(GapStatus))
    answer: str = Field(default="", max_length=500)
    verbatim_id: int | None = Field(default=None, foreign_key="verbatim.id", ondelete="SET NULL")
    turn_id: int | None = Field(default=None, foreign_key="turn.id", ondelete="SET NULL")
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now, sa_type=UtcTime)
