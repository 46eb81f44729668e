"""What the journey map is drawn of: its stages, lanes and cards, with the figures and alerts that stand on them."""

from __future__ import annotations

from dataclasses import dataclass

from journey.domain.words import LaneKind, Standing


@dataclass(frozen=True)
class Chip:
    """A KPI on a stage, ready to read: "Drop-off", "31 %" and its state ("better", "worse", "watch", "calm")."""

    name: str
    value: str
    state: str = "calm"


@dataclass(frozen=True)
class MapAlert:
    """A signal on the map: what moved, at which touchpoint ("" if nobody knows), for how long, and what was said of it."""

    name: str
    touchpoint: str = ""
    age: str = ""
    state: str = "new"
    worse: bool = True


@dataclass(frozen=True)
class MapStage:
    """A column of the map; emotions run from -5 to +5, `n` is what the measured one rests on, `marks` are short notes.

    `standing` is that of the assumed emotion: evidenced by what customers said, or a hypothesis.
    """

    id: int
    name: str
    team: str = ""
    assumed: float | None = None
    measured: float | None = None
    n: int | None = None
    chips: tuple[Chip, ...] = ()
    alerts: tuple[MapAlert, ...] = ()
    marks: tuple[str, ...] = ()
    standing: Standing | None = None
    happened: str = ""
    """What a comparison says of it: added, removed, moved, reworded or changed."""


@dataclass(frozen=True)
class MapLane:
    """A row of the map."""

    id: int
    name: str
    kind: LaneKind = LaneKind.OWN


@dataclass(frozen=True)
class MapCard:
    """A claim in one stage and lane; severity 1 to 5 for pain points, `evidence` counts what supports it, `alerts` happened
    at this very touchpoint."""

    stage_id: int
    lane_id: int
    text: str
    standing: Standing = Standing.HYPOTHESIS
    severity: int | None = None
    evidence: int = 0
    moment_of_truth: bool = False
    is_new: bool = False
    alerts: tuple[MapAlert, ...] = ()
    happened: str = ""
