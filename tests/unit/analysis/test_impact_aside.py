"""Days that an assessment leaves out: adoption, incidents, holidays."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from journey.analysis.impact import Impact, assess, weeks_needed

FIRST = date(2026, 1, 5)
TURN = FIRST + timedelta(days=84)
DAYS = [FIRST + timedelta(days=day) for day in range(112)]


def metric(step: float = 3.0, seed: int = 1) -> np.ndarray:
    return 20 + np.random.default_rng(seed).normal(size=112) + step * (np.arange(112) >= 84)


def effect(found: Impact) -> float:
    assert found.effect is not None
    return found.effect


def said(found: Impact, name: str) -> str:
    return next(one.sentence for one in found.assumptions if one.name == name)


def test_the_days_of_adoption_do_not_pull_the_effect_down() -> None:
    """The effect grows over a week; with a lag of a week it is the full 3, as if those days had no value."""
    values = metric()
    values[84:91] -= 3 * np.linspace(1, 0.1, 7)
    slow, full = assess(DAYS, values, None, TURN), assess(DAYS, values, None, TURN, lag_days=7)
    unseen = [None if 84 <= at < 91 else value for at, value in enumerate(values)]
    assert effect(full) == pytest.approx(effect(assess(DAYS, unseen, None, TURN)), rel=1e-6)
    assert effect(slow) < 2.8 < effect(full)
    assert (full.first_day, full.days_after) == (TURN + timedelta(days=7), 21)
    assert [one.day for one in full.left_out] == DAYS[84:91]
    assert {one.why for one in full.left_out} == {"adoption"}
    assert said(full, "adoption").startswith("7 days are left out (2026-03-30 to 2026-04-05): ")
    assert len(full.expected.dates) == 112


def test_incidents_and_holidays_play_no_part() -> None:
    values = metric(0.0)
    spoiled = values.copy()
    spoiled[[30, 31, 90, 91, 92, 93]] += 3.5
    incident, holidays = DAYS[90:94], [DAYS[30], DAYS[31]]
    clean = assess(DAYS, spoiled, None, TURN, left_out=incident, holidays=holidays)
    assert effect(clean) == pytest.approx(effect(assess(DAYS, values, None, TURN, left_out=incident, holidays=holidays)))
    assert effect(assess(DAYS, spoiled, None, TURN)) > effect(clean) + 0.3
    assert [one.why for one in clean.left_out] == ["holiday"] * 2 + ["incident"] * 4
    assert "2026-02-04 to 2026-02-05" in said(clean, "holiday")
    assert said(clean, "complete").startswith("0 of 112 days have no value")
    assert all(one.holds for one in clean.assumptions)


def test_the_caller_may_name_why_and_much_left_out_is_in_doubt() -> None:
    found = assess(DAYS, metric(), None, TURN, left_out=dict.fromkeys(DAYS[90:104], "the shop was closed"))
    assert said(found, "the shop was closed").endswith("the shop was closed.")
    assert [one.name for one in found.assumptions if not one.holds] == ["the shop was closed"]


def test_a_lag_that_outlasts_the_days_is_too_early_and_no_error() -> None:
    found = assess(DAYS, metric(), None, TURN, lag_days=60, control_values=metric(seed=2))
    assert (found.too_short, found.effect, found.first_day) == (True, None, TURN + timedelta(days=60))
    assert len(found.left_out) == 28
    with pytest.raises(ValueError, match="before it came"):
        assess(DAYS, metric(), None, TURN, lag_days=-1)
    with pytest.raises(ValueError, match="'soon' is not a date"):
        assess(DAYS, metric(), None, TURN, left_out=["soon"])


def test_a_lag_is_waited_for_too() -> None:
    history = metric(0.0)[:84]
    plain = weeks_needed(DAYS[:84], history, None, 1.2)
    assert plain is not None
    assert weeks_needed(DAYS[:84], history, None, 1.2, lag_days=10) == plain + 2
