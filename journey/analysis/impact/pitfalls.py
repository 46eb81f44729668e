"""Two ways to be fooled by a change: it was made because of a spike, or another came too close to tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from journey.analysis.impact import assess
from journey.analysis.impact.daily import Array, Day, Numbers, as_day, as_days, numbers
from journey.analysis.impact.verdicts import size as sized
from journey.analysis.impact.words import Impact

TRIGGER = 14
"""Days before a change that may have been what it was made for."""
APART = 7
"""Days between two changes from which the first has a whole week of its own."""


@dataclass(frozen=True)
class Spike:
    """What the days just before a change were like beside those before them.

    `found` where they stood out, for better or worse. Then `fall_back` is how much the metric is to be expected to move
    after the change by itself, in the values' unit, and `baseline` are the values without those days: assess the change
    with these. `first` and `last` are the days that stood out.
    """

    found: bool
    fall_back: float | None
    first: date | None
    last: date | None
    baseline: tuple[float | None, ...]
    sentence: str


def spike_before(
    dates: Iterable[Day], values: Numbers, denominators: Numbers | None, change_date: Day, *, kind: str = "mean",
    window: int = TRIGGER,
) -> Spike:  # fmt: skip
    """Whether the `window` days before a change stood out, so that it would have fallen back by itself.

    The days are assessed like a change of their own, against the days before them; half the window is tried too, for a
    shorter spike. Two looks are taken, so each at .025 (Bonferroni). Regression to the mean: Galton 1886; for before and
    after comparisons Barnett, van der Pols & Dobson 2005, International Journal of Epidemiology 34:215-220. Raises
    ValueError like `assess`.
    """
    days = as_days(list(dates))
    found = numbers(values, days, "value")
    n = None if denominators is None else numbers(denominators, days, "denominator")
    turn = as_day(change_date)
    before = days < turn
    past = _Past(days[before], found[before], None if n is None else n[before])
    looks = [(size, _look(past, turn - np.timedelta64(size, "D"), kind)) for size in (window, max(window // 2, 7))]
    plain = tuple(None if np.isnan(value) else float(value) for value in found)
    clear = [(size, one) for size, one in looks if one is not None and one.p is not None and one.p < 0.05 / len(looks)]
    if not clear:
        judged = any(one is not None and one.p is not None for _, one in looks)
        tail = "did not stand out" if judged else "can't be held against earlier ones: there are too few"
        return Spike(False, None, None, None, plain, f"The {window} days before the change {tail}.")
    size, impact = min(clear, key=lambda one: one[1].p or 0.0)
    trigger = (days >= turn - np.timedelta64(size, "D")) & (days < turn)
    kept = tuple(None if out else value for out, value in zip(trigger, plain, strict=True))
    gap = impact.effect or 0.0
    first, last = (date.fromisoformat(str(turn - np.timedelta64(back, "D"))) for back in (size, 1))
    return Spike(True, -gap, first, last, kept, _fallen(gap, size, kind))


class _Past(NamedTuple):
    """The series before the change."""

    days: NDArray[np.datetime64]
    values: Array
    n: Array | None


def _look(past: _Past, start: np.datetime64, kind: str) -> Impact | None:
    """The days before the change, assessed as if something had happened at `start`; None without days around it."""
    if not len(past.days) or not past.days[0] < start <= past.days[-1]:
        return None
    return assess(past.days, past.values, past.n, start, kind=kind)


def _fallen(gap: float, size: int, kind: str) -> str:
    how, back = ("above", "fall") if gap > 0 else ("below", "rise")
    amount = sized(gap, kind, "")
    return (
        f"The {size} days before the change lay {amount} {how} what was usual. If the change was made because of them, the "
        f"metric would {back} back by about {amount} without it: assess it without those days."
    )


@dataclass(frozen=True)
class Shipped:
    """A change as it bears on a metric: who it reached is `segment`, empty for everybody."""

    name: str
    metric: str
    on: date
    segment: str = ""


@dataclass(frozen=True)
class Overlap:
    """Two changes on one metric. `inseparable` when the first has no whole week of its own; else its days end `until`."""

    first: str
    second: str
    metric: str
    inseparable: bool
    until: date
    sentence: str


def overlaps(changes: Sequence[Shipped], *, watched: int = 56) -> list[Overlap]:
    """Pairs of changes on one metric and the same people, of which the second came within `watched` days of the first.

    Changes for two different segments do not meet; one for everybody meets all.
    """
    ordered = sorted(changes, key=lambda one: (one.on, one.name))
    return [
        _overlap(first, second)
        for at, first in enumerate(ordered)
        for second in ordered[at + 1 :]
        if first.metric == second.metric and _meet(first, second) and (second.on - first.on).days < watched
    ]


def _meet(first: Shipped, second: Shipped) -> bool:
    return not first.segment or not second.segment or first.segment == second.segment


def _overlap(first: Shipped, second: Shipped) -> Overlap:
    apart = (second.on - first.on).days
    if apart < APART:
        gap = "on the same day" if apart == 0 else f"{apart} day{'s' if apart > 1 else ''} apart"
        said = f"'{first.name}' and '{second.name}' shipped {gap} on {first.metric}: their effects can't be told apart."
    else:
        said = (
            f"'{first.name}' is judged by its {apart} days until {second.on}, when '{second.name}' shipped on {first.metric} "
            f"too; '{second.name}' is judged beside what '{first.name}' left."
        )
    return Overlap(first.name, second.name, first.metric, apart < APART, second.on, said)
