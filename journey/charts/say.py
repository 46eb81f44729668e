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
