"""How far a metric has come towards its target, and where it ends by the end of the period if it goes on like this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray

from journey.domain.weeks import Week

Array = NDArray[np.float64]
FEWEST = 4
"""Settled weeks of the period from which a line is drawn into the future."""
QUANTILE = 1.959963984540054


class Pace(StrEnum):
    """Whether a key result gets where it shall."""

    REACHED = "reached"
    ON_TRACK = "on track"
    OFF_TRACK = "off track"
    EARLY = "too early to tell"
    MISSED = "missed"
    UNKNOWN = "not measured"


@dataclass(frozen=True)
class Progress:
    """Where a key result stands; `share` is of the way from baseline to target (may pass 1 or be negative), `gone` of the time.

    `lo` and `hi` bound `share`, `ends_lo` and `ends_hi` the metric's own value `ends` at the end of the period, both at 95 %;
    None where the figures cannot tell. `weeks` is how many settled weeks of the period stand behind it.
    """

    pace: Pace
    share: float | None = None
    lo: float | None = None
    hi: float | None = None
    gone: float = 0.0
    ends: float | None = None
    ends_lo: float | None = None
    ends_hi: float | None = None
    weeks: int = 0


def progress(
    weeks: pl.DataFrame, *, baseline: float, target: float, starts_on: date, ends_on: date, as_of: date,
    least: float = -np.inf, most: float = np.inf,
) -> Progress:  # fmt: skip
    """Hold the settled weeks of one metric (WEEKLY rows) against its way from `baseline` to `target`.

    1. Not measured: no settled week of the period is known.
    2. Reached: the last week is at the target or past it, and its whole interval is, or the period is over.
    3. Missed: the period is over, and the last week is short of the target.
    4. Too early: fewer than FEWEST weeks, or the line's interval at the end holds the target.
    5. On track, off track: the whole interval of the line at the period's end is past the target, or short of it.

    `least` and `most` are what the metric can be at all. Raises ValueError where target and baseline are the same.
    """
    if target == baseline:
        raise ValueError("a target that is the baseline leaves no way to go")
    own = weeks.filter(pl.col("week").is_between(starts_on, min(as_of, ends_on)), pl.col("value").is_not_null())
    gone = min(max((as_of - starts_on).days / max((ends_on - starts_on).days, 1), 0.0), 1.0)
    if own.is_empty():
        return Progress(Pace.UNKNOWN, gone=gone)
    own = own.sort("week")
    last = own.row(-1, named=True)
    share, one, other = (_way(last[name], baseline, target) for name in ("value", "lo", "hi"))
    low, high = (one, other) if target > baseline else (other, one)
    near, ends_lo, ends_hi = (
        _at_the_end(own, ends_on, least, most) if own.height >= FEWEST and as_of < ends_on else (None, None, None)
    )
    pace = _pace(share or 0.0, low, as_of >= ends_on, [_way(bound, baseline, target) for bound in (ends_lo, ends_hi)])
    return Progress(pace, share, low, high, gone, near, ends_lo, ends_hi, own.height)


def _way(value: float | None, baseline: float, target: float) -> float | None:
    return None if value is None else (value - baseline) / (target - baseline)


def _pace(share: float, low: float | None, over: bool, ends: list[float | None]) -> Pace:
    if share >= 1 and (over or (low is not None and low >= 1)):
        return Pace.REACHED
    if over:
        return Pace.MISSED
    known = [bound for bound in ends if bound is not None]
    if known and min(known) >= 1:
        return Pace.ON_TRACK
    if known and max(known) < 1:
        return Pace.OFF_TRACK
    return Pace.EARLY


def _at_the_end(own: pl.DataFrame, ends_on: date, least: float, most: float) -> tuple[float, float, float]:
    """The straight line through the weeks, at the period's last week: value, lo and hi (95 %) of its mean.

    Weeks weigh by their sampling variance, known from their intervals, and the line's variance is widened by the Birge ratio
    where they scatter more than sampling explains (Birge 1932, Physical Review 40:207-227); Student's t with two degrees fewer
    than weeks. Assumes that the pace stays what it was: what ships tomorrow is not in it.
    """
    from scipy.special import stdtrit

    x = np.array([(day - own["week"][0]).days / 7 for day in own["week"]], dtype=float)
    y, variance = own["value"].to_numpy().astype(float), _variance(own)
    design = np.column_stack([np.ones_like(x), x])
    weight = 1 / variance
    inverse = np.linalg.inv(design.T @ (design * weight[:, None]))
    line = inverse @ design.T @ (weight * y)
    scatter = float(np.sum(weight * (y - design @ line) ** 2) / (len(x) - 2))
    at = np.array([1.0, (Week.of(ends_on).monday - own["week"][0]).days / 7])
    half = float(stdtrit(len(x) - 2, 0.975) * np.sqrt(max(scatter, 1.0) * (at @ inverse @ at)))
    near, low, high = np.clip(float(at @ line) + np.array([0.0, -half, half]), least, most)
    return float(near), float(low), float(high)


def _variance(own: pl.DataFrame) -> Array:
    """The sampling variance of each week; where intervals are not known, the same for all, taken from the scatter."""
    width = own.select((pl.col("hi") - pl.col("lo")) / (2 * QUANTILE)).to_series().to_numpy().astype(float)
    if np.isfinite(width).all() and (width > 0).all():
        return width**2
    y = own["value"].to_numpy().astype(float)
    steps = np.diff(y) ** 2 / 2
    return np.full(len(y), max(float(steps.mean()), 1e-12))
