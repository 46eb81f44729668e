"""Simulated visits counted by run and week: who set out, who reached the goal, how many contacts, how long it took."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.analysis.scenarios.draws import Array, uniform
from journey.analysis.scenarios.fading import believed, fading_of_rates, paces
from journey.analysis.scenarios.levers import Capacity, Contacts, Outage
from journey.analysis.scenarios.plan import Plan
from journey.analysis.scenarios.walking import Visits
from journey.domain.weeks import Week

_CONTACT = 70


@dataclass(frozen=True)
class Runs:
    """What came of each run, one row a run and one column a week from `first` on; `stages` adds a last axis for the stages.

    `days` are the median days from setting out to the goal of each run's completions. `contacts` has the stages and one more
    for contacts that name none; None where no contacts are known. `waits` are
    the days that queues and outages add on average to each visit of the stages where levers put one.
    """

    first: Week
    arrivals: Array
    completions: Array
    lost: Array
    stages: Array
    contacts: Array | None
    waits: Array
    days: Array
    plan: Plan
    visits: Visits


def counted(plan: Plan, visits: Visits) -> Runs:
    """The visits as counts by run and week."""
    model = plan.model
    stage = visits.row % model.stages
    done, lost = visits.target == model.record.goal, visits.target == model.record.lost
    stages = np.stack([by_week(plan, visits, stage == place, visits.at) for place in range(model.stages)], axis=2)
    arrivals = by_week(plan, visits, visits.step == 0, visits.at)
    return Runs(
        model.base.shift(1), arrivals, by_week(plan, visits, done, visits.out), by_week(plan, visits, lost, visits.out), stages,
        _contacts(plan, np.concatenate([stages, arrivals[..., None]], axis=2)), _waits(plan, visits),
        _days(plan, visits, done & (visits.out < plan.weeks * 7)), plan, visits,
    )  # fmt: skip


def by_week(plan: Plan, visits: Visits, which: Array, moment: Array) -> Array:
    """How many of the visits `which` have their moment in each coming week, by run."""
    inside = which & (moment >= 0) & (moment < plan.weeks * 7)
    cell = plan.passages.run[visits.passage[inside]] * plan.weeks + (moment[inside] // 7).astype(int)
    counts = np.bincount(cell, minlength=plan.runs * plan.weeks)
    shaped: Array = counts.reshape(plan.runs, plan.weeks) * plan.scale
    return shaped


def _waits(plan: Plan, visits: Visits) -> Array:
    """By run, the days that a visit waits longer on average; zero where no lever makes anybody wait."""
    ids = plan.model.record.ids
    places = {ids.index(lever.stage) for lever in plan.levers if isinstance(lever, Capacity | Outage) and lever.stage in ids}
    here = np.isin(visits.row % plan.model.stages, list(places)) & (visits.at >= 0)
    run = plan.passages.run[visits.passage[here]]
    waits: Array = np.bincount(run, visits.held[here], plan.runs) / np.maximum(np.bincount(run, minlength=plan.runs), 1)
    return waits


def _days(plan: Plan, visits: Visits, done: Array) -> Array:
    """By run, the median days from setting out to the goal; NaN where nobody reached it."""
    passage = visits.passage[done]
    took, run = visits.out[done] - plan.passages.began[passage], plan.passages.run[passage]
    if not len(took):
        return np.full(plan.runs, np.nan)
    order = np.lexsort((took, run))
    took, counts = took[order], np.bincount(run, minlength=plan.runs)
    starts, last = np.cumsum(counts) - counts, len(took) - 1
    low, high = starts + np.maximum(counts - 1, 0) // 2, starts + counts // 2
    middle: Array = (took[np.minimum(low, last)] + took[np.minimum(high, last)]) / 2
    return np.where(counts > 0, middle, np.nan)


def _contacts(plan: Plan, coming: Array) -> Array | None:
    """Contacts by run, week and stage: a rate a visit that differs from week to week as much as it did, and Poisson luck.

    `coming` are the visits that begin, with those who set out as a last stage: contacts that name no stage go by them.
    """
    record = plan.model.record
    if record.contacts is None:
        return None
    from scipy.special import pdtrik

    factor = np.ones(coming.shape[2])
    for lever in plan.levers:
        if isinstance(lever, Contacts) and lever.stage in record.ids:
            factor[record.ids.index(lever.stage)] *= lever.factor
    expected = np.maximum(_rates(plan, record.contacts[: plan.model.weeks]) * factor * coming, 1e-9)
    luck = uniform(plan.seed, _CONTACT, np.arange(expected.size)).reshape(expected.shape)
    drawn: Array = np.maximum(np.nan_to_num(np.ceil(pdtrik(luck, expected))), 0.0)
    return drawn


def _rates(plan: Plan, contacts: Array) -> Array:
    """Contacts a visit by run, coming week and stage."""
    model, record = plan.model, plan.model.record
    setting_out = np.zeros(model.weeks)
    setting_out[-len(model.arrivals) :] = model.arrivals
    visits = np.column_stack([*(record.weekly(place)[: model.weeks] for place in range(model.stages)), setting_out])
    contacts = np.where(visits > 0, contacts, 0.0)
    chosen = paces(fading_of_rates(contacts, visits), plan.runs, np.random.default_rng([plan.seed, 6]))
    belief = believed(plan.luck, chosen)
    rate = np.einsum("rsw,ws->rs", belief, contacts) / np.maximum(np.einsum("rsw,ws->rs", belief, visits), 1e-9)
    usual = visits * (contacts.sum(0) / np.maximum(visits.sum(0), 1e-9))
    misses = np.divide((contacts - usual) ** 2, usual, out=np.zeros_like(usual), where=usual > 0).sum(0)
    unrest = np.sqrt(1 - 1 / np.maximum(misses / max(model.weeks - 1, 1), 1.0))
    single = np.divide(contacts, visits, out=np.zeros_like(contacts), where=visits > 0)
    runs, stage = np.arange(plan.runs)[:, None], np.arange(visits.shape[1])
    week = plan.played[chosen, runs].swapaxes(1, 2)
    own = np.where(visits[week, stage] > 0, single[week, stage], rate[:, None, :])
    mixed: Array = unrest * own + (1 - unrest) * rate[:, None, :]
    return mixed
