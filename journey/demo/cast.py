"""Whose journey it is, who keeps it, its stages, and what is measured (data/demo/journey.toml)."""

from __future__ import annotations

from pydantic import Field

from journey.demo.told import Told
from journey.domain.words import Role, SourceKind


class Scope(Told):
    """The scope brief; `owner` is a person's key."""

    name: str
    goal: str
    starts_with: str
    ends_with: str
    time_frame: str
    review_rhythm: str
    why: str
    owner: str


class Team(Told):
    """A team by its name."""

    name: str


class Person(Told):
    """Somebody at Tallyfern; other files name them by `key`."""

    key: str
    name: str
    team: str
    role: Role
    lead: bool = False
    leadership: bool = False


class View(Told):
    """A team's view: stages by name, formulas by the key of their KPI file."""

    slug: str
    name: str
    team: str
    stages: tuple[str, ...]
    formulas: tuple[str, ...]


class Persona(Told):
    """Whom the journey is for, with goals, jobs to be done and the empathy map."""

    name: str
    profile: str
    goals: tuple[str, ...]
    jobs: tuple[str, ...]
    says: tuple[str, ...]
    thinks: tuple[str, ...]
    does: tuple[str, ...]
    feels: tuple[str, ...]
    quotes: tuple[str, ...]
    segment: str


class Touchpoint(Told):
    """Where a step happens; `own` is False on other people's ground."""

    name: str
    channel: str
    own: bool = True
    moment_of_truth: bool = False


class Step(Told):
    """What customers do within a stage."""

    name: str
    touchpoints: tuple[Touchpoint, ...]


class Stage(Told):
    """A stage with its owner team and the emotion (-5..+5) that the team assumes today."""

    name: str
    team: str
    description: str
    assumed_emotion: float
    steps: tuple[Step, ...] = Field(alias="step")


class Metric(Told):
    """A metric of the journey; target and baseline are in its own unit, `stage` None is the whole journey."""

    key: str
    formula: str
    owner: str
    stage: str | None = None
    event: str | None = None
    target: float | None = None
    baseline: float | None = None
    critical: bool = True
    success: bool = False


class Source(Told):
    """A data source as it is set up; `scale` for surveys only."""

    name: str
    kind: SourceKind
    stale_after_days: int
    segments: tuple[str, ...] = ()
    scale: str | None = None


class Cast(Told):
    """Everything that is set up once."""

    scope: Scope
    teams: tuple[Team, ...] = Field(alias="team")
    people: tuple[Person, ...] = Field(alias="person")
    views: tuple[View, ...] = Field(alias="view")
    personas: tuple[Persona, ...] = Field(alias="persona")
    stages: tuple[Stage, ...] = Field(alias="stage")
    metrics: tuple[Metric, ...] = Field(alias="metric")
    sources: tuple[Source, ...] = Field(alias="source")
