"""Deliveries: what fell, what vanished, what could no longer be read; and what is as ever."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.alerts.deliveries import ENOUGH, Delivery, collapsed, unreadable, vanished

USUAL = [400, 420, 390, 410, 405, 398, 415, 402]


def test_far_fewer_rows_than_usual() -> None:
    fall = collapsed(USUAL, 100)
    assert fall is not None
    assert fall.rows == 100
    assert fall.usual == pytest.approx(403.5, abs=2)
    assert 100 < fall.lower <= 202


@pytest.mark.parametrize(
    ("before", "rows"),
    [
        (USUAL, 260),  # fewer, but more than half
        (USUAL[: ENOUGH - 1], 0),  # too little history
        ([8, 9, 7, 8, 9, 8], 0),  # too few rows for their absence to mean anything
        ([400, 90, 700, 120, 350, 60, 500, 80], 55),  # it was always up and down
        ([], 0),
    ],
)
def test_what_is_no_collapse(before: list[int], rows: int) -> None:
    assert collapsed(before, rows) is None


def test_calm_sources_seldom_look_collapsed() -> None:
    draw = np.random.default_rng(3)
    weeks = draw.negative_binomial(60 / 3, 1 / 4, (150, 64))
    false = sum(collapsed(row[at - 12 : at].tolist(), int(row[at])) is not None for row in weeks for at in range(12, 64))
    assert false / 150 < 0.1, f"{false / 150:.2f} a source and year"


def came(*columns: str, bad: int = 0, read: int = 1000) -> list[Delivery]:
    """Deliveries in order, each with the columns that are the letters of a word."""
    return [Delivery(at, read, bad, tuple(letters)) for at, letters in enumerate(columns, start=1)]


def test_a_column_that_is_read_from_is_missed_until_it_is_back() -> None:
    assert vanished(came("ab", "a"), {"b"}) == {"b": 2}
    assert vanished(came("ab", "a", "a", "a", "a"), {"b"}) == {"b": 2}
    assert vanished(came("ab", "a", "ab"), {"b"}) == {}
    assert vanished(came("ab", "a"), set()) == {}


def test_any_other_column_is_missed_after_three_deliveries_and_for_two() -> None:
    assert vanished(came("ab", "ab", "ab", "a"), set()) == {"b": 4}
    assert vanished(came("ab", "ab", "ab", "a", "a"), set()) == {"b": 4}
    assert vanished(came("ab", "ab", "ab", "a", "a", "a"), set()) == {}
    assert vanished(came("ab", "a", "ab", "ab", "a"), set()) == {}


def test_deliveries_that_do_not_say_their_columns_say_nothing() -> None:
    assert vanished(came("ab", "", ""), {"b"}) == {}
    assert vanished(came("ab", "", "a"), {"b"}) == {"b": 3}
    assert vanished([], {"b"}) == {}


def test_more_unreadable_rows_than_before() -> None:
    before = [Delivery(at, 1000, 2) for at in range(1, 5)]
    rise = unreadable([*before, Delivery(5, 960, 40)])
    assert rise is not None
    assert (rise.bad, rise.of, rise.bad_before, rise.of_before, rise.since) == (40, 1000, 8, 4008, 5)
    again = unreadable([*before, Delivery(5, 960, 40), Delivery(6, 950, 45)])
    assert again is not None
    assert again.since == 5, "the next one like it is no calm"
    assert unreadable([*before, Delivery(5, 960, 40), Delivery(6, 998, 2)]) is None


@pytest.mark.parametrize(
    ("bad", "of"),
    [(4, 20), (9, 1000), (5, 250)],
    ids=["four rows", "under 1 %", "no more than chance"],
)
def test_what_is_no_rise(bad: int, of: int) -> None:
    before = [Delivery(1, 60, 0)] if of == 250 else [Delivery(1, 5000, 0)]
    assert unreadable([*before, Delivery(2, of - bad, bad)]) is None


def test_a_first_delivery_cannot_rise() -> None:
    assert unreadable([Delivery(1, 50, 50)]) is None


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=12))
def test_what_rose_is_worse_than_everything_it_is_compared_with(rows: list[tuple[int, int]]) -> None:
    rise = unreadable([Delivery(at, read, bad) for at, (read, bad) in enumerate(rows)])
    if rise:
        assert rise.bad >= 5
        assert rise.bad / rise.of >= 0.01
        assert rise.bad / rise.of > rise.bad_before / rise.of_before


@given(st.lists(st.integers(0, 10_000), max_size=20), st.integers(0, 10_000))
def test_a_collapse_is_below_half_and_needs_history(before: list[int], rows: int) -> None:
    fall = collapsed(before, rows)
    if fall:
        assert len(before) >= ENOUGH
        assert rows < fall.lower <= fall.usual / 2
