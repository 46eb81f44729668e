"""What is drawn once for all runs of a scenario: how many set out, which past week plays which coming one, whom to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from journey.analysis.scenarios import arrivals
from journey.analysis.scenarios.draws import Array, Cells, Pool, uniform
from journey.analysis.scenarios.fading import HALF_LIVES, believed, faded, paces
from journey.analysis.scenarios.levers import Arrivals, Lever, Rate, Share
from journey.analysis.scenarios.model import Model

JOURNEYS = 200_000
"""Passages simulated for one answer, over all its runs."""
FEWEST, MOST = 40, 200
"""Runs of one answer."""
PER_RUN = 10_000
"""Passages of one run; a journey with more is told by a sample, which makes its band a little too wide."""
BLOCK = 4.0
"""Weeks in a row that a stretch of the past is played again, on average."""


@dataclass(frozen=True)
class Passages:
    """Who passes in the runs: a key that their luck hangs on, run, row, and the days they entered it and began; now is 0."""

    key: Array
    run: Array
    row: Array
    at: Array
    began: Array

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True)
class Pull:
    """A lever on a rate, ready to act: which steps it turns, how often, and what they become."""

    inside: Array
    chance: Array
    pool: Pool


@dataclass(frozen=True)
class Plan:
    """One answer's runs before anybody walks; `levers` as asked, `scale` passages stand behind each simulated one."""

    model: Model
    levers: tuple[Lever, ...]
    weeks: int
    seed: int
    runs: int
    scale: float
    passages: Passages
    played: Array
    """By fading (one of HALF_LIVES), run and coming week, the past week that plays it."""
    paces: Array
    """By run and row, the fading that the run holds to be true."""
    luck: Array
    """By run and past week, how much it counts: what the past leaves open differs from run to run (Rubin, The Bayesian
    Bootstrap, 1981, over weeks, since visits of one week have much in common)."""
    cells: Cells
    pooled: Array
    pulls: dict[int, Pull]
    """By place of the lever among the levers."""


