"""Simulated KPI series with known events, for measuring detectors: three settings, each with quiet series in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

SETTINGS = ("plain", "rough", "weekly")
"""plain: autocorrelated overdispersion around a steady level. rough: also trends, seasons, wandering levels, heavy tails,
zero inflation, rounding, lost denominators, long gaps. weekly: plain, one point a week."""

KPIS = ("drop-off", "csat", "nps", "ces", "tickets", "time to resolution")
KIND = dict(zip(KPIS, ("rate", "mean", "mean", "mean", "count", "duration"), strict=True))
EVENTS = ("spike", "shift", "drift")


@dataclass(frozen=True)
class Event:
    """What was planted: its type, first and last position in calendar steps, size in daily standard deviations."""

    type: str
    first: int
    last: int
    size: float


@dataclass(frozen=True)
class Series:
    """One KPI as its owner would see it, and what only the simulation knows (`truth` mean and `sd`, per row)."""

    kpi: str
    dates: list[date]
    values: np.ndarray
    n: np.ndarray | None
    steps: np.ndarray
    truth: np.ndarray
    sd: np.ndarray
    event: Event | None
    years: float

    @property
    def kind(self) -> str:
        return KIND[self.kpi]


def simulate(count: int, *, seed: int, setting: str = "plain") -> list[Series]:
    """`count` series, the KPI kinds in turn, every second one without an event."""
    root = np.random.SeedSequence([seed, SETTINGS.index(setting)])
    return [_series(np.random.default_rng(child), i, setting) for i, child in enumerate(root.spawn(count))]


def _series(rng: np.random.Generator, index: int, setting: str) -> Series:
    kpi = KPIS[index // 2 % len(KPIS)]
    weekly, rough = setting == "weekly", setting == "rough"
    length = int(rng.integers(60, 131) if weekly else rng.integers(270, 731))
    n, base, spread, samp = _scale(rng, kpi, length, weekly)
    noise = spread * _ar1(rng, length, rng.uniform(0.0, 0.85 if rough else 0.6), heavy=rough and rng.random() < 0.3)
    level = base + (_slow(rng, length, spread) if rough else 0.0)
    sd = np.sqrt(spread**2 + samp**2)
    event = _event(rng, EVENTS[index // 12 % 3], length, weekly) if index % 2 else None
    bump = _bump(event, length) * float(np.median(sd))
    values = _observe(rng, kpi, level + noise + bump, n)
    truth, low, high = (_mean(kpi, x) for x in (level + 0 * sd, level - sd, level + sd))
    if kpi == "tickets":
        truth, low, high = truth * n, low * n, high * n
    if rough:
        values = _spoil(rng, kpi, values, n)
    seen = _seen(rng, length, rough)
    if event and not seen[event.first : event.last + 1].any():
        seen[event.first : event.last + 1] = True
    dates = [date(2024, 1, 1) + timedelta(days=int(i) * (7 if weekly else 1)) for i in np.flatnonzero(seen)]
    shown = None if kpi == "tickets" or (rough and rng.random() < 0.3) else n[seen]
    years = length * (7 if weekly else 1) / 365.25
    return Series(kpi, dates, values[seen], shown, np.flatnonzero(seen), truth[seen], (high - low)[seen] / 2, event, years)


def _scale(rng: np.random.Generator, kpi: str, length: int, weekly: bool) -> tuple[np.ndarray, np.ndarray, float, np.ndarray]:
    """Denominators, usual level, spread between days and sampling sd, the last three on the link scale."""
    strength = 0.0 if weekly else rng.choice([0.3, 1.0])
    day = np.arange(length) % 7
    weekend = np.where(day >= 5, rng.uniform(0.3, 1.0), 1.0) if not weekly else np.ones(length)
    wobble = rng.normal(0, 1, 7)[day] * strength
    if kpi == "tickets":
        volume = np.exp(rng.uniform(np.log(4), np.log(150)))
        usual = volume * weekend * np.exp(0.1 * wobble)
        return usual, np.zeros(length), rng.uniform(0.05, 0.25), 1 / np.sqrt(usual)
    people = np.exp(rng.uniform(np.log(30), np.log(600)) if kpi == "drop-off" else rng.uniform(np.log(4), np.log(60)))
    n = np.maximum(rng.poisson(people * weekend), 1).astype(float)
    if kpi == "drop-off":
        p = rng.uniform(0.08, 0.6)
        samp = 1 / np.sqrt(people * weekend * p * (1 - p))
        spread = float(np.median(samp)) * rng.uniform(0.3, 1.3)
        return n, np.log(p / (1 - p)) + 0.4 * spread * wobble, spread, samp
    level, within = {"csat": (4.1, 0.9), "nps": (25.0, 75.0), "ces": (5.0, 1.3)}.get(kpi, (np.log(9.0), 0.9))
    level += within * rng.uniform(-0.3, 0.3)
    samp = within / np.sqrt(people * weekend)
    spread = float(np.median(samp)) * rng.uniform(0.3, 1.3)
    return n, level + 0.4 * spread * wobble, spread, samp


def _ar1(rng: np.random.Generator, length: int, rho: float, *, heavy: bool) -> np.ndarray:
    shocks = rng.standard_t(5, length) / np.sqrt(5 / 3) if heavy else rng.normal(size=length)
    path = np.empty(length)
    path[0] = shocks[0]
    for i in range(1, length):
        path[i] = rho * path[i - 1] + np.sqrt(1 - rho**2) * shocks[i]
    return path


def _slow(rng: np.random.Generator, length: int, spread: float) -> np.ndarray:
    """A trend, a yearly season or a wandering level, of a few daily spreads over a year."""
    t = np.arange(length) / 365
    which = rng.integers(4)
    if which == 0:
        return spread * rng.uniform(-2.5, 2.5) * t
    if which == 1:
        return spread * rng.uniform(0.3, 1.2) * np.sin(2 * np.pi * (t + rng.random()))
    return spread * 0.03 * np.cumsum(rng.normal(size=length)) if which == 2 else np.zeros(length)


def _event(rng: np.random.Generator, kind: str, length: int, weekly: bool) -> Event:
    first = int(rng.integers(30, length - 16) if weekly else rng.integers(90, length - 60))
    sign = rng.choice([-1, 1])
    if kind == "spike":
        last = first + (0 if weekly else int(rng.integers(0, 3)))
        return Event(kind, first, last, sign * rng.uniform(4.0, 6.5))
    last = (
        length - 1
        if rng.random() < 0.5
        else min(length - 1, first + int(rng.integers(8, 15) if weekly else rng.integers(28, 57)))
    )
    return Event(kind, first, last, sign * rng.uniform(1.5, 3.0) * (1.2 if kind == "drift" else 1.0))


def _bump(event: Event | None, length: int) -> np.ndarray:
    """The event's shape in daily sds: flat for spikes and shifts, a ramp of 28 days (8 weeks) for drifts."""
    shape = np.zeros(length)
    if event:
        ramp = 28 if length > 140 else 8
        inside = np.arange(event.last - event.first + 1)
        grown = np.minimum(1.0, (inside + 1) / ramp) if event.type == "drift" else np.ones(len(inside))
        shape[event.first : event.last + 1] = event.size * grown
    return shape


