"""How well it would have foretold weeks that are over, from several weeks before them, with what was known then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.analysis.scenarios.answers import TAIL
from journey.analysis.scenarios.draws import Array
from journey.analysis.scenarios.model import fit
from journey.analysis.scenarios.record import Record
from journey.analysis.scenarios.simulate import simulate
from journey.domain.weeks import Week

WEEKS = 8
ORIGINS, EVERY = 12, 2
"""From how many weeks it is foretold, and how many weeks they are apart."""
JOURNEYS = 60_000


@dataclass(frozen=True)
class Foretold:
    """A week's completions as they were foretold at the end of week `base`, and as they came; counts have whole ends."""

    base: Week
    week: Week
    came: int
    amount: float
    low: int
    high: int

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
    def last(self) -> tuple[Foretold, ...]:
        """The newest weeks, foretold all at once as the coming ones are now."""
        newest = max((one.base for one in self.weeks), default=None)
        return tuple(one for one in self.weeks if one.base == newest)


def backtest(
    record: Record, last: Week, *, weeks: int = WEEKS, origins: int = ORIGINS, every: int = EVERY, seed: int = 1,
    journeys: int = JOURNEYS,
) -> Backtest:  # fmt: skip
    """The `weeks` weeks up to `last` foretold from the week before them; then the same `every` weeks earlier, and so on.

    Nothing that happened after the end of a base week is used to foretell from it. A base with fewer than LEAST weeks behind
    it foretells nothing.
    """
    found: list[Foretold] = []
    for step in range(origins):
        base = last.shift(-weeks - step * every)
        model = fit(record, base)
        if model is None:
            break
        found = _foretold(record, base, simulate(model, weeks=weeks, seed=seed, journeys=journeys).completions) + found
    return Backtest(tuple(found))


def _foretold(record: Record, base: Week, runs: Array) -> list[Foretold]:
    """What the runs said of each week after `base`, beside what came."""
    came = record.weekly(record.goal)[(base.monday - record.first.monday).days // 7 + 1 :]
    low, high = np.quantile(runs, [TAIL, 1 - TAIL], axis=0, method="weibull")
    means = runs.mean(0)
    return [
        Foretold(base, base.shift(step + 1), int(came[step]), float(means[step]), round(low[step]), round(high[step]))
        for step in range(runs.shape[1])
    ]
