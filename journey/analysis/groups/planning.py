"""How many customers a test takes before it starts, and when they will have come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from journey.analysis.experiments import sample_size
from journey.analysis.groups.measured import Measured, Way
from journey.analysis.groups.sides import spread, whole

LOOK_BACK = 84
"""Days of history that a plan is made from."""
LONGEST = 52
"""Weeks beyond which a test is not planned: other things will have changed."""


@dataclass(frozen=True)
class Plan:
    """What a test takes: `needed` customers in each of two equal groups, `total` in both with the planned share, `a_day`
    that come; `weeks` in whole weeks, so that every weekday counts the same, None beyond a year. `value` is today's."""

    value: float
    needed: int
    total: int
    a_day: float
    wait: int
    weeks: int | None
    ends_on: date | None


def plan(
    history: Measured, *, since: date, until: date, smallest: float, share: float = 0.5, looks: int = 4, starts_on: date
) -> Plan | None:
    """What it takes to see a difference of `smallest` (signed, in the metric's unit) with a power of .80, two-sided at .05.

    From the customers who came between `since` and `until`; None where fewer than 20 of them say anything. Groups of
    unequal size take 1 / (4 share (1 - share)) times the customers of equal ones, as the variance of a difference is the
    sum of the groups'. Raises ValueError for a rate that would leave 0 to 1.
    """
    rows, size = whole(history, on=until), spread(history, on=until)
    if size is None:
        return None
    customers = rows["customer"].n_unique()
    middle = rows["value"].median() if history.way is Way.MEDIAN else rows["value"].mean()
    value = float(middle) if isinstance(middle, (int, float)) else 0.0
    known = {"base": value} if history.way is Way.SHARE and customers == rows.height else {"sd": max(size, 1e-12)}
    needed = max(sample_size(smallest, peeks=looks, **known), 30)
    total = ceil(2 * needed / (4 * share * (1 - share)))
    a_day = customers / max((until - since).days + 1 - history.wait, 1)
    weeks = ceil((total / a_day + history.wait) / 7)
    ends = starts_on + timedelta(days=7 * weeks - 1) if weeks <= LONGEST else None
    return Plan(value, needed, total, a_day, history.wait, weeks if ends else None, ends)
