"""Companies walk through the stages: one row for each visit of a company to a stage, in numpy arrays throughout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from journey.demo.planted import EFFECTS, Effect
from journey.demo.world import World, WorldStage
from journey.domain.weeks import Week

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Rng = np.random.Generator

ON, DROPPED, LOST = "on", "dropped", "lost"
DAY_START, DAY_END = 7 / 24, 21.5 / 24


@dataclass(frozen=True)
class Span:
    """The simulated time: whole ISO weeks; moments are days since `first`, in local time."""

    first: date
    days: int

    @classmethod
    def before(cls, today: date, weeks: int) -> Span:
        """The `weeks` ISO weeks that end with the Sunday before today's week."""
        return cls(Week.of(today).shift(-weeks).monday, weeks * 7)

    @property
    def dates(self) -> list[date]:
        return [self.first + timedelta(days=day) for day in range(self.days)]


@dataclass(frozen=True)
class Companies:
    """Who signed up: the moment, and a code per attribute into the world's list of its values."""

    arrived: Floats
    codes: dict[str, Ints]


@dataclass(frozen=True)
class Scene:
    """What a walk needs to know: the world, the time, and who walks."""

    world: World
    span: Span
    companies: Companies

    def touched(self, effect: Effect, who: Ints, entered: Floats) -> Bools:
        """Which of those who enter a stage an effect reaches."""
        day = entered - self.span.days
        start, end = (-np.inf if effect.start is None else effect.start), (np.inf if effect.end is None else effect.end)
        here: Bools = (day >= start) & (day < end)
        if effect.where:
            name, value = effect.where
            here &= self.companies.codes[name][who] == list(self.world.attributes[name]).index(value)
        return here


def arrivals(world: World, span: Span, scale: float, rng: Rng) -> Companies:
    """Draw sign-ups: growth, weekdays, months, office hours; the warm-up days come before the span."""
    days = np.arange(-world.warm_up_days, span.days)
    dates = [span.first + timedelta(days=int(day)) for day in days]
    growth = np.interp(days, [0, span.days], [world.first_day_arrivals, world.last_day_arrivals])
    weekday = np.array([world.weekday[day.weekday()] for day in dates])
    season = np.array([world.months.get(str(day.month), 1.0) for day in dates])
    arrived = np.repeat(days, rng.poisson(scale * growth * weekday * season)).astype(np.float64)
    n = len(arrived)
    morning = rng.random(n) < 0.55
    hour = np.where(morning, rng.normal(10.2, 1.3, n), rng.normal(15.0, 2.2, n))
    codes = {name: _mixed(np.array(list(shares.values())), arrived, rng) for name, shares in world.attributes.items()}
    return Companies(arrived + np.clip(hour, 6.1, 22.5) / 24, codes)


def _mixed(shares: Floats, arrived: Floats, rng: Rng) -> Ints:
    """A code for each company in these shares, much the same in every week."""
    return np.searchsorted(np.cumsum(shares / shares.sum())[:-1], even_draws(arrived, rng, block=60), side="right")


def walk(world: World, span: Span, companies: Companies, rng: Rng) -> pl.DataFrame:
    """Every visit that begins within the span.

    Columns: company (row of `companies`), stage (position), entered, left (null when the visit led nowhere), done (null
    without success), fails, outcome (on, dropped, lost), contact, resolution (factors), mood, theme ("" for the usual),
    and the attributes as strings.
    """
    scene = Scene(world, span, companies)
    who = np.arange(len(companies.arrived))
    entered = companies.arrived
    parts: list[pl.DataFrame] = []
    for position, stage in enumerate(world.stages):
        visit = _visit(scene, stage, who, entered, rng)
        parts.append(visit.with_columns(pl.lit(position, dtype=pl.Int64).alias("stage")))
        on = (visit["outcome"] == ON).to_numpy()
        who, entered = who[on], visit["left"].to_numpy()[on]
    visits = pl.concat(parts).filter(pl.col("entered").is_between(0, span.days, closed="left"))
    return visits.with_columns(_labels(world, companies, visits["company"].to_numpy()))


