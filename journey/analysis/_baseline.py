"""What a KPI usually does: level, slope, weekdays and noise, fitted to the past that was not in alert."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.analysis._series import Floats, Ints

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


def fit(
    step: Ints, y: Floats, n: Floats, at: int, season: int, *, known: float | None, counted: bool, damp: float = 2.0
) -> Baseline:
    """Fit a baseline to past values; slopes and weekday effects are shrunk to none unless the data insist.

    Huber-clipped residuals (Huber 1964) keep single wild days from mattering; shrinkage is positive-part James-Stein
    (Efron and Morris 1973), each weekday by its own number of values.
    """
    age = (step - at).astype(np.float64)
    weekday = step % season
    spread, sampling = _start(y, n, known, counted)
    effect = np.zeros(season)
    clipped = y
    level = slope = var_level = var_slope = 0.0
    for _ in range(3):
        weight = 1.0 / (spread + sampling / n + TINY)
        level, slope, var_level, var_slope = _line(age, clipped - effect[weekday], weight, damp)
        rest = clipped - level - slope * age
        if season > 1 and len(y) >= 14:
            effect = _weekdays(rest, weight, weekday, season)
        fitted = level + slope * age + effect[weekday]
        spread, sampling = _variances(clipped - fitted, n, known, counted, lost=_lost(effect, slope))
        bound = 2.5 * np.sqrt(spread + sampling / n)
        clipped = fitted + np.clip(y - fitted, -bound, bound)
    return Baseline(at, level, slope, effect.tolist(), spread, sampling, var_level, var_slope, len(y))


def _start(y: Floats, n: Floats, known: float | None, counted: bool) -> tuple[float, float]:
    middle = float(np.median(y))
    total = (1.4826 * float(np.median(np.abs(y - middle)))) ** 2 or float(np.var(y))
    if known is not None:
        return max(total - known * float(np.mean(1 / n)), 0.0), known
    return (total / 2, total / 2 * float(np.median(n))) if counted else (total, 0.0)


def _line(age: Floats, y: Floats, weight: Floats, damp: float) -> tuple[float, float, float, float]:
    """Weighted level at age 0 and a shrunk slope, with their variances."""
    total = float(weight.sum())
    centre = float(weight @ age) / total
    mean = float(weight @ y) / total
    away = age - centre
    leverage = float(weight @ (away * away))
    if leverage <= 0 or len(y) < 28:
        return mean, 0.0, 1 / total, 0.0
    slope = float(weight @ (away * y)) / leverage
    keep = max(0.0, 1.0 - damp / (slope * slope * leverage + TINY))
    slope *= keep
    return mean - slope * centre, slope, 1 / total + keep * centre * centre / leverage, keep / leverage


def _weekdays(rest: Floats, weight: Floats, weekday: Ints, season: int) -> Floats:
    have = np.bincount(weekday, weight, season)
    raw = np.bincount(weekday, weight * rest, season) / np.maximum(have, TINY)
    seen = have > 0
    noise = 1.0 / np.maximum(have, TINY)
    between = max(float(np.mean(raw[seen] ** 2 - noise[seen])), 0.0)
    effect = np.where(seen, raw * between / (between + noise), 0.0)
    return effect - float(effect @ have) / float(have.sum())


def _lost(effect: Floats, slope: float) -> float:
    """Degrees of freedom that the fit used, about."""
    return 1.0 + (slope != 0.0) + (0.8 * (len(effect) - 1) if effect.any() else 0.0)


SHARES = np.array([0.05, 0.25, 0.5, 0.75, 0.95])


def _variances(residual: Floats, n: Floats, known: float | None, counted: bool, *, lost: float) -> tuple[float, float]:
    """Between-day variance and sampling variance times n; a small prior keeps short histories from looking calm."""
    stretch = len(residual) / max(len(residual) - lost, 1.0)
    square = residual * residual * stretch * 1.05
    if known is not None:
        weight = 1 / (known / n)
        ratio = float(np.mean(square * weight))
        extra = float(np.sum(weight * (square - known / n)) / np.sum(weight))
        return (max(extra, 0.0), known) if ratio > 1 else (0.0, known * max(ratio, 0.6))
    if not counted or float(n.max()) < 1.3 * float(n.min()):
        total = float(square.mean())
        return (total, 0.0) if not counted else (total / 2, total / 2 * float(np.mean(n)))
    return _split(square, n)


def _split(square: Floats, n: Floats) -> tuple[float, float]:
    """How much of the noise falls with n: a likelihood over a grid of shares, averaged."""
    usual = 1.0 / float(np.mean(1 / n))
    shape = SHARES[:, None] * (usual / n)[None, :] + (1 - SHARES)[:, None]
    total = (square[None, :] / shape).mean(axis=1)
    fit = -0.5 * (len(n) * np.log(total + TINY) + np.log(shape).sum(axis=1))
    chance = np.exp(fit - fit.max())
    chance /= chance.sum()
    return float(chance @ ((1 - SHARES) * total)), float(chance @ (SHARES * total)) * usual
