"""Alerts: what raises them, what people said of them, what that taught, and who is told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from journey.domain.words import AlertState, NoticeKind, NoticeState, RuleKind
from journey.store.tables._base import Edited, Row, UtcTime, Word, now


class Alert(Edited, table=True):
    """A signal that a person must handle; one per metric, segment and first day.

    value, expected, lower and upper are in the metric's own unit; metric_id is None for the health of a source.
    """

    __table_args__ = (UniqueConstraint("journey_id", "metric_id", "segment", "since"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    metric_id: int | None = Field(default=None, foreign_key="metric.id", index=True, ondelete="CASCADE")
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    touchpoint_id: int | None = Field(default=None, foreign_key="touchpoint.id", ondelete="SET NULL")
    """Where on the map most of the move happened, if the events say so."""
    source_id: int | None = Field(default=None, foreign_key="source.id", ondelete="CASCADE")
    rule_id: int | None = Field(default=None, foreign_key="alert_rule.id", ondelete="SET NULL")
    """The owner's rule that fired; None for what left its usual range, for a source's health and for what was raised by hand."""
    theme_id: int | None = Field(default=None, foreign_key="theme.id", ondelete="SET NULL")
    """What customers suddenly speak of far more often, where it is about that."""
    segment: str = Field(default="", max_length=200)
    week: str = Field(max_length=8)
    since: date
    rule: str = Field(max_length=40)
    why: str = Field(max_length=300)
    softened: str = Field(default="", max_length=300)
    """Why it may be nobody's doing: a holiday, or the other stages moved too."""
    worse: bool = True
    value: float | None = None
    n: int = 0
    expected: float | None = None
    lower: float | None = None
    upper: float | None = None
    breakdown: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """The segments that moved the same way at the same time: segment, value, n, expected, lower, upper."""
    state: AlertState = Field(default=AlertState.OPEN, sa_type=Word(AlertState))
    snoozed_until: date | None = None
    escalated_at: datetime | None = Field(default=None, sa_type=UtcTime)
    raised_at: datetime = Field(default_factory=now, sa_type=UtcTime)


class Flip(Row, table=True):
    """A recorded change of an alert's state, with who, when and why; nobody (None) where it resolved by itself."""

    alert_id: int = Field(foreign_key="alert.id", index=True, ondelete="CASCADE")
    at: datetime = Field(default_factory=now, sa_type=UtcTime)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    old: AlertState = Field(sa_type=Word(AlertState))
    new: AlertState = Field(sa_type=Word(AlertState))
    reason: str = ""
    until: date | None = None
    """For a snooze: the day it ends."""


class AlertRule(Edited, table=True):
    """A rule of the owner's beside the usual range; it raises alerts only once it is live.

    limit is in the metric's own unit (a share of 1 for a change over a period); weeks is how many weeks running, or how
    far back a period is compared; at_least the fewest customers, answers or tickets that a week needs to be judged.
    """

    __tablename__ = "alert_rule"

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    kind: RuleKind = Field(sa_type=Word(RuleKind))
    metric_id: int | None = Field(default=None, foreign_key="metric.id", ondelete="CASCADE")
    source_id: int | None = Field(default=None, foreign_key="source.id", ondelete="CASCADE")
    segment: str = Field(default="", max_length=200)
    limit: float | None = None
    above: bool = False
    """Whether it fires above the limit rather than below."""
    at_least: int = 0
    weeks: int = 1
    live: bool = False


class Lesson(Edited, table=True):
    """What a dismissal taught: this metric (or segment of it) is judged by limits `factor` times as wide; binned means undone."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    metric_id: int = Field(foreign_key="metric.id", index=True, ondelete="CASCADE")
    segment: str = Field(default="", max_length=200)
    alert_id: int = Field(foreign_key="alert.id", ondelete="CASCADE")
    factor: float
    at: datetime = Field(default_factory=now, sa_type=UtcTime)


class AlertPlan(Edited, table=True):
    """How a journey is watched: how many false alarms a month its owner accepts, its holidays, and when not to be told.

    quiet_from and quiet_to are hours of the day in the journey's time zone; country is a code of the `holidays` library
    with an optional region ("DE", "DE-BY").
    """

    __tablename__ = "alert_plan"

    journey_id: int = Field(foreign_key="journey.id", unique=True, ondelete="CASCADE")
    false_alarms_month: float = 2.0
    country: str = Field(default="", max_length=12)
    cooldown_days: int = 14
    """After an alert on a metric was answered, how long until another of it may be raised."""
    escalate_days: int = 5
    """After how many days without an answer the stage's owner team is told."""
    quiet_from: int | None = None
    quiet_to: int | None = None


class Channel(Edited, table=True):
    """A place where people are told: an Apprise address (mail, Slack, Teams, a webhook), for everyone or one team.

    `url` may hold a password: only what sends reads it. `shown` is what people see in its place. Alerts raised before
    `since` are not told one by one: the digest has them.
    """

    SECRET: ClassVar[frozenset[str]] = frozenset({"url"})

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    url: str = Field(max_length=1000)
    shown: str = Field(default="", max_length=200)
    since: datetime = Field(default_factory=now, sa_type=UtcTime)
    team_id: int | None = Field(default=None, foreign_key="team.id", ondelete="SET NULL")
    alerts: bool = True
    digest: bool = True


class Notice(Row, table=True):
    """Something that one channel is to be told once: `about` names it (alert:12, and alert:12:7 where
    flip 7 opened it again; escalation:12; digest:2026-W47).

    claimed_at is set by the process that sends it, sent_at when the other side took it; a failure is tried again at due_at.
    error says why it did not go out yet, or was not needed.
    """

    __table_args__ = (UniqueConstraint("channel_id", "about"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    channel_id: int = Field(foreign_key="channel.id", ondelete="CASCADE")
    alert_id: int | None = Field(default=None, foreign_key="alert.id", ondelete="CASCADE")
    kind: NoticeKind = Field(sa_type=Word(NoticeKind))
    about: str = Field(max_length=80)
    state: NoticeState = Field(default=NoticeState.WAITING, sa_type=Word(NoticeState))
    due_at: datetime = Field(default_factory=now, sa_type=UtcTime)
    claimed_at: datetime | None = Field(default=None, sa_type=UtcTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)
    tries: int = 0
    error: str = Field(default="", max_length=400)
