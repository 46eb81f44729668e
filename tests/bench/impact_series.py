"""Simulated daily KPIs with a known change, and the oracle that knows how their noise was made.

Two generators share nothing but the six KPIs and the five kinds of noise. `workshop` is the one that the
method was tuned on. `exam` was written apart and is only for measuring: never choose anything by it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
KPIS = ("drop-off", "csat", "nps", "ces", "tickets", "time to resolution")
NOISES = ("independent", "AR .5", "AR .8", "random walk", "trend")
KIND = {"drop-off": "rate", "tickets": "count", "time to resolution": "duration"}


@dataclass(frozen=True)
class Case:
    """A series, what was done to it, and what an oracle would say."""

    kind: str
    values: Array
    denominators: Array
    after: NDArray[np.bool_]
    weekday: NDArray[np.int64]
    effect: float
    oracle_effect: float
    oracle_se: float

    @property
    def before_days(self) -> int:
        return int((~self.after).sum())


def workshop(rng: np.random.Generator, kpi: str, noise: str, *, strength: float = 0.0) -> Case:
    """A series whose change is `strength` oracle standard errors up or down."""
    before, length_after = int(rng.integers(56, 141)), int(rng.integers(7, 29))
    size = before + length_after
    time = np.arange(size)
    weekday = (time + int(rng.integers(7))) % 7
    low, high = {"drop-off": (30, 400), "tickets": (8, 150)}.get(kpi, (5, 60))
    volume = float(np.exp(rng.uniform(np.log(low), np.log(high))))
    rhythm = np.exp(rng.normal(0, 0.25, 7))
    rhythm[5:] *= rng.uniform(0.4, 1)
    rhythm /= rhythm.mean()
    asked = rng.poisson(volume * rhythm[weekday])
    answer = _answer(rng, kpi, volume)
    load = rhythm[weekday] if kpi == "tickets" else np.ones(size)
    sampling = answer.variance * load if kpi == "tickets" else answer.variance / np.maximum(asked, 1)
    typical = min(float(np.sqrt(np.median(sampling))), answer.room / 6)
    pattern = rng.normal(0, rng.uniform(0, 1), 7) * typical
    wander, cov = _wander(rng, noise, size, typical)
    drift = rng.uniform(-4, 4) * typical * (time / size - 0.5) if noise == "trend" else np.zeros(size)
    kept = (rng.random(size) > 0.03) & ((asked > 0) | (kpi == "tickets"))
    if rng.random() < 0.2:
        gap = int(rng.integers(5, before - 12))
        kept[gap : gap + int(rng.integers(2, 6))] = False
    after = time >= before
    design = oracle_design(weekday, after, time / size if noise == "trend" else None)
    total = load[:, None] * cov * load + np.diag(sampling)
    se = oracle(design, total, np.zeros(size), kept)[1]
    effect = strength * se * float(rng.choice([-1.0, 1.0]))
    level = answer.base * load if kpi == "tickets" else answer.base + pattern[weekday]
    values = answer.draw(rng, level + load * (wander + drift) + effect * after, asked)
    values[~kept] = np.nan
    estimate, se = oracle(design, total, np.nan_to_num(values), kept)
    return Case(KIND.get(kpi, "mean"), values, asked.astype(float), after, weekday, effect, estimate, se)


def oracle_design(weekday: NDArray[np.int64], after: NDArray[np.bool_], slope: Array | None) -> Array:
    columns = [np.ones(len(weekday)), *[(weekday == day).astype(float) for day in range(1, 7)]]
    columns += [] if slope is None else [slope]
    return np.array([*columns, after.astype(float)]).T


def oracle(design: Array, cov: Array, values: Array, kept: NDArray[np.bool_]) -> tuple[float, float]:
    """Generalised least squares with the true covariance: the step and its standard error."""
    inverse = np.linalg.inv(cov[np.ix_(kept, kept)])
    rows = design[kept]
    bread = np.linalg.inv(rows.T @ inverse @ rows)
    return float((bread @ rows.T @ inverse @ values[kept])[-1]), float(np.sqrt(bread[-1, -1]))


def _wander(rng: np.random.Generator, noise: str, size: int, typical: float) -> tuple[Array, Array]:
    """What moves the KPI beside sampling, with its covariance."""
    time = np.arange(size)
    if noise == "random walk":
        step = rng.uniform(0.05, 0.3) * typical
        return np.cumsum(rng.normal(0, step, size)), step**2 * (1 + np.minimum(time[:, None], time))
    if noise in {"independent", "trend"}:
        spread = rng.uniform(0, 1) * typical
        return rng.normal(0, 1, size) * spread, spread**2 * np.eye(size)
    rho, spread = float(noise[-2:]), rng.uniform(0.5, 2) * typical
    wander = rng.normal(0, spread, size)
    for day in range(1, size):
        wander[day] = rho * wander[day - 1] + np.sqrt(1 - rho**2) * wander[day]
    return wander, spread**2 * rho ** np.abs(time[:, None] - time)


class _answer:
    """How one day's value comes about from its mean and the number asked; `variance` is that of one answer.

    `room` is how far the mean may move before it meets an end of its scale.
    """

    def __init__(self, rng: np.random.Generator, kpi: str, volume: float) -> None:
        self.kpi = kpi
        self.steps = {"csat": 4, "ces": 6}.get(kpi, 0)
        if kpi == "drop-off":
            self.base = rng.uniform(0.1, 0.6)
            self.variance = self.base * (1 - self.base)
            self.room = self.base
        elif kpi == "nps":
            self.passive, self.base = rng.uniform(0.15, 0.4), rng.uniform(-20, 50)
            self.variance = 1e4 * (1 - self.passive - (self.base / 100) ** 2)
            self.room = 100 * (1 - self.passive) - abs(self.base)
        elif kpi == "tickets":
            self.base = self.variance = self.room = volume
        elif kpi == "time to resolution":
            self.base, self.sigma = float(np.exp(rng.uniform(0, 4))), rng.uniform(0.5, 1)
            self.variance = self.base**2 * np.expm1(self.sigma**2)
            self.room = self.base
        else:
            share, self.tight = rng.uniform(0.5, 0.85), rng.uniform(1.5, 4)
            self.base = 1 + self.steps * share
            self.variance = self.steps * share * (1 - share) * (1 + (self.steps - 1) / (self.tight + 1))
            self.room = self.steps * (1 - share)

    def draw(self, rng: np.random.Generator, mean: Array, asked: NDArray[np.int64]) -> Array:
        if self.kpi == "tickets":
            return rng.poisson(np.maximum(mean, 0.01)).astype(float)
        if self.kpi == "drop-off":
            return rng.binomial(asked, np.clip(mean, 0.001, 0.999)) / np.maximum(asked, 1)
        if self.kpi == "nps":
            up = np.clip((1 - self.passive + mean / 100) / 2, 0, 1 - self.passive)
            promoters = rng.binomial(asked, up)
            down = np.clip((1 - self.passive - up) / np.maximum(1 - up, 1e-9), 0, 1)
            return 100.0 * (promoters - rng.binomial(asked - promoters, down)) / np.maximum(asked, 1)
        who = np.repeat(np.arange(len(asked)), asked)
        if self.kpi == "time to resolution":
            each = np.maximum(mean, 0.01)[who] * np.exp(rng.normal(-self.sigma**2 / 2, self.sigma, len(who)))
        else:
            share = np.clip((mean - 1) / self.steps, 0.02, 0.98)[who]
            chance = rng.beta(share * self.tight, (1 - share) * self.tight)
            each = 1.0 + rng.binomial(self.steps, chance)
        return np.bincount(who, each, len(asked)) / np.maximum(asked, 1)
