"""Controls that the product suggests."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from journey.analysis.impact import assess, combined
from journey.analysis.impact.controls import suggest_controls

FIRST = date(2026, 1, 5)
TURN = FIRST + timedelta(days=84)
DAYS = [FIRST + timedelta(days=day) for day in range(112)]


def family(seed: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """A metric that fell by 3 on TURN, and siblings: two that share its cause, one touched, one alone, one drifting off."""
    rng = np.random.default_rng(seed)
    time = np.arange(112)
    cause = np.zeros(112)
    for day in range(1, 112):
        cause[day] = 0.8 * cause[day - 1] + rng.normal()
    week = 2.0 * (time % 7 >= 5)
    values = 40 + cause + week + rng.normal(size=112) * 0.4 - 3.0 * (time >= 84)
    return values, {
        "loose": 10 + cause + rng.normal(size=112) * 1.4,
        "close": 300 + 20 * (cause + week + rng.normal(size=112) * 0.3),
        "alone": 5 + rng.normal(size=112) + week,
        "drifting": 40 + cause + rng.normal(size=112) * 0.3 + 0.12 * time,
        "touched": values + rng.normal(size=112) * 0.1,
    }


def test_those_that_moved_together_come_first_and_the_touched_are_left_out() -> None:
    values, siblings = family(1)
    found = suggest_controls(DAYS, values, siblings, TURN, touched=["touched"])
    assert [one.name for one in found] == ["close", "loose", "drifting", "alone"]
    assert [one.good for one in found] == [True, True, False, False]
    assert found[0].correlation == pytest.approx(0.95, abs=0.05)
    assert found[0].sentence.startswith("close moved closely with the metric before the change (correlation 0.")
    assert "drifting apart" in found[2].sentence
    assert "only add noise" in found[3].sentence


def test_the_best_control_makes_the_assessment_sharper() -> None:
    values, siblings = family(2)
    best = suggest_controls(DAYS, values, siblings, TURN, touched=["touched"])[0]
    plain = assess(DAYS, values, None, TURN)
    beside = assess(DAYS, values, None, TURN, control_values=siblings[best.name])
    assert beside.hi95 is not None
    assert beside.lo95 is not None
    assert plain.hi95 is not None
    assert plain.lo95 is not None
    assert beside.hi95 - beside.lo95 < 0.6 * (plain.hi95 - plain.lo95)
    assert beside.lo95 < -3 < beside.hi95


def test_series_that_share_nothing_are_rarely_suggested() -> None:
    """Persistent series correlate by accident; that is allowed for."""
    good = 0
    for seed in range(150):
        rng = np.random.default_rng(seed)
        pair = rng.normal(size=(2, 112))
        for day in range(1, 112):
            pair[:, day] += 0.8 * pair[:, day - 1]
        good += suggest_controls(DAYS, pair[0], {"other": pair[1]}, TURN)[0].good
    assert good / 150 < 0.07


def test_the_days_after_play_no_part_and_too_few_shared_days_are_said() -> None:
    values, siblings = family(3)
    changed = {name: np.where(np.arange(112) < 84, side, 0.0) for name, side in siblings.items()}
    assert suggest_controls(DAYS, values, changed, TURN) == suggest_controls(DAYS, values, siblings, TURN)
    late = np.where(np.arange(112) < 70, np.nan, siblings["close"])
    found = suggest_controls(DAYS, values, {"late": late, "flat": np.ones(112)}, TURN)
    assert {one.name: one.good for one in found} == {"late": False, "flat": False}
    assert "14 days" in next(one.sentence for one in found if one.name == "late")


def width(values: np.ndarray, control: object = None) -> float:
    found = assess(DAYS, values, None, TURN, control_values=control)  # type: ignore[arg-type]
    assert found.hi95 is not None
    assert found.lo95 is not None
    return found.hi95 - found.lo95


def test_several_weak_controls_together_say_more_than_the_best_alone() -> None:
    """Four siblings that each carry as much noise of their own as of the common cause; a fifth shares nothing."""
    narrower = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        values, siblings = family(seed)
        cause = siblings["close"] / 20
        four = {name: cause + rng.normal(size=112) * 1.2 for name in "abcd"}
        found = combined(DAYS, values, {**four, "alone": siblings["alone"]}, TURN)
        assert found.weights["alone"] == 0
        assert sum(found.weights.values()) == pytest.approx(1)
        assert "alone did not move along with it and counts nothing." in found.sentence
        best = suggest_controls(DAYS, values, four, TURN)[0].name
        narrower.append(width(values, found.values) / width(values, four[best]))
    assert np.mean(narrower) < 0.9


def test_one_control_combined_is_that_control_and_holes_are_bridged_by_the_others() -> None:
    values, siblings = family(2)
    alone = combined(DAYS, values, {"close": siblings["close"]}, TURN)
    plain = assess(DAYS, values, None, TURN, control_values=siblings["close"])
    beside = assess(DAYS, values, None, TURN, control_values=alone.values)
    assert beside.effect == pytest.approx(plain.effect, rel=0.03)
    holes = np.where(np.arange(112) % 9 == 0, np.nan, siblings["close"])
    found = combined(DAYS, values, {"close": holes, "loose": siblings["loose"]}, TURN)
    assert None not in found.values
    late = {name: np.where(np.arange(112) < 84, side, 0.0) for name, side in siblings.items()}
    assert combined(DAYS, values, late, TURN).weights == combined(DAYS, values, siblings, TURN).weights
    with pytest.raises(ValueError, match="no control"):
        combined(DAYS, values, {}, TURN)
    useless = combined(DAYS, values, {"alone": siblings["alone"]}, TURN)
    assert useless.sentence.endswith("together they say little.")
