from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.charts import say


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [
        (0.31, "%", "31 %"),
        (0.1264, "%", "12.6 %"),
        (0.005, "%", "0.5 %"),
        (1, "%", "100 %"),
        (187_200, "s", "2 d 4 h"),
        (3_599, "s", "1 h"),
        (90, "s", "1 min 30 s"),
        (0.4, "s", "0.4 s"),
        (1329, "", "1,329"),
        (4.25, "", "4.2"),
        (-12, "", "−12"),
        (-0.001, "", "0"),
        (28, "tickets", "28 tickets"),
        (None, "%", "—"),
        (math.nan, "%", "—"),
    ],
)
def test_values_read_as_a_person_says_them(number: float | None, unit: str, shown: str) -> None:
    assert say.value(number, unit) == shown


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [(0.076, "%", "+7.6 points"), (-7200, "s", "−2 h"), (3, "", "+3"), (0, "%", "0 points"), (None, "", "—")],
)
def test_changes_carry_their_sign_and_rates_differ_in_points(number: float | None, unit: str, shown: str) -> None:
    assert say.change(number, unit) == shown


def test_counts_and_days() -> None:
    assert say.count(1329) == "n 1,329"
    assert say.count(None) == ""
    assert say.day(date(2026, 11, 6)) == "6 Nov"
    assert say.day(date(2026, 11, 6), year=True) == "6 Nov 2026"


@given(st.floats(0, 10**9))
def test_a_duration_never_carries_a_full_larger_unit(seconds: float) -> None:
    words = say.duration(seconds)
    assert "60 min" not in words
    assert "24 h" not in words
    assert not words.startswith("60 s")
