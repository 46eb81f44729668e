"""How well it would have foretold the last weeks: each from every week before it, with what was known then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.analysis.scenarios.answers import TAIL
from journey.analysis.scenarios.model import fit
from journey.analysis.scenarios.record import Record
from journey.analysis.scenarios.simulate import simulate
from journey.domain.weeks import Week

WEEKS = 8
JOURNEYS = 60_000


@dataclass(frozen=True)
class Foretold:
    """A week's completions as they were foretold at the end of week `base`, and as they came."""

    base: Week
    week: Week
    came: int
    amount: float
    low: float
    high: float

    @property
    def within(self) -> bool:
        return self.low <= self.came <= self.high


@dataclass(frozen=True)
class Backtest:
    """Every week foretold, by the week it was foretold from; empty where the past is too short."""

    weeks: tuple[Foretold, ...]

    @property
    def covered(self) -> int:
        return sum(one.within for one in self.weeks)

    @property
    def share(self) -> float:
        """The share of the weeks that came within their range; nine of ten should."""
        return self.covered / len(self.weeks) if self.weeks else float("nan")

    @property
    def longest(self) -> tuple[Foretold, ...]:
        """The weeks foretold from the earliest base, as a forecast of now would be."""
        first = min((one.base for one in self.weeks), default=None)
        return tuple(one for one in self.weeks if one.base == first)


def backtest(record: Record, last: Week, *, weeks: int = WEEKS, seed: int = 1, journeys: int = JOURNEYS) -> Backtest:
    """The `weeks` weeks up to `last`, foretold from the end of each week before: 8 from 8 weeks before, 7 from 7 before ...

    Nothing that happened after the end of a base week is used to foretell from it.
    """
    came, found = record.weekly(record.goal), []
    for ahead in range(weeks, 0, -1):
        base = last.shift(-ahead)
        model = fit(record, base)
        if model is None:
            continue
        runs = simulate(model, weeks=ahead, seed=seed, journeys=journeys).completions
        low, high = np.quantile(runs, [TAIL, 1 - TAIL], axis=0, method="weibull")
        first = (base.monday - record.first.monday).days // 7 + 1
        for step in range(ahead):
            told = (float(runs[:, step].mean()), float(low[step]), float(high[step]))
            found.append(Foretold(base, base.shift(step + 1), int(came[first + step]), *told))
    return Backtest(tuple(found))
