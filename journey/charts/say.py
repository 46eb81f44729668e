"""The words that stand on charts beside a value: its n, its day."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

from journey.domain import format as written
from journey.domain.words import MetricKind

Say = Callable[[float | None], str]
"""Writes one metric's values."""


def teller(kind: MetricKind, unit: str = "") -> Say:
    """How values of this kind and unit are written: 31 %, 2 d 4 h, 28 tickets."""
    return lambda amount: written.value(kind, amount, unit=unit)


ROOM = 8
"""Letters of a unit that fit beside a value on a chart; a longer one is said once, in words above it."""


def short(unit: str) -> str:
    """The unit as it stands beside values on a chart: nothing where it is too long for that."""
    return unit if len(unit) <= ROOM else ""


def in_unit(unit: str, before: str = ", in ") -> str:
    """The words above a chart that say a unit too long to stand beside values."""
    return "" if len(unit) <= ROOM else f"{before}{unit}"


def missing(value: float | None) -> bool:
    """Whether there is no number to show."""
    return value is None or not math.isfinite(value)


def count(n: float | None) -> str:
    """How many: n 1,329."""
    return "" if n is None or missing(n) else f"n {written.number(n)}"


def day(at: date, *, year: bool = False) -> str:
    """A day as on a newspaper's axis: 16 Nov."""
    return f"{at.day} {at:%b %Y}" if year else f"{at.day} {at:%b}"


def month(at: date) -> str:
    """A month as on a newspaper's axis: Nov, and January with its year."""
    return f"{at:%b}" if at.month > 1 else f"{at:%b %Y}"
