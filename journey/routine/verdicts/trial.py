"""What is known of a shipped change: its verdict with everything that bears on it, as values that screens and reports share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import polars as pl

from journey.analysis.impact import Impact, Ruling
from journey.domain.words import Verdict
from journey.store.tables import Metric

if TYPE_CHECKING:
    from journey.routine.experiments.reading import TestReading


class Way(StrEnum):
    """What a change was held against."""

    BEFORE = "before and after"
    CONTROLS = "with controls"
    STAGED = "staged rollout"
    TEST = "test"


@dataclass(frozen=True)
class Note:
    """One thing that bears on a verdict, in a sentence; `weighty` where nobody should read the verdict without it."""

    kind: str
    sentence: str
    weighty: bool = False


@dataclass(frozen=True)
class Guard:
    """A metric that must not worsen, assessed beside the change; `worse` beyond chance, `doubtful` where it may have."""

    metric: Metric
    impact: Impact
    worse: bool
    doubtful: bool
    sentence: str


@dataclass(frozen=True)
class Happening:
    """What else happened to the metric; `kind` is change, incident or holiday, `left_out` where its days do not count."""

    on: date
    until: date
    title: str
    kind: str
    left_out: bool


@dataclass(frozen=True)
class Trial:
    """A shipped change held against its metric, with what was known by `until`.

    `path` has at, value, n, expected, expected_low, expected_high and left_out (the day does not count), 120 days at most.
    `alone` is False where another change of the metric came within a week, so that nothing tells the two apart. `due_on` is
    the Friday of the verdict, `early` whether it is looked at before.
    """

    change: dict[str, Any]
    metric: Metric
    impact: Impact
    ruling: Ruling
    path: pl.DataFrame
    notes: tuple[Note, ...]
    guards: tuple[Guard, ...]
    marks: tuple[Happening, ...]
    alone: bool
    due_on: date
    early: bool
    way: Way
    until: date
    test: TestReading | None = None
    """What its test says, where it has one that has begun."""

    @property
    def found(self) -> dict[str, Any]:
        """What the data said, as it is kept with the verdict that a person gives."""
        impact = self.impact
        return {
            "verdict": self.ruling.verdict.value, "sentence": self.ruling.sentence, "effect": impact.effect, "lo95": impact.lo95,
            "hi95": impact.hi95, "p": impact.p, "days_after": impact.days_after, "n_before": impact.n_before,
            "n_after": impact.n_after, "looked_at": self.until.isoformat(), "way": self.way.value,
        }  # fmt: skip

    @property
    def overruled(self) -> bool:
        """Whether a person decided otherwise than the data said then."""
        return is_overruled(self.change)


def is_open(change: Mapping[str, Any]) -> bool:
    """Whether the change still waits for a verdict that is more than "too early"."""
    return change["verdict"] in (None, Verdict.TOO_EARLY)


def is_past(change: Mapping[str, Any], friday: date) -> bool:
    """Whether its verdict was given for good before that Friday's week."""
    monday = friday - timedelta(days=friday.weekday())
    return not is_open(change) and change["decided_on"] is not None and change["decided_on"] < monday


def is_overruled(change: Mapping[str, Any]) -> bool:
    """Whether the verdict on a change is another than what the data said when it was given."""
    said = (change["found"] or {}).get("verdict")
    return bool(change["verdict"] and said and change["verdict"] != said)
