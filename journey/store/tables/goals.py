"""What teams want together: objectives with key results, each key result a metric of the journey."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON
from sqlmodel import Field

from journey.store.tables._base import Edited


class Objective(Edited, table=True):
    """Something that several teams want by the end of a period; `teams` are the ids of those that share it."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    title: str = Field(max_length=200)
    why: str = ""
    teams: list[int] = Field(default_factory=list, sa_type=JSON)
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    starts_on: date
    ends_on: date


class KeyResult(Edited, table=True):
    """How far a metric is to come by the end of its objective's period: from `baseline` to `target`, in its own unit."""

    __tablename__ = "key_result"

    objective_id: int = Field(foreign_key="objective.id", index=True, ondelete="CASCADE")
    metric_id: int = Field(foreign_key="metric.id", ondelete="CASCADE")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    baseline: float
    target: float
    position: int = 0
