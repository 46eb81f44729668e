"""A third hand's daily KPIs with a known change: single answers drawn one by one, closed weekends, holes and thin days.

It shares the oracle's algebra with `impact_series` and nothing else, and is only for measuring: choose nothing by it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.bench.impact_series import Array, Case, oracle, oracle_design

WEIGHTS = {"csat": np.arange(1, 6), "ces": np.arange(1, 8), "nps": np.repeat([-100, 0, 100], [7, 2, 2])}
"""What each answer of a scale counts; an NPS answer is one of eleven."""
KINDS = {"drop-off": "rate", "nps": "nps", "tickets": "count", "time to resolution": "duration"}


def field(rng: np.random.Generator, kpi: str, noise: str, *, strength: float = 0.0) -> Case:
    """A series whose change is `strength` oracle standard errors up or down."""
    before, size_after = int(rng.integers(56, 141)), int(rng.integers(7, 29))
    day = np.arange(before + size_after)
    weekday, after = (day + int(rng.integers(7))) % 7, day >= before
    asked, opened = _customers(rng, kpi, weekday)
    holes = rng.random(len(day)) < rng.exponential(0.02)
    start = int(rng.integers(10, before - 10))
    holes[start : start + int(rng.choice([0, 0, 1, 9]))] = True
    kept = opened & ~holes & ((asked > 0) | (kpi == "tickets"))
    tilt = rng.normal(0, 0.15, 7)
    mean, variance, lowest, highest = _one_answer(rng, kpi)
    load = asked / asked[opened].mean() if kpi == "tickets" else np.ones(len(day))
    level = mean * load if kpi == "tickets" else mean + tilt[weekday] * np.sqrt(variance) / 3
    answers = np.ones(len(day)) if kpi == "tickets" else np.maximum(asked, 1)
    sampling = (level + 0.02 * level**2 if kpi == "tickets" else variance / answers) + 1e-9
    usual = float(np.sqrt(np.median(sampling[kept])))
    moved, cov, drift = _latent(rng, noise, day, usual)
    room = 0.6 * min(mean - lowest, highest - mean)
    fit = min(1.0, room / max(float(np.abs(moved + drift).max()), 1e-9))
    total = fit**2 * load[:, None] * cov * load + np.diag(sampling)
    design = oracle_design(weekday, after, day / len(day) if noise == "trend" else None)
    design = design[:, design[kept].any(axis=0)]
    if not opened.all():
        design = np.delete(design, 1, axis=1)
    se = oracle(design, total, np.zeros(len(day)), kept)[1]
    effect = float(strength * se * rng.choice([-1.0, 1.0]))
    values = _observed(rng, kpi, level + fit * load * (moved + drift) + effect * after, asked, variance)
    values[~kept] = np.nan
    estimate, se = oracle(design, total, np.nan_to_num(values), kept)
    n = np.where(kept, asked, 0.0) if kpi != "tickets" else np.ones(len(day))
    return Case(KINDS.get(kpi, "mean"), values, n, after, weekday, effect, estimate, se)


def _customers(rng: np.random.Generator, kpi: str, weekday: NDArray[np.int64]) -> tuple[Array, NDArray[np.bool_]]:
    """How many came on each day, and on which days the doors were open; a fifth close at weekends."""
    busy = rng.gamma(8, 1 / 8, 7)
    opened = (weekday < 5) | (rng.random() < 0.8)
    if kpi == "tickets":
        return busy[weekday] * opened, opened
    usual = np.exp(rng.uniform(np.log(8), np.log(120)))
    return (rng.poisson(usual * busy[weekday] * rng.gamma(12, 1 / 12, len(weekday))) * opened).astype(float), opened


def _one_answer(rng: np.random.Generator, kpi: str) -> tuple[float, float, float, float]:
    """Mean and variance of a single answer (of a day, for tickets), and the ends of its scale."""
    if kpi == "drop-off":
        share = float(rng.uniform(0.08, 0.7))
        return share, share * (1 - share), 0.0, 1.0
    if kpi == "tickets":
        usual = float(np.exp(rng.uniform(np.log(6), np.log(90))))
        return usual, usual, 0.0, 9 * usual
    if kpi == "time to resolution":
        usual = float(np.exp(rng.normal(1.5, 1)))
        return usual, usual**2 * float(np.expm1(rng.uniform(0.4, 0.9) ** 2)), 0.0, 9 * usual
    points = WEIGHTS[kpi]
    chance = rng.dirichlet(np.exp(rng.normal(0, 0.4) * np.linspace(-1, 1, len(points))) * 3)
    mean = float(chance @ points)
    return mean, float(chance @ points**2) - mean**2, float(points.min()), float(points.max())


def _latent(rng: np.random.Generator, noise: str, day: NDArray[np.int64], usual: float) -> tuple[Array, Array, Array]:
    """What moves every answer of a day: its path, its covariance, and a straight drift."""
    none, apart = np.zeros(len(day)), np.abs(day[:, None] - day)
    if noise == "random walk":
        step = usual * float(np.exp(rng.uniform(np.log(0.06), np.log(0.5))))
        return np.cumsum(rng.normal(0, step, len(day))), step**2 * (np.minimum(day[:, None], day) + 1.0), none
    if noise.startswith("AR"):
        rho, part = float(noise[-2:]), rng.uniform(0.2, 0.75)
        spread = usual * float(np.sqrt(part / (1 - part)))
        cov = spread**2 * rho**apart
        return rng.multivariate_normal(none, cov, method="cholesky"), cov, none
    spread = usual * rng.uniform(0, 0.7)
    slope = rng.uniform(-0.04, 0.04) * usual * (day - day.mean()) if noise == "trend" else none
    return rng.normal(0, 1, len(day)) * spread, spread**2 * np.eye(len(day)), slope


def _observed(rng: np.random.Generator, kpi: str, mean: Array, asked: Array, variance: float) -> Array:
    n = asked.astype(int)
    if kpi == "tickets":
        return rng.poisson(np.maximum(mean, 0.0) * rng.gamma(50, 1 / 50, len(n))).astype(float)
    if kpi == "drop-off":
        return np.array([(rng.random(count) < share).mean() if count else np.nan for count, share in zip(n, mean, strict=True)])
    if kpi == "time to resolution":
        mean = np.maximum(mean, 0.01)
        spread = np.sqrt(np.log1p(variance / mean**2))
        drawn = zip(n, np.log(mean) - spread**2 / 2, spread, strict=True)
        return np.array([rng.lognormal(middle, sigma, count).mean() if count else np.nan for count, middle, sigma in drawn])
    return _on_scale(rng, WEIGHTS[kpi], mean, n, variance)


def _on_scale(rng: np.random.Generator, points: NDArray[np.int64], mean: Array, n: NDArray[np.int64], variance: float) -> Array:
    """Means of answers on a scale: exponentially tilted shares with the day's mean, near the usual variance."""
    x = np.unique(points).astype(float) if points.min() >= 0 else np.array([-100.0, 0.0, 100.0])
    unit = (x - x.mean()) / np.ptp(x)
    bend = np.linspace(-30, 30, 61)
    peak = _peak(x, variance)
    table = np.exp(bend[:, None] * unit - peak * unit**2)
    table /= table.sum(axis=1, keepdims=True)
    at = np.interp(mean, table @ x, bend)
    shares = np.exp(at[:, None] * unit - peak * unit**2)
    shares /= shares.sum(axis=1, keepdims=True)
    drawn = zip(n, shares, strict=True)
    return np.array([rng.multinomial(count, share) @ x / count if count else np.nan for count, share in drawn])


def _peak(x: Array, variance: float) -> float:
    """How peaked the scale's middle must be for the variance of an answer."""
    unit = (x - x.mean()) / np.ptp(x)
    tries = np.linspace(-20, 40, 241)
    shares = np.exp(-tries[:, None] * unit**2)
    shares /= shares.sum(axis=1, keepdims=True)
    return float(tries[np.argmin(np.abs(shares @ (x - x.mean()) ** 2 - variance))])
