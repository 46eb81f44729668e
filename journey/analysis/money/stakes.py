"""Money at stake: what a stage costs because its metrics are not where they should be or have been."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

import numpy as np

from journey.analysis.money.amounts import NOTHING, Array, Money, WorthSpec, draws_of_worth, money_of, total
from journey.analysis.money.levels import HOUR, Level
from journey.domain.words import MetricKind, WorthKind

PER_HOUR = {MetricKind.DURATION: 1 / HOUR}


class Sort(StrEnum):
    """What is lost where money is at stake: of each sort a stage counts one metric, for others tell the same again."""

    CUSTOMERS = "customers lost"
    CONTACTS = "contacts"
    TIME = "time"
    POINTS = "points"
    """A score foretells what customers will do: told beside the rest and never added to it."""


SORTS = {
    WorthKind.COMPLETION: Sort.CUSTOMERS, WorthKind.MARGIN: Sort.CUSTOMERS, WorthKind.RETENTION: Sort.CUSTOMERS,
    WorthKind.CONTACT: Sort.CONTACTS, WorthKind.TIME: Sort.TIME, WorthKind.POINT: Sort.POINTS,
}  # fmt: skip


class Placed(Protocol):
    """A KPI at a place of the journey, as a metric's row and its spec both are."""

    @property
    def formula(self) -> str: ...
    @property
    def stage_id(self) -> int | None: ...


@dataclass(frozen=True)
class Stake:
    """What one metric costs a week beyond its reference: units (customers, contacts, points, hours) × onward × worth.

    `onward` is the share of those kept here who would go on to the goal, where the worth is that of a completion; 1 elsewhere.
    `counted` is False where another metric of the stage tells the same.
    """

    worth: WorthSpec
    level: Level
    sort: Sort
    units: float
    onward: float
    a_week: Money
    drawn: Array
    counted: bool = True


@dataclass(frozen=True)
class StageStake:
    """What is at stake a week at one stage (None: the whole journey), with the metrics that make it up, dearest first."""

    stage_id: int | None
    a_week: Money
    parts: tuple[Stake, ...]


def stake(
    level: Level, worth: WorthSpec, *, onward: float = 1.0, onward_drawn: Array | None = None, volume: float = 0.0
) -> Stake:
    """Money at stake by one metric = gap to its reference × how many a week × onward × worth of one unit.

    `volume` stands in for the metric's own n where the worth is for everybody who passes but only some answer (scores).
    The interval joins what the data leave open (level, onward) and the range of the worth by simulation: 4,000 draws of
    each, multiplied; a draw on the good side of the reference is worth nothing.
    """
    many = (volume or level.volume) * PER_HOUR.get(level.spec.kind, 1.0)
    units = level.gap * many
    drawn = np.maximum(level.beyond(level.drawn), 0.0) * many * draws_of_worth(worth)
    drawn = drawn * (onward if onward_drawn is None else onward_drawn)
    a_week = money_of(units * onward * worth.amount, drawn)
    return Stake(worth, level, SORTS[worth.kind], units, onward, a_week, drawn)


def by_stage(stakes: Sequence[Stake]) -> dict[int | None, StageStake]:
    """The stakes put together by stage: of each sort the dearest metric counts, points never do."""
    found: dict[int | None, list[Stake]] = {}
    for one in sorted(stakes, key=lambda one: -one.a_week.amount):
        own = found.setdefault(one.level.spec.stage_id, [])
        again = any(other.sort is one.sort for other in own)
        own.append(replace(one, counted=not again and one.sort is not Sort.POINTS))
    return {stage: StageStake(stage, _sum(parts), tuple(parts)) for stage, parts in found.items()}


def _sum(parts: Sequence[Stake]) -> Money:
    counted = [part for part in parts if part.counted]
    return total([part.a_week.amount for part in counted], [part.drawn for part in counted]) if counted else NOTHING


def onward_of(conversion: Level | None, dropping: Level, later: Sequence[Level]) -> tuple[float, Array]:
    """Of those who go on from a stage, the share that reaches the goal, and what it may be.

    The stage's own conversion over the share that goes on; where that is not measured, the later stages' going on
    multiplied (each of them a drop-off).
    """
    if conversion is not None and dropping.value < 1:
        share = conversion.value / (1 - dropping.value)
        drawn = conversion.drawn / np.maximum(1 - dropping.drawn, 1e-9)
    else:
        share = float(np.prod([1 - level.value for level in later]))
        drawn = np.prod([1 - level.drawn for level in later], axis=0) if later else np.ones(len(dropping.drawn))
    return min(share, 1.0), np.minimum(drawn, 1.0)


def kept_here(kind: WorthKind, metric: Placed) -> bool:
    """Whether the worth of one unit hangs on the customer's going on to the goal after this stage."""
    return kind is WorthKind.COMPLETION and metric.formula in ("drop_off", "churn") and metric.stage_id is not None


def levels_by_place(levels: Mapping[int, Level], formula: str) -> dict[int | None, Level]:
    """The levels of one KPI by the stage they are measured at."""
    return {level.spec.stage_id: level for level in levels.values() if level.spec.formula == formula}
