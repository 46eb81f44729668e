"""The parts of a journey that computations need, without the database around them."""

from __future__ import annotations

from dataclasses import dataclass

from journey.domain.words import Direction, MetricKind, Outcome


@dataclass(frozen=True)
class StageSpec:
    """A stage as metrics see it: position counts from 0; window_days is how long going on may take."""

    id: int
    name: str
    position: int
    window_days: int = 14


@dataclass(frozen=True)
class EventRule:
    """What an event name means on this journey: the stage it happens in (None: nowhere yet), its outcome, and where on the
    map it happens: a touchpoint of that stage, with its name."""

    event: str
    stage_id: int | None
    outcome: Outcome = Outcome.STEP
    touchpoint_id: int | None = None
    touchpoint: str = ""


@dataclass(frozen=True)
class MetricSpec:
    """A metric as computations see it.

    formula: the key of its KPI file, e.g. "drop_off"; stage_id: None for the whole journey; event: the event name
    for "event_count", the series name for "series", the scale ("nps", "csat5", "ces7", "1-10") for survey scores.
    """

    id: int
    formula: str
    kind: MetricKind
    direction: Direction
    stage_id: int | None = None
    event: str | None = None
