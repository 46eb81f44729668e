"""Sums of money that are not known exactly, and how two kinds of not knowing are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from journey.domain.words import WorthKind

Array = NDArray[np.float64]

DRAWS = 4_000
"""Enough that another set of draws moves the end of an interval by less than a hundredth of its width."""
WORTHS = tuple(WorthKind)


@dataclass(frozen=True)
class Money:
    """A sum with its 95 % interval, in the journey's currency."""

    amount: float
    low: float
    high: float

    def times(self, factor: float) -> Money:
        """The same so many times; the interval grows with it, since what is not known is the same every time."""
        ends = sorted((self.low * factor, self.high * factor))
        return Money(self.amount * factor, *ends)


NOTHING = Money(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class WorthSpec:
    """What one unit of a metric is worth for one customer: likely `amount`, never below `low` or above `high`.

    One success more of a rate, one contact of a count or ratio, one point of a score, one hour of a duration.
    """

    metric_id: int
    kind: WorthKind
    amount: float
    low: float
    high: float


def even_draws(seed: int, size: int = DRAWS) -> Array:
    """Numbers between 0 and 1, one in each of `size` equal parts, in an order that `seed` settles.

    One column of a Latin hypercube (McKay, Beckman & Conover 1979, Technometrics 21:239-245): the same every time, so that a
    figure is the same on a screen and in a report.
    """
    middles: Array = (np.arange(size) + 0.5) / size
    return np.random.default_rng(seed).permutation(middles)


def worth_draws(worth: WorthSpec, even: Array) -> Array:
    """Amounts that the worth may be, triangular between its ends with its peak at the likely amount.

    The usual stand-in where somebody names a least, a likely and a most (Johnson 1997, The Statistician 46:387-398).
    """
    width = worth.high - worth.low
    if width <= 0:
        return np.full(len(even), worth.amount)
    peak = (worth.amount - worth.low) / width
    rising = worth.low + np.sqrt(even * width * (worth.amount - worth.low))
    falling = worth.high - np.sqrt((1 - even) * width * (worth.high - worth.amount))
    return np.where(even < peak, rising, falling)


def draws_of_worth(worth: WorthSpec, size: int = DRAWS) -> Array:
    """The same with draws of its own kind: two metrics whose worth is of one kind are over- or underrated together."""
    return worth_draws(worth, even_draws(1_000_003 + WORTHS.index(worth.kind), size))


def money_of(amount: float, drawn: Array) -> Money:
    """The sum as it is worked out from the likely figures, with the middle 95 % of what it may be.

    The interval always holds the sum: where a range of worth is lopsided, the likely amount can lie outside its middle 95 %.
    """
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Money(amount, min(float(low), amount), max(float(high), amount))


def total(amounts: Sequence[float], drawn: Sequence[Array]) -> Money:
    """Several sums added draw by draw, so that the interval of the whole is right: ends of intervals must not be added."""
    return money_of(float(sum(amounts)), np.sum(drawn, axis=0)) if amounts else NOTHING
