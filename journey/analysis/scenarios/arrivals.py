"""How many will set out in each of the next weeks: a level that drifts, learned from the weeks so far."""

from __future__ import annotations

from itertools import product

import numpy as np

from journey.analysis.scenarios.draws import Array

DRIFTS = (0.0, 0.02, 0.05, 0.1, 0.2)
USUAL = (0.25, 0.3, 0.25, 0.15, 0.05)
"""How usual each of them, and of UNREST, is held to be before looking."""
"""By how much the level's logarithm may step from week to week (standard deviation)."""
UNREST = (0.0, 0.05, 0.1, 0.2, 0.4)
"""How much single weeks may stray from the level beyond the luck of the draw, as a logarithm."""
_SLOPE = 0.01
"""Standard deviation of the growth a week that is believed before looking: 1 %."""
_WIDE = 4.0
_SINCE = 104


def futures(counts: Array, weeks: int, runs: int, rng: np.random.Generator) -> Array:
    """Expected arrivals in each of the next `weeks`, one row a run: what the past leaves open differs from run to run.

    A local level with a slope on the logarithm of the weekly counts, observed with Poisson noise and with unrest of its own
    (Durbin and Koopman, Time Series Analysis by State Space Methods, 2012, chapter 3). Drift and unrest are not chosen but
    averaged over, by how likely each pair of them makes the past.
    """
    counts = counts[-_SINCE:]
    observed, noise = np.log(counts + 0.5), 1.0 / (counts + 0.5)
    grid = list(product(DRIFTS, UNREST))
    fits = [_filter(observed, noise + unrest**2, drift) for drift, unrest in grid]
    likely = np.array([fit[2] for fit in fits]) + np.log([one * other for one, other in product(USUAL, USUAL)])
    chosen = rng.choice(len(grid), size=runs, p=_shares(likely))
    paths = np.empty((runs, weeks))
    for run, number in enumerate(chosen):
        (drift, unrest), (state, spread, _) = grid[number], fits[number]
        level, slope = rng.multivariate_normal(state, spread, check_valid="ignore")
        walk = level + slope * np.arange(1, weeks + 1) + np.cumsum(rng.normal(0, drift, weeks))
        paths[run] = walk + rng.normal(0, unrest, weeks)
    ceiling = observed.max() + 1.5  # nobody's past foretells more than four and a half times its busiest week
    expected: Array = np.exp(np.minimum(paths, ceiling))
    return expected


def _filter(observed: Array, noise: Array, drift: float) -> tuple[Array, Array, float]:
    """Level and slope after the last week, their spread, and the log-likelihood of the weeks (Kalman, 1960)."""
    state = np.array([observed[0], 0.0])
    spread = np.diag([_WIDE, _SLOPE**2])
    step, shake = np.array([[1.0, 1.0], [0.0, 1.0]]), np.diag([drift**2, 0.0])
    likely = 0.0
    for value, own in zip(observed, noise, strict=True):
        state, spread = step @ state, step @ spread @ step.T + shake
        missed, variance = value - state[0], spread[0, 0] + own
        gain = spread[:, 0] / variance
        state, spread = state + gain * missed, spread - np.outer(gain, spread[0])
        likely -= 0.5 * (np.log(variance) + missed**2 / variance)
    return state, spread, float(likely)


def _shares(likely: Array) -> Array:
    weights: Array = np.exp(likely - likely.max())
    weights /= weights.sum()
    return weights
