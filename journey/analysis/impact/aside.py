"""The days of a series that an assessment leaves out, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from journey.analysis.impact.daily import Daily, Day, Flags, as_date, as_day
from journey.analysis.impact.words import Assumption, LeftOut

Reasons = dict[np.datetime64, str]
REASONS = {
    "adoption": "people were still taking the change up",
    "incident": "an incident is not the metric's own doing",
    "holiday": "a public holiday is no usual day, and no two are alike",
    "spike": "the change was made because of them",
    "odd": "they lie far off the rest",
}
"""Why days are left out, in the order in which a day with two reasons is told; any other word is said as it is."""


def reasons(
    turn: np.datetime64, lag_days: int, left_out: Mapping[Day, str] | Collection[Day], holidays: Collection[Day]
) -> Reasons:
    """Why each day is left out: people adopting the change before anything else, then what the caller says, then holidays.

    `left_out` maps days to a word, or holds days of incidents. Raises ValueError for a lag below 0 and what is no date.
    """
    if lag_days < 0:
        raise ValueError(f"A change can't be adopted {-lag_days} days before it came: the lag is 0 days or more.")
    named = left_out if isinstance(left_out, Mapping) else dict.fromkeys(left_out, "incident")
    found = dict.fromkeys(map(as_day, holidays), "holiday")
    found |= {as_day(day): why for day, why in named.items()}
    return found | dict.fromkeys(turn + np.arange(lag_days), "adoption")


def flags(days: NDArray[np.datetime64], why: Reasons) -> Flags:
    """Which of the days are left out."""
    return np.isin(days, np.array(list(why), dtype="datetime64[D]"))


def without(series: Daily, first: np.datetime64, why: Reasons) -> Daily:
    """The series with the days that do not count taken out, and `first` as the first day after."""
    return replace(series.without(flags(series.days, why)), after=series.days >= first)


def told(series: Daily, why: Reasons, odd: Flags | None = None) -> tuple[LeftOut, ...]:
    """The days of the calendar that are left out, in order; `odd` days are those that an assessment set aside itself."""
    every = dict.fromkeys(series.days[odd], "odd") | why if odd is not None else why
    return tuple(LeftOut(as_date(at), every[at]) for at in series.days if at in every)


def said(left_out: tuple[LeftOut, ...], series: Daily) -> tuple[Assumption, ...]:
    """A sentence for each reason that was given; in doubt where it takes more than a third of the days after the change."""
    by_reason: dict[str, list[date]] = {}
    for one in left_out:
        by_reason.setdefault(one.why, []).append(one.day)
    order = [why for why in dict.fromkeys([*REASONS, *sorted(by_reason)]) if why in by_reason and why != "odd"]
    left, later = int((series.seen & series.after).sum()), set(series.days[series.after].tolist())
    return tuple(_sentence(why, by_reason[why], len(later.intersection(by_reason[why])), left) for why in order)


def _sentence(why: str, days: list[date], lost: int, left: int) -> Assumption:
    many = f"{len(days)} days are" if len(days) > 1 else "1 day is"
    text = f"{many} left out ({spans(days)}): {REASONS.get(why, why)}."
    return Assumption(why, 2 * lost <= left, text)


def spans(days: list[date]) -> str:
    """Days as runs: 2026-05-01 to 2026-05-04, 2026-05-09."""
    breaks = [at for at, (one, next_) in enumerate(pairwise(days), 1) if (next_ - one).days > 1]
    runs = [days[first:last] for first, last in pairwise([0, *breaks, len(days)])]
    text = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return ", ".join(text[:3]) + (", ..." if len(text) > 3 else "")
