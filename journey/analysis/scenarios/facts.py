"""What each stage does now, for whoever is to say what shall change there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.analysis.scenarios.model import Model

RECENT = 13
"""Weeks that "now" is told from."""


@dataclass(frozen=True)
class Fact:
    """A stage now: visits a week and in its busiest week, the share that goes on and after how many days, half of them.

    `ways` are the stages' ids (0: the goal) that visits lead to, with their shares, commonest first; `contacts` a visit.
    """

    stage: int
    name: str
    visits: float
    busiest: int
    share: float
    days: float | None
    contacts: float | None
    ways: tuple[tuple[int, float], ...]


def facts(model: Model) -> dict[int, Fact]:
    """By stage id, what the weeks of late show."""
    return {model.record.ids[place]: _fact(model, place) for place in range(model.stages)}


def _fact(model: Model, place: int) -> Fact:
    record, steps = model.record, model.steps
    weekly = record.weekly(place)[: model.weeks]
    here = steps.row % model.stages == place
    on = here & model.went_on()
    weight = steps.weight * here
    shares = np.bincount(steps.target, weight, model.stop + 1) / max(weight.sum(), 1e-9)
    ids = [*record.ids, 0]
    ways = sorted(((ids[to], float(shares[to])) for to in range(model.stages + 1) if shares[to] > 0), key=lambda way: -way[1])
    contacts = None
    if record.contacts is not None:
        since = max(model.weeks - RECENT, 0)
        contacts = float(record.contacts[since : model.weeks, place].sum() / max(weekly[since:].sum(), 1))
    return Fact(
        record.ids[place], record.stages[place], float(weekly[-RECENT:].mean()), int(weekly.max()),
        float(shares[place + 1 : model.stages + 1].sum()), float(np.median(steps.wait[on])) if on.any() else None, contacts,
        tuple(ways),
    )  # fmt: skip


def shares_of(model: Model) -> dict[str, float]:
    """How many of 1 set out with each value of the attribute, of late."""
    value = model.begun.row // model.stages
    weights = np.bincount(value, model.begun.weight, len(model.record.values))
    total = max(weights.sum(), 1e-9)
    return {name: float(weight / total) for name, weight in zip(model.record.values, weights, strict=True)}
