"""A KPI series made ready for control charts: checked, on a scale with steady noise, on a calendar of equal steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Day = date | datetime | str | np.datetime64

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
    "count": Scale(lambda x, n: np.sqrt(x + 0.375), lambda x: np.maximum(np.maximum(x, 0) ** 2 - 0.375, 0), 0.25),
    "duration": Scale(lambda x, n: np.log(x), np.exp, None),
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
    scale: Scale


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
    ok = np.isfinite(raw) & np.isfinite(n) & (n > 0)
    if kind == "duration":
        ok &= raw > 0
    if kind == "count":
        n = np.ones(len(raw))
    scale = SCALES[kind]
    if kind == "rate" and not counted:
        scale = Scale(lambda x, n: np.arcsin(np.sqrt(x)), scale.back, None)
    y = np.full(len(raw), np.nan)
    y[ok] = scale.forward(raw[ok], n[ok])
    step, season = _calendar(days)
    return Prepared(days, step, season, raw, y, np.where(ok, n, 1.0), ok, counted, scale)


def _days(dates: Sequence[Day]) -> NDArray[np.datetime64]:
    try:
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
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, str):
        value = datetime.fromisoformat(value).date()
    return np.datetime64(value, "D")


def _numbers(values: Sequence[Any], word: str) -> Floats:
    try:
        numbers = np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"A {word} is not a number: {error}") from None
    if np.isinf(numbers).any():
        raise ValueError(f"A {word} is infinite, at position {int(np.argmax(np.isinf(numbers)))} counted from 0.")
    return numbers


def _check_range(raw: Floats, n: Floats, kind: str, days: NDArray[np.datetime64]) -> None:
    if (n < 0).any():
        raise ValueError(f"The denominator on {days[int(np.argmax(n < 0))]} is negative.")
    if kind == "rate" and ((raw < 0) | (raw > 1)).any():
        at = int(np.argmax((raw < 0) | (raw > 1)))
        raise ValueError(f"A rate lies between 0 and 1, but {days[at]} has {raw[at]:g}. Divide percentages by 100.")
    if kind in ("count", "duration") and (raw < 0).any():
        at = int(np.argmax(raw < 0))
        raise ValueError(f"A {kind} can't be negative, but {days[at]} has {raw[at]:g}.")


def _calendar(days: NDArray[np.datetime64]) -> tuple[Ints, int]:
    """Position of each row on its calendar, and the season's length; decided by the first nine dates alone."""
    number = days.astype(np.int64)
    if len(number) < 2:
        return np.zeros(len(number), dtype=np.int64), 7
    gap = float(np.median(np.diff(number[:9])))
    if gap < 5:
        return number - number[0], 7
    return np.maximum.accumulate(np.rint((number - number[0]) / gap).astype(np.int64)), 1
