"""What two sets of runs say beside each other: now, with the levers pulled, and the difference, each with its range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.analysis.scenarios.counting import Runs
from journey.analysis.scenarios.draws import Array

TAIL = 0.05
"""Of the runs lie below a range, and as many above it: nine of ten lie within."""


@dataclass(frozen=True)
class Range:
    """An amount, the mean of the runs, and the range that nine of ten runs lie in."""

    amount: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether nearly all runs agree on the sign."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Compared:
    """One measure over all weeks, now and then; `weeks_now` and `weeks_then` have a Range a week where weeks can be told."""

    now: Range
    then: Range
    difference: Range
    weeks_now: tuple[Range, ...] = ()
    weeks_then: tuple[Range, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What levers do to a journey: completions, how many are lost, contacts, days to the goal, and the days that queues
    and outages add to a visit; money where something is known to be worth some."""

    completions: Compared
    lost: Compared
    days: Compared
    waits: Compared
    contacts: Compared | None = None
    money: Compared | None = None


def range_of(values: Array) -> Range:
    """The mean and the middle nine tenths; zero throughout where there is nothing."""
    known = values[np.isfinite(values)]
    if not len(known):
        return Range(0.0, 0.0, 0.0)
    low, high = np.quantile(known, [TAIL, 1 - TAIL], method="weibull")
    return Range(float(known.mean()), float(low), float(high))


def outcome(now: Runs, then: Runs, *, completion: Array | None = None, contact: Array | None = None) -> Outcome:
    """The two sets of runs compared run by run: both have the same luck, so that their difference is the levers' work.

    `completion` and `contact` are what one is worth and costs, a draw a run. Money is completions times their worth less
    contacts times their cost, each run with its own draw, so that its range holds what is unsure of both.
    """
    contacts = None if now.contacts is None or then.contacts is None else (now.contacts.sum(2), then.contacts.sum(2))
    return Outcome(
        _weekly(now.completions, then.completions), _weekly(now.lost, then.lost), _compared(now.days, then.days),
        _compared(now.waits, then.waits), _weekly(*contacts) if contacts else None,
        _money((now.completions, then.completions), contacts, completion, contact),
    )  # fmt: skip


def _money(
    done: tuple[Array, Array], contacts: tuple[Array, Array] | None, completion: Array | None, contact: Array | None
) -> Compared | None:
    if completion is None and (contact is None or contacts is None):
        return None
    sums = [np.zeros_like(done[0]), np.zeros_like(done[1])]
    for place in (0, 1):
        if completion is not None:
            sums[place] = sums[place] + done[place] * completion[:, None]
        if contact is not None and contacts is not None:
            sums[place] = sums[place] - contacts[place] * contact[:, None]
    return _weekly(sums[0], sums[1])


def _weekly(now: Array, then: Array) -> Compared:
    whole = _compared(now.sum(1), then.sum(1))
    by_week = (tuple(range_of(week) for week in each.T) for each in (now, then))
    return Compared(whole.now, whole.then, whole.difference, *by_week)


def _compared(now: Array, then: Array) -> Compared:
    return Compared(range_of(now), range_of(then), range_of(then - now))
