"""Key results: how far, and where the line ends, by hand and against simulation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.goals import Pace, progress

STARTS, ENDS = date(2026, 10, 5), date(2026, 12, 27)
PERIOD: dict[str, Any] = {"starts_on": STARTS, "ends_on": ENDS}
"""Twelve weeks, Monday to Sunday."""


def weeks(values: list[float], *, half: float | None = 0.01, first: date = STARTS) -> pl.DataFrame:
    """Weekly values with intervals that reach `half` to each side."""
    days = [first + timedelta(weeks=n) for n in range(len(values))]
    bounds = [[None if half is None else value + sign * half for value in values] for sign in (-1, 1)]
    columns = {"week": days, "value": values, "lo": bounds[0], "hi": bounds[1]}
    return pl.DataFrame(columns, schema={"week": pl.Date, "value": pl.Float64, "lo": pl.Float64, "hi": pl.Float64})


def held(values: list[float], *, half: float | None = 0.01, baseline: float = 0.30, target: float = 0.18, more: int = 0):  # type: ignore[no-untyped-def]
    as_of = STARTS + timedelta(weeks=len(values) + more, days=-1)
    return progress(weeks(values, half=half), baseline=baseline, target=target, as_of=as_of, least=0, most=1, **PERIOD)


def test_the_way_so_far_is_counted_from_baseline_to_target() -> None:
    told = held([0.30, 0.28, 0.27, 0.255, 0.24, 0.225])
    assert told.share == pytest.approx(0.075 / 0.12)
    assert (told.lo, told.hi) == (pytest.approx(0.065 / 0.12), pytest.approx(0.085 / 0.12)), "lower is further on the way down"
    assert told.gone == pytest.approx(41 / 83)


def test_a_line_that_ends_past_the_target_is_on_track_and_one_that_ends_short_is_not() -> None:
    steady = held([0.30, 0.285, 0.27, 0.255, 0.24, 0.225])
    assert steady.pace is Pace.ON_TRACK
    assert steady.ends == pytest.approx(0.30 - 0.015 * 11), "1.5 points a week to the last week"
    assert held([0.30, 0.30, 0.299, 0.30, 0.30, 0.299]).pace is Pace.OFF_TRACK


def test_up_is_as_good_as_down() -> None:
    told = held([0.10, 0.115, 0.13, 0.145, 0.16, 0.175], baseline=0.10, target=0.22)
    assert (told.pace, told.share) == (Pace.ON_TRACK, pytest.approx(0.625))


def test_few_weeks_and_wide_ones_say_too_early() -> None:
    assert held([0.30, 0.28, 0.26]).pace is Pace.EARLY
    assert held([0.30, 0.28, 0.26]).ends is None
    assert held([0.30, 0.285, 0.27, 0.255, 0.24, 0.225], half=0.15).pace is Pace.EARLY


def test_one_lucky_week_is_not_the_target() -> None:
    assert held([0.30, 0.30, 0.30, 0.30, 0.17], half=0.03).pace is not Pace.REACHED
    assert held([0.30, 0.26, 0.22, 0.17, 0.15], half=0.02).pace is Pace.REACHED


def test_at_the_end_it_is_reached_or_missed() -> None:
    assert held([0.20] * 11 + [0.17], half=0.05).pace is Pace.REACHED
    assert held([0.20] * 12).pace is Pace.MISSED


def test_what_is_not_measured_in_the_period_is_said() -> None:
    before = weeks([0.3, 0.2], first=STARTS - timedelta(weeks=8))
    told = progress(before, baseline=0.3, target=0.2, as_of=STARTS, **PERIOD)
    assert (told.pace, told.share) == (Pace.UNKNOWN, None)
    with pytest.raises(ValueError, match="no way"):
        progress(before, baseline=0.3, target=0.3, as_of=STARTS, **PERIOD)


def test_durations_have_no_intervals_and_are_told_from_their_scatter() -> None:
    told = held([300.0, 280.0, 262.0, 239.0, 221.0, 200.0], half=None, baseline=300, target=90)
    assert (told.lo, told.hi) == (None, None)
    assert told.ends_lo is not None


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=11), st.sampled_from([(0.5, 0.2), (0.2, 0.5)]))
def test_what_is_told_of_the_end_can_be(values: list[float], way: tuple[float, float]) -> None:
    told = held(values, half=0.02, baseline=way[0], target=way[1])
    if told.ends is not None:
        assert 0 <= told.ends_lo <= told.ends <= told.ends_hi <= 1
    assert told.lo <= told.share <= told.hi


@pytest.mark.parametrize("phi", [1.0, 2.0])
def test_the_interval_of_the_end_holds_the_truth_as_often_as_it_says(phi: float) -> None:
    """Weekly rates along a true line, with sampling noise and with more than that: 95 % intervals hold the true end."""
    draw, n, held_truth, times = np.random.default_rng(11), 400, 0, 600
    truth = 0.30 - 0.008 * np.arange(12)
    for _ in range(times):
        noise = np.sqrt(truth * (1 - truth) / n * phi)
        seen = (truth + draw.normal(0, noise))[:7]
        half = 1.96 * np.sqrt(seen * (1 - seen) / n)
        columns = {"week": [STARTS + timedelta(weeks=w) for w in range(7)], "value": seen, "lo": seen - half, "hi": seen + half}
        told = progress(
            pl.DataFrame(columns), baseline=0.3, target=0.2, as_of=STARTS + timedelta(weeks=7, days=-1), starts_on=STARTS,
            ends_on=ENDS,
        )  # fmt: skip
        assert told.ends_lo is not None
        assert told.ends_hi is not None
        held_truth += told.ends_lo <= truth[11] <= told.ends_hi
    assert held_truth / times >= 0.93
