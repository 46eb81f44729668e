"""The routine: weeks, days, who took part, and what was written down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from journey.domain.words import DayState, EntryKind, Weekday
from journey.store.tables._base import Edited, Row, UtcTime, Word, now


class WeekRow(Edited, table=True):
    """One week of a journey's routine; `label` is the ISO week, closed_at the end of Friday's retrospective.

    `clock_at` is when its closing began, which everybody in the room sees run.
    """

    __tablename__ = "week"
    __table_args__ = (UniqueConstraint("journey_id", "label"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    label: str = Field(max_length=8)
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    clock_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Day(Edited, table=True):
    """One of a week's five days: done, skipped with a reason, or carried over."""

    __table_args__ = (UniqueConstraint("week_id", "weekday"),)

    week_id: int = Field(foreign_key="week.id", index=True, ondelete="CASCADE")
    weekday: Weekday = Field(sa_type=Word(Weekday))
    state: DayState = Field(default=DayState.OPEN, sa_type=Word(DayState))
    reason: str = ""
    done_at: datetime | None = Field(default=None, sa_type=UtcTime)


class Participation(Row, table=True):
    """Somebody took part in a day of the routine."""

    __table_args__ = (UniqueConstraint("week_id", "weekday", "person_id"),)

    week_id: int = Field(foreign_key="week.id", index=True, ondelete="CASCADE")
    weekday: Weekday = Field(sa_type=Word(Weekday))
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")


class Entry(Edited, table=True):
    """A note, decision, parked matter, learning or carry-over of a week."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    week: str = Field(max_length=8, index=True)
    weekday: Weekday = Field(sa_type=Word(Weekday))
    kind: EntryKind = Field(default=EntryKind.NOTE, sa_type=Word(EntryKind))
    text: str
    trade_off: str = ""
    """For a decision between teams: what is given up, and what the customer gains."""
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    change_id: int | None = Field(default=None, foreign_key="change.id", ondelete="SET NULL")
    settled: bool = False
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(default_factory=now, sa_type=UtcTime)
