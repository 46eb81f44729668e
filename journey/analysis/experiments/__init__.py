"""Two groups of customers compared: the difference with an interval that keeps its word, before, during and after a test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, chdtrc, ndtr, ndtri, stdtr, stdtrit

from journey.analysis.experiments.sequential import Looks, inflation, looks

__all__ = [
    "Comparison", "Looks", "SampleRatio", "compare_by_user", "compare_durations", "compare_means", "compare_rates",
    "looks", "sample_ratio_check", "sample_size",
]  # fmt: skip

Array = NDArray[np.float64]
Values = Sequence[float] | Array


@dataclass(frozen=True)
class Comparison:
    """The second group less the first, in the values' own unit, with its 95 % interval.

    `p` is the two-sided p value that belongs to the interval: it is below .05 just when the interval leaves out zero.
    `n1` and `n2` are what the groups rest on: customers, or users where sessions were grouped.
    """

    effect: float
    lo95: float
    hi95: float
    p: float
    n1: int
    n2: int
    method: str


def compare_rates(x1: int, n1: int, x2: int, n2: int) -> Comparison:
    """The difference of two rates, x2 of n2 less x1 of n1; zero cells are welcome.

    The interval spans two that fail in different corners: Newcombe's hybrid score (1998, Statistics in Medicine 17:873-890,
    method 10), whose coverage falls to .85 where one rate is near 0 and the other near 1, and Agresti & Caffo's (2000, The
    American Statistician 54:280-288), which falls to .93 near 0. Spanned they fall to .937; with a normal quantile wider by
    0.75 over the smaller group, exact coverage was .94 or more for every pair of rates and of sizes from 30 up that was
    enumerated (equal groups, and up to 30 against 1,000), for 2 % (groups of 100) to 5 % (of 30) more
    width than Newcombe's. Raises ValueError for an empty group or more successes than customers.
    """
    for x, n in ((x1, n1), (x2, n2)):
        if n < 1 or not 0 <= x <= n:
            raise ValueError(f"{x} of {n} is no rate: it takes at least one customer, and successes between none and all.")
    low, high = _rate_interval(x1, n1, x2, n2, 1.959963984540054)
    p = _p_from(lambda z: _rate_interval(x1, n1, x2, n2, z))
    return Comparison(x2 / n2 - x1 / n1, low, high, p, n1, n2, "Newcombe and Agresti-Caffo, spanned, for small groups widened")


def compare_means(first: Values, second: Values) -> Comparison:
    """The difference of two means without assuming equal spread (Welch 1947, Biometrika 34:28-35).

    One value a customer. Raises ValueError below two values a group, and for values that are not finite.
    """
    a, b = _group(first, 2), _group(second, 2)
    return _welch(_Part(a.mean(), a.var(ddof=1) / len(a), len(a)), _Part(b.mean(), b.var(ddof=1) / len(b), len(b)), "Welch t")


def compare_durations(first: Values, second: Values) -> Comparison:
    """The difference of two medians, whatever the shape of the durations.

    Price & Bonett 2002, Distribution-free confidence intervals for difference and ratio of medians, Journal of Statistical
    Computation and Simulation 72:119-124. Raises ValueError below ten values a group.
    """
    a, b = _group(first, 10), _group(second, 10)
    effect, error = float(np.median(b) - np.median(a)), sqrt(_median_variance(a) + _median_variance(b))
    half = 1.959963984540054 * error
    p = 2 * float(ndtr(-abs(effect) / error)) if error > 0 else float(effect == 0)
    return Comparison(effect, effect - half, effect + half, p, len(a), len(b), "Price-Bonett difference of medians")


def compare_by_user(users1: Sequence[object], values1: Values, users2: Sequence[object], values2: Values) -> Comparison:
    """The difference of two means over sessions, when users come back: users, not sessions, are what is independent.

    The mean over sessions is a ratio of sums over users, with the variance of a ratio (Cochran 1977, Sampling Techniques,
    6.4; for experiments Deng, Knoblich & Lu 2018, Applying the delta method in metric analytics, KDD). Values are 0 and 1
    for a rate. Raises ValueError below two users a group.
    """
    first, second = _clustered(users1, _group(values1, 2)), _clustered(users2, _group(values2, 2))
    return _welch(first, second, "Welch t over users (delta method)")


@dataclass(frozen=True)
class SampleRatio:
    """Whether the groups are as large as planned; if not, the comparison is not to be trusted."""

    p: float
    holds: bool
    sentence: str


def sample_ratio_check(n1: int, n2: int, *, planned: float = 0.5) -> SampleRatio:
    """Whether a split that was to give the second group the share `planned` did so: Pearson's chi-squared, p below .001.

    Fabijan et al. 2019, Diagnosing sample ratio mismatch in online controlled experiments, KDD.
    """
    if not 0 < planned < 1 or min(n1, n2) < 0 or n1 + n2 == 0:
        raise ValueError("The split needs some customers and a planned share between 0 and 1.")
    total = n1 + n2
    gap = n2 - total * planned
    p = float(chdtrc(1, gap**2 / (total * planned) + gap**2 / (total * (1 - planned))))
    if p >= 0.001:
        return SampleRatio(p, True, f"The split is as planned: {n2 / total:.1%} are in the second group.")
    said = f"The second group has {n2 / total:.1%} of the customers, not {planned:.1%}: that is no chance."
    return SampleRatio(p, False, f"{said} Find where customers get lost before you read the result.")


def sample_size(
    smallest: float, *, base: float | None = None, sd: float | None = None, power: float = 0.8, peeks: int = 1
) -> int:
    """Customers needed in each of two equal groups to see a difference of `smallest`, two-sided at .05.

    Give `base`, the rate today (0 to 1), or `sd`, the spread of one customer's value. `peeks` is how often the result
    will be looked at (O'Brien-Fleming), the end included. Fleiss, Levin & Paik 2003, Statistical Methods for Rates and
    Proportions, 4.14 without continuity correction; for means their normal counterpart.
    """
    if smallest == 0 or (base is None) == (sd is None) or not 0 < power < 1:
        raise ValueError("Name a difference other than 0, a power between 0 and 1, and either today's rate or the spread.")
    z_test, z_power = float(ndtri(0.975)), float(ndtri(power))
    if sd is not None:
        n = 2 * ((z_test + z_power) * sd / smallest) ** 2
    else:
        assert base is not None
        there = base + smallest
        if not (0 <= base <= 1 and 0 <= there <= 1):
            raise ValueError(f"A rate of {base:g} cannot change by {smallest:g}: it would leave 0 to 1.")
        middle = (base + there) / 2
        spread = z_test * sqrt(2 * middle * (1 - middle)) + z_power * sqrt(base * (1 - base) + there * (1 - there))
        n = (spread / smallest) ** 2
    return ceil(n * inflation(peeks, power))


def _rate_interval(x1: int, n1: int, x2: int, n2: int, z: float) -> tuple[float, float]:
    z *= 1 + 0.75 / min(n1, n2)
    hybrid, added = _newcombe(x1, n1, x2, n2, z), _agresti_caffo(x1, n1, x2, n2, z)
    return max(min(hybrid[0], added[0]), -1.0), min(max(hybrid[1], added[1]), 1.0)


def _agresti_caffo(x1: int, n1: int, x2: int, n2: int, z: float) -> tuple[float, float]:
    """Wald's interval after one success and one failure are added to each group."""
    p1, p2 = (x1 + 1) / (n1 + 2), (x2 + 1) / (n2 + 2)
    half = z * sqrt(p1 * (1 - p1) / (n1 + 2) + p2 * (1 - p2) / (n2 + 2))
    return p2 - p1 - half, p2 - p1 + half


def _newcombe(x1: int, n1: int, x2: int, n2: int, z: float) -> tuple[float, float]:
    (low1, high1), (low2, high2) = _wilson(x1, n1, z), _wilson(x2, n2, z)
    p1, p2 = x1 / n1, x2 / n2
    gap = p2 - p1
    return gap - sqrt((p2 - low2) ** 2 + (high1 - p1) ** 2), gap + sqrt((high2 - p2) ** 2 + (p1 - low1) ** 2)


def _wilson(x: int, n: int, z: float) -> tuple[float, float]:
    """Wilson 1927 (JASA 22:209-212)."""
    centre = (x + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * sqrt(x * (n - x) / n + z * z / 4)
    return (0.0 if x == 0 else centre - half), (1.0 if x == n else centre + half)


def _p_from(interval: Callable[[float], tuple[float, float]]) -> float:
    """The two-sided p value at which an interval, a function of its normal quantile, just reaches zero."""
    low, high = 0.0, 40.0
    for _ in range(45):
        z = (low + high) / 2
        lower, upper = interval(z)
        low, high = (low, z) if lower <= 0 <= upper else (z, high)
    return 2 * float(ndtr(-low))


def _group(values: Values, least: int) -> Array:
    found = np.asarray(values, dtype=float)
    if not np.isfinite(found).all():
        raise ValueError("A value is missing or infinite; leave such customers out of both groups by the same rule.")
    if len(found) < least:
        raise ValueError(f"A group has {len(found)} values; it takes at least {least}.")
    return found


@dataclass(frozen=True)
class _Part:
    """One group's mean, the variance of that mean, and what is independent in it."""

    mean: float
    variance: float
    n: int


def _welch(first: _Part, second: _Part, method: str) -> Comparison:
    effect, variance = float(second.mean - first.mean), float(first.variance + second.variance)
    if variance == 0:
        return Comparison(effect, effect, effect, float(effect == 0), first.n, second.n, method)
    freedom = variance**2 / (first.variance**2 / (first.n - 1) + second.variance**2 / (second.n - 1))
    half = float(stdtrit(freedom, 0.975)) * sqrt(variance)
    p = 2 * float(stdtr(freedom, -abs(effect) / sqrt(variance)))
    return Comparison(effect, effect - half, effect + half, p, first.n, second.n, method)


def _clustered(users: Sequence[object], values: Array) -> _Part:
    if len(users) != len(values):
        raise ValueError(f"There are {len(users)} users but {len(values)} values; each value belongs to one user.")
    place: dict[object, int] = {}
    at = np.array([place.setdefault(user, len(place)) for user in users])
    size = len(place)
    if size < 2:
        raise ValueError("A group has one user; it takes at least two.")
    sums, sessions = np.bincount(at, values, size), np.bincount(at, minlength=size)
    mean = float(values.mean())
    left = sums - mean * sessions
    return _Part(mean, float(left @ left) / (size - 1) * size / len(values) ** 2, size)


def _median_variance(values: Array) -> float:
    """From two order statistics about the median (Price & Bonett 2001, Journal of Statistical Computation and Simulation 68)."""
    n = len(values)
    rank = max(round((n + 1) / 2 - sqrt(n)), 1)
    ordered = np.sort(values)
    z = -float(ndtri(bdtr(rank - 1, n, 0.5)))
    return float(((ordered[n - rank] - ordered[rank - 1]) / (2 * z)) ** 2)
