"""A regression whose noise is not known: averaged over how persistent it may be, how much is sampling, and how it drifts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtr, stdtrit

from journey.analysis.impact.daily import Array
from journey.analysis.impact.noises import DRIFT_COST, SLOPES, costs, grid, prior


@dataclass(frozen=True)
class Averaged:
    """A mixture of Student t distributions: what is believed of the effect, one part a noise model."""

    weight: Array
    centre: Array
    scale: Array
    freedom: float
    model: NDArray[np.int64]
    """Which row of `grid()` each part belongs to."""
    slope: NDArray[np.int64]
    """Which of `SLOPES` each part belongs to."""
    variance: Array
    """The noise's variance under each part, in the grid's terms."""

    @property
    def mean(self) -> float:
        """The effect to report: the parts' centres, each counting as the interval lets it count."""
        part = self._priced()
        return float(part @ self.centre / part.sum())

    @property
    def best(self) -> int:
        """The row of `grid()` that the data like most."""
        return int(np.argmax(np.bincount(self.model, self.weight)))

    @property
    def p(self) -> float:
        """The two-sided p value of no effect: one less the level of the interval that just reaches zero."""
        height = min(float(self._density(np.zeros(1))[0]) / self._bar(0.0), 1.0)
        reach = np.sqrt(self.freedom * max(max(height, 1e-280) ** (-2 / (self.freedom + 1)) - 1, 0.0))
        return 2 * float(stdtr(self.freedom, -reach))

    def chance(self, effect: float) -> float:
        """The chance that the 95 % interval would leave zero out for an effect of this size, each part by its own noise.

        By then the data will have told more of the noise than now, so that parts are not joined into one interval; they
        count as the interval lets them count. A part's interval is taken as 6 % wider than its own t interval.
        """
        part = self._priced()
        reach = 1.06 * float(stdtrit(self.freedom, 0.975))
        return float(part @ ndtr(abs(effect) / self.scale - reach) / part.sum())

    def intervals(self, *levels: float) -> list[tuple[float, float]]:
        """For each level the effects that are believed in enough to be worth the width.

        An effect belongs to the interval where its density exceeds the price of width (Pratt 1961, Length of confidence
        intervals, JASA 56:549-567). One noise model alone would give its t interval; where several are likely, the least
        width is spent that keeps the word under each.
        """
        points = self.mean + self._sd() * np.linspace(-6, 6, 129)
        density = self._density(points)
        return [self._above(points, density, self._bar(float(stdtrit(self.freedom, (1 + level) / 2)))) for level in levels]

    def _above(self, points: Array, density: Array, bar: float) -> tuple[float, float]:
        """Where the density first and last crosses the bar, by bisection between points; the mean lies between."""
        inside = np.flatnonzero(density > bar)
        if not len(inside):
            return self.mean, self.mean
        within = points[inside[[0, -1]]]
        beyond = within + np.array([-1, 1]) * (points[1] - points[0])
        for _ in range(14):
            middle = (within + beyond) / 2
            kept = self._density(middle) > bar
            within, beyond = np.where(kept, middle, within), np.where(kept, beyond, middle)
        return min(float(within[0]), self.mean), max(float(within[1]), self.mean)

    def _density(self, points: Array) -> Array:
        """Of the mixture, up to the constant of the t distribution."""
        away = (points[:, None] - self.centre) / self.scale
        return np.asarray((1 + away**2 / self.freedom) ** (-(self.freedom + 1) / 2) @ (self.weight / self.scale))

    def _bar(self, reach: float) -> float:
        """The density that pays for its width: what each model has at the end of its own t interval."""
        height = (1 + reach**2 / self.freedom) ** (-(self.freedom + 1) / 2)
        return float(height * np.sum(self._priced() / self.scale))

    def _priced(self) -> Array:
        return np.asarray(self.weight * costs()[self.model] * np.where(self.slope > 0, DRIFT_COST, 1.0))

    def _sd(self) -> float:
        variance = self.scale**2 * self.freedom / (self.freedom - 2) + (self.centre - self.mean) ** 2
        return float(np.sqrt(self.weight @ variance))


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
    seen = np.asarray(~np.isnan(columns).any(axis=1))
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
    fit = _Fit.of(white, drift)
    tight = np.array([sd**-2 for sd, _ in SLOPES])[:, None]
    left, freedom = fit.left(tight), white.shape[1] - design.shape[1] + 1
    evidence = 0.5 * np.log(tight) - 0.5 * (log_det + fit.log_det(tight) + freedom * np.log(left))
    evidence += prior() + np.log([weight for _, weight in SLOPES])[:, None]
    weight = np.exp(evidence - evidence.max())
    slope, model = np.nonzero(weight > 1e-3)
    kept = (slope, model)
    variance = left[kept] / freedom
    scale = np.sqrt(variance * fit.lever(tight)[kept])
    share_of = weight[kept] / weight[kept].sum()
    return Averaged(share_of, fit.centre(tight)[kept], scale, float(freedom), model, slope, variance)


