"""What an assessment rests on, checked on the data at hand and told in sentences."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc, stdtr

from journey.analysis._daily import Array, Daily
from journey.analysis._impact_words import Assumption
from journey.analysis._noise import Averaged, grid, whiten
from journey.analysis._regression import Regression


def checks(series: Daily, model: Regression, belief: Averaged) -> tuple[Assumption, ...]:
    """Every assumption that the data can speak to, those that hold included."""
    surprise = _surprises(model, belief)
    return (
        _history(series),
        _complete(series),
        _volume(series),
        _no_odd_days(series, surprise),
        _noise_understood(surprise),
        _at_once(series, surprise),
    )


def _surprises(model: Regression, belief: Averaged) -> Array:
    """What each day brought that the best model did not expect from the days before, in sds; NaN where unseen."""
    rho, share = (side[[belief.best]] for side in grid())
    rows = np.column_stack([model.design, model.values])
    white = whiten(rows, model.sampling, model.load, rho, share)[0][0]
    left = white[:, -1] - white[:, :-1] @ np.linalg.lstsq(white[:, :-1], white[:, -1], rcond=None)[0]
    spread = np.sqrt(left @ left / max(len(left) - model.design.shape[1], 1)) or 1.0
    out = np.full(len(model.values), np.nan)
    out[~np.isnan(model.values)] = left / spread
    return out


def _history(series: Daily) -> Assumption:
    weeks = int((series.seen & ~series.after).sum()) // 7
    holds = weeks >= 8
    tail = "enough to know its usual ups and downs" if holds else "eight or more would make the interval more certain"
    return Assumption("history", holds, f"There are about {weeks} weeks of days before the change: {tail}.")


def _complete(series: Daily) -> Assumption:
    missing = int((~series.seen).sum())
    holds = missing <= 0.1 * len(series.days)
    return Assumption("complete", holds, f"{missing} of {len(series.days)} days have no value; they are left out, not guessed.")


def _volume(series: Daily) -> Assumption:
    if not series.counted:
        return Assumption("volume", True, "Each day counts the same, because nobody said how many answers it rests on.")
    before, after = (float(np.median(series.n[series.seen & side])) for side in (~series.after, series.after))
    holds = 0.5 <= after / before <= 2
    said = "about as many" if holds else "very different numbers of"
    return Assumption("volume", holds, f"A day rests on {before:g} before and {after:g} after: {said} people, so the mix "
                      f"{'need not have' if holds else 'may have'} changed.")  # fmt: skip


def _no_odd_days(series: Daily, surprise: Array) -> Assumption:
    odd = np.flatnonzero(np.abs(np.nan_to_num(surprise)) > 4)
    if not len(odd):
        return Assumption("odd days", True, "No single day stands far off the rest.")
    named = ", ".join(str(day) for day in series.days[odd][:3])
    return Assumption("odd days", False, f"{len(odd)} days stand far off the rest ({named}): look whether a holiday or an "
                      "incident explains them.")  # fmt: skip


def _noise_understood(surprise: Array) -> Assumption:
    """Ljung & Box 1978 (Biometrika 65) on two weeks of lags of what the model did not expect."""
    left = np.nan_to_num(surprise)
    n, lags = int((~np.isnan(surprise)).sum()), 14
    power = float(left @ left)
    shares = [float(left[lag:] @ left[:-lag]) / power / np.sqrt(max(n - lag, 1)) for lag in range(1, lags + 1)]
    p = float(chdtrc(lags, n * (n + 2) * np.sum(np.square(shares)))) if power > 0 else 1.0
    if p >= 0.01:
        return Assumption("noise", True, "After weekdays and persistence, what is left looks like chance.")
    return Assumption(
        "noise", False, "What is left after weekdays and persistence still has a pattern: something else moves this metric."
    )


def _at_once(series: Daily, surprise: Array) -> Assumption:
    """A slope of the surprises within the period after, by least squares."""
    left = surprise[series.after & series.seen]
    time = np.arange(len(left)) - (len(left) - 1) / 2
    slope = float(time @ left / (time @ time))
    error = np.sqrt(np.sum((left - left.mean() - slope * time) ** 2) / max(len(left) - 2, 1) / (time @ time))
    p = 2 * float(stdtr(max(len(left) - 2, 1), -abs(slope) / error)) if error > 0 else 1.0
    if p >= 0.01:
        return Assumption("at once", True, "The days after show no sign of a change that is still growing or fading.")
    return Assumption(
        "at once", False, "The metric kept moving after the change: it grew or faded, and the effect is its mean so far."
    )
