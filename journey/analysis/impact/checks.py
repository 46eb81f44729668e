"""What an assessment rests on, checked on the data at hand and told in sentences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import chdtrc, stdtr

from journey.analysis.impact.daily import Array, Daily, Flags
from journey.analysis.impact.noise import Averaged, whiten
from journey.analysis.impact.noises import grid
from journey.analysis.impact.regression import Regression
from journey.analysis.impact.words import Assumption

ODD = 5.0
"""A day that surprises by more robust sds than this is set aside: chance brings one in 1.7 million normal days."""


def checks(series: Daily, odd: Flags, gone: Flags, surprise: Array) -> tuple[Assumption, ...]:
    """Every assumption that the data can speak to, those that hold included; `odd` days and days `gone` were set aside."""
    return (
        _history(series),
        _complete(series, odd | gone),
        _volume(series),
        _no_odd_days(series, odd),
        _noise_understood(surprise),
    )


def odd_days(series: Daily, surprise: Array) -> Flags:
    """Days far off the rest; none where they would be more than a twentieth of the days on either side of the change.

    Spread by the median absolute deviation (Hampel 1974, JASA 69:383-393), so that a spike cannot hide itself.
    """
    size = np.abs(np.nan_to_num(surprise))
    spread = max(1.4826 * float(np.median(size[series.seen])), 0.5)
    odd = np.asarray(size > ODD * spread)
    for side in (series.after, ~series.after):
        if odd[side].sum() > max(1, int(series.seen[side].sum()) // 20):
            odd = odd & ~side
    return odd


def whitened(model: Regression, belief: Averaged) -> Array:
    """The regression's columns and, last, its values on seen days, without the dependence that the best model finds."""
    rho, share = (side[[belief.best]] for side in grid())
    rows = np.column_stack([model.design, model.values])
    return np.asarray(whiten(rows, model.sampling, model.load, rho, share)[0][0])


def surprises(model: Regression, white: Array) -> Array:
    """What each day brought that the best model did not expect from the days before, in sds; NaN where unseen."""
    left = white[:, -1] - white[:, :-1] @ np.linalg.lstsq(white[:, :-1], white[:, -1], rcond=None)[0]
    spread = np.sqrt(left @ left / max(len(left) - model.design.shape[1], 1)) or 1.0
    out = np.full(len(model.values), np.nan)
    out[~np.isnan(model.values)] = left / spread
    return out


def together(series: Daily, white: Array) -> Assumption:
    """Whether the control moved with the metric before the change: its partial correlation, given weekdays and drift."""
    before = white[~series.after[series.seen]]
    rows, left = np.delete(before[:, :-1], -1, axis=1), before[:, -1]
    rest, control = np.delete(rows, -2, axis=1), rows[:, -2]
    left, control = (side - rest @ np.linalg.lstsq(rest, side, rcond=None)[0] for side in (left, control))
    r = float(left @ control / np.sqrt((left @ left) * (control @ control) or 1.0))
    freedom = len(left) - rows.shape[1]
    p = float(stdtr(freedom, -r * np.sqrt(freedom / max(1 - r * r, 1e-12))))
    if p < 0.025:
        return Assumption("control", True, f"The control moved with the metric before the change (correlation {r:.2f}).")
    return Assumption("control", False, f"The control did not move with the metric before the change (correlation {r:.2f}): "
                      "it says little of what was to be expected.")  # fmt: skip


def _history(series: Daily) -> Assumption:
    weeks = int((series.seen & ~series.after).sum()) // 7
    holds = weeks >= 8
    tail = "enough to know its usual ups and downs" if holds else "eight or more would make the interval more certain"
    return Assumption("history", holds, f"There are about {weeks} weeks of days before the change: {tail}.")


def _complete(series: Daily, aside: Flags) -> Assumption:
    missing = int((~series.seen & ~aside).sum())
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


def _no_odd_days(series: Daily, odd: Flags) -> Assumption:
    days = series.days[odd]
    if not len(days):
        return Assumption("odd days", True, "No single day stands far off the rest.")
    named = ", ".join(str(day) for day in days[:3]) + (", ..." if len(days) > 3 else "")
    said = f"{len(days)} day{'s' if len(days) > 1 else ''} far off the rest ({named}) left out"
    return Assumption("odd days", False, f"{said}: see whether a holiday or an incident explains them.")


def _noise_understood(surprise: Array) -> Assumption:
    """Ljung & Box 1978 (Biometrika 65) on two weeks of lags of what the model did not expect."""
    left = np.nan_to_num(surprise)
    n, power = int((~np.isnan(surprise)).sum()), float(left @ left) or 1.0
    related = [float(left[lag:] @ left[:-lag]) / power for lag in range(1, 15)]
    p = float(chdtrc(14, n * (n + 2) * sum(r * r / max(n - lag, 1) for lag, r in enumerate(related, 1))))
    if p >= 0.01:
        return Assumption("noise", True, "After weekdays and persistence, what is left looks like chance.")
    return Assumption(
        "noise", False, "What is left after weekdays and persistence still has a pattern: something else moves this metric."
    )


def at_once(series: Daily, model: Regression, belief: Averaged) -> Assumption:
    """A slope within the period after, beside the step, under the noise model that the data like most."""
    since = np.where(series.after, np.cumsum(series.after), 0.0)
    since[series.after] -= since[series.after].mean()
    white = whitened(replace(model, design=np.column_stack([since, model.design])), belief)
    ramp, rest = white[:, 0], white[:, 1:-1]
    left, ramp = (side - rest @ np.linalg.lstsq(rest, side, rcond=None)[0] for side in (white[:, -1], ramp))
    freedom = len(left) - rest.shape[1] - 1
    slope = float(ramp @ left / (ramp @ ramp))
    error = float(np.sqrt(np.sum((left - slope * ramp) ** 2) / freedom / (ramp @ ramp)))
    p = 2 * float(stdtr(freedom, -abs(slope) / error)) if error > 0 else 1.0
    if p >= 0.01:
        return Assumption("at once", True, "The days after show no sign of a change that is still growing or fading.")
    said = "The metric kept moving after the change: it grew or faded, and the effect is only its mean so far."
    return Assumption("at once", False, said)
