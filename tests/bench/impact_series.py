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
            each = np.maximum(mean, 0.01)[who] * np.exp(rng.normal(-(self.sigma**2) / 2, self.sigma, len(who)))
        else:
            share = np.clip((mean - 1) / self.steps, 0.02, 0.98)[who]
            chance = rng.beta(share * self.tight, (1 - share) * self.tight)
            each = 1.0 + rng.binomial(self.steps, chance)
        return np.bincount(who, each, len(asked)) / np.maximum(asked, 1)


def exam(rng: np.random.Generator, kpi: str, noise: str, *, strength: float = 0.0) -> Case:
    """A series from another hand: latent shocks on a logit or log scale, bursts of volume, longer holes, other strengths.

    Nothing in it was looked at while the method was made. The oracle knows the covariance on the KPI's own scale.
    """
    weeks, length_after = rng.uniform(8, 20), int(rng.choice([7, 10, 14, 21, 28]))
    before = int(weeks * 7)
    size = before + length_after
    day = np.arange(size)
    weekday = (day + int(rng.integers(7))) % 7
    after = day >= before
    weekend = rng.beta(2, 2)
    shape = np.where(weekday >= 5, weekend, 1.0) * (1 + 0.1 * np.sin(weekday + rng.uniform(0, 6)))
    people = np.exp(rng.uniform(np.log(12), np.log(250 if kpi in {"drop-off", "tickets"} else 70)))
    asked = rng.negative_binomial(25, 25 / (25 + people * shape))
    level, unit = _EXAM_LEVEL[kpi](rng), 1.0
    if kpi == "tickets":
        sampling, unit = people * shape, people
    else:
        spread = _EXAM_SPREAD[kpi](level)
        sampling = spread**2 / np.maximum(asked, 1)
    usual = float(np.sqrt(np.median(sampling)))
    carry, cov, drift = _exam_noise(rng, noise, size, usual)
    ceiling = (
        0.45 * min(level if kpi != "nps" else 100 - abs(level), _EXAM_TOP[kpi] - level) if kpi != "tickets" else 0.5 * people
    )
    shrink = min(1.0, ceiling / max(float(np.abs(carry + drift).max()), 1e-9))
    carry, cov, drift = carry * shrink, cov * shrink**2, drift * shrink
    load = shape / shape.mean() if kpi == "tickets" else np.ones(size)
    week_effect = np.zeros(7) if kpi == "tickets" else rng.uniform(-0.8, 0.8, 7) * usual * (rng.random() < 0.7)
    kept = (rng.random(size) > rng.choice([0.0, 0.02, 0.08])) & ((asked > 0) | (kpi == "tickets"))
    design = oracle_design(weekday, after, day / size if noise == "trend" else None)
    total = load[:, None] * cov * load + np.diag(sampling)
    se = oracle(design, total, np.zeros(size), kept)[1]
    effect = float(strength * se * rng.choice([-1, 1]))
    base = unit * shape if kpi == "tickets" else level + week_effect[weekday]
    mean = base + load * (carry + drift) + effect * after
    values = _exam_values(rng, kpi, mean, asked, level)
    values[~kept] = np.nan
    estimate, _ = oracle(design, total, np.nan_to_num(values), kept)
    return Case(KIND.get(kpi, "mean"), values, asked.astype(float), after, weekday, effect, estimate, se)


_EXAM_LEVEL = {
    "drop-off": lambda rng: rng.beta(3, 6) * 0.7 + 0.05,
    "csat": lambda rng: rng.uniform(2.8, 4.5),
    "nps": lambda rng: rng.uniform(-30, 55),
    "ces": lambda rng: rng.uniform(3.5, 6.2),
    "tickets": lambda rng: 1.0,
    "time to resolution": lambda rng: rng.lognormal(2, 1),
}
_EXAM_SPREAD = {
    "drop-off": lambda level: np.sqrt(level * (1 - level)),
    "csat": lambda level: np.sqrt((level - 1) * (5 - level) * 0.4),
    "nps": lambda level: np.sqrt(1e4 * 0.75 - level**2),
    "ces": lambda level: np.sqrt((level - 1) * (7 - level) * 0.3),
    "time to resolution": lambda level: 0.8 * level,
}
_EXAM_TOP = {"drop-off": 1.0, "csat": 5.0, "nps": 100.0, "ces": 7.0, "time to resolution": np.inf}


def _exam_noise(rng: np.random.Generator, noise: str, size: int, usual: float) -> tuple[Array, Array, Array]:
    day, none = np.arange(size), np.zeros(size)
    if noise == "random walk":
        step = usual * rng.gamma(3, 0.07)
        steps = rng.normal(0, step, size)
        steps[0] = 0.0
        return np.cumsum(steps), step**2 * np.minimum(day[:, None], day), none
    if noise in {"independent", "trend"}:
        spread = usual * rng.choice([0.0, 0.4, 0.8])
        drift = usual * rng.normal(0, 1.5) * (2 * day / size - 1) if noise == "trend" else none
        return rng.normal(0, 1, size) * spread, spread**2 * np.eye(size), drift
    rho, spread = float(noise[-2:]), usual * rng.lognormal(0, 0.4)
    cov = spread**2 * rho ** np.abs(day[:, None] - day)
    return np.linalg.cholesky(cov + 1e-12 * spread**2 * np.eye(size)) @ rng.normal(size=size), cov, none


def _exam_values(rng: np.random.Generator, kpi: str, mean: Array, asked: NDArray[np.int64], level: float) -> Array:
    n = np.maximum(asked, 1)
    if kpi == "tickets":
        return rng.poisson(np.maximum(mean, 0.05)).astype(float)
    if kpi == "drop-off":
        return rng.binomial(asked, np.clip(mean, 0, 1)) / n
    if kpi == "nps":
        share = np.clip(mean / 100, -0.74, 0.74)
        counts = np.array([rng.multinomial(a, [(0.75 + s) / 2, 0.25, (0.75 - s) / 2]) for a, s in zip(asked, share, strict=True)])
        return 100.0 * (counts[:, 0] - counts[:, 2]) / n
    if kpi == "time to resolution":
        form = 1 / 0.8**2
        return rng.gamma(form * n, np.maximum(mean, 0.01) / form) / n
    steps, loose = (4, 0.4) if kpi == "csat" else (6, 0.3)
    share = np.clip((mean - 1) / steps, 0.03, 0.97)
    tight = (steps - steps * loose) / (steps * loose - 1)
    each = np.repeat(share, asked)
    points = rng.binomial(steps, rng.beta(each * tight, (1 - each) * tight))
    return 1 + np.bincount(np.repeat(np.arange(len(asked)), asked), points, len(asked)) / n
