"""What a KPI usually does: level, slope, weekdays and noise, fitted to the past that was not in alert."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.analysis.signals.series import Floats, Ints

TINY = 1e-12


@dataclass(frozen=True)
class Baseline:
    """A fit as of one day. Variances are per day: between-day `spread` plus `sampling` / n.

    level at step `at`, slope per step, seven (or one) weekday effects; var_level and var_slope are their squared errors
    under independence; `points` is how many values it rests on.
    """

    at: int
    level: float
    slope: float
    weekdays: list[float]
    spread: float
    sampling: float
    var_level: float
    var_slope: float
    points: int

    def variance(self, expected: float, n: float, counts: bool) -> float:
        """Of one value resting on `n`; what varies between days grows with the level of a count (on its root scale)."""
        spread = self.spread * (max(expected, 0.5) / max(self.level, 0.5)) ** 2 if counts else self.spread
        return spread + self.sampling / n + TINY


def fit(
    step: Ints,
    y: Floats,
    n: Floats,
    at: int,
    season: int,
    *,
    known: float | None,
    counted: bool,
    damp: float,
    before: Baseline | None = None,
) -> Baseline:
    """Fit a baseline to past values; slopes and weekday effects are shrunk to none unless the data insist.

    Huber-clipped residuals (Huber 1964) keep single wild days from mattering; shrinkage is positive-part James-Stein
    (Efron and Morris 1973), each weekday by its own number of values. `before` is an earlier fit to start from.
    """
    age = (step - at).astype(np.float64)
    weekday = step % season
    spread, sampling = (before.spread, before.sampling) if before else _start(y, n, known, counted)
    effect = np.array(before.weekdays) if before else np.zeros(season)
    clipped, level, slope, var_level, var_slope = y, 0.0, before.slope if before else 0.0, 0.0, 0.0
    for turn in range(1 if before else 3):
        variance = spread + sampling / n + TINY
        if turn or before:
            known_part = effect[weekday] + slope * age
            middle = known_part + (level if turn else _middle(y - known_part))
            bound = 2.5 * np.sqrt(variance)
            clipped = middle + np.minimum(np.maximum(y - middle, -bound), bound)
        weight = 1.0 / variance
        level, slope, var_level, var_slope = _line(age, clipped - effect[weekday], weight, damp, 28 if season > 1 else 9)
        rest = clipped - level - slope * age
        if season > 1 and len(y) >= 14:
            effect = _weekdays(rest, weight, weekday, season)
        spread, sampling = _variances(rest - effect[weekday], n, known, counted, lost=_lost(effect, slope))
    return Baseline(at, level, slope, effect.tolist(), spread, sampling, var_level, var_slope, len(y))


def _middle(y: Floats) -> float:
    return float(np.sort(y)[len(y) // 2])


def _start(y: Floats, n: Floats, known: float | None, counted: bool) -> tuple[float, float]:
    middle = float(np.median(y))
    total = (1.4826 * float(np.median(np.abs(y - middle)))) ** 2 or float(np.var(y))
    if known is not None:
        return max(total - known * float(np.mean(1 / n)), 0.0), known
    return (total / 2, total / 2 * float(np.median(n))) if counted else (total, 0.0)


def _line(age: Floats, y: Floats, weight: Floats, damp: float, least: int) -> tuple[float, float, float, float]:
    """Weighted level at age 0 and a shrunk slope, with their variances."""
    total = float(weight.sum())
    centre = float(weight @ age) / total
    mean = float(weight @ y) / total
    away = age - centre
    leverage = float(weight @ (away * away))
    if leverage <= 0 or len(y) < least:
        return mean, 0.0, 1 / total, 0.0
    slope = float(weight @ (away * y)) / leverage
    keep = max(0.0, 1.0 - damp / (slope * slope * leverage + TINY))
    slope *= keep
    return mean - slope * centre, slope, 1 / total + keep * centre * centre / leverage, keep / leverage


def _weekdays(rest: Floats, weight: Floats, weekday: Ints, season: int) -> Floats:
    have = np.bincount(weekday, weight, season).tolist()
    total = np.bincount(weekday, weight * rest, season).tolist()
    seen = [(t / h, 1.0 / h) for t, h in zip(total, have, strict=True) if h > 0]
    between = max(sum(m * m - v for m, v in seen) / len(seen), 0.0)
    effect = [t / h * between / (between + 1.0 / h) if h > 0 else 0.0 for t, h in zip(total, have, strict=True)]
    middle = sum(e * h for e, h in zip(effect, have, strict=True)) / sum(have)
    return np.array([one - middle for one in effect])


def _lost(effect: Floats, slope: float) -> float:
    """Degrees of freedom that the fit used, about."""
    return 1.0 + (slope != 0.0) + (0.8 * (len(effect) - 1) if effect.any() else 0.0)


SHARES = np.array([[0.05], [0.35], [0.65], [0.95]])


def _variances(residual: Floats, n: Floats, known: float | None, counted: bool, *, lost: float) -> tuple[float, float]:
    """Between-day variance and sampling variance times n; a small prior keeps short histories from looking calm."""
    stretch = len(residual) / max(len(residual) - lost, 1.0)
    square = residual * residual * stretch * 1.05
    if known is not None:
        ratio = float(square @ n) / known / len(n)
        extra = (float(square @ n) - known * len(n)) / float(n.sum())
        return (max(extra, 0.0), known) if ratio > 1 else (0.0, known * max(ratio, 0.6))
    if not counted or float(n.max()) < 1.3 * float(n.min()):
        total = float(square.mean())
        return (total, 0.0) if not counted else (total / 2, total / 2 * float(np.mean(n)))
    return _split(square, n)


def _split(square: Floats, n: Floats) -> tuple[float, float]:
    """How much of the noise falls with n: a likelihood over a grid of shares, averaged."""
    size = len(n)
    inverse = 1.0 / n
    usual = size / float(inverse.sum())
    shape = 1.0 + SHARES * (usual * inverse - 1.0)
    total = (square / shape).sum(axis=1) / size
    fit = -0.5 * (size * np.log(total + TINY) + np.log(shape).sum(axis=1))
    chance = np.exp(fit - fit.max())
    chance *= total / chance.sum()
    sampled = float(chance @ SHARES[:, 0])
    return float(chance.sum()) - sampled, sampled * usual
