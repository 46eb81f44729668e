"""What customers said, redacted before it gets here; who listened, and the quotes they kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from journey.domain.words import SourceKind
from journey.store.tables._base import Edited, Row, UtcTime, Word, now


class Verbatim(Edited, table=True):
    """A customer's own words from a survey or ticket; `emotion` is measured from its score, -5 to +5, or None.

    language, felt, sure and theme_id are derived: what was understood of the text, computed anew as people correct it.
    """

    __table_args__ = (Index("ix_verbatim_journey_at", "journey_id", "at"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True, ondelete="CASCADE")
    origin: SourceKind = Field(default=SourceKind.SURVEYS, sa_type=Word(SourceKind))
    at: datetime | None = Field(default=None, sa_type=UtcTime)
    text: str
    stage_id: int | None = Field(default=None, foreign_key="stage.id", index=True, ondelete="SET NULL")
    touchpoint_id: int | None = Field(default=None, foreign_key="touchpoint.id", ondelete="SET NULL")
    score: float | None = None
    scale: str = Field(default="", max_length=40)
    emotion: float | None = None
    attributes: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    language: str = Field(default="", max_length=8)
    felt: float | None = None
    """Emotion told from the words, -5 to +5; None: not scored."""
    sure: float | None = None
    """How likely it is of the band it was told to be of, 0 to 1."""
    theme_id: int | None = Field(default=None, foreign_key="theme.id", index=True, ondelete="SET NULL")


class Conversation(Edited, table=True):
    """A call, chat, e-mail thread, interview or shadowing, turn by turn."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True, ondelete="CASCADE")
    title: str = Field(default="", max_length=200)
    channel: str = Field(default="", max_length=40)
    at: datetime | None = Field(default=None, sa_type=UtcTime)
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    touchpoint_id: int | None = Field(default=None, foreign_key="touchpoint.id", ondelete="SET NULL")
    held_by: int | None = Field(default=None, foreign_key="person.id")
    """Who of us asked or watched, in an interview or a shadowing."""
    others: list[int] = Field(default_factory=list, sa_type=JSON)
    """Who else of us was there."""
    emotion: int | None = Field(default=None, ge=-5, le=5)
    """What those who were there felt in the customer."""
    audio: str = Field(default="", max_length=400)
    """Where its recording lies on this machine, if it was named; only its place is kept."""
    row_id: str = Field(default="", max_length=16, index=True)
    """Which row of its source it is, so that it goes on where it ended when it comes in again; "" if it came from no file."""


class Turn(Row, table=True):
    """One utterance of a conversation; `start` and `end` in seconds from its beginning where known.

    language, felt, sure and theme_id are derived, as a verbatim's; only a customer's turns have them.
    """

    conversation_id: int = Field(foreign_key="conversation.id", index=True, ondelete="CASCADE")
    position: int
    speaker: str = Field(default="", max_length=80)
    customer: bool = False
    start: float | None = None
    end: float | None = None
    text: str
    language: str = Field(default="", max_length=8)
    felt: float | None = None
    """Emotion told from the words, -5 to +5; None: not scored."""
    sure: float | None = None
    """How likely it is of the band it was told to be of, 0 to 1."""
    theme_id: int | None = Field(default=None, foreign_key="theme.id", index=True, ondelete="SET NULL")


class Reading(Edited, table=True):
    """Somebody heard a customer: what they noted, the stage and the emotion they heard (-5 to +5)."""

    __table_args__ = (
        UniqueConstraint("week", "journey_id", "verbatim_id"),
        UniqueConstraint("week", "journey_id", "conversation_id"),
    )

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    week: str = Field(max_length=8)
    verbatim_id: int | None = Field(default=None, foreign_key="verbatim.id", index=True, ondelete="CASCADE")
    conversation_id: int | None = Field(default=None, foreign_key="conversation.id", index=True, ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id")
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    touchpoint_id: int | None = Field(default=None, foreign_key="touchpoint.id", ondelete="SET NULL")
    emotion: int | None = Field(default=None, ge=-5, le=5)
    note: str = ""
    skipped: bool = False
    at: datetime = Field(default_factory=now, sa_type=UtcTime)
    on: date | None = None


class Claim(Row, table=True):
    """Who has an item of a week's queue in hand, since when: two listeners never get the same one."""

    __table_args__ = (
        UniqueConstraint("week", "journey_id", "verbatim_id"),
        UniqueConstraint("week", "journey_id", "conversation_id"),
    )

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    week: str = Field(max_length=8)
    verbatim_id: int | None = Field(default=None, foreign_key="verbatim.id", index=True, ondelete="CASCADE")
    conversation_id: int | None = Field(default=None, foreign_key="conversation.id", index=True, ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now, sa_type=UtcTime)


class Quote(Edited, table=True):
    """A customer's words that somebody kept, with their source and what they show; an emotion given here corrects the turn's."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    text: str
    verbatim_id: int | None = Field(default=None, foreign_key="verbatim.id", index=True, ondelete="CASCADE")
    turn_id: int | None = Field(default=None, foreign_key="turn.id", index=True, ondelete="CASCADE")
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    touchpoint_id: int | None = Field(default=None, foreign_key="touchpoint.id", ondelete="SET NULL")
    pain_id: int | None = Field(default=None, foreign_key="pain_point.id", ondelete="SET NULL")
    emotion: int | None = Field(default=None, ge=-5, le=5)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now, sa_type=UtcTime)
