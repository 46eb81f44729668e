"""Whether a change on a known day moved a daily metric, and by how much, with an interval that keeps its word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from journey.analysis.impact import aside
from journey.analysis.impact.checks import at_once, checks, odd_days, surprises, together, whitened
from journey.analysis.impact.controls import Combined, combined
from journey.analysis.impact.counterfactual import expected_path
from journey.analysis.impact.daily import Array, Daily, Day, Flags, Numbers, as_date, as_day, daily
from journey.analysis.impact.noise import Averaged, average
from journey.analysis.impact.regression import Regression, regression
from journey.analysis.impact.verdicts import Ruling, verdict
from journey.analysis.impact.waiting import weeks_needed
from journey.analysis.impact.words import Assumption, Expected, Impact, LeftOut

__all__ = ["Assumption", "Combined", "Expected", "Impact", "LeftOut", "Ruling", "assess", "combined", "verdict", "weeks_needed"]

LEAST_BEFORE, LEAST_AFTER = 28, 4
"""Days with a value below which nothing is said; the period after must also span a whole week."""
METHOD = (
    "Generalised least squares with weekdays, drift and a step on the day of the change; the noise is sampling plus "
    "day-to-day persistence, averaged over noise models by marginal likelihood (Student t)."
)


def assess(
    dates: Iterable[Day],
    values: Numbers,
    denominators: Numbers | None,
    change_date: Day,
    *,
    control_values: Numbers | None = None,
    control_denominators: Numbers | None = None,
    kind: str = "mean",
    lag_days: int = 0,
    left_out: Mapping[Day, str] | Collection[Day] = (),
    holidays: Collection[Day] = (),
) -> Impact:
    """The mean change a day since `change_date`, that day included, beside what was to be expected without it.

    One row a day, rising dates, missing values None or NaN. `denominators` are what each value rests on (customers,
    answers); counts need none. Rates run from 0 to 1. At most the 182 days before the change are used. A control is a
    sibling series on the same dates, of any unit, that the change did not touch; `combined` makes one of several.

    The first `lag_days` days of the change do not count, nor do days in `left_out` (days of incidents, or a mapping of
    days to why) and public `holidays`, before or after. Raises ValueError for input that cannot be right.
    Too little history (under 28 days with a value before, under a week or 4 days with a value after) gives
    `too_short=True` with no effect. Method: Box & Tiao 1975 (JASA 70, intervention analysis) by Bayesian model
    averaging; see `journey.analysis.impact.noise`.
    """
    dates, turn = list(dates), as_day(change_date)
    why = aside.reasons(turn, lag_days, left_out, holidays)
    first = turn + np.timedelta64(lag_days, "D")
    series = aside.without(daily(dates, values, denominators, turn, kind=kind), first, why)
    control = None
    if control_values is not None:
        control = aside.without(daily(dates, control_values, control_denominators, turn, kind="mean"), first, why)
    series = series.without(_unseen_weekdays(series))
    days = _days(series)
    if days[0] < LEAST_BEFORE or days[1] < LEAST_AFTER or series.after.sum() < 7:
        return _too_short(series, kind, (first, why))
    if control and ((control.seen & ~control.after).sum() < LEAST_BEFORE or not (control.seen & control.after).any()):
        raise ValueError("The control has too few values: it needs 28 days before the change and some after it.")
    with threadpool_limits(1):  # on matrices as small as these the threads of the algebra only wait for each other, spinning
        return _assessed(series, control, kind, (first, why))


def _assessed(series: Daily, control: Daily | None, kind: str, from_: tuple[np.datetime64, aside.Reasons]) -> Impact:
    """The assessment of series that are long enough; `from_` is the first day that counts and why others do not."""
    first, why = from_
    gone, counts, days = aside.flags(series.days, why), _counts(series, kind), _days(series)
    model, belief, white = _fit(series, control, kind)
    odd = odd_days(series, surprises(model, white))
    if odd.any():
        series = series.without(odd)
        model, belief, white = _fit(series, control, kind)
    unused = aside.told(series, why, odd)
    assumptions = (*checks(series, odd, gone, surprises(model, white)), at_once(series, model, belief))
    assumptions += aside.said(unused, series)
    if control is not None:
        assumptions += (together(series, white),)
    (lo95, hi95), (lo90, hi90) = belief.intervals(0.95, 0.9)
    lo95, lo90, hi90, hi95 = (model.unit * bound for bound in (lo95, lo90, hi90, hi95))
    effect = model.unit * belief.mean
    expected = expected_path(series, model, belief, (effect, lo95, hi95))
    level = float(np.mean(np.array(expected.mean)[series.after & series.seen]))
    return Impact(
        effect, lo90, hi90, lo95, hi95, effect / level if level > 0 else None, *counts, *days,
        METHOD, assumptions, too_short=False, expected=expected, kind=kind, p=belief.p,
        first_day=as_date(first), left_out=unused,
    )  # fmt: skip


def _fit(series: Daily, control: Daily | None, kind: str) -> tuple[Regression, Averaged, Array]:
    """The regression, what is believed of its step, and its whitened rows."""
    model = regression(series, control, kind)
    belief = average(model.values, model.design, model.sampling, model.load)
    return model, belief, whitened(model, belief)


def _unseen_weekdays(series: Daily) -> Flags:
    """Days of a weekday that has no value before the change: nothing says what to expect of them."""
    known = np.unique(series.weekday[series.seen & ~series.after])
    return np.asarray(~np.isin(series.weekday, known))


def _days(series: Daily) -> tuple[int, int]:
    """Days with a value before and after."""
    return int((series.seen & ~series.after).sum()), int((series.seen & series.after).sum())


def _counts(series: Daily, kind: str) -> tuple[int, int]:
    """Before and after: the total of a count, of the denominators where there are any, else of days."""
    weight = series.values if kind == "count" else series.n
    before, after = (weight[series.seen & side].sum() for side in (~series.after, series.after))
    return round(float(before)), round(float(after))


def _too_short(series: Daily, kind: str, from_: tuple[np.datetime64, aside.Reasons]) -> Impact:
    days = _days(series)
    said = f"There are {days[0]} days with a value before the change and {days[1]} after it over {int(series.after.sum())} days."
    wanted = f"At least {LEAST_BEFORE} before and a whole week after are needed."
    unused = aside.told(series, from_[1])
    short = (Assumption("history", False, f"{said} {wanted}"), *aside.said(unused, series))
    return Impact(
        None, None, None, None, None, None, *_counts(series, kind), *days, METHOD, short, too_short=True,
        expected=Expected(), kind=kind, first_day=as_date(from_[0]), left_out=unused,
    )  # fmt: skip
