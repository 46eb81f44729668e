"""Looking at a test every week without fooling oneself: O'Brien-Fleming bounds by alpha spending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Array = NDArray[np.float64]
_STEP = 0.02
"""Width of the integration grid, in sds of the final statistic: errors stay below 1e-4 of the spent alpha."""


@dataclass(frozen=True)
class Looks:
    """What to do at each look: stop when |z| (effect over its standard error) reaches `bound`.

    `share` is the part of the planned customers seen by then, `spent` the false-positive error used up so far.
    """

    share: tuple[float, ...]
    bound: tuple[float, ...]
    spent: tuple[float, ...]

    def p_needed(self, look: int) -> float:
        """The two-sided p value that a comparison must fall below at a look, counted from 0."""
        return 2 * float(ndtr(-self.bound[look]))


def looks(shares: Sequence[float], *, alpha: float = 0.05, closing: bool = False) -> Looks:
    """Two-sided bounds for looks at the given shares of the planned customers, rising to at most 1.

    A `closing` last look is the end whatever its share: it spends all error that is left, with fewer customers than
    planned or more.
    Lan & DeMets 1983 (Biometrika 70:659-663) with the spending function that gives O'Brien & Fleming's bounds; the
    chance to cross is integrated look by look (Armitage, McPherson & Rowe 1969, JRSS A 132; Jennison & Turnbull 2000,
    Group Sequential Methods, 19.2). Bounds of past looks do not change when later ones are added.
    """
    share = tuple(float(one) for one in shares)
    planned = share[:-1] if closing else share
    if not share or share[0] <= 0 or (planned and planned[-1] > 1) or any(b <= a for a, b in pairwise(share)):
        raise ValueError("Looks are at rising shares of the planned customers, above 0 and at most 1.")
    return _looks(share, alpha, closing)


@cache
def _looks(share: tuple[float, ...], alpha: float, closing: bool) -> Looks:
    spent = [min(4 * float(ndtr(ndtri(alpha / 4) / np.sqrt(one))), alpha) for one in share]
    if closing:
        spent[-1] = alpha
    bounds: list[float] = []
    path = _Path()
    for at, one in enumerate(share):
        left = spent[at] - (spent[at - 1] if at else 0.0)
        bounds.append(path.bound(one, left))
        path.stop(one, bounds[-1])
    return Looks(share, tuple(bounds), tuple(spent))


def power(plan: Looks, drift: float) -> float:
    """The chance to stop for an effect whose z statistic would average `drift` with all customers seen."""
    path, crossed = _Path(drift), 0.0
    for share, bound in zip(plan.share, plan.bound, strict=True):
        crossed += path.crossing(share, bound)
        path.stop(share, bound)
    return crossed


@cache
def inflation(peeks: int, wanted: float, alpha: float = 0.05) -> float:
    """How many times the customers of a single look it takes to keep the power with `peeks` evenly spaced looks."""
    if peeks < 1:
        raise ValueError("A test is looked at once at least.")
    if peeks == 1:
        return 1.0
    plan = looks([(at + 1) / peeks for at in range(peeks)], alpha=alpha)
    low, high = (float(ndtri(1 - alpha / 2) + ndtri(wanted)) * factor for factor in (1.0, 1.3))
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if power(plan, middle) < wanted else (low, middle)
    return float((high / (ndtri(1 - alpha / 2) + ndtri(wanted))) ** 2)


class _Path:
    """The density of the score process among tests that have not stopped: a Brownian motion at shares of information."""

    def __init__(self, drift: float = 0.0) -> None:
        self.drift, self.share = drift, 0.0
        self.at, self.mass = np.zeros(1), np.ones(1)

    def crossing(self, share: float, bound: float) -> float:
        """The chance that |z| reaches the bound at this share, having not stopped before."""
        sd, edge = np.sqrt(share - self.share), bound * np.sqrt(share)
        mean = self.at + self.drift * (share - self.share)
        return float(self.mass @ (ndtr((mean - edge) / sd) + ndtr((-edge - mean) / sd)))

    def bound(self, share: float, chance: float) -> float:
        """The bound that is crossed with the given chance, by bisection."""
        low, high = 0.0, 40.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.crossing(share, middle) > chance else (low, middle)
        return high

    def stop(self, share: float, bound: float) -> None:
        """Moves on to this share, dropping the tests that stopped there (midpoint rule)."""
        sd, edge = np.sqrt(share - self.share), min(bound, 9.0) * np.sqrt(share)
        cells = max(int(np.ceil(2 * edge / _STEP)), 2)
        width = 2 * edge / cells
        at = -edge + width * (np.arange(cells) + 0.5)
        apart = (at[:, None] - self.at - self.drift * (share - self.share)) / sd
        self.mass = np.exp(-0.5 * apart**2) @ self.mass * (width / (sd * np.sqrt(2 * np.pi)))
        self.at, self.share = at, share
