"""People at work on one map at once: what they say to each other on its cards, who is there, and the workshops they hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from journey.domain.words import WorkshopState
from journey.store.tables._base import Edited, Row, UtcTime, Word, now


class Comment(Edited, table=True):
    """What somebody said about a row of the map, named by table and id; an answer names the comment that it `answers`.

    `mentions` are the ids of the people it speaks to. Resolved is the first comment of a thread, with its answers.
    """

    __table_args__ = (Index("ix_comment_subject", "subject", "subject_id"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    subject: str = Field(max_length=40)
    subject_id: int
    text: str = Field(max_length=2000)
    answers: int | None = Field(default=None, foreign_key="comment.id", ondelete="CASCADE")
    mentions: list[int] = Field(default_factory=list, sa_type=JSON)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(default_factory=now, sa_type=UtcTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UtcTime)
    resolved_by: int | None = Field(default=None, foreign_key="person.id")


class Presence(Row, table=True):
    """Somebody has a journey's map open: which window of theirs, when it was last heard of, and the card they are at."""

    __table_args__ = (UniqueConstraint("journey_id", "client"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    client: str = Field(max_length=40)
    at: str = Field(default="", max_length=40)
    seen_at: datetime = Field(default_factory=now, sa_type=UtcTime)


class Workshop(Edited, table=True):
    """A session that fills the map: its agenda (each step with its minutes), ground rules, and the step it is at."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    goal: str = ""
    agenda: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    rules: list[str] = Field(default_factory=list, sa_type=JSON)
    held_on: date | None = None
    state: WorkshopState = Field(default=WorkshopState.PLANNED, sa_type=Word(WorkshopState))
    step: int = 0
    step_began_at: datetime | None = Field(default=None, sa_type=UtcTime)
    paused_at: datetime | None = Field(default=None, sa_type=UtcTime)
    revealed: bool = False
    """Whether the notes of the present step are open to everybody; until then each sees their own."""


class WorkshopPerson(Edited, table=True):
    """Who takes part in a workshop, and as what; `person_id` if they are among the people of this installation."""

    __tablename__ = "workshop_person"

    workshop_id: int = Field(foreign_key="workshop.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    role: str = Field(default="", max_length=40)
    person_id: int | None = Field(default=None, foreign_key="person.id")


class WorkshopNote(Edited, table=True):
    """One note of a workshop; `merged_into` the note that says the same, `became` the row of the map it was made ("card:12")."""

    __tablename__ = "workshop_note"

    workshop_id: int = Field(foreign_key="workshop.id", index=True, ondelete="CASCADE")
    step: int = 0
    text: str = Field(max_length=400)
    author_id: int | None = Field(default=None, foreign_key="workshop_person.id", ondelete="SET NULL")
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    lane_id: int | None = Field(default=None, foreign_key="lane.id", ondelete="SET NULL")
    emotion: float | None = None
    parked: bool = False
    merged_into: int | None = Field(default=None, foreign_key="workshop_note.id", ondelete="SET NULL")
    became: str = Field(default="", max_length=40)
    at: datetime = Field(default_factory=now, sa_type=UtcTime)
