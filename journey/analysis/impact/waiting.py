"""How long one must wait until an effect of a given size can be told from chance."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from math import ceil

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from journey.analysis.impact.daily import Array, Daily, Day, Numbers, daily
from journey.analysis.impact.noise import ahead, average
from journey.analysis.impact.regression import Regression, design, regression

LEAST = 28
"""Days with a value that it takes to know how a metric varies."""


def weeks_needed(
    dates: Iterable[Day],
    values: Numbers,
    denominators: Numbers | None,
    effect: float,
    *,
    kind: str = "mean",
    power: float = 0.8,
    longest: int = 26,
    lag_days: int = 0,
) -> int | None:
    """Whole weeks after a change until `assess` would see `effect` (in the values' unit) with the given power.

    From the metric's own history, with days to come as busy as the last eight weeks; a two-sided test at .05. None
    where even `longest` weeks would not do, which happens to a metric that wanders: waiting does not help it. The
    first `lag_days` do not count and are waited for too. Raises ValueError like `assess`, for an effect of 0, and for
    fewer than 28 days with a value.
    """
    if effect == 0 or not np.isfinite(effect):
        raise ValueError("An effect of 0 can never be seen; name the smallest one worth having.")
    dates = list(dates)
    if len(dates) < LEAST:
        raise ValueError(f"There are {len(dates)} days: too few to know how this metric varies; {LEAST} are needed.")
    history = daily(dates, values, denominators, dates[-1], kind=kind)
    history = replace(history, after=np.zeros(len(history.days), dtype=bool))
    if history.seen.sum() < LEAST:
        raise ValueError(f"Fewer than {LEAST} days have a value: too little to know how this metric varies.")
    with threadpool_limits(1):  # see `assess`
        weeks = _first_week(history, kind, effect, power, longest)
    return weeks + ceil(lag_days / 7) if weeks <= longest else None


def _first_week(history: Daily, kind: str, effect: float, power: float, longest: int) -> int:
    """The first week that will do, `longest` + 1 if none; by halving, as more days never make an effect harder to see."""
    model = regression(history, None, kind)
    belief = average(model.values, model.design[:, :-1], model.sampling, model.load, drift=-1)

    def seen(weeks: int) -> bool:
        return ahead(belief, *_ahead(history, model, weeks)).chance(effect / model.unit) >= power

    return 1 + bisect_left(range(1, longest + 1), True, key=seen)


def _ahead(history: Daily, model: Regression, weeks: int) -> tuple[Array, Array, Array]:
    """Design, sampling and load of the history with `weeks` more, each day as busy as its weekday's median of late."""
    more = 7 * weeks
    days = np.arange(history.days[0], history.days[-1] + np.timedelta64(1 + more, "D"))
    size = len(history.days)
    full = Daily(
        days, np.concatenate([history.values, np.ones(more)]), np.concatenate([history.n, np.ones(more)]),
        np.arange(len(days)) >= size, history.counted,
    )  # fmt: skip
    rows = design(full)
    rows[~full.seen] = np.nan
    late = history.seen & (np.arange(size) >= size - 56)
    sampling, load = np.empty(more), np.empty(more)
    for at in range(more):
        same = late & (history.weekday == full.weekday[size + at])
        sampling[at], load[at] = (float(np.median(side[same if same.any() else late])) for side in (model.sampling, model.load))
    return rows, np.concatenate([model.sampling, sampling]), np.concatenate([model.load, load])
