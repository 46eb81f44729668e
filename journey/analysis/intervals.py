"""How sure a figure is: the interval that each kind of metric deserves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from journey.domain.words import MetricKind

Array = NDArray[np.float64]
Bounds = tuple[Array, Array]


def interval(kind: MetricKind, n: Array, total: Array, total_sq: Array, *, level: float = 0.95) -> Bounds:
    """Lower and upper bound of each value, in its own unit; NaN where the figures cannot tell.

    Durations have none here: the bounds of a median need the single durations (`quantile_bounds`).
    """
    with np.errstate(all="ignore"):
        return _BY_KIND[kind](n, total, total_sq, (1 - level) / 2)


def wilson(n: Array, total: Array, tail: float) -> Bounds:
    """Score interval of a share (Wilson 1927, Journal of the American Statistical Association 22:209-212)."""
    z = -_ndtri(tail)
    share = total / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def student(n: Array, total: Array, total_sq: Array, tail: float) -> Bounds:
    """t interval of a mean (Student 1908, Biometrika 6:1-25), from n, sum and sum of squares; NaN below two values."""
    from scipy.special import stdtrit

    mean = total / n
    variance = np.where(n > 1, np.maximum(total_sq - n * mean**2, 0.0) / (n - 1), np.nan)
    half = stdtrit(np.maximum(n - 1, 1), 1 - tail) * np.sqrt(variance / n)
    return mean - half, mean + half


def poisson(total: Array, tail: float) -> Bounds:
    """Exact interval of a count (Garwood 1936, Biometrika 28:437-442)."""
    from scipy.special import gammaincinv

    low = np.where(total > 0, gammaincinv(np.maximum(total, 1e-9), tail), 0.0)
    return low, gammaincinv(total + 1, 1 - tail)


def net_promoter(n: Array, total: Array, total_sq: Array, tail: float) -> Bounds:
    """Adjusted Wald interval of an NPS: three answers are added, 3/4 promoter, 3/2 passive, 3/4 detractor.

    Rocks 2016, Interval estimation for the net promoter score, The American Statistician 70:365-372. The variance of one
    answer is (promoters + detractors) / n - (NPS / 100)^2.
    """
    more, moved = n + 3, total_sq + 1.5
    score = total / more
    half = -_ndtri(tail) * np.sqrt(np.maximum(moved / more - score**2, 0.0) / more)
    low, high = (np.where(n > 0, 100 * side, np.nan) for side in (score - half, score + half))
    return np.maximum(low, -100.0), np.minimum(high, 100.0)


def quantile_bounds(values: Array, share: float, *, level: float = 0.95) -> tuple[float, float]:
    """The order statistics that bracket a quantile, whatever the distribution; NaN where the sample is too small.

    Conover 1999, Practical Nonparametric Statistics, 3rd edition, section 3.2.
    """
    from scipy.special import bdtr

    ordered = np.sort(values)
    n, tail = len(ordered), (1 - level) / 2
    below = bdtr(np.arange(n + 1), n, share) if n else np.array([])
    low = int(np.searchsorted(below, tail, side="right"))  # the largest rank whose chance to lie above is within the tail
    high = int(np.searchsorted(below, 1 - tail))
    return (
        float(ordered[low - 1]) if n and low >= 1 else float("nan"),
        float(ordered[high]) if n and high < n else float("nan"),
    )


def _ndtri(tail: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(tail))


def _ratio(n: Array, total: Array, _: Array, tail: float) -> Bounds:
    """A count over what it is counted against, which is taken as known."""
    low, high = poisson(total, tail)
    return np.where(n > 0, low / n, np.nan), np.where(n > 0, high / n, np.nan)


def _unknown(n: Array, *_: object) -> Bounds:
    return np.full(len(n), np.nan), np.full(len(n), np.nan)


_BY_KIND: dict[MetricKind, Callable[[Array, Array, Array, float], Bounds]] = {
    MetricKind.COUNT: lambda n, total, total_sq, tail: poisson(total, tail),
    MetricKind.RATE: lambda n, total, total_sq, tail: wilson(n, total, tail),
    MetricKind.MEAN: student,
    MetricKind.DURATION: _unknown,
    MetricKind.NPS: net_promoter,
    MetricKind.RATIO: _ratio,
}
