"""The work: actions on pain points, changes with their hypothesis and their verdict, tests, incidents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from journey.domain.words import ActionStatus, ChangeKind, Direction, Verdict
from journey.store.tables._base import Edited, UtcTime, Word, now


class Action(Edited, table=True):
    """Who does what by when, about which pain point, to move which metric; as a user story, if one was written of it."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    title: str = Field(max_length=200)
    pain_id: int | None = Field(default=None, foreign_key="pain_point.id", ondelete="SET NULL")
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    due: date | None = None
    status: ActionStatus = Field(default=ActionStatus.OPEN, sa_type=Word(ActionStatus))
    link: str = Field(default="", max_length=500)
    metric_id: int | None = Field(default=None, foreign_key="metric.id", ondelete="SET NULL")
    created_at: datetime = Field(default_factory=now, sa_type=UtcTime)
    resolved_on: date | None = None
    opportunity_id: int | None = Field(default=None, foreign_key="opportunity.id", ondelete="SET NULL")
    story: str = ""
    criteria: str = ""
    """What must be true before it is done, one a line."""


class Change(Edited, table=True):
    """Something to be shipped, or shipped, with the hypothesis Friday tests: this metric moves this way by this much.

    `size` is the smallest effect worth having, in the metric's own unit (0.05 for five points of a rate). Verdict and
    learning are Friday's; `found` is what the data said when the verdict was given, so that an overruling stays on record.
    """

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    title: str = Field(max_length=200)
    description: str = ""
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    pain_id: int | None = Field(default=None, foreign_key="pain_point.id", ondelete="SET NULL")
    action_id: int | None = Field(default=None, foreign_key="action.id", ondelete="SET NULL")
    metric_id: int | None = Field(default=None, foreign_key="metric.id", ondelete="SET NULL")
    shipped_on: date | None = None
    direction: Direction = Field(default=Direction.UP, sa_type=Word(Direction))
    size: float | None = None
    verdict: Verdict | None = Field(default=None, sa_type=Word(Verdict))
    verdict_why: str = ""
    learning: str = ""
    decided_on: date | None = None
    kind: ChangeKind = Field(default=ChangeKind.OTHER, sa_type=Word(ChangeKind))
    team_id: int | None = Field(default=None, foreign_key="team.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Who wrote the hypothesis down, whose forecast it is."""
    written_at: datetime | None = Field(default_factory=now, sa_type=UtcTime)
    ships_on: date | None = None
    """When it is to ship, while it has not."""
    segment: str = Field(default="", max_length=200)
    """Whom it reaches, e.g. plan=team; everybody if empty."""
    lag_days: int = 0
    """Days from shipping until the effect should show; they are left out of the comparison."""
    weeks: int | None = None
    """Weeks of data that it was told to take to see `size`, when it was written; None: longer than half a year, or unknown."""
    due_on: date | None = None
    """The Friday on whose list its verdict is put."""
    controls: list[str] = Field(default_factory=list, sa_type=JSON)
    """Siblings that the change does not touch, "metric:12" or "segment:plan=solo" of its own metric."""
    guards: list[int] = Field(default_factory=list, sa_type=JSON)
    """Metrics that must not worsen."""
    confidence: float | None = None
    """How likely its author held it to be validated, 0 to 1: the forecast that is scored."""
    alert_id: int | None = Field(default=None, foreign_key="alert.id", ondelete="SET NULL")
    """The alert that it answers: a change made because of a spike is told about regression to the mean."""
    rollout: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    """Where it shipped when, if not everywhere at once: [{"segment": "region=north", "on": "2026-05-04"}]."""
    cost: float | None = None
    cost_source: str = Field(default="", max_length=200)
    found: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What the data said when it was decided: verdict, effect, lo95, hi95, p, days_after, looked_at."""
    decided_by: int | None = Field(default=None, foreign_key="person.id")


class Experiment(Edited, table=True):
    """A test of a change on a part of the customers: two groups told apart by a segment attribute, planned before it starts.

    `first` is the value of those without the change, `second` of those with it; `share` the planned share of the second.
    `needed` customers a group see a difference of `smallest`, with `looks` looks at the result, the end included.
    """

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    change_id: int | None = Field(default=None, foreign_key="change.id", ondelete="SET NULL")
    name: str = Field(max_length=200)
    metric_id: int | None = Field(default=None, foreign_key="metric.id", ondelete="SET NULL")
    attribute: str = Field(max_length=120)
    first: str = Field(max_length=120)
    second: str = Field(max_length=120)
    share: float = 0.5
    smallest: float
    looks: int = 4
    needed: int | None = None
    wait: int = 0
    """Days from coming until it is known what became of a customer, as planned: the looks are spread over the days after."""
    starts_on: date
    ends_on: date
    stopped_on: date | None = None
    stopped_why: str = ""
    counted: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """What somebody counted elsewhere and typed in: x1 of n1 without the change, x2 of n2 with it; the attribute is then ""."""


class Incident(Edited, table=True):
    """Something that happened to the journey and was no change of ours: an outage, a campaign, a strike; shown where it may
    have moved a metric. Its last day is `ends_on`."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    title: str = Field(max_length=200)
    details: str = ""
    starts_on: date
    ends_on: date
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    leave_out: bool = False
    """Whether its days are left out when a change is judged: they say nothing of usual days."""
