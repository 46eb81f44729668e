"""What if, asked of a journey's own data: what was learned from it, and what levers would do to the weeks to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
from sqlalchemy.engine import Engine

from journey.analysis.money.amounts import WorthSpec, even_draws, worth_draws
from journey.analysis.scenarios.answers import Outcome, outcome
from journey.analysis.scenarios.counting import Runs
from journey.analysis.scenarios.draws import Array
from journey.analysis.scenarios.levers import Lever
from journey.analysis.scenarios.model import Model, fit
from journey.analysis.scenarios.record import Record, observe
from journey.analysis.scenarios.simulate import simulate
from journey.domain.weeks import Week
from journey.domain.words import Future
from journey.routine.data.datasets import journey_data
from journey.routine.money import unit_values
from journey.store.readers.journeys import stages

FRIDAY = 5
"""The weekday from which on a week without further data counts as whole."""


@dataclass(frozen=True)
class Learned:
    """The record of a journey's passages until `base`, its newest whole week of data; no model where that is too little."""

    record: Record
    base: Week
    model: Model | None


@dataclass(frozen=True)
class Answer:
    """What the levers do over `weeks` weeks after `base`; `passages` were simulated in `runs` runs, with and without them."""

    base: Week
    weeks: int
    outcome: Outcome
    runs: int
    passages: int
    completion: WorthSpec | None
    contact: WorthSpec | None


def learned(
    engine: Engine, events: Path, *, journey: int, until: Week, attribute: str = "", base: Week | None = None
) -> Learned | None:
    """What the journey's passages teach, by the end of `until` or of the newest whole week before it; None without passages.

    With `base` as of that week, if the data reach so far. With `attribute` told apart by its values.
    """
    data = journey_data(engine, events, journey=journey).data
    drawn = tuple(stage.key for stage in stages(engine, journey) if stage.future is not Future.COMES)
    record = observe(data, as_of=until.sunday, drawn=drawn, attribute=attribute)
    if record is None:
        return None
    base = min(base or until, newest(record))
    return Learned(record, base, fit(record, base))


def newest(record: Record) -> Week:
    """The newest week that the data hold to its end, as far as their last event tells."""
    last = record.first.monday + timedelta(days=int(record.at.max()))
    week = Week.of(last)
    return min(week if last.isoweekday() >= FRIDAY else week.shift(-1), record.last)


def as_it_is(model: Model, *, weeks: int = 12, seed: int = 1) -> Runs:
    """The weeks to come with no lever pulled."""
    return simulate(model, weeks=weeks, seed=seed)


def ask(engine: Engine, now: Runs, levers: Sequence[Lever], *, journey: int) -> Answer:
    """What the levers do, held against `now`, the same weeks with none; in money too where its worth was entered."""
    plan = now.plan
    then = simulate(plan.model, levers, weeks=plan.weeks, seed=plan.seed)
    units = unit_values(engine, journey)
    found = outcome(now, then, completion=_draws(units.completion, now, 1), contact=_draws(units.contact, now, 2))
    return Answer(plan.model.base, plan.weeks, found, plan.runs, len(plan.passages), units.completion, units.contact)


def _draws(worth: WorthSpec | None, runs: Runs, purpose: int) -> Array | None:
    """What one is worth in each run."""
    return None if worth is None else np.asarray(worth_draws(worth, even_draws(runs.plan.seed + purpose, runs.plan.runs)))
