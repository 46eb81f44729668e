"""How often our guesses held: forecasts of a change's success scored against the verdicts that came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Forecasts are told together where they lie in the same fifth; 1 belongs to the last."""
ENOUGH = 10
"""Scored forecasts below which nothing is said of how sure we may be of ourselves."""


@dataclass(frozen=True)
class Band:
    """Forecasts between `low` and `high`: how sure they were on average (`said`) and which share of the `n` held (`share`).

    `lo95` to `hi95` is the interval of that share (Jeffreys; Brown, Cai & DasGupta 2001, Statistical Science 16:101-133).
    """

    low: float
    high: float
    n: int
    held: int
    said: float
    share: float
    lo95: float
    hi95: float

    @property
    def off(self) -> bool:
        """Whether what was said lies outside what the verdicts allow."""
        return not self.lo95 <= self.said <= self.hi95


@dataclass(frozen=True)
class Calibration:
    """How good `n` forecasts were: `brier` is the mean squared distance between what was said and what came.

    Brier 1950, Monthly Weather Review 78:1-3; 0 is perfect, 0.25 is what saying "50 %" every time earns. `climate` is the
    score of always saying the share that held, which a forecast must beat to know anything of the single change. `share` of
    all held, with its 95 % interval. Scores are None where nothing was scored.
    """

    n: int
    held: int
    said: float | None
    share: float | None
    lo95: float | None
    hi95: float | None
    brier: float | None
    climate: float | None
    bands: tuple[Band, ...]
    sentence: str


def calibration(confidences: Sequence[float], held: Sequence[bool]) -> Calibration:
    """Score forecasts (how likely, 0 to 1) against whether each held. Raises ValueError for lengths that differ or no chance."""
    said, came = np.asarray(confidences, dtype=float), np.asarray(held, dtype=bool)
    if said.shape != came.shape:
        raise ValueError(f"There are {said.size} forecasts but {came.size} outcomes.")
    if not said.size:
        sentence = "No forecast has met its verdict yet: say how sure you are when you write a change down."
        return Calibration(0, 0, None, None, None, None, None, None, (), sentence)
    if not ((said >= 0) & (said <= 1)).all():
        raise ValueError("A forecast lies between 0 and 1.")
    n, hits = int(said.size), int(came.sum())
    lo95, hi95 = jeffreys(hits, n)
    share = hits / n
    brier, climate = float(np.mean((said - came) ** 2)), share * (1 - share)
    sentence = _sentence(n, hits, float(said.mean()), (lo95, hi95))
    return Calibration(n, hits, float(said.mean()), share, lo95, hi95, brier, climate, _bands(said, came), sentence)


def jeffreys(held: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share, open to the end where none or all held."""
    from scipy.special import betaincinv

    low = 0.0 if held == 0 else float(betaincinv(held + 0.5, n - held + 0.5, 0.025))
    high = 1.0 if held == n else float(betaincinv(held + 0.5, n - held + 0.5, 0.975))
    return low, high


def _bands(said: NDArray[np.float64], came: NDArray[np.bool_]) -> tuple[Band, ...]:
    """The bands that hold a forecast, from the least sure."""
    at = np.clip(np.searchsorted(BANDS, said, side="right") - 1, 0, len(BANDS) - 2)
    found = []
    for band in np.unique(at):
        own = at == band
        n, hits = int(own.sum()), int(came[own].sum())
        found.append(Band(BANDS[band], BANDS[band + 1], n, hits, float(said[own].mean()), hits / n, *jeffreys(hits, n)))
    return tuple(found)


def _sentence(n: int, held: int, said: float, interval: tuple[float, float]) -> str:
    counted = f"{held} of {n} forecast{'s' if n > 1 else ''} held; on average {_percent(said)} were expected to"
    if n < ENOUGH:
        return f"{counted}. That is too few to say how well we know."
    low, high = interval
    if said > high:
        return f"{counted}. We are surer than we should be: between {_percent(low)} and {_percent(high)} is likely."
    if said < low:
        return f"{counted}. We are less sure than we could be: between {_percent(low)} and {_percent(high)} is likely."
    return f"{counted}. On the whole we know how sure we may be: between {_percent(low)} and {_percent(high)} is likely."


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
