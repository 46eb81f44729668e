"""People, the teams they are in, their role on a journey and its handing over, and the views teams look through."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from journey.domain.words import Role
from journey.store.tables._base import Edited, Row, Word


class Team(Edited, table=True):
    """A group that owns stages and actions."""

    name: str = Field(max_length=80, unique=True)


class Person(Edited, table=True):
    """Somebody who works on journeys; `local` marks the single user of an installation without sign-in."""

    name: str = Field(max_length=120)
    email: str | None = Field(default=None, max_length=200, unique=True)
    team_id: int | None = Field(default=None, foreign_key="team.id")
    lead: bool = False
    """Leads their team: gets Tuesday's agenda."""
    leadership: bool = False
    local: bool = False


class Membership(Row, table=True):
    """A person's role on one journey."""

    __table_args__ = (UniqueConstraint("journey_id", "person_id"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    person_id: int = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    role: Role = Field(default=Role.VIEWER, sa_type=Word(Role))


class TeamView(Edited, table=True):
    """A filter that every page honours: the stages a team cares for, its KPIs and its own work.

    Empty stage_ids or formulas mean all of them; team_id narrows actions and blockers to that team.
    """

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    slug: str = Field(max_length=60)
    name: str = Field(max_length=80)
    team_id: int | None = Field(default=None, foreign_key="team.id")
    stage_ids: list[int] = Field(default_factory=list, sa_type=JSON)
    formulas: list[str] = Field(default_factory=list, sa_type=JSON)


class Handover(Row, table=True):
    """A journey changed hands: from whom to whom, when, with which words, and the open work that went along.

    `work` holds ids by kind: {"actions": [...], "changes": [...], "metrics": [...]}.
    """

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    from_id: int | None = Field(default=None, foreign_key="person.id")
    to_id: int = Field(foreign_key="person.id")
    handed_on: date
    note: str = ""
    work: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    read_on: date | None = None
    """When the newcomer said that they are up to date."""
