"""The simulated world as values: who comes to Tallyfern and how each stage goes when nothing special happens."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from journey.config import RESOURCES
from journey.domain.words import Outcome

ROOM = RESOURCES / "demo"
OUTCOMES = {"fail": Outcome.FAILURE, "success": Outcome.SUCCESS, "goal": Outcome.GOAL, "lost": Outcome.LOST}


@dataclass(frozen=True)
class WorldStage:
    """One stage: rates are shares of those who enter, `hours` a median, `spread` a log standard deviation."""

    name: str
    window_days: int
    drop: float
    lost_share: float
    fail: float
    hours: float
    spread: float
    weekend: float
    contact: float
    mood: float
    events: dict[str, str]
    touchpoints: dict[str, str] = field(default_factory=dict)
    """Of each event, by what it is in the stage (enter, fail, ...), the touchpoint on the map where it happens."""
    settle_hours: float | None = None


@dataclass(frozen=True)
class Detour:
    """Of those who go on from `stage`, the share who did `event` of an earlier stage meanwhile."""

    stage: str
    event: str
    share: float


@dataclass(frozen=True)
class World:
    """Everything that holds for the whole simulation; `weekday` starts on Monday, `months` are factors on arrivals."""

    timezone: str
    weeks: int
    warm_up_days: int
    first_day_arrivals: float
    last_day_arrivals: float
    weekday: list[float]
    months: dict[str, float]
    unmapped: list[str]
    unmapped_weights: list[float]
    unmapped_rate: float
    attributes: dict[str, dict[str, float]]
    stages: tuple[WorldStage, ...] = field(default=())
    detours: tuple[Detour, ...] = field(default=())

    @property
    def stage_names(self) -> tuple[str, ...]:
        return tuple(stage.name for stage in self.stages)


@dataclass(frozen=True)
class EventMeaning:
    """What an event name means here; stage and touchpoint are named, for ids exist only in a database."""

    event: str
    stage: str
    outcome: Outcome
    touchpoint: str = ""


def read_toml(name: str) -> dict[str, Any]:
    """A data file of the demo, e.g. `read_toml("world")`."""
    return tomllib.loads((ROOM / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def world() -> World:
    """The world as `data/demo/world.toml` describes it."""
    raw = read_toml("world")
    stages = tuple(WorldStage(**stage) for stage in raw.pop("stage"))
    detours = tuple(Detour(**detour) for detour in raw.pop("detour"))
    return World(**raw, stages=stages, detours=detours)


def event_meanings() -> tuple[EventMeaning, ...]:
    """Every mapped event name with its stage and outcome, in journey order; the unmapped ones are left out."""
    return tuple(
        EventMeaning(event, stage.name, OUTCOMES.get(moment, Outcome.STEP), stage.touchpoints.get(moment, ""))
        for stage in world().stages
        for moment, event in stage.events.items()
    )
