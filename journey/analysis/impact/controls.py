"""Which sibling series would make a good control for a change: those that moved with the metric before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtr

from journey.analysis.impact.daily import Array, Daily, Day, Numbers, as_days, daily

LEAST_SHARED = 28
"""Days before the change on which both have a value, below which nothing is said."""
WELL, SOMEWHAT = 0.5, 0.3
"""Correlations with which a control takes out a quarter, and a tenth, of what moves the metric."""


@dataclass(frozen=True)
class Control:
    """A sibling as a control: how it moved with the metric before the change, and whether to use it.

    `correlation` is that of what is left of both days after weekdays and a straight line. `parallel` is False where the
    two drifted apart before the change already. `good` asks for both. `days` are those on which both have a value.
    """

    name: str
    correlation: float | None
    parallel: bool
    good: bool
    days: int
    sentence: str


def suggest_controls(
    dates: Iterable[Day],
    values: Numbers,
    siblings: Mapping[str, Numbers],
    change_date: Day,
    *,
    touched: Collection[str] = (),
    kind: str = "mean",
) -> list[Control]:
    """The siblings as controls, the best first; those in `touched`, which the change reached itself, are left out.

    Siblings lie on the same dates as the metric and may be of another unit; their values after the change play no part.
    Raises ValueError like `assess`.
    """
    days = list(dates)
    own = daily(days, values, None, change_date, kind=kind)
    found = [
        _control(name, own, daily(days, other, None, change_date, kind="mean"))
        for name, other in siblings.items()
        if name not in touched
    ]
    return sorted(found, key=lambda one: (not one.good, one.days < LEAST_SHARED, -(one.correlation or 0.0), one.name))


@dataclass(frozen=True)
class Combined:
    """Several controls as one series, and how much each counts in it; the weights add up to 1.

    `values` lie on the metric's dates in sds of the controls, None where no control has a value or `assess` does not look.
    """

    values: tuple[float | None, ...]
    weights: dict[str, float]
    correlation: float | None
    sentence: str


def combined(
    dates: Iterable[Day],
    values: Numbers,
    controls: Mapping[str, Numbers],
    change_date: Day,
    *,
    kind: str = "mean",
) -> Combined:
    """Several controls as one for `assess`, each counting for as much as it moved with the metric before the change.

    A control of correlation r counts r / (1 - r²), the best weight where all share one cause (regression scores of a
    single factor: Thomson 1939, The Factorial Analysis of Human Ability); one number is learned of each control, so that
    many of them fit chance little. Where `suggest_controls` calls some good, only they count. Nothing is learned from
    the days after. Raises ValueError like `assess`, and without controls.
    """
    if not controls:
        raise ValueError("There is no control to combine.")
    days = list(dates)
    own = daily(days, values, None, change_date, kind=kind)
    others = {name: daily(days, one, None, change_date, kind="mean") for name, one in controls.items()}
    found = {name: _control(name, own, other) for name, other in others.items()}
    part = _counted(found)
    weights = {name: part.get(name, 0.0) / sum(part.values()) for name in controls}
    table = np.column_stack([_standard(others[name]) for name in controls])
    counted = np.where(np.isnan(table), 0.0, np.array(list(weights.values())))
    total = counted.sum(axis=1)
    path = np.where(total > 0, (np.nan_to_num(table) * counted).sum(axis=1) / np.where(total > 0, total, 1.0), np.nan)
    r = _control("All together", own, replace(own, values=path)).correlation
    at = dict(zip(own.days.tolist(), (None if np.isnan(one) else float(one) for one in path), strict=True))
    return Combined(tuple(at.get(day) for day in as_days(days).tolist()), weights, r, _told(weights, found, r))


def _counted(found: dict[str, Control]) -> dict[str, float]:
    """What each control counts: the good ones alone, else all that moved with the metric however little, else all alike."""
    moved = {name: min(one.correlation or 0.0, 0.99) for name, one in found.items()}
    for used in (
        [name for name, one in found.items() if one.good],
        *([n for n in moved if moved[n] > r] for r in (SOMEWHAT, 0.0)),
    ):
        if used:
            return {name: moved[name] / (1 - moved[name] ** 2) for name in used}
    return dict.fromkeys(found, 1.0)


def _standard(other: Daily) -> Array:
    """A control less its weekdays, in sds, both of the days before the change."""
    before = other.seen & ~other.after
    rest = other.values - _weekday_means(other.values[before], other.weekday[before])[other.weekday]
    return np.asarray(rest / (float(np.nanstd(rest[before])) or 1.0))


def _told(weights: dict[str, float], found: dict[str, Control], r: float | None) -> str:
    if not any((one.correlation or 0.0) >= SOMEWHAT for one in found.values()):
        return "None of the controls moved with the metric before the change: together they say little."
    used = sorted((name for name in weights if weights[name] > 0), key=lambda name: -weights[name])
    parts = ", ".join(f"{name} {weights[name]:.0%}" for name in used)
    idle = [name for name in weights if weights[name] == 0]
    rest = f" {', '.join(idle)} did not move along with it and {'counts' if len(idle) == 1 else 'count'} nothing." if idle else ""
    together = "" if r is None else f"; together they moved with the metric before the change (correlation {r:.2f})"
    return f"The controls count {parts}{together}.{rest}"


def _control(name: str, own: Daily, other: Daily) -> Control:
    shared = own.seen & other.seen & ~own.after
    days = int(shared.sum())
    if days < LEAST_SHARED:
        said = f"{name} shares {days} days with the metric before the change; {LEAST_SHARED} are needed to tell."
        return Control(name, None, parallel=False, good=False, days=days, sentence=said)
    first, second = (_less_weekdays(side.values[shared], own.weekday[shared]) for side in (own, other))
    time = np.flatnonzero(shared).astype(float)
    level, beside = _less_line(first, time), _less_line(second, time)
    r, sure = _correlation(level, beside)
    parallel = _parallel(first - second * (level @ beside) / (beside @ beside or 1.0), time)
    good = sure and r >= SOMEWHAT and parallel
    return Control(name, r, parallel, good, days, _said(name, r, sure=sure, parallel=parallel))


def _said(name: str, r: float, *, sure: bool, parallel: bool) -> str:
    if not sure or r < SOMEWHAT:
        return (
            f"{name} did not move with the metric before the change (correlation {r:.2f}): as a control it would only add noise."
        )
    how = "closely" if r >= WELL else "somewhat"
    if not parallel:
        return f"{name} moved {how} with the metric from day to day (correlation {r:.2f}), but the two were drifting apart."
    taken = f"as a control it takes out about {r * r:.0%} of what moves the metric"
    return f"{name} moved {how} with the metric before the change (correlation {r:.2f}): {taken}."


def _less_weekdays(values: Array, weekday: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Array:
    """The values less their weekday's mean, in units of their sd."""
    rest = values - _weekday_means(values, weekday)[weekday]
    return np.asarray(rest / (rest.std() or 1.0))


