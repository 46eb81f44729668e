"""The map: lanes, cards, pain points with their evidence, opportunities, tags and named versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from journey.domain.words import LaneKind, PainStatus, Standing
from journey.store.tables._base import Edited, Row, UtcTime, Word, now


class Lane(Edited, table=True):
    """A row of the map."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=80)
    kind: LaneKind = Field(default=LaneKind.OWN, sa_type=Word(LaneKind))
    position: int = 0
    shown: bool = True


class Card(Edited, table=True):
    """One claim on the map, in one stage and lane."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    stage_id: int = Field(foreign_key="stage.id", index=True, ondelete="CASCADE")
    lane_id: int = Field(foreign_key="lane.id", index=True, ondelete="CASCADE")
    text: str = Field(max_length=400)
    position: int = 0
    standing: Standing = Field(default=Standing.HYPOTHESIS, sa_type=Word(Standing))
    team_id: int | None = Field(default=None, foreign_key="team.id")


class PainPoint(Edited, table=True):
    """What hurts customers in a stage; severity, frequency, impact and effort run from 1 to 5."""

    __tablename__ = "pain_point"

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    stage_id: int = Field(foreign_key="stage.id", index=True, ondelete="CASCADE")
    title: str = Field(max_length=200)
    description: str = ""
    severity: int = Field(default=3, ge=1, le=5)
    frequency: int = Field(default=3, ge=1, le=5)
    impact: int = Field(default=3, ge=1, le=5)
    effort: int = Field(default=3, ge=1, le=5)
    standing: Standing = Field(default=Standing.HYPOTHESIS, sa_type=Word(Standing))
    status: PainStatus = Field(default=PainStatus.OPEN, sa_type=Word(PainStatus))
    team_id: int | None = Field(default=None, foreign_key="team.id")
    alert_id: int | None = Field(default=None, foreign_key="alert.id", ondelete="SET NULL")
    """The alert that made it a blocker."""
    blocked_at: datetime | None = Field(default=None, sa_type=UtcTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcTime)


class Evidence(Edited, table=True):
    """Why a pain point is believed: a quote, an alert, a metric, a note; `source` names the kind (survey, analytics, ...)."""

    pain_id: int = Field(foreign_key="pain_point.id", index=True, ondelete="CASCADE")
    source: str = Field(max_length=40)
    text: str = ""
    verbatim_id: int | None = Field(default=None, foreign_key="verbatim.id", ondelete="SET NULL")
    turn_id: int | None = Field(default=None, foreign_key="turn.id", ondelete="SET NULL")
    alert_id: int | None = Field(default=None, foreign_key="alert.id", ondelete="SET NULL")
    added_at: datetime = Field(default_factory=now, sa_type=UtcTime)


class Opportunity(Edited, table=True):
    """What could be done about a pain point."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    stage_id: int = Field(foreign_key="stage.id", index=True, ondelete="CASCADE")
    pain_id: int | None = Field(default=None, foreign_key="pain_point.id", ondelete="SET NULL")
    title: str = Field(max_length=200)
    description: str = ""


class Tag(Row, table=True):
    """A word people sort by."""

    __table_args__ = (UniqueConstraint("journey_id", "name"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=60)


class Tagging(Row, table=True):
    """A tag on a row of another table, named by table and id."""

    __table_args__ = (UniqueConstraint("tag_id", "subject", "subject_id"),)

    tag_id: int = Field(foreign_key="tag.id", index=True, ondelete="CASCADE")
    subject: str = Field(max_length=40)
    subject_id: int


class MapSnapshot(Row, table=True):
    """A named version of the whole map; `content` is what journey.routine.map_content.picture() returned then."""

    __tablename__ = "map_snapshot"
    __table_args__ = (UniqueConstraint("journey_id", "number"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    number: int
    name: str = Field(max_length=120)
    why: str = ""
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=UtcTime)
    created_by: int | None = Field(default=None, foreign_key="person.id")
