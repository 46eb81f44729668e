"""The work: actions on pain points, changes shipped with their hypothesis."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from journey.domain.words import ActionStatus, Direction, Verdict
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
    """Something shipped (or about to be), with the hypothesis Friday tests: this metric moves this way by this much.

    size is in the metric's own unit (0.05 for five points of a rate); verdict and learning are Friday's.
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
