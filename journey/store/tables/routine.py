"""The routine: alerts and what people said of them, weeks, days, who took part, and what was written down."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from journey.domain.words import AlertState, DayState, EntryKind, Weekday
from journey.store.tables._base import Edited, Row, UtcTime, Word, now


class Alert(Edited, table=True):
    """A signal that a person must handle; one per metric, segment and first day.

    value, expected, lower and upper are in the metric's own unit; metric_id is None for the health of a source.
    """

    __table_args__ = (UniqueConstraint("journey_id", "metric_id", "segment", "since"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    metric_id: int | None = Field(default=None, foreign_key="metric.id", index=True, ondelete="CASCADE")
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    source_id: int | None = Field(default=None, foreign_key="source.id", ondelete="CASCADE")
    segment: str = Field(default="", max_length=200)
    week: str = Field(max_length=8)
    since: date
    rule: str = Field(max_length=40)
    why: str = Field(max_length=300)
    worse: bool = True
    value: float | None = None
    n: int = 0
    expected: float | None = None
    lower: float | None = None
    upper: float | None = None
    state: AlertState = Field(default=AlertState.OPEN, sa_type=Word(AlertState))
    raised_at: datetime = Field(default_factory=now, sa_type=UtcTime)


class Flip(Row, table=True):
    """A recorded change of an alert's state, with who, when and why."""

    alert_id: int = Field(foreign_key="alert.id", index=True, ondelete="CASCADE")
    at: datetime = Field(default_factory=now, sa_type=UtcTime)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    old: AlertState = Field(sa_type=Word(AlertState))
    new: AlertState = Field(sa_type=Word(AlertState))
    reason: str = ""


class WeekRow(Edited, table=True):
    """One week of a journey's routine; `label` is the ISO week, closed_at the end of Friday's retrospective."""

    __tablename__ = "week"
    __table_args__ = (UniqueConstraint("journey_id", "label"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    label: str = Field(max_length=8)
    closed_at: datetime | None = Field(default=None, sa_type=UtcTime)


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