def _weekday_means(values: Array, weekday: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Array:
    """The mean of each weekday; that of all days where a weekday has none."""
    return np.array([values[weekday == day].mean() if (weekday == day).any() else values.mean() for day in range(7)])


def _less_line(values: Array, time: Array) -> Array:
    return np.asarray(values - np.polyval(np.polyfit(time, values, 1), time))


def _correlation(first: Array, second: Array) -> tuple[float, bool]:
    """Correlation, and whether it is above zero beyond chance (one-sided .025).

    Persistence leaves fewer independent days than there are (Bartlett 1935, JRSS 98:536-543).
    """
    power = float(np.sqrt((first @ first) * (second @ second)))
    if power == 0:
        return 0.0, False
    r = float(first @ second) / power
    rho = _persistence(first) * _persistence(second)
    freedom = max(len(first) * (1 - rho) / (1 + rho) - 9, 3.0)
    return r, float(stdtr(freedom, -r * np.sqrt(freedom / max(1 - r * r, 1e-12)))) < 0.025


def _persistence(values: Array) -> float:
    power = float(values @ values)
    return float(np.clip(values[1:] @ values[:-1] / power, 0, 0.95)) if power else 0.0


def _parallel(gap: Array, time: Array) -> bool:
    """Whether the gap between the two has no straight drift beyond chance (.01), by weeks, with its own persistence."""
    week = ((time - time[-1]) // 7).astype(int)
    weeks = np.unique(week)
    mean = np.array([gap[week == one].mean() for one in weeks])
    at = weeks - weeks.mean()
    slope = float(at @ mean / (at @ at or 1.0))
    left = mean - mean.mean() - slope * at
    freedom = len(weeks) - 2
    if freedom < 2:
        return True
    rho = _persistence(left)
    spread = left @ left / freedom * (1 + rho) / (1 - rho)
    if spread <= 1e-18:
        return abs(slope) < 1e-9
    return 2 * float(stdtr(freedom, -abs(slope) / np.sqrt(spread / (at @ at)))) >= 0.01
