"""A KPI series made ready for control charts: checked, on a scale with steady noise, on a calendar of equal steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import exp, factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Day = date | datetime | str | np.datetime64

HUGE = 1e15
"""Values and denominators beyond it, and durations below its inverse, are read as it."""

LARGEST = float(np.finfo(np.float64).max)

ROUNDING = 1e-9
"""How far beyond 0 or 1 a rate may lie that a program divided."""

FIRST = 12
"""Values that may set a unit: no more than pass before anything is judged."""

EPOCH = date(1970, 1, 1).toordinal()
KINDS = ("rate", "mean", "duration", "count")


@dataclass(frozen=True)
class Scale:
    """A transform under which sampling noise is known or at least steady, and its way back.

    known: the sampling variance times n where theory gives it, else None (estimated from the series).
    """

    forward: Callable[[Floats, Floats], Floats]
    back: Callable[[Floats], Floats]
    known: float | None


def _arcsine(rate: Floats, n: Floats) -> Floats:
    return np.arcsin(np.sqrt((rate * n + 0.375) / (n + 0.75)))


SCALES = {
    "rate": Scale(_arcsine, lambda x: np.sin(np.clip(x, 0, np.pi / 2)) ** 2, 0.25),
    "count": Scale(
        lambda x, n: np.sqrt(np.minimum(x, HUGE) + 0.375), lambda x: np.maximum(np.maximum(x, 0) ** 2 - 0.375, 0), 0.25
    ),
    "duration": Scale(lambda x, n: np.log(np.clip(x, 1 / HUGE, HUGE)), np.exp, None),
    "mean": Scale(lambda x, n: x, lambda x: x, None),
}
"""Anscombe (1948), "The transformation of Poisson, binomial and negative-binomial data", for counts and rates."""


@dataclass(frozen=True)
class Prepared:
    """One row a date: `step` counts calendar days (weeks), `y` is on the scale of `kind`, `n` the usable weight.

    `ok` marks rows that carry a value. `season` is 7 for daily series and 1 for weekly ones.
    """

    days: NDArray[np.datetime64]
    step: Ints
    season: int
    raw: Floats
    y: Floats
    n: Floats
    ok: NDArray[np.bool_]
    counted: bool
    counts: bool
    scale: Scale

    def rare(self, i: int, heading: float, *, up: bool, limit: float) -> bool:
        """Whether few events are truly few: near zero the transforms call an ordinary lack of events a surprise.

        heading is where the series was going, on its scale; limit the probability below which that is rare. Exact Poisson
        tail for fewer than 15 expected events (for a rate, the Poisson limit of the binomial, of successes or of failures);
        anything else passes.
        """
        if self.scale.known is None or (up and self.counts):
            return True
        there = float(self.scale.back(np.array(heading)))
        share, usual = (1 - self.raw[i], 1 - there) if up else (self.raw[i], there)
        events, mean = round(float(share * self.n[i])), float(usual * self.n[i])
        if mean >= 15:
            return True
        return sum(exp(-mean) * mean**k / factorial(k) for k in range(events + 1)) < limit


def prepare(dates: Sequence[Day], values: Sequence[Any], denominators: Sequence[Any] | None, kind: str) -> Prepared:
    """Check a series and put it on its scale; a ValueError says in words what is wrong with it.

    Missing (None, NaN) values stay as rows without a value; so do rows whose denominator is missing or zero.
    """
    if kind not in KINDS:
        raise ValueError(f"'{kind}' is not a kind of series. Use one of: {', '.join(KINDS)}.")
    days, raw = _days(dates), _numbers(values, "value")
    if len(raw) != len(days):
        raise ValueError(f"There are {len(days)} dates but {len(raw)} values.")
    counted = denominators is not None
    n = _numbers(denominators, "denominator") if denominators is not None else np.ones(len(raw))
    if len(n) != len(raw):
        raise ValueError(f"There are {len(raw)} values but {len(n)} denominators.")
    _check_range(raw, n, kind, days)
    if kind == "rate":
        raw = np.clip(raw, 0.0, 1.0)
    ok = np.isfinite(raw) & np.isfinite(n) & (n > 0)
    if kind == "duration":
        ok &= raw > 0
    if kind == "count":
        n = np.ones(len(raw))
    n = np.where(ok, np.clip(n, 1 / HUGE, HUGE), 1.0)
    scale = SCALES[kind]
    if kind == "rate" and not counted:
        scale = Scale(lambda x, n: np.arcsin(np.sqrt(x)), scale.back, None)
    if kind == "mean":
        scale = _own_unit(raw[ok][:FIRST])
    y = np.full(len(raw), np.nan)
    y[ok] = scale.forward(raw[ok], n[ok])
    step, season = _calendar(days)
    return Prepared(days, step, season, raw, y, n, ok, counted, kind == "count", scale)


def _own_unit(first: Floats) -> Scale:
    """Means in units of how much their first few values vary, so that a cost of 0.00001 is judged like a score of 4."""
    centre = float(np.median(first)) if len(first) else 0.0
    unit = float(np.sum(np.abs(first / 2 - centre / 2) / max(len(first), 1))) * 2
    unit = min(max(unit, abs(centre) * 1e-6) or 1.0, LARGEST)

    def back(x: Floats) -> Floats:
        if unit < 1e290:
            return x * unit + centre
        edge = LARGEST / 1024  # limits around the largest numbers there are may lie beyond them
        return np.clip(x * (unit / 1024) + centre / 1024, -edge, edge) * 1024

    return Scale(lambda x, n: np.clip(x / unit - centre / unit, -1e9, 1e9), back, None)


def _days(dates: Sequence[Day]) -> NDArray[np.datetime64]:
    try:
        if all(type(d) is date for d in dates):
            days = (np.array([d.toordinal() for d in dates], dtype=np.int64) - EPOCH).astype("datetime64[D]")  # type: ignore[union-attr]
        else:
            days = np.array([_day(d) for d in dates], dtype="datetime64[D]")
    except (ValueError, TypeError) as error:
        raise ValueError(f"A date can't be read: {error}") from None
    if np.isnat(days).any():
        raise ValueError("A date is missing.")
    gaps = np.diff(days).astype(int)
    if (gaps < 0).any():
        at = int(np.argmax(gaps < 0))
        raise ValueError(f"Dates must ascend: {days[at + 1]} comes after {days[at]}. Sort the series first.")
    if (gaps == 0).any():
        raise ValueError(f"The date {days[int(np.argmax(gaps == 0))]} appears twice. Keep one row a date.")
    return days


def _day(value: Day) -> np.datetime64:
    if isinstance(value, np.datetime64):
        return np.datetime64(value.astype("datetime64[D]").item(), "D")
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if type(value).__name__ == "NaTType":  # pandas' missing date, which calls itself a datetime
        return np.datetime64("NaT", "D")
    return np.datetime64(value.date() if isinstance(value, datetime) else value, "D")


def _numbers(values: Sequence[Any], word: str) -> Floats:
    try:
        numbers = np.array([np.nan if _is_missing(v) else float(v) for v in values], dtype=np.float64)
    except OverflowError:
        raise ValueError(f"A {word} is larger than any number that can be computed with.") from None
    except (TypeError, ValueError) as error:
        raise ValueError(f"A {word} is not a number: {error}") from None
    if np.isinf(numbers).any():
        raise ValueError(f"A {word} is infinite, at position {int(np.argmax(np.isinf(numbers)))} counted from 0.")
    return numbers


def _is_missing(value: Any) -> bool:
    return value is None or type(value).__name__ == "NAType"  # how pandas says so where a column is not of floats


def _check_range(raw: Floats, n: Floats, kind: str, days: NDArray[np.datetime64]) -> None:
    if (n < 0).any():
        raise ValueError(f"The denominator on {days[int(np.argmax(n < 0))]} is negative.")
    if kind == "rate" and (outside := np.abs(raw - 0.5) > 0.5 + ROUNDING).any():
        at = int(np.argmax(outside))
        raise ValueError(f"A rate lies between 0 and 1, but {days[at]} has {raw[at]:g}. Divide percentages by 100.")
    if kind in ("count", "duration") and (raw < 0).any():
        at = int(np.argmax(raw < 0))
        raise ValueError(f"A {kind} can't be negative, but {days[at]} has {raw[at]:g}.")


def cadence(dates: Sequence[Day]) -> int:
    """Days from one row to the next, as the detector reads them: 1 in a daily series, about 7 in a weekly one."""
    number = _days(dates)[:9].astype(np.int64)
    gap = float(np.median(np.diff(number))) if len(number) > 1 else 1.0
    return 1 if gap < 5 else round(gap)


def _calendar(days: NDArray[np.datetime64]) -> tuple[Ints, int]:
    """Position of each row on its calendar, and the season's length; decided by the first nine dates alone."""
    number = days.astype(np.int64)
    if len(number) < 2:
        return np.zeros(len(number), dtype=np.int64), 7
    gap = float(np.median(np.diff(number[:9])))
    if gap < 5:
        return number - number[0], 7
    return np.maximum.accumulate(np.rint((number - number[0]) / gap).astype(np.int64)), 1
