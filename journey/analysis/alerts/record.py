"""What became of alerts: how many were real, how many noise, how many nobody answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl

from journey.analysis.intervals import interval
from journey.domain.words import AlertState, MetricKind

WEEKS = 26
"""How far back the record reaches."""


class Outcome(StrEnum):
    """What an alert turned out to be."""

    REAL = "real"
    NOISE = "noise"
    LOOKED_AT = "still looked into"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Record:
    """How many alerts came to what; real_low and real_high are the 95 % interval (Wilson) of the share of real ones among those
    that people decided, None where they decided none."""

    counts: dict[Outcome, int]
    real_share: float | None
    real_low: float | None
    real_high: float | None

    @property
    def decided(self) -> int:
        """Alerts of which people said whether they were real."""
        return self.counts[Outcome.REAL] + self.counts[Outcome.NOISE]


def outcome(state: AlertState, said: Iterable[AlertState]) -> Outcome:
    """What an alert came to, from its state and all that people (not the clock) said of it, in order.

    1. Noise: that is what it is called now.
    2. Real: somebody made it a blocker, or somebody said that it is resolved; who resolves a thing held it for one.
    3. Still looked into: people acknowledged, watched or snoozed it and have not said more, even if it calmed by itself.
    4. Unanswered: nobody said anything.
    """
    words = set(said)
    if state is AlertState.NOISE:
        return Outcome.NOISE
    if words & {AlertState.BLOCKER, AlertState.RESOLVED}:
        return Outcome.REAL
    return Outcome.LOOKED_AT if words - {AlertState.NOISE, AlertState.OPEN} else Outcome.UNANSWERED


def outcomes(alerts: pl.DataFrame, flips: pl.DataFrame) -> dict[int, Outcome]:
    """What each alert came to; alerts: id, state; flips: alert_id, person (null: nobody), new, in order."""
    said: dict[int, list[AlertState]] = {}
    for alert, new in flips.filter(pl.col("person").is_not_null()).select("alert_id", "new").iter_rows():
        said.setdefault(alert, []).append(AlertState(new))
    return {id: outcome(AlertState(state), said.get(id, [])) for id, state in alerts.select("id", "state").iter_rows()}


def record(found: Iterable[Outcome]) -> Record:
    """The counts, and how sure the share of real ones is."""
    counted = Counter(found)
    counts = {word: counted[word] for word in Outcome}
    real, decided = counts[Outcome.REAL], counts[Outcome.REAL] + counts[Outcome.NOISE]
    if not decided:
        return Record(counts, None, None, None)
    low, high = interval(MetricKind.RATE, *(np.array([float(x)]) for x in (decided, real, real)))
    return Record(counts, real / decided, float(low[0]), float(high[0]))
