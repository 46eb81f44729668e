"""A change rolled out by stages or regions: difference in differences against those that did not have it yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtr

from journey.analysis.impact import LEAST_BEFORE, Impact, assess
from journey.analysis.impact.daily import Array, Day, Numbers, as_day, as_days, numbers
from journey.analysis.impact.words import Assumption

METHOD = (
    "Difference in differences, wave by wave against the units that did not have the change yet, each wave's gap assessed "
    "with weekdays, drift and day-to-day persistence; waves are joined with the correlation that their gaps show."
)


@dataclass(frozen=True)
class Wave:
    """The units that got the change on one day: what it did there, and how many units stood beside them."""

    on: date
    units: tuple[str, ...]
    beside: tuple[str, ...]
    impact: Impact


@dataclass(frozen=True)
class Staged:
    """What a change did on average over the days that units have had it, in the values' own unit (of one unit, for counts).

    `by_week` is the mean gap in each week since the change came, without an interval. Effect and bounds are None when
    `too_short`.
    """

    effect: float | None
    lo90: float | None
    hi90: float | None
    lo95: float | None
    hi95: float | None
    p: float | None
    waves: tuple[Wave, ...]
    by_week: tuple[tuple[int, float], ...]
    assumptions: tuple[Assumption, ...]
    too_short: bool
    method: str = METHOD


def assess_staged(
    dates: Iterable[Day],
    values: Mapping[str, Numbers],
    denominators: Mapping[str, Numbers] | None,
    adopted: Mapping[str, Day | None],
    *,
    kind: str = "mean",
) -> Staged:
    """The effect of a change that reached the units (regions, stages, teams) on different days, or never.

    `values` has one series a unit on the same dates; `adopted` its day of the change, or None. Never are units that have
    the change used as a comparison, which is what goes wrong in a two-way fixed effects regression (Goodman-Bacon 2021,
    Journal of Econometrics 225:254-277); effects are group-time ones as in Callaway & Sant'Anna 2021, Journal of
    Econometrics 225:200-230, each unit less its own mean before the wave. Errors come from the days' own persistence
    (`assess`), because clustering by a handful of regions does not keep its word (Bertrand, Duflo & Mullainathan 2004,
    QJE 119:249-275). Raises ValueError for units that do not match, and when no unit is left to compare with.
    """
    days = as_days(list(dates))
    panel = _panel(days, values, denominators, adopted)
    gaps = [gap for turn in sorted({turn for turn in panel.turns if not np.isnat(turn)}) if (gap := _gap(panel, turn, kind))]
    if not gaps:
        raise ValueError("No unit is without the change while others have it: there is nothing to compare with.")
    waves = [(gap, _wave(panel, gap)) for gap in gaps]
    told = [(gap, wave) for gap, wave in waves if not wave.impact.too_short]
    parallel = tuple(_parallel(panel.days, gap) for gap, _ in told)
    names = tuple(wave for _, wave in waves)
    if not told:
        return Staged(None, None, None, None, None, None, names, (), waves[0][1].impact.assumptions, too_short=True)
    return _joined(panel, told, names, parallel)


@dataclass(frozen=True)
class _Panel:
    """Days × units; `turns` is NaT for units that never got the change."""

    days: NDArray[np.datetime64]
    units: tuple[str, ...]
    values: Array
    n: Array | None
    turns: NDArray[np.datetime64]


@dataclass(frozen=True)
class _Gap:
    """A wave's units less those without the change, day by day; `n` is what each gap rests on."""

    turn: np.datetime64
    treated: NDArray[np.bool_]
    beside: NDArray[np.bool_]
    values: Array
    n: Array | None


def _panel(
    days: NDArray[np.datetime64], values: Mapping[str, Numbers], denominators: Mapping[str, Numbers] | None,
    adopted: Mapping[str, Day | None],
) -> _Panel:  # fmt: skip
    units = tuple(values)
    if set(units) != set(adopted) or (denominators is not None and set(units) != set(denominators)):
        raise ValueError("Values, denominators and days of the change must name the same units.")
    table = np.column_stack([numbers(values[unit], days, f"value of {unit}") for unit in units])
    n = None
    if denominators is not None:
        n = np.nan_to_num(np.column_stack([numbers(denominators[unit], days, f"denominator of {unit}") for unit in units]))
        table = np.where(n > 0, table, np.nan)
    turns = [np.datetime64("NaT") if (day := adopted[unit]) is None else as_day(day) for unit in units]
    return _Panel(days, units, table, n, np.array(turns, dtype="datetime64[D]"))


