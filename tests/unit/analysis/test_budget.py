"""The owner's budget of false alarms becomes a strictness, and quiet history tells whether it was kept."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.alerts.budget import CURVES, MONTH, quiet_rate, strictness_for
from journey.analysis.signals import EXPLANATION


@pytest.mark.parametrize("weekly", [False, True])
def test_a_share_that_the_curve_knows_is_its_strictness(weekly: bool) -> None:
    for strictness, rate in CURVES[weekly]:
        assert strictness_for(rate * 100 / 12, 100, weekly=weekly) == pytest.approx(strictness)


def test_one_series_or_a_generous_owner_needs_no_more_than_the_usual_limits() -> None:
    assert strictness_for(2, 1) == 1.0
    assert strictness_for(1000, 252) == 1.0


def test_no_false_alarm_at_all_can_not_be_promised() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        strictness_for(0, 10)


@given(st.floats(0.1, 50), st.integers(1, 5000), st.booleans())
def test_more_series_or_a_smaller_budget_are_never_less_strict(budget: float, series: int, weekly: bool) -> None:
    here = strictness_for(budget, series, weekly=weekly)
    assert 1.0 <= here <= strictness_for(budget, series + 10, weekly=weekly)
    assert here <= strictness_for(budget / 2, series, weekly=weekly) < 6


def told(flags: list[bool | None], every: int = 1) -> pl.DataFrame:
    """A frame with these flags; None is a day that could not be judged."""
    days = [date(2025, 1, 6) + timedelta(days=every * i) for i in range(len(flags))]
    rows = {"date": days, "flagged": [flag is True for flag in flags], "score": [None if flag is None else 0.1 for flag in flags]}
    return pl.DataFrame(rows).cast({name: EXPLANATION[name] for name in rows})


def test_a_run_of_flags_is_one_alarm_and_days_not_judged_are_no_time() -> None:
    flags: list[bool | None] = [None] * 21 + [False] * 40 + [True] * 5 + [False] * 10 + [True] + [False] * 4
    found = quiet_rate([(told(flags), [])])
    assert (found.alarms, found.months) == (2, pytest.approx(60 / MONTH))
    assert found.rate == pytest.approx(2 / (60 / MONTH))
    # Garwood's interval for a count of 2 is 0.242 to 7.225
    assert (found.low, found.high) == (
        pytest.approx(0.2422 / (60 / MONTH), rel=1e-3),
        pytest.approx(7.2247 / (60 / MONTH), rel=1e-3),
    )


def test_what_rang_for_a_reason_is_left_out_with_its_days() -> None:
    flags: list[bool | None] = [False] * 10 + [True] * 5 + [False] * 15
    found = quiet_rate([(told(flags), [(date(2025, 1, 14), date(2025, 1, 18))])])
    assert (found.alarms, found.months) == (0, pytest.approx(25 / MONTH))
    assert found.low == 0.0
    assert found.high == pytest.approx(3.6889 / (25 / MONTH), rel=1e-3)


def test_the_rate_is_that_of_all_series_together_by_the_day_or_week() -> None:
    calm, loud = told([False] * 52, every=7), told([False] * 182 + [True] + [False] * 181)
    found = quiet_rate([(calm, []), (loud, [])])
    assert found.months == pytest.approx(364 / MONTH)
    assert found.rate == pytest.approx(MONTH / 364)


def test_where_nothing_could_be_judged_no_rate_is_claimed() -> None:
    assert quiet_rate([]).rate is None
    assert quiet_rate([(told([None] * 10), [])]).high is None