def plan(model: Model, levers: Sequence[Lever], *, weeks: int, seed: int, journeys: int = JOURNEYS) -> Plan:
    """Everything drawn that does not hang on where passages go."""
    rng = np.random.default_rng([seed, 1])
    expected = arrivals.futures(model.arrivals, weeks, MOST, rng)
    each = len(model.under_way.row) + float(np.median(expected.sum(1)))
    scale = max(1.0, each / PER_RUN)
    runs = int(np.clip(journeys // max(each / scale, 1.0), FEWEST, MOST))
    luck = rng.gamma(1.0, size=(MOST, model.weeks))[:runs]
    played = np.stack([_played(faded(model.weeks, each), runs, weeks, np.random.default_rng([seed, 2])) for each in HALF_LIVES])
    chosen = paces(model.fading, runs, np.random.default_rng([seed, 5]))
    cells = Cells(model.steps.row * model.weeks + model.steps.week, model.steps.day, model.rows * model.weeks)
    passages = _passages(model, levers, expected[:runs] / scale, seed, scale)
    pulls = {number: _pull(model, lever) for number, lever in enumerate(levers) if isinstance(lever, Rate)}
    pooled = _pooled(model, believed(luck, chosen))
    return Plan(model, tuple(levers), weeks, seed, runs, scale, passages, played, chosen, luck, cells, pooled, pulls)


def _played(recent: Array, runs: int, weeks: int, rng: np.random.Generator) -> Array:
    """Past weeks in stretches, the recent ones more often (the stationary bootstrap of Politis and Romano, 1994)."""
    started = rng.choice(len(recent), size=(runs, weeks), p=recent / recent.sum())
    afresh = rng.random((runs, weeks)) < 1 / BLOCK
    for week in range(1, weeks):
        after = started[:, week - 1] + 1
        go_on = ~afresh[:, week] & (after < len(recent))
        started[go_on, week] = after[go_on]
    return started


def _pooled(model: Model, belief: Array) -> Array:
    """By run and row, the shares of the past weeks summed up, each row's sums running from its number to the next."""
    counts = np.bincount(model.steps.row * model.weeks + model.steps.week, minlength=model.rows * model.weeks)
    weights = belief * counts.reshape(model.rows, model.weeks)
    sums = np.cumsum(weights, axis=2)
    total = sums[..., -1:]
    shares = np.where(total > 0, sums / np.where(total > 0, total, 1.0), 1.0)
    flat: Array = (shares.reshape(-1, model.weeks) + np.arange(len(belief) * model.rows)[:, None]).ravel()
    return flat


def _passages(model: Model, levers: Sequence[Lever], expected: Array, seed: int, scale: float) -> Passages:
    """Those under way, in every run, and those who set out."""
    runs, weeks = expected.shape
    many, rng = len(model.under_way.row), np.random.default_rng([seed, 3])
    counts = rng.poisson(expected)
    factor = float(np.prod([lever.factor for lever in levers if isinstance(lever, Arrivals)]))
    more = np.random.default_rng([seed, 4])
    counts = counts + more.poisson(expected * (factor - 1)) if factor >= 1 else more.binomial(counts, factor)
    run, week = np.repeat(np.arange(runs), counts.sum(1)), np.repeat(np.tile(np.arange(weeks), runs), counts.ravel())
    place = np.arange(len(run)) - np.repeat(np.cumsum(counts.ravel()) - counts.ravel(), counts.ravel())
    key = (run * (weeks + 1) + week) * 2**24 + place
    row, at = _setting_out(model, levers, key, seed)
    at = week * 7.0 + at
    now = np.repeat(np.arange(runs), many)
    who = np.tile(np.arange(many), runs)
    kept = rng.random(len(who)) < 1 / scale
    now, who = now[kept], who[kept]
    there = model.under_way
    return Passages(
        np.concatenate([(now * (weeks + 1) + weeks) * 2**24 + who, key]), np.concatenate([now, run]),
        np.concatenate([there.row[who], row]), np.concatenate([there.entered[who] - model.now, at]),
        np.concatenate([there.began[who] - model.now, at]),
    )  # fmt: skip


def _setting_out(model: Model, levers: Sequence[Lever], key: Array, seed: int) -> tuple[Array, Array]:
    """Where each arrival enters and on which day of the week, as an arrival of the past did."""
    begun, none = model.begun, np.zeros(len(model.begun.row), dtype=int)
    chosen = Pool(none, begun.weight, 1).draw(np.zeros(len(key), dtype=int), uniform(seed, 10, key))
    value = begun.row // model.stages
    for lever in levers:
        if isinstance(lever, Share) and lever.only in model.record.values:
            own = value == model.record.values.index(lever.only)
            share = float(begun.weight[own].sum() / begun.weight.sum())
            gain = lever.share - share
            chance = gain / max(1 - share, 1e-9) if gain >= 0 else -gain / max(share, 1e-9)
            turned = (own[chosen] != (gain >= 0)) & (uniform(seed, 11, key) < chance)
            into = Pool(none, np.where(own == (gain >= 0), begun.weight, 0.0), 1)
            if into.filled.all():
                chosen[turned] = into.draw(np.zeros(turned.sum(), dtype=int), uniform(seed, 12, key[turned]))
    return begun.row[chosen], begun.day[chosen]


def _pull(model: Model, lever: Rate) -> Pull:
    """By row, the chance that a visit which does not go that way does so now, or the other way round."""
    steps, stages = model.steps, model.stages
    place = model.record.ids.index(lever.stage) if lever.stage in model.record.ids else -1
    way = model.went_on() if lever.to is None else steps.target == _place(model, lever.to)
    total = np.bincount(steps.row, steps.weight, model.rows)
    share = np.bincount(steps.row, steps.weight * way, model.rows) / np.where(total > 0, total, 1.0)
    chance = lever.by / np.maximum(1 - share, 1e-9) if lever.by >= 0 else -lever.by / np.maximum(share, 1e-9)
    rows = np.arange(model.rows)
    meant = rows % stages == place
    if lever.only:
        meant &= np.array([model.record.values[row // stages] == lever.only for row in rows])
    pool = Pool(steps.row, np.where(way == (lever.by >= 0), steps.weight, 0.0), model.rows)
    return Pull(way == (lever.by >= 0), np.where(meant & pool.filled, chance, 0.0), pool)


def _place(model: Model, to: int) -> int:
    return model.record.ids.index(to) if to in model.record.ids else model.record.goal
