"""Which stage's point is worth most: what it brings if one visit in a hundred more goes on there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.analysis.scenarios.answers import Range, range_of
from journey.analysis.scenarios.counting import Runs
from journey.analysis.scenarios.draws import Array

POINT = 0.01
TENTH = 0.1


@dataclass(frozen=True)
class Point:
    """A stage, the share of its visits that go on now, and what one point more brings over the weeks of the runs.

    `completions` are more passages at the goal; `fewer` are the contacts that a tenth less of them at the stage would save.
    """

    stage: int
    name: str
    visits: Range
    share: float
    completions: Range
    fewer: Range | None


def worth_most(runs: Runs) -> list[Point]:
    """The stages by what a point is worth there, most first; levers must not be pulled in `runs`.

    Told without further runs: of the simulated visits that did not go on, as many go on as make up a point, and each then
    completes as often as those did that went on in the same week. The range is that of the runs.
    """
    record = runs.plan.model.record
    done = _completes(runs)
    points = [_point(runs, place, name, done) for place, name in enumerate(record.stages)]
    return sorted(points, key=lambda point: (-point.completions.amount, record.ids.index(point.stage)))


def _completes(runs: Runs) -> Array:
    """Of each visit, whether its passage reaches the goal after it, within the weeks."""
    visits, plan = runs.visits, runs.plan
    reached = (visits.target == plan.model.record.goal) & (visits.out < plan.weeks * 7)
    passages = np.zeros(len(plan.passages), dtype=bool)
    passages[visits.passage[reached]] = True
    return passages[visits.passage]


def _point(runs: Runs, place: int, name: str, done: Array) -> Point:
    plan, visits = runs.plan, runs.visits
    model = plan.model
    here = (visits.row % model.stages == place) & (visits.at >= 0)
    target, week = visits.target[here], (visits.at[here] // 7).astype(int)
    run, completes = plan.passages.run[visits.passage[here]], done[here]
    on = (target > place) & (target <= model.record.goal)
    share = float(on.mean()) if len(on) else 0.0
    gain = _rate(on, completes, week, plan.weeks) - _rate(~on, completes, week, plan.weeks)
    weights = np.where(on, 0.0, np.maximum(gain, 0.0)[week])
    turned = np.bincount(run, weights, plan.runs) * plan.scale * min(POINT / max(1 - share, POINT), 1.0)
    own = np.bincount(run, on & completes, plan.runs) / np.maximum(np.bincount(run, on, plan.runs), 1)
    usual = (on & completes).sum() / max(on.sum(), 1)
    more = turned * (own / usual if usual else 1.0)
    fewer = None if runs.contacts is None else range_of(TENTH * runs.contacts[:, :, place].sum(1))
    return Point(model.record.ids[place], name, range_of(runs.stages[:, :, place].sum(1)), share, range_of(more), fewer)


def _rate(which: Array, completes: Array, week: Array, weeks: int) -> Array:
    """By week, the share of the visits `which` that complete."""
    visits = np.bincount(week[which], minlength=weeks)
    shares: Array = np.bincount(week[which], completes[which], weeks) / np.maximum(visits, 1)
    return shares
