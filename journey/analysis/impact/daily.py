"""Daily series as people hand them in, checked and laid on a calendar without holes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Day: TypeAlias = date | str | np.datetime64
Numbers: TypeAlias = Sequence[float | None] | Array

KINDS = ("rate", "mean", "duration", "count", "nps")
LONGEST = 182
"""Days before the change that are used at most: what a metric did earlier says little of what it would do now."""


@dataclass(frozen=True)
class Daily:
    """One value a calendar day; NaN where there is none. `n` is what each value rests on, 1 where nobody said."""

    days: NDArray[np.datetime64]
    values: Array
    n: Array
    after: Flags
    counted: bool
    """Whether denominators were given."""

    @property
    def seen(self) -> Flags:
        """Days that have a value."""
        return ~np.isnan(self.values)

    @property
    def weekday(self) -> NDArray[np.int64]:
        """0 is Monday."""
        return weekdays(self.days)

    def without(self, drop: Flags) -> Daily:
        """The same calendar with some values taken out."""
        return Daily(self.days, np.where(drop, np.nan, self.values), self.n, self.after, self.counted)


def weekdays(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """0 is Monday; 1970-01-01 was a Thursday."""
    return (days.astype(np.int64) + 3) % 7


def daily(
    dates: Iterable[Day], values: Numbers, denominators: Numbers | None, change: Day, *, kind: str, longest: int = LONGEST
) -> Daily:
    """The series on a full calendar, at most `longest` days before the change.

    Raises ValueError, saying which day is wrong, for unsorted or repeated dates, lengths that differ, infinite values,
    rates outside 0 to 1, negative counts, durations or denominators, and a change outside the dates.
    """
    days, turn = as_days(dates), as_day(change)
    found = numbers(values, days, "value")
    _check_kind(found, days, kind)
    n = np.ones(len(days)) if denominators is None else numbers(denominators, days, "denominator")
    if (n < 0).any():
        raise ValueError(f"The denominator on {days[n < 0][0]} is negative.")
    if not days[0] < turn <= days[-1]:
        raise ValueError(f"The change on {turn} lies outside the series, which runs from {days[0]} to {days[-1]}.")
    found = np.where(n > 0, found, np.nan)
    return _on_calendar(days, found, np.nan_to_num(n), turn, longest, counted=denominators is not None)


def as_day(day: Day) -> np.datetime64:
    """A date, an ISO string or a numpy date as a numpy day."""
    try:
        found: np.datetime64 = np.array([day], dtype="datetime64[D]")[0]
    except (ValueError, TypeError) as error:
        raise ValueError(f"{day!r} is not a date.") from error
    if np.isnat(found):
        raise ValueError("A date is missing.")
    return found


def as_date(day: np.datetime64) -> date:
    """A numpy day as a date."""
    found: date = day.astype("datetime64[D]").item()
    return found


def as_days(dates: Iterable[Day]) -> NDArray[np.datetime64]:
    """Dates as numpy days; they must rise from row to row."""
    days = np.array([as_day(day) for day in dates], dtype="datetime64[D]")
    if not len(days):
        raise ValueError("The series is empty.")
    wrong = np.flatnonzero(np.diff(days).astype(int) <= 0)
    if len(wrong):
        first, second = days[wrong[0]], days[wrong[0] + 1]
        raise ValueError(f"Dates must rise, one row a day: {second} follows {first}.")
    return days


def numbers(values: Numbers, days: NDArray[np.datetime64], name: str) -> Array:
    """One float a day, None as NaN; refuses infinite ones and a length that differs from the days'."""
    found = np.array([np.nan if value is None else value for value in values], dtype=float)
    if len(found) != len(days):
        raise ValueError(f"There are {len(days)} dates but {len(found)} {name}s.")
    if np.isinf(found).any():
        raise ValueError(f"The {name} on {days[np.isinf(found)][0]} is infinite.")
    return found


def _check_kind(values: Array, days: NDArray[np.datetime64], kind: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of metric; it is one of {', '.join(KINDS)}.")
    if kind in {"mean", "nps"}:
        return
    wrong = (values < 0) | ((values > 1) if kind == "rate" else False)
    if wrong.any():
        range_ = "between 0 and 1" if kind == "rate" else "0 or more"
        raise ValueError(f"The {kind} on {days[wrong][0]} is {values[wrong][0]:g}; it must be {range_}.")


def _on_calendar(
    days: NDArray[np.datetime64], values: Array, n: Array, turn: np.datetime64, longest: int, *, counted: bool
) -> Daily:
    kept = days >= turn - np.timedelta64(longest, "D")
    days, values, n = days[kept], values[kept], n[kept]
    calendar = np.arange(days[0], days[-1] + np.timedelta64(1, "D"))
    at = (days - days[0]).astype(int)
    full, rests_on = np.full(len(calendar), np.nan), np.zeros(len(calendar))
    full[at], rests_on[at] = values, n
    return Daily(calendar, full, rests_on, calendar >= turn, counted)
