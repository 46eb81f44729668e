"""Numbers as a reader says them: 31 %, 2 d 4 h, 1,329, +7.6 points.

Values come as they are computed: a rate is 0.31 with unit "%", a duration is seconds with unit "s"; any other unit is
written after the number.
"""

from __future__ import annotations

import math
from datetime import date

_SPANS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def missing(value: float | None) -> bool:
    """Whether there is no number to show."""
    return value is None or not math.isfinite(value)


def plain(number: float) -> str:
    """A number with as many digits as it deserves: 1,329 · 31 · 7.6 · 0.42."""
    size = abs(number)
    digits = 0 if size >= 20 or number == round(number) else 1 if size >= 1 else 2
    text = f"{number:,.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", "0"} else text.replace("-", "−")


def duration(seconds: float) -> str:
    """Seconds as their two largest units: 2 d 4 h, 12 min 30 s, 0 s."""
    sign, rest = ("−" if seconds < 0 else ""), abs(seconds)
    for place, (size, name) in enumerate(_SPANS):
        smaller = _SPANS[place + 1] if place + 1 < len(_SPANS) else None
        if smaller is None:
            break
        steps = round(rest / smaller[0])
        whole, part = divmod(steps, size // smaller[0])
        if whole:
            return f"{sign}{whole} {name}" + (f" {part} {smaller[1]}" if part else "")
    return f"{sign}{plain(rest)} s"


def value(number: float | None, unit: str = "") -> str:
    """A value with its unit; an em dash when there is none."""
    if number is None or missing(number):
        return "—"
    if unit == "s":
        return duration(number)
    if unit == "%":
        return f"{plain(number * 100)} %"
    return f"{plain(number)} {unit}".rstrip()


def change(number: float | None, unit: str = "") -> str:
    """A signed difference of two values; rates differ in points."""
    if number is None or missing(number):
        return "—"
    shown = f"{plain(number * 100)} points" if unit == "%" else value(number, unit)
    return shown if shown.startswith("−") or number == 0 else f"+{shown}"


def count(n: float | None) -> str:
    """How many: n 1,329."""
    return "" if n is None or missing(n) else f"n {n:,.0f}"


def day(at: date, *, year: bool = False) -> str:
    """A day as on a newspaper's axis: 16 Nov."""
    return f"{at.day} {at:%b %Y}" if year else f"{at.day} {at:%b}"
