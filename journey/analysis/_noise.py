"""A regression whose noise is not known: averaged over how persistent it may be, how much is sampling, and how it drifts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from journey.analysis._daily import Array

RHOS = (0.0, 0.25, 0.45, 0.6, 0.72, 0.82, 0.9, 0.95, 0.98, 1.0)
"""Persistence of what moves the metric from day to day; 1 is a level that wanders off."""
SHARES = (0.003, 0.01, 0.03, 0.08, 0.18, 0.35, 0.6, 0.85, 0.99)
"""Share of a day's fresh noise that stays on and fades by the persistence; the rest is gone the next day."""
SLOPES = ((1e-4, 0.5), (1.0, 0.3), (5.0, 0.2))
"""Prior sd of the drift over the whole window, in sds of the series, with its weight."""


@dataclass(frozen=True)
class Averaged:
    """A mixture of Student t distributions: what is believed of the effect, one part a noise model."""

    weight: Array
    centre: Array
    scale: Array
    freedom: Array
    model: NDArray[np.int64]
    """Which row of `grid()` each part belongs to."""
    slope: NDArray[np.int64]
    """Which of `SLOPES` each part belongs to."""
    variance: Array
    """The noise's variance under each part, in the grid's terms."""

    @property
    def mean(self) -> float:
        """The effect to report."""
        return float(self.weight @ self.centre)

    @property
    def best(self) -> int:
        """The row of `grid()` that the data like most."""
        return int(np.argmax(np.bincount(self.model, self.weight)))

    def quantiles(self, *shares: float) -> list[float]:
        """Where the mixture's distribution reaches each share, by bisection."""
        wanted = np.array(shares)[:, None]
        low, high = (np.full_like(wanted, side) for side in self._ends())
        for _ in range(50):
            middle = (low + high) / 2
            below = self._below(middle) < wanted
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return [float(value) for value in (low + high)[:, 0] / 2]

    def _below(self, points: Array) -> Array:
        return np.asarray(stdtr(self.freedom, (points - self.centre) / self.scale) @ self.weight)[:, None]

    def _ends(self) -> tuple[float, float]:
        return float((self.centre - 99 * self.scale).min()), float((self.centre + 99 * self.scale).max())


@cache
def grid() -> tuple[Array, Array]:
    """Persistence and share of every noise model, independent noise first."""
    pairs = np.array([(0.0, 0.0), *((rho, share) for rho in RHOS for share in SHARES)])
    return pairs[:, 0], pairs[:, 1]


def whiten(columns: Array, sampling: Array, load: Array, rho: Array, share: Array) -> tuple[Array, Array]:
    """Columns (days × k, NaN rows missing) with the noise's dependence taken out, for each model at once.

    The noise is load × AR(1) + independent of relative variance `sampling`; a scalar Kalman filter does what the
    Cholesky factor of its covariance would (Harvey 1989, Forecasting, Structural Time Series Models, 3.2 and 3.4), in
    time linear in the days. Returns (models × seen days × k, log determinant of the covariance by model).
    """
    size = len(rho)
    state = np.zeros((size, columns.shape[1]))
    var = np.where(rho < 1, share / np.maximum(1 - rho**2, 1e-9), 0.0)
    log_det, out = np.zeros(size), []
    seen = ~np.isnan(columns).any(axis=1)
    for day in range(len(columns)):
        if seen[day]:
            spread = var * load[day] ** 2 + (1 - share) * sampling[day]
            surprise = columns[day] - state * load[day]
            gain = var * load[day] / spread
            out.append(surprise / np.sqrt(spread)[:, None])
            log_det += np.log(spread)
            state += gain[:, None] * surprise
            var = var * (1 - gain * load[day])
        state *= rho[:, None]
        var = rho**2 * var + share
    return np.array(out).transpose(1, 0, 2), log_det


def average(values: Array, design: Array, sampling: Array, load: Array, *, drift: int = -2) -> Averaged:
    """What is believed of the coefficient of the design's last column; column `drift` is the drift.

    Flat priors on the coefficients and the log of the scale, a normal prior on the drift: given a noise model, the
    coefficient is Student t (Zellner 1971, An Introduction to Bayesian Inference in Econometrics, 3.2), and the models
    weigh by their marginal likelihood (Hoeting et al. 1999, Bayesian Model Averaging, Statistical Science 14).
    """
    rho, share = grid()
    white, log_det = whiten(np.column_stack([design, values]), sampling, load, rho, share)
    cross = white.transpose(0, 2, 1) @ white
    parts = [_given_slope(cross, log_det, white.shape[1], ridge(design.shape[1], at, drift)) for at in range(len(SLOPES))]
    evidence, centre, variance, lever, freedom = (np.concatenate(part) for part in zip(*parts, strict=True))
    slope = np.repeat(np.arange(len(SLOPES)), len(rho))
    weight = np.exp(evidence - evidence.max()) * np.array([prior for _, prior in SLOPES])[slope]
    kept = weight > 1e-5 * weight.max()
    model = np.tile(np.arange(len(rho)), len(SLOPES))[kept]
    scale = np.sqrt(variance * lever)[kept]
    weight = weight[kept] / weight[kept].sum()
    return Averaged(weight, centre[kept], scale, freedom[kept], model, slope[kept], variance[kept])


def ridge(columns: int, slope: int, drift: int) -> Array:
    """The prior precision of every coefficient: none, but for the drift's."""
    out = np.zeros(columns)
    out[drift] = SLOPES[slope][0] ** -2
    return out


def _given_slope(cross: Array, log_det: Array, n: int, prior: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Log evidence, and of the last coefficient centre, noise variance, lever and degrees of freedom, by noise model."""
    p = len(prior)
    bread = cross[:, :p, :p] + np.diag(prior)
    inverse = np.linalg.inv(bread)
    coefficients = np.einsum("gij,gj->gi", inverse, cross[:, :p, p])
    left = np.maximum(cross[:, p, p] - np.einsum("gi,gi->g", coefficients, cross[:, :p, p]), 1e-12)
    freedom = float(n - p + 1)
    evidence = 0.5 * np.log(prior[prior > 0]).sum() - 0.5 * (log_det + np.linalg.slogdet(bread)[1] + freedom * np.log(left))
    return evidence, coefficients[:, -1], left / freedom, inverse[:, -1, -1], np.full(len(left), freedom)


def step_error(belief: Averaged, design: Array, sampling: Array, load: Array) -> float:
    """The standard error that the last coefficient of another design would have in the same noise."""
    rho, share = grid()
    models, at = np.unique(belief.model, return_inverse=True)
    white, _ = whiten(design, sampling, load, rho[models], share[models])
    cross = (white.transpose(0, 2, 1) @ white)[at]
    priors = np.array([ridge(design.shape[1], slope, -2) for slope in belief.slope])
    bread = cross + priors[:, :, None] * np.eye(design.shape[1])
    return float(np.sqrt(belief.weight @ (belief.variance * np.linalg.inv(bread)[:, -1, -1])))
