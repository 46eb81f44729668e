"""How much each past week says of the coming ones: how fast the past fades is learned from the weeks themselves."""

from __future__ import annotations

import numpy as np

from journey.analysis.scenarios.draws import Array

HALF_LIVES = (1.5, 3.0, 6.0, 13.0, 26.0, 104.0)
"""Weeks after which a week counts half, that are weighed against each other."""
_UNTIL = 4
"""First weeks that are only learned from."""


def faded(weeks: int, half_life: float) -> Array:
    """The weight of each of the weeks, the last one 1."""
    weights: Array = 0.5 ** (np.arange(weeks)[::-1] / half_life)
    return weights


def fading_of_shares(counts: Array) -> Array:
    """By row, how likely each of HALF_LIVES is; counts: rows × weeks × where visits led.

    Each week's counts are foretold from those before it, faded: a Dirichlet-multinomial whose pseudo-counts are the faded
    counts, the steady model of Smith (Journal of the Royal Statistical Society B 41, 1979). How likely the weeks are under a
    half-life is how likely the half-life is.
    """
    from scipy.special import gammaln

    likely = np.zeros((len(counts), len(HALF_LIVES)))
    seen = counts.sum(1) > 0
    prior = np.where(seen, 0.5, 1e-6)
    for number, half_life in enumerate(HALF_LIVES):
        known, keep = np.zeros_like(prior), 0.5 ** (1 / half_life)
        for week in range(counts.shape[1]):
            now, pseudo = counts[:, week], known + prior
            if week >= _UNTIL:
                total, n = pseudo.sum(1), now.sum(1)
                each = (gammaln(pseudo + now) - gammaln(pseudo)).sum(1)
                likely[:, number] += gammaln(total) - gammaln(total + n) + each
            known = known * keep + now
    return _shares(likely)


def fading_of_rates(counts: Array, exposure: Array) -> Array:
    """The same for contacts a visit; both weeks × stages. A gamma-Poisson, faded in the same way."""
    from scipy.special import gammaln

    likely = np.zeros((counts.shape[1], len(HALF_LIVES)))
    for number, half_life in enumerate(HALF_LIVES):
        keep, a, b = 0.5 ** (1 / half_life), np.full(counts.shape[1], 0.5), np.full(counts.shape[1], 0.5)
        for week in range(len(counts)):
            now, many = counts[week], exposure[week]
            if week >= _UNTIL:
                likely[:, number] += gammaln(a + now) - gammaln(a) + a * np.log(b / (b + many)) - now * np.log(b + many)
            a, b = a * keep + now, b * keep + many
    return _shares(likely)


def _shares(likely: Array) -> Array:
    weights: Array = np.exp(likely - likely.max(1, keepdims=True))
    weights /= weights.sum(1, keepdims=True)
    return weights


def paces(fading: Array, runs: int, rng: np.random.Generator) -> Array:
    """By run and row, the place in HALF_LIVES of the fading that the run holds to be true, drawn by how likely each is."""
    sums = np.cumsum(fading, axis=1)
    chosen = (rng.random((runs, len(fading), 1)) > sums[None]).sum(2)
    drawn: Array = np.minimum(chosen, len(HALF_LIVES) - 1)
    return drawn


def believed(luck: Array, chosen: Array) -> Array:
    """By run, row and week, how much the week counts: `luck` (runs × weeks) times the fading that the run holds to be true."""
    counts: Array = luck[:, None, :] * np.stack([faded(luck.shape[1], half_life) for half_life in HALF_LIVES])[chosen]
    return counts