def _gap(panel: _Panel, turn: np.datetime64, kind: str) -> _Gap | None:
    """The wave's gap on the days when somebody was still without the change; None if nobody was."""
    treated = panel.turns == turn
    free = np.isnat(panel.turns) | (panel.days[:, None] < panel.turns[None, :])
    without = free & ~np.isnan(panel.values) & (np.isnat(panel.turns) | (panel.turns > turn))[None, :]
    before = panel.days < turn
    known = without[before].sum(axis=0) >= LEAST_BEFORE
    without &= known[None, :]
    if not without[~before].any():
        return None
    own = _mean(panel.values, _weights(panel.n, treated[None, :] & ~np.isnan(panel.values)))
    level = np.array([np.nanmean(side[before]) if ok else np.nan for side, ok in zip(panel.values.T, known, strict=True)])
    usual = float(np.nanmean(own[before]))
    with np.errstate(invalid="ignore", divide="ignore"):
        moved = (panel.values / level - 1) * usual if kind == "count" else panel.values - level
    weights = _weights(panel.n, without)
    gap = own - usual - _mean(np.nan_to_num(moved), weights)
    n = None
    if panel.n is not None:
        ours = np.where(treated, panel.n, 0.0).sum(axis=1)
        n = np.nan_to_num(1 / (1 / np.maximum(ours, 1e-9) + 1 / np.maximum(weights.sum(axis=1), 1e-9)))
    return _Gap(turn, np.asarray(treated), np.asarray(without[~before].any(axis=0)), gap, n)


def _weights(n: Array | None, use: NDArray[np.bool_]) -> Array:
    return np.asarray(np.where(use, 1.0 if n is None else n, 0.0))


def _mean(values: Array, weights: Array) -> Array:
    """Weighted mean over units, day by day; NaN where none counts."""
    total = weights.sum(axis=1)
    summed = (np.nan_to_num(values) * weights).sum(axis=1)
    return np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan)


def _wave(panel: _Panel, gap: _Gap) -> Wave:
    last = np.flatnonzero(~np.isnan(gap.values))[-1] + 1
    if panel.days[last - 1] < gap.turn or panel.days[0] >= gap.turn:
        raise ValueError(f"The change on {gap.turn} lies outside the days with a value.")
    n = None if gap.n is None else gap.n[:last]
    impact = assess(panel.days[:last], gap.values[:last], n, gap.turn)
    named = [tuple(unit for unit, one in zip(panel.units, side, strict=True) if one) for side in (gap.treated, gap.beside)]
    return Wave(date.fromisoformat(str(gap.turn)), named[0], named[1], replace(impact, relative=None))


def _joined(panel: _Panel, told: list[tuple[_Gap, Wave]], waves: tuple[Wave, ...], parallel: tuple[Assumption, ...]) -> Staged:
    """Waves weighed by the days that their units have had the change."""
    share = np.array([wave.impact.days_after * len(wave.units) for _, wave in told], dtype=float)
    share /= share.sum()
    effects = np.array([wave.impact.effect for _, wave in told], dtype=float)
    effect = float(share @ effects)
    related = _related([gap for gap, _ in told], panel.days)
    reach = [
        _length(share * np.array([abs(getattr(wave.impact, end) - (wave.impact.effect or 0.0)) for _, wave in told]), related)
        for end in ("lo90", "hi90", "lo95", "hi95")
    ]
    lo90, hi90, lo95, hi95 = effect - reach[0], effect + reach[1], effect - reach[2], effect + reach[3]
    half = reach[2] if effect > 0 else reach[3]
    p = told[0][1].impact.p if len(told) == 1 else 2 * float(ndtr(-1.959964 * abs(effect) / half)) if half > 0 else None
    assumptions = (*parallel, _enough(told), _at_once(panel.days, told))
    return Staged(effect, lo90, hi90, lo95, hi95, p, waves, _by_week(panel.days, told), assumptions, too_short=False)


