"""The journey with its scope brief, personas, stages, steps and touchpoints."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON
from sqlmodel import Field

from journey.domain.words import Audience, Future
from journey.store.tables._base import Edited, Word


class Journey(Edited, table=True):
    """One journey and its scope brief; success metrics are its metrics marked as success.

    `data_version` goes up whenever its data, mapping or metrics change: what is computed is cached under it. Its
    observations stand as of `observed_version` and the day `observed_on`; where these lag behind, they are computed anew.
    `themed` tells the texts that its themes were found in; `scale` is the library's emotion scale that its map is read in;
    `currency` (ISO 4217) is what its money is told in.
    """

    slug: str = Field(max_length=80, unique=True)
    name: str = Field(max_length=120)
    audience: Audience = Field(default=Audience.CUSTOMER, sa_type=Word(Audience))
    parent_id: int | None = Field(default=None, foreign_key="journey.id")
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    goal: str = ""
    starts_with: str = ""
    ends_with: str = ""
    time_frame: str = ""
    review_rhythm: str = "weekly"
    timezone: str = Field(default="UTC", max_length=64)
    demo: bool = False
    data_version: int = 1
    observed_version: int = 0
    observed_on: date | None = None
    themed: str = Field(default="", max_length=200)
    scale: str = Field(default="", max_length=40)
    currency: str = Field(default="EUR", max_length=3)


class Persona(Edited, table=True):
    """Whom the journey is for, with the empathy map; lists are one entry a line."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    profile: str = ""
    goals: str = ""
    jobs: str = ""
    says: str = ""
    thinks: str = ""
    does: str = ""
    feels: str = ""
    quotes: list[str] = Field(default_factory=list, sa_type=JSON)
    segment: str = Field(default="", max_length=120)
    """The segment that holds these customers' data, e.g. plan=team."""


class Stage(Edited, table=True):
    """A stage of the journey, in order; `window_days` is how long going on may take before it counts as drop-off."""

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    position: int = 0
    description: str = ""
    team_id: int | None = Field(default=None, foreign_key="team.id")
    window_days: int = 14
    assumed_emotion: float | None = None
    future_emotion: float | None = None
    future: Future = Field(default=Future.STAYS, sa_type=Word(Future))


class Step(Edited, table=True):
    """What the customer does within a stage, in order."""

    stage_id: int = Field(foreign_key="stage.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    position: int = 0


class Touchpoint(Edited, table=True):
    """Where customer and company meet in a step; `own` is False for other people's ground (a review site, an app store)."""

    step_id: int = Field(foreign_key="step.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    channel: str = Field(default="", max_length=60)
    own: bool = True
    moment_of_truth: bool = False
    position: int = 0
