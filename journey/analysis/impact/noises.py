"""Which kinds of noise a metric may have: how likely each is beforehand, and how dearly each lets an interval be wide."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from journey.analysis.impact.daily import Array

RHOS = (0.0, 0.2, 0.35, 0.5, 0.62, 0.72, 0.8, 0.87, 0.92, 0.96, 0.98, 1.0)
"""Persistence of what moves the metric from day to day; 1 is a level that wanders off."""
SHARES = (0.001, 0.003, 0.01, 0.03, 0.08, 0.18, 0.35, 0.6, 0.85, 0.99)
"""Share of a day's fresh noise that stays on and fades by the persistence; the rest is gone the next day."""
SLOPES = ((1e-4, 0.714), (0.5, 0.173), (1.0, 0.048), (2.0, 0.043), (4.0, 0.022))
"""Prior sd of the drift over the whole window, in sds of the series, with its weight; the first is no drift at all."""
SHARE_ENDS = (0.03, 0.35)
"""Where a little of the fresh noise that stays on ends, and where some of it does; above is most of it."""
PERSISTENCE = (
    (0.0, (1.09, 0.75, 1.39), 0.81),
    (0.5, (0.64, 0.38, 0.79), 1.90),
    (0.8, (0.43, 1.37, 1.25), 1.35),
    (0.92, (1.52, 0.69, 3.78), 0.32),
    (0.98, (0.43, 1.00, 0.81), 0.64),
    (1.0, (6.03, 0.89, 0.84), 0.27),
)
"""Upper end of a range of persistence: none, weak, middling, strong, very strong, and a level that wanders off. With it the
prior weights of the range where a little, some and most of the fresh noise stays on (with no persistence the first is plain
independent noise), and what a unit of the interval's width costs where the data speak for that range."""
PLAIN_COST, DRIFT_COST = 2.61, 0.81
"""The same cost for plain independent noise, and by what it is multiplied where they speak for a drift.

These figures, the preference in `prior` and the weights of `SLOPES` were chosen together on simulated KPIs from two hands,
and on KPIs that wander far more than they sample, as the least wide that kept the intervals' word on each kind of noise in
each of them; series that choose nothing are what they are measured on.
"""


@cache
def grid() -> tuple[Array, Array]:
    """Persistence and share of every noise model, independent noise first."""
    pairs = np.array([(0.0, 0.0), *((rho, share) for rho in RHOS for share in SHARES)])
    return pairs[:, 0], pairs[:, 1]


@cache
def _ranges() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The row and the column of `PERSISTENCE` that each noise model falls in."""
    rho, share = grid()
    column = np.searchsorted(SHARE_ENDS, share)
    return np.searchsorted([end for end, *_ in PERSISTENCE], rho), np.where(
        (rho == 0) & (share > 0), np.maximum(column, 1), column
    )


@cache
def prior() -> Array:
    """Log prior weight of every noise model: its range's, leaning to some shares of the fresh noise."""
    rho, share = grid()
    lean = np.log(np.maximum(share, 1e-9) / (1 - share)) / 4
    within = np.where(share > 0, np.exp(np.where(rho < 1, -0.55 * lean - 1.7 * lean**2, -0.7 * lean)), 1.0)
    row, column = _ranges()
    total = np.zeros((len(PERSISTENCE), len(SHARE_ENDS) + 1))
    np.add.at(total, (row, column), within)
    weight = np.array([weights for _, weights, _ in PERSISTENCE])
    return np.asarray(np.log(within * weight[row, column] / total[row, column]))


@cache
def costs() -> Array:
    """What a unit of width costs under every noise model."""
    rho, share = grid()
    cost = np.array([cost for *_, cost in PERSISTENCE])[_ranges()[0]]
    return np.where((rho == 0) & (share == 0), PLAIN_COST, cost)
