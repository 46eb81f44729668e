"""Passages walk through the observed journey, step by step and all at once."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from journey.analysis.scenarios.draws import Array, uniform
from journey.analysis.scenarios.levers import Outage, Pace
from journey.analysis.scenarios.plan import Plan

LONGEST = 60
"""Visits after which a simulated passage is followed no further."""
TRIES = 12
"""Draws after which whoever has waited long is like somebody of any week who waited as long."""
_SMALL = {"passage": "i4", "step": "i2", "row": "i4", "at": "f4", "target": "i4", "out": "f4", "held": "f4"}
"""What each column of Visits takes: there are a million of them, and they are kept."""
_WEEK, _OWN, _CELL, _PULL, _LEAVE = 20, 21, 22, 30, 50


@dataclass(frozen=True)
class Visits:
    """Every simulated visit: passage, step of it, row, when it began, whereto it led and when, and its added wait in days."""

    passage: Array
    step: Array
    row: Array
    at: Array
    target: Array
    out: Array
    held: Array


@dataclass(frozen=True)
class _Now:
    """Passages at one step: which, their key and run, and the row and moment of their visit."""

    who: Array
    key: Array
    run: Array
    row: Array
    at: Array
    step: int

    def only(self, which: Array, step: int | None = None) -> _Now:
        step = self.step if step is None else step
        return _Now(self.who[which], self.key[which], self.run[which], self.row[which], self.at[which], step)


def walk(plan: Plan, delays: dict[int, Array]) -> Visits:
    """All passages until they end or the weeks are over; `delays` are by step the days added to each passage's visit."""
    there = plan.passages
    now = _Now(np.arange(len(there)), there.key, there.run, there.row, there.at, 0)
    parts: list[Visits] = []
    while len(now.who) and now.step < LONGEST:
        target, wait = _led(plan, now)
        due = now.at + wait
        held = delays[now.step][now.who] if now.step in delays else 0.0
        target, out = _outages(plan, now, target, np.maximum(due + held, now.at))
        late = np.subtract(out, due, out=np.zeros(len(out)), where=np.isfinite(out))
        parts.append(Visits(now.who, np.full(len(out), now.step), now.row, now.at, target, out, late))
        on = (target < plan.model.stages) & (out < plan.weeks * 7)
        row = now.row[on] // plan.model.stages * plan.model.stages + target[on]
        now = _Now(now.who[on], now.key[on], now.run[on], row, out[on], now.step + 1)
    return Visits(
        *(np.concatenate([getattr(part, field.name).astype(_SMALL[field.name]) for part in parts]) for field in fields(Visits))
    )


def meant(plan: Plan, row: Array, stage: int, only: str = "") -> Array:
    """Which of the rows a lever on that stage, and on customers with that value alone, means."""
    model = plan.model
    found: Array = row % model.stages == (model.record.ids.index(stage) if stage in model.record.ids else -1)
    if only:
        found = found & np.array([value == only for value in model.record.values])[row // model.stages]
    return found


def _led(plan: Plan, now: _Now) -> tuple[Array, Array]:
    """Where each visit leads and after how many days; levers act on the visits that begin from now on."""
    steps, chosen, fresh = plan.model.steps, _chosen(plan, now), now.at >= 0
    for number, pull in plan.pulls.items():
        turned = fresh & (chosen >= 0) & ~pull.inside[chosen]
        turned &= uniform(plan.seed, _PULL + 2 * number, now.key, now.step) < pull.chance[now.row]
        luck = uniform(plan.seed, _PULL + 2 * number + 1, now.key[turned], now.step)
        chosen[turned] = pull.pool.draw(now.row[turned], luck)
    target = np.where(chosen >= 0, steps.target[chosen], plan.model.stop)
    wait = np.where(chosen >= 0, steps.wait[chosen], np.inf)
    for lever in plan.levers:
        if isinstance(lever, Pace):
            wait = np.where(fresh & meant(plan, now.row, lever.stage, lever.only), wait * lever.factor, wait)
    return target, wait


def _chosen(plan: Plan, now: _Now) -> Array:
    """The past visit that each one is like, -1 where there is none; whoever is under way is like one that waited as long."""
    chosen, waits = _like(plan, now), plan.model.steps.wait
    for again in range(1, TRIES):
        short = np.flatnonzero((now.at < 0) & (chosen >= 0) & (waits[chosen] <= -now.at))
        if not len(short):
            return chosen
        chosen[short] = _like(plan, now.only(short, now.step + again * LONGEST))
    short = np.flatnonzero((now.at < 0) & (chosen >= 0) & (waits[chosen] <= -now.at))
    chosen[short] = _patient(plan, now.only(short))
    return chosen


def _like(plan: Plan, now: _Now) -> Array:
    """A past visit of the same row that began at about this moment of a week: of the week that plays this one, as often as
    weeks differ, or of any week."""
    model = plan.model
    coming = np.clip(now.at // 7, 0, plan.weeks - 1).astype(int)
    played = plan.played[plan.paces[now.run, now.row], now.run, coming]
    own = uniform(plan.seed, _WEEK, now.key, now.step) < model.unrest[now.row]
    own &= plan.cells.filled[now.row * model.weeks + played]
    cell = now.run * model.rows + now.row
    found = np.searchsorted(plan.pooled, cell + uniform(plan.seed, _OWN, now.key, now.step) * (1 - 1e-9), side="right")
    week = np.where(own, played, np.minimum(found - cell * model.weeks, model.weeks - 1))
    cell = now.row * model.weeks + week
    chosen, there = np.full(len(cell), -1), plan.cells.filled[cell]
    chosen[there] = plan.cells.draw(cell[there], now.at[there] % 7, uniform(plan.seed, _CELL, now.key[there], now.step))
    return chosen


def _patient(plan: Plan, now: _Now) -> Array:
    """Past visits of the same row that took longer than has been waited, whichever week; -1 where none did."""
    steps, chosen = plan.model.steps, np.full(len(now.who), -1)
    luck = uniform(plan.seed, _OWN, now.key, LONGEST)
    for own in np.unique(now.row):
        those = np.flatnonzero(steps.row == own)
        those = those[np.argsort(steps.wait[those], kind="stable")]
        mine = now.row == own
        after = np.searchsorted(steps.wait[those], -now.at[mine], side="right")
        sums = np.concatenate([[0.0], np.cumsum(steps.weight[those])])
        wanted = sums[after] + luck[mine] * (sums[-1] - sums[after])
        place = np.minimum(np.searchsorted(sums, wanted, side="right") - 1, len(those) - 1)
        chosen[mine] = np.where(after < len(those), those[place], -1)
    return chosen


def _outages(plan: Plan, now: _Now, target: Array, out: Array) -> tuple[Array, Array]:
    """Whoever would have gone on while a stage stood still does so afterwards, or gives up."""
    for number, lever in enumerate(plan.levers):
        if isinstance(lever, Outage):
            start = (lever.week - 1) * 7.0
            caught = meant(plan, now.row, lever.stage) & (out >= start) & (out < start + lever.days)
            gone = caught & (uniform(plan.seed, _LEAVE + number, now.key, now.step) < lever.leave)
            out = np.where(gone, np.inf, np.where(caught, start + lever.days, out))
            target = np.where(gone, plan.model.stop, target)
    return target, out
