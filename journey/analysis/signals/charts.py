"""Control charts for noise that remembers: EWMA and one-day charts whose limits know about autocorrelation."""

from __future__ import annotations

from math import sqrt

import numpy as np

from journey.analysis.signals.series import Floats


class Ewma:
    """An exponentially weighted mean of residuals with its exact variance under AR(1) plus white noise.

    Roberts (1959) for the chart, Lucas and Saccucci (1990) for its limits; precision weights and uneven steps are
    carried through the recursion, so a day with 10 answers moves it less than one with 1,000 and a gap lets it fade.
    """

    __slots__ = ("_cross", "_mean", "_variance", "_weight", "began", "rate")

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self._mean = self._weight = self._variance = self._cross = 0.0
        self.began = -1

    def update(self, at: int, gap: int, residual: float, noise: tuple[float, float, float]) -> None:
        """Take in one residual, `gap` steps after the last; noise is (variance, its remembered part, its rho)."""
        variance, remembered, rho = noise
        keep = (1.0 - self.rate) ** gap
        share = self.rate / (variance + 1e-18)
        cross = self._cross * keep * rho**gap
        before = self._mean
        self._mean = keep * before + share * residual
        self._weight = keep * self._weight + share
        self._variance = keep * keep * self._variance + 2.0 * share * cross + share * share * variance
        self._cross = cross + share * remembered
        if before * self._mean <= 0.0:
            self.began = at

    def mean(self) -> float:
        """The weighted mean residual."""
        return self._mean / self._weight if self._weight else 0.0

    def score(self, doubt: float) -> float:
        """The mean in its own standard deviations; doubt is the baseline's variance."""
        if not self._weight:
            return 0.0
        return self.mean() / sqrt(self._variance / self._weight**2 + doubt + 1e-18)


class OneDay:
    """A Shewhart chart on what today adds to what yesterday already told.

    The remembered part of the noise is predicted by a scalar Kalman filter (Kalman 1960), so a calm day after
    unusual ones is judged against where the series was heading.
    """

    __slots__ = ("_doubt", "_gain", "_path", "spare")

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self._path, self._doubt, self._gain, self.spare = 0.0, -1.0, 0.0, 0.0

    def look(self, gap: int, noise: tuple[float, float, float], doubt: float) -> tuple[float, float]:
        """Where today was heading, as a residual, and the standard deviation around it."""
        variance, remembered, rho = noise
        fade = rho**gap
        self._path *= fade
        before = remembered if self._doubt < 0 else self._doubt * fade * fade + remembered * (1.0 - fade * fade)
        total = before + max(variance - remembered, 0.0)
        self._gain = before / (total + 1e-18)
        self._doubt = before
        spread = sqrt(total + doubt + 1e-18)
        return self._path, spread

    def learn(self, residual: float) -> None:
        """Take today's (clipped) residual into the prediction."""
        self._path += self._gain * (residual - self._path)
        self._doubt *= 1.0 - self._gain


class Remembrance:
    """How much of the noise carries over from one value to the next: an AR(1) under white noise, from three lags.

    share is the part of the variance that remembers, rho how well. Both start from a guess worth 20 values, and follow
    the autocorrelations of standardised residuals (method of moments; Walker 1931).
    """

    __slots__ = ("_products", "_recent", "rho", "share")

    def __init__(self) -> None:
        self._products = [20.0, 4.0, 2.0, 1.0]
        self._recent = [0.0, 0.0, 0.0]
        self.share, self.rho = 0.2, 0.5

    def learn(self, z: float) -> None:
        """Take in one standardised residual."""
        c, recent, fade = self._products, self._recent, 0.995
        c[0] = fade * c[0] + z * z
        c[1] = fade * c[1] + z * recent[0]
        c[2] = fade * c[2] + z * recent[1]
        c[3] = fade * c[3] + z * recent[2]
        recent[2], recent[1], recent[0] = recent[1], recent[0], z

    def settle(self) -> None:
        """Bring share and rho up to date."""
        c0, c1, c2, c3 = self._products
        r1, r2, r3 = max(c1 / c0, 0.0), max(c2 / c0, 0.0), max(c3 / c0, 0.0)
        self.rho = min(max((r2 + r3 + 0.1) / (r1 + r2 + 0.2), 0.2), 0.9)
        self.share = min(r1 / self.rho, 0.95)


class Shape:
    """How lopsided the noise is, and how much further the limits stand for it on the heavy side.

    The third moment of standardised surprises, shrunk to none by a prior worth PRIOR values, widens a limit by the first
    term of Cornish and Fisher (1938), which is nearly exact for gamma noise; Chan and Cui (2003), "Skewness correction
    X-bar and R charts for skewed distributions", do so for charts. The average of several days is the less lopsided, the
    slower it is. The light side keeps its limit.
    """

    __slots__ = ("_moments", "skew")
    PRIOR = 60.0
    FADE = 0.998

    def __init__(self) -> None:
        self._moments = [self.PRIOR, 0.0, self.PRIOR, 0.0]
        self.skew = 0.0

    def learn(self, z: float) -> None:
        """Take in one standardised surprise."""
        m, square = self._moments, z * z
        m[0] = self.FADE * m[0] + 1.0
        m[1] = self.FADE * m[1] + z
        m[2] = self.FADE * m[2] + square
        m[3] = self.FADE * m[3] + square * z

    def settle(self) -> None:
        """Bring the skew up to date."""
        count, mean, second, third = self._moments
        mean, second, third = mean / count, second / count, third / count
        central = third - 3.0 * mean * second + 2.0 * mean**3
        self.skew = min(max(central / (second - mean * mean) ** 1.5, -1.5), 1.5)

    def wider(self, z: float, rate: float) -> tuple[float, float]:
        """How many times further the limit `z` stands below and above, for a chart that gives a new value this weight."""
        skew: float = self.skew * (rate**3 / (1.0 - (1.0 - rate) ** 3)) / (rate / (2.0 - rate)) ** 1.5
        low, high = (1.0 + (z * z - 1.0) * side / 6.0 / z for side in (-skew, skew))
        return min(max(low, 1.0), 1.8), min(max(high, 1.0), 1.8)


def began(surprises: Floats, first: int, last: int) -> int:
    """The row between `first` and `last` at which a step that has lasted since most likely came.

    surprises are residuals in their standard deviations, NaN where nothing was measured. The maximum likelihood estimate
    (Pignatiello & Samuel 2001, Journal of Quality Technology 33(3):357-365): the chart itself left zero too early.
    """
    rows = first + np.flatnonzero(np.isfinite(surprises[first : last + 1]))
    total = np.cumsum(surprises[rows][::-1])
    likely = total**2 / np.arange(1.0, len(total) + 1)
    return int(rows[::-1][int(np.argmax(likely))])
