"""What the demo's Friday works with: tests, incidents, worths, an objective, scenarios, a hand-over (data/demo/friday.toml)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from journey.demo.told import Day, Told
from journey.domain.words import WorthKind


class Test(Told):
    """A test of two groups that one attribute tells apart."""

    name: str
    metric: str
    attribute: str
    first: str
    second: str
    smallest: float
    looks: int
    needed: int
    starts: Day
    ends: Day
    written: Day
    by: str
    change: str | None = None


class Counted(Told):
    """A test whose result was counted elsewhere: `x1` of `n1` with the first, `x2` of `n2` with the second."""

    name: str
    first: str
    second: str
    x1: int
    n1: int
    x2: int
    n2: int
    smallest: float
    written: Day
    by: str


class Incident(Told):
    """What happened to the journey and was no change."""

    title: str
    details: str
    starts: Day
    ends: Day
    written: Day
    stage: str | None = None
    leave_out: bool


class Worth(Told):
    """What one unit of a metric is worth."""

    metric: str
    kind: WorthKind
    amount: float
    low: float
    high: float
    source: str


class KeyResult(Told):
    """How far a metric is to come."""

    metric: str
    team: str
    baseline: float
    target: float


class Objective(Told):
    """What several teams want by the end of a period."""

    title: str
    why: str
    owner: str
    teams: tuple[str, ...]
    starts: Day
    ends: Day
    results: tuple[KeyResult, ...]


class Scenario(Told):
    """A saved question; a lever names its stage."""

    name: str
    note: str
    levers: tuple[dict[str, Any], ...]


class Handover(Told):
    """How the journey came to its owner."""

    giver: str
    to: str
    day: Day
    note: str


class Friday(Told):
    """Everything beside the changes themselves; `focus` is what this week is about, said last Friday."""

    focus: str
    tests: tuple[Test, ...] = Field(alias="test")
    counted: tuple[Counted, ...]
    incidents: tuple[Incident, ...] = Field(alias="incident")
    worths: tuple[Worth, ...] = Field(alias="worth")
    objectives: tuple[Objective, ...] = Field(alias="objective")
    scenarios: tuple[Scenario, ...] = Field(alias="scenario")
    handover: Handover