def _mean(kpi: str, link: np.ndarray) -> np.ndarray:
    if kpi == "drop-off":
        return 1 / (1 + np.exp(-link))
    return np.exp(link) if kpi in ("tickets", "time to resolution") else link


def _observe(rng: np.random.Generator, kpi: str, link: np.ndarray, n: np.ndarray) -> np.ndarray:
    """What is measured from `n` customers whose expectation is `link`."""
    if kpi == "drop-off":
        return rng.binomial(n.astype(int), _mean(kpi, link)) / n
    if kpi == "tickets":
        return rng.poisson(n * np.exp(link)).astype(float)
    if kpi == "time to resolution":
        return np.exp(link + rng.normal(size=len(n)) * 0.9 / np.sqrt(n))
    within, low, high = {"csat": (0.9, 1, 5), "nps": (75, -100, 100), "ces": (1.3, 1, 7)}[kpi]
    return np.clip(link + rng.normal(size=len(n)) * within / np.sqrt(n), low, high)


def _spoil(rng: np.random.Generator, kpi: str, values: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Round what surveys round, and let a counter lose a few days to zero."""
    if kpi in ("csat", "ces") and rng.random() < 0.5:
        return np.round(values, 1)
    if kpi == "nps":
        return np.round(values)
    if kpi == "tickets" and rng.random() < 0.3:
        return np.where(np.arange(len(values)) % 7 >= 5, 0.0, values)
    return values


def _seen(rng: np.random.Generator, length: int, rough: bool) -> np.ndarray:
    seen = rng.random(length) >= rng.choice([0.0, 0.02, 0.08])
    for _ in range(int(rng.integers(0, 3))):
        start = int(rng.integers(0, length))
        seen[start : start + int(rng.integers(2, 30 if rough else 10))] = False
    return seen


@dataclass
class Record:
    """How a detector did on a set of series."""

    recall: dict[str, float]
    false_alarms: float
    """Alarms (a flag after a row without one) per year, on series without events."""
    flagged: float
    """Flagged rows per year, on the same."""
    precision: float
    """Of all alarms, the share that began within an event or in the week (two weekly steps) after it."""
    delay: dict[str, float]
    """Median calendar steps from the first day of an event to its first flag."""


def measure(series: list[Series], flags: list[list[bool]], *, weekly: bool = False) -> Record:
    """Judge flags against what was planted; an event counts as found if flagged in time to be of use.

    In time: a spike by the day after it, a shift within 28 days (8 weeks), a drift within 42 days (12 weeks).
    """
    found: dict[str, list[bool]] = {kind: [] for kind in EVENTS}
    delay: dict[str, list[int]] = {kind: [] for kind in EVENTS}
    years = quiet = rows = alarms = true = 0.0
    for one, marked in zip(series, flags, strict=True):
        flag = np.asarray(marked, dtype=bool)
        onset = one.steps[flag & ~np.r_[False, flag[:-1]]]
        alarms += len(onset)
        event = one.event
        if event is None:
            years, quiet, rows = years + one.years, quiet + len(onset), rows + flag.sum()
            continue
        patience = {"spike": event.last + 1, "shift": event.first + 28, "drift": event.first + 42}
        if weekly:
            patience = {"spike": event.last, "shift": event.first + 8, "drift": event.first + 12}
        last = patience[event.type] if event.type == "spike" else min(event.last, patience[event.type])
        hits = one.steps[flag & (one.steps >= event.first) & (one.steps <= last)]
        found[event.type].append(len(hits) > 0)
        delay[event.type] += [int(hits[0] - event.first)] if len(hits) else []
        true += ((onset >= event.first) & (onset <= event.last + (2 if weekly else 7))).sum()
    recall = {kind: float(np.mean(hits)) for kind, hits in found.items()}
    recall["all"] = float(np.mean([hit for hits in found.values() for hit in hits]))
    middle = {kind: float(np.median(steps)) if steps else float("nan") for kind, steps in delay.items()}
    return Record(recall, quiet / years, rows / years, true / max(alarms, 1), middle)
