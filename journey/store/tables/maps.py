"""The map: lanes, cards, pain points with their evidence, opportunities, links, tags, feelings, views, versions, modules."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from journey.domain.words import Future, LaneKind, PainStatus, Standing
from journey.store.tables._base import Edited, Row, UtcTime, Word, now


class Lane(Edited, table=True):
    """A row of the map."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=80)
    kind: LaneKind = Field(default=LaneKind.OWN, sa_type=Word(LaneKind))
    position: int = 0
    shown: bool = True


class Card(Edited, table=True):
    """One claim on the map, in one stage and lane; of one step and one persona, if it names them."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    stage_id: int = Field(foreign_key="stage.id", index=True, ondelete="CASCADE")
    lane_id: int = Field(foreign_key="lane.id", index=True, ondelete="CASCADE")
    text: str = Field(max_length=400)
    details: str = ""
    position: int = 0
    standing: Standing = Field(default=Standing.HYPOTHESIS, sa_type=Word(Standing))
    team_id: int | None = Field(default=None, foreign_key="team.id")
    step_id: int | None = Field(default=None, foreign_key="step.id", ondelete="SET NULL")
    persona_id: int | None = Field(default=None, foreign_key="persona.id", ondelete="SET NULL")
    future: Future = Field(default=Future.STAYS, sa_type=Word(Future))


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
    position: int = 0
    step_id: int | None = Field(default=None, foreign_key="step.id", ondelete="SET NULL")
    persona_id: int | None = Field(default=None, foreign_key="persona.id", ondelete="SET NULL")
    future: Future = Field(default=Future.STAYS, sa_type=Word(Future))


class Evidence(Edited, table=True):
    """Why a pain point is believed: a quote, an alert, a metric, a note; `source` names the kind (survey, analytics, ...)."""

    pain_id: int = Field(foreign_key="pain_point.id", index=True, ondelete="CASCADE")
    source: str = Field(max_length=40)
    text: str = ""
    verbatim_id: int | None = Field(default=None, foreign_key="verbatim.id", ondelete="SET NULL")
    turn_id: int | None = Field(default=None, foreign_key="turn.id", ondelete="SET NULL")
    alert_id: int | None = Field(default=None, foreign_key="alert.id", ondelete="SET NULL")
    change_id: int | None = Field(default=None, foreign_key="change.id", ondelete="SET NULL")
    """The change whose verdict it is."""
    added_at: datetime = Field(default_factory=now, sa_type=UtcTime)


class Opportunity(Edited, table=True):
    """What could be done about a pain point."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    stage_id: int = Field(foreign_key="stage.id", index=True, ondelete="CASCADE")
    pain_id: int | None = Field(default=None, foreign_key="pain_point.id", ondelete="SET NULL")
    title: str = Field(max_length=200)
    description: str = ""
    standing: Standing = Field(default=Standing.HYPOTHESIS, sa_type=Word(Standing))
    team_id: int | None = Field(default=None, foreign_key="team.id")
    position: int = 0
    step_id: int | None = Field(default=None, foreign_key="step.id", ondelete="SET NULL")
    persona_id: int | None = Field(default=None, foreign_key="persona.id", ondelete="SET NULL")
    future: Future = Field(default=Future.STAYS, sa_type=Word(Future))


class Link(Edited, table=True):
    """Two rows that belong together, each named by table and id: a card and the verbatim behind it, a step handed to a team.

    `kind` is empty for "belongs to" and "hand-off" where work passes from `subject` to `other`. What foreign keys say already
    (an action's pain point, a change's action) is not repeated here.
    """

    __table_args__ = (UniqueConstraint("journey_id", "subject", "subject_id", "other", "other_id", "kind"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    subject: str = Field(max_length=40)
    subject_id: int
    other: str = Field(max_length=40)
    other_id: int
    kind: str = Field(default="", max_length=24)


class PersonaFeeling(Edited, table=True):
    """What one persona is assumed to feel in a stage now, and shall feel in the future; -5 to +5."""

    __tablename__ = "persona_feeling"
    __table_args__ = (UniqueConstraint("persona_id", "stage_id"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    persona_id: int = Field(foreign_key="persona.id", index=True, ondelete="CASCADE")
    stage_id: int = Field(foreign_key="stage.id", index=True, ondelete="CASCADE")
    assumed: float | None = None
    future: float | None = None


class MapView(Edited, table=True):
    """A way to look at the map, saved under a name: which lanes, layers and filters; its slug opens it from the address."""

    __tablename__ = "map_view"
    __table_args__ = (UniqueConstraint("journey_id", "slug"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    slug: str = Field(max_length=60)
    name: str = Field(max_length=80)
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    person_id: int | None = Field(default=None, foreign_key="person.id")


class MapShare(Edited, table=True):
    """A link that opens the map for reading only, to whoever has it; in the bin it opens nothing.

    `version` is the number of a named version, or None for the map as it is on the day it is opened.
    """

    __tablename__ = "map_share"
    SECRET: ClassVar[frozenset[str]] = frozenset({"token"})

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    token: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=80)
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    version: int | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcTime)


class Module(Edited, table=True):
    """A sequence of stages kept in the library; `content` is a map document, `number` goes up with each update."""

    name: str = Field(max_length=120)
    description: str = ""
    number: int = 1
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    journey_id: int | None = Field(default=None, foreign_key="journey.id", ondelete="SET NULL")
    """The journey that it was taken from."""


class ModuleUse(Edited, table=True):
    """A module within a journey: which `number` of it, and which row each key of its content became ("card:12")."""

    __tablename__ = "module_use"

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    module_id: int = Field(foreign_key="module.id", index=True, ondelete="CASCADE")
    number: int
    placed: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


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
    evidence: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """What caused it: rows named by subject and subject_id, each with the words it was told in then."""
    created_at: datetime = Field(default_factory=now, sa_type=UtcTime)
    created_by: int | None = Field(default=None, foreign_key="person.id")
