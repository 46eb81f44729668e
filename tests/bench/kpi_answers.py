"""A second, independent simulation of KPIs: customers answer, call and give up one by one, and days add them up.

Where `kpi_series` adds noise to a mean, here every value is made of answers: a drop-off is binomial with a beta-distributed
chance, CSAT and CES are means of whole-number answers, NPS counts promoters and detractors, tickets are negative binomial,
time to resolution averages lognormal times. What carries over from day to day is an AR(1) on the log-odds, the latent
opinion or the log. Events are sized in standard deviations of the value itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tests.bench.kpi_series import EVENTS, KIND, KPIS, Event, Series

GROWING = ("tickets", "time to resolution")
VARIANTS = ("answers", "no denominators", "gaussian", "thin", "steady", "closed weekends", "weekly")
"""answers: as above. no denominators: the same, n not told. gaussian: normal noise on the mean of the day in place of
answers. thin: a few answers a day. steady: nothing carries over and nothing is missing. closed weekends: no data on them."""

Array = np.ndarray


@dataclass(frozen=True)
class Population:
    """How one KPI's customers answer: `chances` of each of `points`, by latent opinion."""

    points: Array
    cuts: Array

    def chances(self, opinion: Array) -> Array:
        """Rows of chances, one an opinion: an ordered logit."""
        below = 1 / (1 + np.exp(-(self.cuts[None, :] - opinion[:, None])))
        edges = np.concatenate([np.zeros((len(opinion), 1)), below, np.ones((len(opinion), 1))], axis=1)
        return np.diff(edges, axis=1)

    def moments(self, opinion: Array) -> tuple[Array, Array]:
        """Mean and variance of one answer."""
        p = self.chances(opinion)
        mean = p @ self.points
        return mean, p @ self.points**2 - mean**2


SURVEYS = {
    "csat": Population(np.arange(1.0, 6), np.array([-3.2, -2.3, -1.2, 0.6])),
    "ces": Population(np.arange(1.0, 8), np.array([-3.0, -2.2, -1.5, -0.7, 0.3, 1.6])),
    "nps": Population(np.array([-100.0, 0.0, 100.0]), np.array([-1.0, 0.2])),
}


@dataclass(frozen=True)
class World:
    """One KPI before anything happened to it, by day: people, opinion (link), and what varies between days on the link."""

    kpi: str
    people: Array
    link: Array
    spread: float
    extra: float

    def moments(self) -> tuple[Array, Array]:
        """Mean and standard deviation of each day's value."""
        n = np.maximum(self.people, 1.0)
        if self.kpi == "tickets":
            mean = self.people * np.exp(self.link)
            return mean, np.sqrt(mean + mean**2 * (self.extra + self.spread**2))
        if self.kpi == "time to resolution":
            mean = np.exp(self.link + self.extra**2 / 2)
            return mean, mean * np.sqrt((np.exp(self.extra**2) - 1) / n + self.spread**2)
        if self.kpi == "drop-off":
            mean = 1 / (1 + np.exp(-self.link))
            within = mean * (1 - mean)
            return mean, np.sqrt(within / n * (1 + (n - 1) / (self.extra + 1)) + (within * self.spread) ** 2)
        there = SURVEYS[self.kpi]
        mean, within = there.moments(self.link)
        slope = (there.moments(self.link + 0.01)[0] - mean) / 0.01
        return mean, np.sqrt(within / n + (slope * self.spread) ** 2)


def simulate(count: int, *, seed: int, variant: str = "answers") -> list[Series]:
    """`count` series, the KPI kinds in turn, every second one without an event."""
    root = np.random.SeedSequence([seed, 50 + VARIANTS.index(variant)])
    return [_series(np.random.default_rng(child), i, variant) for i, child in enumerate(root.spawn(count))]


