"""The path a metric would have taken without the change, for the picture beside the verdict."""

from __future__ import annotations

import numpy as np

from journey.analysis.impact.daily import Array, Daily
from journey.analysis.impact.noise import Averaged
from journey.analysis.impact.noises import grid
from journey.analysis.impact.regression import Regression
from journey.analysis.impact.words import Expected


def expected_path(series: Daily, model: Regression, belief: Averaged, effect: tuple[float, float, float]) -> Expected:
    """Fitted before the change, and after it what was to be expected without it.

    Drawn under the noise model that the data like most, then moved and widened after the change so that the mean gap
    to what was seen is exactly the effect, and the band's edges its 95 % interval. `effect` is (effect, lo95, hi95).
    """
    level, se = _smooth(model, *(float(side[belief.best]) for side in grid()))
    level, se = level * model.unit, se * model.unit
    after = series.after
    gap = float(np.mean((series.values - level)[after & series.seen]))
    middle = np.where(after, level + gap - effect[0], level)
    low = np.where(after, middle - (effect[2] - effect[0]), middle - 1.96 * se)
    high = np.where(after, middle + (effect[0] - effect[1]), middle + 1.96 * se)
    return Expected(tuple(series.days.tolist()), *(tuple(side.tolist()) for side in (middle, low, high)))


def _smooth(model: Regression, rho: float, share: float) -> tuple[Array, Array]:
    """Level without the step and its standard error for every day, from all days (Harvey 1989, 4.5), by plain algebra."""
    time = np.arange(len(model.values))
    apart = np.abs(time[:, None] - time)
    wander = share * (rho**apart / (1 - rho**2) if rho < 1 else np.minimum(time[:, None], time) + 0.0)
    wander = model.load[:, None] * wander * model.load
    seen = ~np.isnan(model.values)
    noise = wander[np.ix_(seen, seen)] + np.diag((1 - share) * model.sampling[seen])
    rows, weigh = model.design[seen], np.linalg.inv(noise)
    ridge = np.zeros(rows.shape[1])
    ridge[-2] = 1.0
    bread = np.linalg.inv(rows.T @ weigh @ rows + np.diag(ridge))
    coefficients = bread @ rows.T @ weigh @ model.values[seen]
    left = model.values[seen] - rows @ coefficients
    carry = wander[:, seen] @ weigh
    without = model.design.copy()
    without[:, -1] = 0.0
    level = without @ coefficients + carry @ left
    reach = without - carry @ rows
    var = np.einsum("ij,jk,ik->i", reach, bread, reach) + np.diag(wander) - np.einsum("ij,ij->i", carry, wander[:, seen])
    scale = float(left @ weigh @ left) / max(len(left) - rows.shape[1], 1)
    return level, np.sqrt(np.maximum(var, 0.0) * scale)
