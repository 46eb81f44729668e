"""The journey as it was observed: which way passages go on from each stage, after how long, and who is under way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from journey.analysis.scenarios.draws import Array
from journey.analysis.scenarios.fading import fading_of_shares
from journey.analysis.scenarios.record import Record
from journey.domain.weeks import Week

HALF_LIFE = 13.0
"""Weeks after which a week counts half: a journey a quarter ago says half as much of the next quarter."""
THIN = 30
"""Visits below which one kind of customer at a stage is told by all customers there."""
LEAST = 8
"""Whole weeks without which nothing is foretold."""
_MOST = 0.99


@dataclass(frozen=True)
class Steps:
    """One row a visit to a stage that had its time to go on: from, to, days until then (infinite: never), week, weight, and
    the moment of the week at which it began, in days since Monday.

    `row` is value × stages + stage; `target` is a place of the record, or `Model.stop` for whoever goes no further.
    """

    row: Array
    target: Array
    wait: Array
    week: Array
    weight: Array
    day: Array


@dataclass(frozen=True)
class UnderWay:
    """Passages that may still go on: their row, when they entered it and when they began, in days of the record."""

    row: Array
    entered: Array
    began: Array


@dataclass(frozen=True)
class Model:
    """What `fit` learned from the weeks until `base`; `now` is the end of that week, in days of the record."""

    record: Record
    base: Week
    now: float
    steps: Steps
    under_way: UnderWay
    unrest: Array
    """By row: how much of the difference between two weeks' shares is the journey's own and no luck, 0 to 1."""
    fading: Array
    """By row, how likely each of HALF_LIVES is."""
    begun: Steps
    """The arrivals: `row` where a passage set out, and when; they lead nowhere yet."""
    arrivals: Array
    """How many set out in each week that the forecast of arrivals is told from."""

    @property
    def stages(self) -> int:
        return len(self.record.stages)

    @property
    def rows(self) -> int:
        return self.stages * len(self.record.values)

    @property
    def stop(self) -> int:
        return self.stages + 2

    @property
    def weeks(self) -> int:
        return round(self.now / 7)

    def went_on(self) -> Array:
        """Of each step whether it led on: to a later stage or to the goal."""
        stage = self.steps.row % self.stages
        return (self.steps.target > stage) & (self.steps.target <= self.record.goal)


def fit(record: Record, base: Week) -> Model | None:
    """The model of the weeks until `base`; None if they are fewer than LEAST or nobody passed.

    A semi-Markov process: where a visit leads and how long that takes depend on the stage alone, and both are taken from the
    visits themselves, loops and exits included (Howard, Dynamic Probabilistic Systems II, 1971). Only visits count that had
    their time: what a visit of yesterday leads to is not known yet, and leaving out the slow ones would flatter the stage.
    """
    now = float((base.monday - record.first.monday).days + 7)
    weeks = round(now / 7)
    if weeks < LEAST or not (record.at < now).any():
        return None
    known = record.at < now
    cut = replace(record, **{name: getattr(record, name)[known] for name in ("passage", "place", "at", "value")})
    visits, horizon = _visits(cut, now)
    grown = now - visits.at >= horizon[visits.row % len(record.stages)]
    weight = 0.5 ** ((weeks - 1 - visits.week) / HALF_LIFE)
    steps = Steps(*(each[grown] for each in (visits.row, visits.target, visits.wait, visits.week, weight, visits.at % 7)))
    rows = len(record.stages) * len(record.values)
    steps = _thickened(steps, len(record.stages), rows)
    begun, arrivals = _begun(cut, visits, weeks, horizon)
    counts = np.zeros((rows, weeks, len(record.stages) + 3))
    np.add.at(counts, (steps.row, steps.week, steps.target), 1.0)
    return Model(
        record, base, now, steps, _under_way(visits, now, horizon), _unrest(counts), fading_of_shares(counts), begun, arrivals
    )  # fmt: skip


@dataclass(frozen=True)
class _Visits:
    row: Array
    target: Array
    wait: Array
    week: Array
    at: Array
    began: Array
    first: Array


def _visits(record: Record, now: float) -> tuple[_Visits, Array]:
    """Every visit to a stage with where it led as far as is known, and by stage the days that going on takes at most."""
    stages = len(record.stages)
    same = np.append(record.passage[1:] == record.passage[:-1], False)
    target = np.where(same, np.append(record.place[1:], 0), stages + 2)
    wait = np.where(same, np.append(record.at[1:], 0.0) - record.at, np.inf)
    first = np.append(True, ~same[:-1])
    began = record.at[first][np.cumsum(first) - 1]
    stay = record.place < stages
    place, at = record.place[stay], record.at[stay]
    row = record.value[stay] * stages + place
    visits = _Visits(row, target[stay], wait[stay], (at // 7).astype(int), at, began[stay], first[stay])
    return visits, np.array([_horizon(visits, place == stage, now, days) for stage, days in enumerate(record.windows)])


def _horizon(visits: _Visits, here: Array, now: float, window: int) -> float:
    """The days within which nearly all go on who do, but no more than the stage's window."""
    settled = here & (now - visits.at >= window) & np.isfinite(visits.wait)
    return float(min(window, np.quantile(visits.wait[settled], _MOST))) if settled.sum() >= THIN else float(window)