def _visit(scene: Scene, stage: WorldStage, who: Ints, entered: Floats, rng: Rng) -> pl.DataFrame:
    n, span = len(who), scene.span
    push = _Push.at(scene, stage, who, entered, rng)
    fail = np.clip(stage.fail + push.fail, 0, 0.95)
    fails = (even_draws(entered, rng) < fail).astype(np.int64) + (rng.random(n) < fail * 0.35)
    drop = np.clip(stage.drop + push.drop + 0.12 * (fails - 1.35 * fail), 0.01, 0.95)
    dropped = even_draws(entered, rng) < drop
    lost = dropped & (rng.random(n) < stage.lost_share)
    hours = stage.hours * push.hours * rng.lognormal(0.0, stage.spread, n) * (1 + 0.25 * fails)
    left = at_work(entered + hours / 24, stage.weekend, span, rng)
    done = left - rng.uniform(1, 9, n) / 1440
    if stage.settle_hours is not None:
        settled = np.minimum(stage.settle_hours * rng.lognormal(0, 0.5, n), hours * 0.8)
        done = at_work(entered + settled / 24, stage.weekend, span, rng)
    return pl.DataFrame({
        "company": who,
        "entered": entered,
        "left": pl.Series(left).set(pl.Series(dropped & ~lost), None),
        "done": pl.Series(np.maximum(done, entered + 0.5 / 1440)).set(pl.Series(dropped), None),
        "fails": fails,
        "outcome": np.select([lost, dropped], [LOST, DROPPED], ON),
        "contact": push.contact,
        "resolution": push.resolution,
        "mood": stage.mood + push.mood - 1.1 * fails - 1.3 * dropped,
        "theme": push.theme,
    })  # fmt: skip


@dataclass
class _Push:
    """What the planted effects add up to for each company that enters a stage."""

    drop: Floats
    fail: Floats
    hours: Floats
    contact: Floats
    resolution: Floats
    mood: Floats
    theme: NDArray[np.str_]

    @classmethod
    def at(cls, scene: Scene, stage: WorldStage, who: Ints, entered: Floats, rng: Rng) -> _Push:
        n = len(who)
        push = cls(
            drop=np.zeros(n), fail=np.zeros(n), mood=np.zeros(n), theme=np.full(n, "", dtype="U24"),
            hours=np.ones(n), contact=np.ones(n), resolution=np.ones(n),
        )  # fmt: skip
        for effect in EFFECTS:
            if effect.stage == stage.name:
                push.add(effect, scene.touched(effect, who, entered), rng)
        return push

    def add(self, effect: Effect, here: Bools, rng: Rng) -> None:
        self.drop += effect.drop * here
        self.fail += effect.fail * here
        self.mood += effect.mood * here
        self.hours[here] *= effect.hours
        self.contact[here] *= effect.contact
        self.resolution[here] *= effect.resolution
        if effect.theme:
            self.theme[here & (rng.random(len(here)) < 0.8)] = effect.theme


def even_draws(entered: Floats, rng: Rng, block: int = 200) -> Floats:
    """Uniform draws that are even over each `block` in a row by time: as noisy as life from day to day, but a planted
    effect of a quarter is not drowned, and a planted absence not belied, by an unlucky seed."""
    n = len(entered)
    number = np.arange(n) // block
    shuffled = np.lexsort((rng.random(n), number))
    size = np.minimum(block, n - number * block)
    draws = np.empty(n)
    draws[np.argsort(entered, kind="stable")[shuffled]] = (np.arange(n) - number * block + rng.random(n)) / size
    return draws


def at_work(moment: Floats, weekend: float, span: Span, rng: Rng) -> Floats:
    """Move moments at night to the next morning and a share `weekend` of those on Saturday and Sunday to Monday."""
    day, hour = np.floor(moment), moment % 1
    late = hour > DAY_END
    night = late | (hour < DAY_START)
    hour = np.where(night, DAY_START + rng.random(len(hour)) * 0.15, hour)
    day = day + late
    weekday = (day + span.first.weekday()) % 7
    wait = (weekday >= 5) & (rng.random(len(hour)) < weekend)
    return np.asarray(np.where(wait, day + 7 - weekday, day) + hour, dtype=np.float64)


def _labels(world: World, companies: Companies, rows: Ints) -> list[pl.Series]:
    return [pl.Series(name, np.array(list(values))[companies.codes[name][rows]]) for name, values in world.attributes.items()]