def _series(rng: np.random.Generator, index: int, variant: str) -> Series:
    kpi, weekly = KPIS[index // 2 % len(KPIS)], variant == "weekly"
    length = int(rng.integers(70, 131) if weekly else rng.integers(270, 731))
    start = date(2023, 1, 2) + timedelta(days=int(rng.integers(0, 7)))
    world = _world(rng, kpi, length, start.weekday(), variant)
    mean, sd = world.moments()
    event = _event(rng, EVENTS[index // 12 % 3], length, weekly) if index % 2 else None
    event, target = _moved(event, world, mean, sd)
    rho = 0.0 if variant == "steady" else rng.uniform(0.3, 0.6)
    n = np.maximum(rng.poisson(world.people), 0).astype(float)
    wobble = world.spread * _ar1(rng, length, rho)
    values = _observe(rng, world, target, wobble, n, sd if variant == "gaussian" else None)
    seen = _seen(rng, length, variant) & ((n > 0) | (kpi == "tickets"))
    if variant == "closed weekends":
        seen &= (np.arange(length) + start.weekday()) % 7 < 5
    if event:
        seen[event.first : event.last + 1] |= not seen[event.first : event.last + 1].any()
    n, rows = np.maximum(n, 1.0), np.flatnonzero(seen)
    dates = [start + timedelta(days=int(i) * (7 if weekly else 1)) for i in rows]
    shown = None if kpi == "tickets" or variant in ("no denominators", "gaussian") else n[rows]
    years = length * (7 if weekly else 1) / 365.25
    return Series(kpi, dates, values[rows], shown, rows, mean[rows], sd[rows], event, years)


def _world(rng: np.random.Generator, kpi: str, length: int, monday: int, variant: str) -> World:
    low, high = {"tickets": (2, 300), "drop-off": (15, 1000)}.get(kpi, (3, 300))
    if variant == "thin":
        low, high = (2, 8) if kpi != "drop-off" else (6, 25)
    volume = np.exp(rng.uniform(np.log(low), np.log(high))) * (4 if variant == "weekly" else 1)
    busy, mood = (np.ones(7), np.zeros(7)) if variant == "weekly" else (_busy(rng), _mood(rng))
    day = (np.arange(length) + monday) % 7
    people = volume * busy[day]
    extra = {"tickets": rng.uniform(0.005, 0.05), "time to resolution": rng.uniform(0.5, 1.1)}.get(kpi, rng.uniform(150, 2000))
    level = {"drop-off": rng.uniform(-2.4, 0.4), "time to resolution": rng.uniform(1, 4)}.get(kpi, 0.0)
    if kpi in SURVEYS:
        level = rng.uniform(-0.7, 0.7)
    bare = World(kpi, people, np.full(length, level), 0.0, extra)
    noise = _link_sd(bare)
    link = np.full(length, level) + noise * mood[day]
    return World(kpi, people, link, noise * rng.uniform(0.3, 1.2), extra)


def _link_sd(world: World) -> float:
    """What a usual day's sampling is worth on the link scale."""
    _, sd = world.moments()
    nudged = World(world.kpi, world.people, world.link + 0.01, 0.0, world.extra)
    slope = (nudged.moments()[0] - world.moments()[0]) / 0.01
    return float(min(np.median(sd / slope), 0.8))


def _busy(rng: np.random.Generator) -> Array:
    """How busy each weekday is: even, quiet weekends, a Monday rush, a wave, or anything."""
    shape = rng.integers(5)
    days = np.arange(7)
    if shape == 1:
        return np.where(days >= 5, rng.uniform(0.15, 0.8), 1.0)
    if shape == 2:
        return np.linspace(1.4, 0.6, 7)
    if shape == 3:
        return 1 + 0.4 * np.sin(2 * np.pi * (days + rng.uniform(0, 7)) / 7)
    return np.exp(rng.normal(0, 0.35, 7)) if shape == 4 else np.ones(7)


def _mood(rng: np.random.Generator) -> Array:
    """How opinions differ by weekday, in sampling standard deviations."""
    shape = rng.integers(4)
    if shape == 1:
        return np.where(np.arange(7) >= 5, rng.uniform(-1.5, 1.5), 0.0)
    if shape == 2:
        return rng.normal(0, 0.6, 7)
    return np.where(np.arange(7) == rng.integers(7), rng.uniform(-1.5, 1.5), 0.0) if shape == 3 else np.zeros(7)


def _event(rng: np.random.Generator, kind: str, length: int, weekly: bool) -> Event:
    first = int(rng.integers(30, length - 20) if weekly else rng.integers(75, length - 50))
    sign = float(rng.choice([-1, 1]))
    if kind == "spike":
        last = first + (0 if weekly else int(rng.integers(0, 3)))
        return Event(kind, first, last, sign * rng.uniform(3.5, 7.0))
    stays = int(rng.integers(10, 20) if weekly else rng.integers(35, 90))
    last = length - 1 if rng.random() < 0.5 else min(length - 1, first + stays)
    return Event(kind, first, last, sign * (rng.uniform(1.6, 3.2) if kind == "shift" else rng.uniform(2.0, 4.0)))


def _moved(event: Event | None, world: World, mean: Array, sd: Array) -> tuple[Event | None, Array]:
    """The mean of each day with the event in it; the other way round where the scale leaves no room."""
    if event is None:
        return None, mean
    inside = np.arange(event.last - event.first + 1)
    ramp = (28 if len(mean) > 140 else 8) if event.type == "drift" else 1
    shape = np.zeros(len(mean))
    shape[event.first : event.last + 1] = np.minimum(1.0, (inside + 1) / ramp)
    low, high = _room(world.kpi)
    if world.kpi in ("tickets", "time to resolution"):
        growth = float(np.median(sd / mean))
        if 1 + event.size * growth < 0.1:
            event = Event(event.type, event.first, event.last, -event.size)
        return event, mean * (1 + event.size * growth * shape)
    step = event.size * float(np.median(sd))
    middle = float(np.median(mean))
    if not low < middle + step < high and low < middle - step < high:
        event, step = Event(event.type, event.first, event.last, -event.size), -step
    return event, np.clip(mean + step * shape, low, high)


def _room(kpi: str) -> tuple[float, float]:
    return {"drop-off": (0.005, 0.995), "csat": (1.05, 4.95), "ces": (1.05, 6.95), "nps": (-97.0, 97.0)}.get(kpi, (0, np.inf))


def _ar1(rng: np.random.Generator, length: int, rho: float) -> Array:
    path = rng.normal(size=length)
    for i in range(1, length):
        path[i] = rho * path[i - 1] + np.sqrt(1 - rho**2) * path[i]
    return path


def _observe(rng: np.random.Generator, world: World, target: Array, wobble: Array, n: Array, normal: Array | None) -> Array:
    """What is measured of a day whose mean is `target`; `normal` noise in place of answers where it is given."""
    kpi, people = world.kpi, np.maximum(n, 1).astype(int)
    if normal is not None:
        noise = normal * (0.6 * wobble / max(world.spread, 1e-9) + 0.8 * rng.normal(size=len(n)))
        low = {"tickets": 0.0, "drop-off": 0.0, "time to resolution": 0.05 * target}.get(kpi, -np.inf)
        return np.clip(target + np.where(kpi in GROWING, np.clip(noise, -0.9 * target, None), noise), low, _room(kpi)[1])
    if kpi == "tickets":
        return rng.poisson(target * np.exp(wobble) * rng.gamma(1 / world.extra, world.extra, len(n))).astype(float)
    if kpi == "time to resolution":
        centre = np.log(target) - world.extra**2 / 2 + wobble
        return np.array([np.exp(rng.normal(c, world.extra, k)).mean() for c, k in zip(centre, people, strict=True)])
    if kpi == "drop-off":
        p = 1 / (1 + np.exp(-(np.log(target / (1 - target)) + wobble)))
        return rng.binomial(people, rng.beta(p * world.extra, (1 - p) * world.extra)) / people
    there = SURVEYS[kpi]
    grid = np.linspace(-9, 9, 2001)
    opinion = np.interp(target, there.moments(grid)[0], grid) + wobble
    return rng.multinomial(people, there.chances(opinion)) @ there.points / people


def _seen(rng: np.random.Generator, length: int, variant: str) -> Array:
    if variant == "steady":
        return np.ones(length, dtype=bool)
    seen = rng.random(length) >= rng.choice([0.0, 0.03, 0.1])
    for _ in range(int(rng.choice([0, 0, 1, 2]))):
        start = int(rng.integers(0, length))
        seen[start : start + int(rng.integers(2, 5) if variant == "weekly" else rng.integers(5, 29))] = False
    return seen


__all__ = ["KIND", "VARIANTS", "simulate"]
