"""The demo's work: pain points, opportunities, changes, actions, and alerts that were handled (data/demo/work.toml)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from journey.demo.told import Day, Told, WeekLabel
from journey.domain.words import ActionStatus, AlertState, ChangeKind, Direction, PainStatus, Standing, Verdict

Scale = Annotated[int, Field(ge=1, le=5)]
AS_FOUND = "as found"
"""The verdict that the data give on the day it is decided."""


class Evidence(Told):
    """Why a pain point is believed; `source` names the kind."""

    source: str
    text: str


class Pain(Told):
    """What hurts customers in a stage; the four scales run from 1 to 5; `card` is its place on the map, if it has one."""

    key: str
    stage: str
    title: str
    severity: Scale
    frequency: Scale
    impact: Scale
    effort: Scale
    team: str
    standing: Standing
    day: Day
    description: str = ""
    card: str | None = None
    status: PainStatus = PainStatus.OPEN
    blocks_since: Day | None = None
    evidence: tuple[Evidence, ...] = ()


class Opportunity(Told):
    """What could be done about a pain point; `card` is its place on the map, if the map had it first."""

    stage: str
    pain: str
    title: str
    card: str | None = None
    description: str = ""


class Wave(Told):
    """A part of the customers that a change reached, and when."""

    segment: str
    on: Day


class Change(Told):
    """Something shipped, or to ship, with its hypothesis; `size` in the metric's unit; without a verdict Friday still decides.

    Metrics by key: what it is to move, its guards, and the one whose alert it answers. A verdict AS_FOUND is the data's; any
    other was given by people.
    """

    key: str
    title: str
    description: str
    kind: ChangeKind
    team: str
    by: str
    stage: str
    metric: str
    direction: Direction
    size: float
    confidence: float
    shipped: Day | None = None
    written: Day | None = None
    ships: Day | None = None
    pain: str | None = None
    guards: tuple[str, ...] = ()
    alert: str | None = None
    lag: int = 0
    rollout: tuple[Wave, ...] = ()
    cost: float | None = None
    cost_source: str = ""
    verdict: Verdict | Literal["as found"] | None = None
    decided: Day | None = None
    verdict_why: str = ""
    learning: str = ""

    @property
    def told(self) -> date:
        """The day on which it was written down: when it shipped, unless the story says an earlier one."""
        day = self.written or self.shipped
        assert day is not None, self.key
        return day


class Action(Told):
    """Who does what by when, to move which metric; `opportunity` is the card or the title of what it makes real."""

    key: str
    title: str
    owner: str
    team: str
    created: Day
    due: Day
    status: ActionStatus
    pain: str | None = None
    stage: str | None = None
    metric: str | None = None
    resolved: Day | None = None
    link: str = ""
    opportunity: str | None = None
    story: str = ""
    criteria: tuple[str, ...] = ()


class Flip(Told):
    """Somebody said what an alert is."""

    day: Day
    by: str
    state: AlertState
    reason: str


class Alert(Told):
    """An alert of an earlier Monday and its history; `week` is the week in which it was raised, `pain` what it blocks."""

    metric: str
    week: WeekLabel
    since: Day
    worse: bool
    rule: str
    why: str
    flips: tuple[Flip, ...]
    pain: str | None = None

    @property
    def key(self) -> str:
        """What names it: a metric may stand out again later."""
        return f"{self.metric} {self.week}"


class Work(Told):
    """Everything the teams have had on their desks."""

    pains: tuple[Pain, ...] = Field(alias="pain")
    opportunities: tuple[Opportunity, ...] = Field(alias="opportunity")
    changes: tuple[Change, ...] = Field(alias="change")
    actions: tuple[Action, ...] = Field(alias="action")
    alerts: tuple[Alert, ...] = Field(alias="alert")
