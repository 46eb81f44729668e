"""How strict each of many watched series must be, so that all together keep to the false alarms an owner accepts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

import numpy as np
import polars as pl

from journey.analysis.signals.series import cadence

MONTH = 365.25 / 12
"""Days."""

CURVES: dict[bool, tuple[tuple[float, float], ...]] = {
    False: ((1.0, 0.5), (1.08, 0.24), (1.16, 0.12), (1.24, 0.06), (1.32, 0.03), (1.45, 0.01), (1.6, 0.003)),
    True: ((1.0, 0.55), (1.08, 0.33), (1.16, 0.2), (1.24, 0.095), (1.32, 0.045), (1.45, 0.012), (1.6, 0.003)),
}
"""False alarms per quiet series-year at each strictness, for daily series and (True) weekly ones.

Counted on 1,354 and 1,475 series-years of both simulations (tests/bench/test_budget_bench.py prints them anew) and rounded
up by about a fifth, because real noise is rougher than simulated noise. What a journey's own quiet history gave is told by
`quiet_rate`; show people that.
"""


def strictness_for(false_alarms_month: float, series: int, *, weekly: bool = False) -> float:
    """The `strictness` for `signals.explain` of each of `series` series, so that all of them keep to the budget.

    The expected number of false alarms is the sum of the series' own, however they hang together (Spjøtvoll 1972,
    "On the optimality of some multiple comparison procedures"); each gets the same share, as Bonferroni would, and is set
    to that in-control rate by the curve of its cadence. Never below 1, what a single series deserves. ValueError for a
    budget that is not positive.
    """
    if not false_alarms_month > 0:
        raise ValueError("Accept more than 0 false alarms a month: with none accepted, nothing could ever be raised.")
    share = log(12 * false_alarms_month / max(series, 1))
    strict, rate = zip(*CURVES[weekly], strict=True)
    rates = np.log(rate)
    if share < rates[-1]:
        return float(strict[-1] + (rates[-1] - share) * (strict[-1] - strict[-2]) / (rates[-2] - rates[-1]))
    return float(np.interp(-share, -rates, strict))


@dataclass(frozen=True)
class QuietRate:
    """False alarms a month on quiet history: the estimate and its 95 % interval, from `alarms` in `months` of the calendar.

    rate, low and high are None where nothing could be judged.
    """

    alarms: int
    months: float
    rate: float | None
    low: float | None
    high: float | None


def quiet_rate(watched: Iterable[tuple[pl.DataFrame, Sequence[tuple[date, date]]]]) -> QuietRate:
    """What rang on the days on which nothing was wrong, for all watched series together.

    watched: for each series its frame of `signals.explain`, and the windows (first and last day) to leave out because
    something real happened in them: an alert that people confirmed, a change, an incident. An alarm is a run of flags; it
    counts by its first day. The interval is exact for a Poisson count (Garwood 1936).
    """
    alarms, days, series = 0, 0.0, 0
    for frame, windows in watched:
        quiet = ~pl.any_horizontal(pl.lit(False), *(pl.col("date").is_between(*window) for window in windows))
        begins = pl.col("flagged") & ~pl.col("flagged").shift(1, fill_value=False)
        judged = pl.col("score").is_not_null()
        found = frame.select((begins & quiet).sum().alias("alarms"), (judged & quiet).sum().alias("days")).row(0)
        alarms, series = alarms + found[0], series + 1
        days += found[1] * cadence(frame["date"].to_list())
    months = days / MONTH / max(series, 1)
    if not months:
        return QuietRate(alarms, 0.0, None, None, None)
    low, high = _garwood(alarms)
    return QuietRate(alarms, months, alarms / months, low / months, high / months)


def _garwood(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact interval for the mean of a Poisson count."""
    from scipy.special import gammaincinv

    tail = (1 - confidence) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))