@dataclass(frozen=True)
class _Fit:
    """Least squares for each model with a flat prior on the drift; a tighter one is a rank-one update of it.

    With A the inverse of X'X, s the drift and l the last coefficient (Sherman & Morrison 1950, Annals of Mathematical
    Statistics 21). Methods take prior precisions (slopes × 1) and return slopes × models.
    """

    last: Array
    drift: Array
    rest: Array
    size: Array
    a_ll: Array
    a_ls: Array
    a_ss: Array

    @classmethod
    def of(cls, white: Array, drift: int) -> _Fit:
        """From whitened columns (models × days × k), the values last."""
        cross = white.transpose(0, 2, 1) @ white
        p = cross.shape[1] - 1
        bread = cross[:, :p, :p]
        inverse = np.linalg.inv(bread)
        moments = cross[:, :p, p]
        found = np.einsum("gij,gj->gi", inverse, moments)
        rest = np.maximum(cross[:, p, p] - np.einsum("gi,gi->g", found, moments), 1e-12)
        at = drift % p
        a_ll, a_ls, a_ss = (np.asarray(inverse[:, i, j], dtype=float) for i, j in ((-1, -1), (-1, at), (at, at)))
        return cls(found[:, -1], found[:, at], rest, np.linalg.slogdet(bread)[1], a_ll, a_ls, a_ss)

    def _shrink(self, tight: Array) -> Array:
        return np.asarray(tight / (1 + tight * self.a_ss))

    def left(self, tight: Array) -> Array:
        """Residual sum of squares, the prior's part included."""
        return np.asarray(self.rest + self._shrink(tight) * self.drift**2)

    def log_det(self, tight: Array) -> Array:
        """Log determinant of X'X plus the prior's precision."""
        return np.asarray(self.size + np.log1p(tight * self.a_ss))

    def centre(self, tight: Array) -> Array:
        """The last coefficient."""
        return np.asarray(self.last - self._shrink(tight) * self.a_ls * self.drift)

    def lever(self, tight: Array) -> Array:
        """Its variance over the noise's."""
        return np.asarray(self.a_ll - self._shrink(tight) * self.a_ls**2)


def ahead(belief: Averaged, design: Array, sampling: Array, load: Array) -> Averaged:
    """What would be believed of the last coefficient of another design in the same noise, were it found to be zero."""
    rho, share = grid()
    models, at = np.unique(belief.model, return_inverse=True)
    white, _ = whiten(design, sampling, load, rho[models], share[models])
    inverse = np.linalg.inv(white.transpose(0, 2, 1) @ white)[at]
    tight = np.array([sd**-2 for sd, _ in SLOPES])[belief.slope]
    lever = inverse[:, -1, -1] - tight * inverse[:, -1, -2] ** 2 / (1 + tight * inverse[:, -2, -2])
    return replace(belief, centre=np.zeros(len(at)), scale=np.sqrt(belief.variance * lever))