def _thickened(steps: Steps, stages: int, rows: int) -> Steps:
    """The steps, and those of all customers once more for each row that has too few of its own."""
    counts = np.bincount(steps.row, minlength=rows)
    parts = [steps]
    for row in np.flatnonzero(counts < THIN):
        others = (steps.row % stages == row % stages) & (steps.row != row)
        if others.any():
            shared = {name: getattr(steps, name)[others] for name in ("target", "wait", "week", "weight", "day")}
            parts.append(Steps(row=np.full(others.sum(), row), **shared))
    return Steps(*(np.concatenate([getattr(part, name) for part in parts]) for name in Steps.__dataclass_fields__))


def _under_way(visits: _Visits, now: float, horizon: Array) -> UnderWay:
    """Those whose last visit still may lead on: younger than its stage's longest observed wait."""
    stage = visits.row % len(horizon)
    waits = np.where(np.isfinite(visits.wait), visits.wait, 0.0)
    longest = np.zeros(len(horizon))
    np.maximum.at(longest, stage, waits)
    still = ~np.isfinite(visits.wait) & (now - visits.at < np.maximum(longest, horizon)[stage])
    return UnderWay(visits.row[still], visits.at[still], visits.began[still])


def _unrest(counts: Array) -> Array:
    """By row, how far a single week's shares are to be believed; counts: rows × weeks × where visits led.

    Pearson's dispersion φ of the weeks' counts says how many times as much the weeks differ as luck alone would have it; a
    mixture of λ parts of one week and 1-λ of all has the variance of what is not luck where λ² = 1 - 1/φ, so that resampled
    weeks differ as much as real ones and no more (after Louis, Journal of the American Statistical Association 79, 1984).
    """
    visits, totals = counts.sum(2, keepdims=True), counts.sum(1, keepdims=True)
    expected = visits * totals / np.maximum(totals.sum(2, keepdims=True), 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        misses = np.where(expected > 0, (counts - expected) ** 2 / expected, 0.0).sum((1, 2))
    freedom = ((visits[..., 0] > 0).sum(1) - 1) * ((totals[:, 0] > 0).sum(1) - 1)
    dispersion = np.maximum(misses / np.maximum(freedom, 1), 1.0)
    unrest: Array = np.sqrt(1.0 - 1.0 / dispersion)
    return unrest


def _begun(record: Record, visits: _Visits, weeks: int, horizon: Array) -> tuple[Steps, Array]:
    """The arrivals, and how many there were a week.

    The first weeks are left out of the counts: in them whoever set out before the data begins seems to set out midway.
    """
    first = visits.first
    row, week, at = visits.row[first], visits.week[first], visits.at[first]
    counts = np.bincount(week, minlength=weeks)
    skip = min(int(np.ceil(horizon.sum() / 7)), weeks // 3)
    skip = max(skip, 1 if record.at.min() >= 1.0 else 0)
    late = week >= skip
    weight = 0.5 ** ((weeks - 1 - week[late]) / HALF_LIFE)
    return Steps(row[late], row[late], np.zeros(late.sum()), week[late], weight, at[late] % 7), counts[skip:]
