"""Where a metric has stood of late, how many it is about, and the level that it is held against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from journey.analysis.money.amounts import Array, even_draws
from journey.domain.model import MetricSpec
from journey.domain.words import Direction, MetricKind

RECENT = 8
"""Settled weeks that say where a metric stands and how many pass through in a week."""
YEAR = 52
ENOUGH = 12
"""Settled weeks without which nothing is known to be the best level held."""
HOUR = 3600.0


@dataclass(frozen=True)
class Level:
    """A metric of late: its value, what it may be (`drawn`), how many it is about in a week, and what it is held against.

    `reference` is None where there is neither a target nor history enough; `target` says which of the two it is.
    """

    spec: MetricSpec
    value: float
    drawn: Array
    volume: float
    weeks: int
    reference: float | None
    target: bool

    @property
    def gap(self) -> float:
        """How far the value lies on the wrong side of the reference, in the metric's unit; 0 where it holds it."""
        return max(0.0, float(self.beyond(np.array([self.value]))[0]))

    def beyond(self, values: Array) -> Array:
        """How far values lie on the wrong side of the reference; negative on the good side."""
        if self.reference is None:
            return np.zeros(len(values))
        away = values - self.reference
        return away if self.spec.direction is Direction.DOWN else -away


def level_of(weekly: pl.DataFrame, spec: MetricSpec, target: float | None) -> Level | None:
    """The metric over its last settled weeks; None before there is one.

    `weekly` are WEEKLY rows of everyone. Value and interval come from the weeks' summed statistics, the interval widened by
    how much more than chance the weeks differ (McCullagh & Nelder 1989, Generalized Linear Models, 4.5.2); a duration is its
    latest week's, give or take the spread of the weeks. Reference: the target, or else the level of the better weeks of the
    last year.
    """
    own = weekly.filter(
        pl.col("metric_id") == spec.id, pl.col("segment") == "", "mature", ~pl.col("partial"), pl.col("value").is_not_null()
    ).sort("week")
    recent = own.tail(RECENT)
    if recent.is_empty() or (recent["n"].sum() == 0 and spec.kind is not MetricKind.COUNT):
        return None
    value, drawn = _drawn(recent, spec)
    volume = 1.0 if spec.kind is MetricKind.COUNT else float(recent["n"].sum()) / recent.height
    reference = target if target is not None else _best_held(own.tail(YEAR)["value"].to_numpy(), spec.direction)
    return Level(spec, value, drawn, volume, recent.height, reference, target is not None)


def _best_held(values: Array, direction: Direction) -> float | None:
    """The better quartile of the weeks, drawn in to their middle by the share of their spread that is only noise.

    Else every series would seem to have better weeks to go back to. The noise is half the mean square successive difference
    (von Neumann 1941, Annals of Mathematical Statistics 12:367-395); drawing in by the root of what is left gives estimates
    the spread of the truth (Louis 1984, Journal of the American Statistical Association 79:393-398).
    """
    if len(values) < ENOUGH:
        return None
    middle, better = np.quantile(values, (0.5, 0.25 if direction is Direction.DOWN else 0.75))
    spread, noise = float(np.var(values, ddof=1)), float(np.mean(np.diff(values) ** 2)) / 2
    real = np.sqrt(max(0.0, 1 - noise / spread)) if spread > 0 else 0.0
    return float(middle + (better - middle) * real)


def _drawn(recent: pl.DataFrame, spec: MetricSpec) -> tuple[float, Array]:
    """The value of the weeks together, and what it may be."""
    n, total, squares, values = (recent[name].cast(pl.Float64).to_numpy() for name in ("n", "total", "total_sq", "value"))
    even = even_draws(spec.id)
    if spec.kind is MetricKind.DURATION:
        spread = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
        return float(values[-1]), values[-1] + spread * _normal(even)
    if spec.kind is MetricKind.COUNT:
        n = np.ones(len(values))
    scale = 100.0 if spec.kind is MetricKind.NPS else 1.0
    size, mean = n.sum(), total.sum() / n.sum()
    variance = _variance(spec.kind, mean, size, squares.sum())
    more = _more_than_chance(values / scale, mean, variance, n)
    return float(scale * mean), scale * _posterior(spec.kind, float(mean), size / more, variance, even)


def _variance(kind: MetricKind, mean: float, size: float, squares: float) -> float:
    """The variance of one customer's value, by chance alone."""
    match kind:
        case MetricKind.RATE:
            return float(mean * (1 - mean))
        case MetricKind.COUNT | MetricKind.RATIO:
            return float(mean)
        case _:
            return max(squares / size - mean**2, 0.0)


def _more_than_chance(values: Array, mean: float, variance: float, n: Array) -> float:
    """How many times as much as by chance the weeks differ, at least 1."""
    if variance <= 0 or len(values) < 3:
        return 1.0
    return max(1.0, float(np.sum(n * (values - mean) ** 2) / variance / (len(values) - 1)))


def _posterior(kind: MetricKind, mean: float, size: float, variance: float, even: Array) -> Array:
    """What the value may be, known from `size` customers: Jeffreys' posterior of a share or a count, else normal."""
    from scipy.special import betaincinv, gammaincinv

    drawn: Array
    if kind is MetricKind.RATE:
        drawn = betaincinv(mean * size + 0.5, (1 - mean) * size + 0.5, even)
    elif kind in (MetricKind.COUNT, MetricKind.RATIO):
        drawn = gammaincinv(mean * size + 0.5, even) / size
    else:
        drawn = mean + _normal(even) * np.sqrt(variance / size)
    return drawn


def _normal(even: Array) -> Array:
    from scipy.special import ndtri

    drawn: Array = ndtri(even)
    return drawn
