"""The regression behind an assessment: weekdays, a control, drift and the step, with each day's share of the noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from journey.analysis.impact.daily import Array, Daily


@dataclass(frozen=True)
class Regression:
    """Columns are ones, weekdays, controls, drift and, last, the step; values are in units of `unit`.

    `sampling` is each day's sampling variance beside the usual day's, `load` how strongly that day feels what moves
    the metric from day to day.
    """

    values: Array
    design: Array
    sampling: Array
    load: Array
    unit: float


def regression(series: Daily, control: Daily | None, kind: str) -> Regression:
    """The series as a regression on what is known of each day."""
    unit = float(np.nanstd(series.values)) or 1.0
    load = _count_load(series) if kind == "count" else np.ones(len(series.days))
    sampling = load if kind == "count" else _sampling(series)
    return Regression(series.values / unit, design(series, control), sampling, load, unit)


def design(series: Daily, control: Daily | None = None) -> Array:
    """Days × columns; a weekday that never has a value gets no column."""
    size, weekday = len(series.days), series.weekday
    known = np.unique(weekday[series.seen])
    columns = [np.ones(size), *[(weekday == day).astype(float) for day in known[1:]]]
    if control is not None:
        columns.append(control_column(control))
    columns += [np.arange(size) / size - 0.5, series.after.astype(float)]
    return np.column_stack(columns)


def control_column(control: Daily) -> Array:
    """The control less its weekdays, in units of its sd; days without a value take the line between their neighbours."""
    rest = control.values.copy()
    for day in range(7):
        same = control.weekday == day
        if (same & control.seen).any():
            rest[same] -= np.nanmean(rest[same])
    spread = float(np.nanstd(rest))
    at = np.flatnonzero(control.seen)
    return np.asarray(np.interp(np.arange(len(rest)), at, rest[at])) / (spread or 1.0)


def _sampling(series: Daily) -> Array:
    usual = float(np.median(series.n[series.seen]))
    return usual / np.maximum(series.n, 1e-9) if series.counted else np.ones(len(series.days))


def _count_load(series: Daily) -> Array:
    """A count varies with its size: each weekday's mean beside the mean of all."""
    means = np.ones(7)
    for day in range(7):
        same = (series.weekday == day) & series.seen
        means[day] = series.values[same].mean() if same.any() else np.nan
    typical = max(float(np.nanmean(means)), 1e-9)
    return np.nan_to_num(np.maximum(means / typical, 0.05), nan=1.0)[series.weekday]