def _length(parts: Array, related: Array) -> float:
    return float(np.sqrt(max(float(parts @ related @ parts), 0.0)))


def _related(gaps: list[_Gap], days: NDArray[np.datetime64]) -> Array:
    """How the waves' gaps move together from week to week, each less its level before and after; never below zero."""
    week = (days - days[0]).astype(int) // 7
    sides = []
    for gap in gaps:
        left = gap.values.copy()
        for side in (days < gap.turn, days >= gap.turn):
            left[side] -= np.nanmean(left[side]) if (~np.isnan(left[side])).any() else 0.0
        weeks = [left[(week == one) & ~np.isnan(left)] for one in np.unique(week)]
        sides.append([one.mean() if len(one) else 0.0 for one in weeks])
    table = np.array(sides)
    size = np.sqrt((table**2).sum(axis=1))
    related = np.clip(table @ table.T / np.maximum(np.outer(size, size), 1e-30), 0.0, 1.0)
    return np.asarray(related + np.diag(np.where(size > 0, 0.0, 1.0)))


def _parallel(days: NDArray[np.datetime64], gap: _Gap) -> Assumption:
    """Whether a wave's gap already drifted before its change."""
    if _drift_p(days, gap, days < gap.turn) >= 0.01:
        return Assumption("parallel", True, f"Before {gap.turn} its units and those beside them moved in parallel.")
    return Assumption("parallel", False, f"Before {gap.turn} its units and those beside them were drifting apart already.")


def _drift_p(days: NDArray[np.datetime64], gap: _Gap, side: NDArray[np.bool_]) -> float:
    """The p value of a straight line through a gap's weeks on one side of the change; 1 below four weeks."""
    seen = side & ~np.isnan(gap.values)
    week = (days[seen] - gap.turn).astype(int) // 7
    weeks = np.unique(week)
    if len(weeks) < 4:
        return 1.0
    mean = np.array([gap.values[seen][week == one].mean() for one in weeks])
    at = weeks - weeks.mean()
    slope = float(at @ mean / (at @ at))
    left, freedom = mean - mean.mean() - slope * at, len(weeks) - 2
    error = float(np.sqrt(left @ left / freedom / (at @ at)))
    return 2 * float(stdtr(freedom, -abs(slope) / error)) if error > 0 else float(slope == 0)


def _enough(told: list[tuple[_Gap, Wave]]) -> Assumption:
    fewest = min(len(wave.beside) for _, wave in told)
    said = f"At least {fewest} unit{'s' if fewest > 1 else ''} without the change stood beside each wave"
    return Assumption(
        "beside", fewest >= 2, f"{said}{'.' if fewest >= 2 else ': what happens there alone is taken for the change.'}"
    )


def _at_once(days: NDArray[np.datetime64], told: list[tuple[_Gap, Wave]]) -> Assumption:
    if all(_drift_p(days, gap, days >= gap.turn) >= 0.01 / len(told) for gap, _ in told):
        return Assumption("at once", True, "No wave shows an effect that is still growing or fading.")
    return Assumption("at once", False, "The effect grew or faded: look at it week by week, its mean leans to the first weeks.")


def _by_week(days: NDArray[np.datetime64], told: list[tuple[_Gap, Wave]]) -> tuple[tuple[int, float], ...]:
    """Mean gap by week since the change came, over the units that have had it for that long; before it the mean is zero."""
    sums: dict[int, list[tuple[float, int]]] = {}
    for gap, wave in told:
        since = (days - gap.turn).astype(int) // 7 + 1
        for week in np.unique(since[(since >= 1) & ~np.isnan(gap.values)]):
            sums.setdefault(int(week), []).append((float(np.nanmean(gap.values[since == week])), len(wave.units)))
    return tuple((week, sum(v * w for v, w in seen) / sum(w for _, w in seen)) for week, seen in sorted(sums.items()))
