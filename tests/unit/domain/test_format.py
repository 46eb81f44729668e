"""Numbers as a reader says them."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.domain import format as say
from journey.domain.words import MetricKind as K


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"), (0.4, "0.4 s"), (59.6, "1 min"), (80, "1 min 20 s"), (2100, "35 min"), (3599.9, "1 h"), (86_399, "1 d"),
        (187_200, "2 d 4 h"), (86_400 * 1400, "1,400 d"), (-7200, "−2 h"),
    ],
)  # fmt: skip
def test_durations(seconds: float, said: str) -> None:
    assert say.duration(seconds) == said


@given(st.floats(0, 1e9))
def test_a_duration_never_says_24_hours_or_60_minutes(seconds: float) -> None:
    said = say.duration(seconds).split()
    assert ("24", "h") not in itertools.pairwise(said)
    assert not {("60", "min"), ("60", "s")} & set(itertools.pairwise(said))


@pytest.mark.parametrize(
    ("kind", "amount", "n", "total", "unit", "said"),
    [
        (K.RATE, 412 / 1329, 1329, 412, "%", "31 % (412 of 1,329)"),
        (K.RATE, 0.014, 1000, 14, "%", "1.4 % (14 of 1,000)"),
        (K.RATE, 1.0, 9, 9, "%", "100 % (9 of 9)"),
        (K.NPS, -12.4, 87, -11, "", "−12 (n 87)"),
        (K.MEAN, 5.618, 87, 488.8, "of 7", "5.62 of 7 (n 87)"),
        (K.COUNT, 1329, 1329, 1329, "tickets", "1,329 tickets"),
        (K.COUNT, 1, 1, 1, "tickets", "1 ticket"),
        (K.COUNT, 1, 1, 1, "days late", "1 day late"),
        (K.COUNT, 1, 1, 1, "Fälle", "1 Fälle"),
        (K.RATIO, 0.123, 400, 49, "tickets per customer", "0.12 tickets per customer (n 400)"),
        (K.DURATION, 187_200, 41, 0, "", "2 d 4 h (n 41)"),
        (K.RATE, None, 0, 0, "%", "no data"),
        (K.MEAN, math.nan, 0, 0, "", "no data"),
    ],
)
def test_values_with_what_they_rest_on(kind: K, amount: float | None, n: int, total: float, unit: str, said: str) -> None:
    assert say.with_n(kind, amount, n, total, unit=unit) == said


@pytest.mark.parametrize(
    ("kind", "amount", "unit", "said"),
    [
        (K.RATE, 0.076, "%", "+7.6 points"),
        (K.RATE, -0.12, "%", "−12.0 points"),
        (K.NPS, 5, "", "+5.0 points"),
        (K.MEAN, -0.4, "of 7", "−0.40 points"),
        (K.COUNT, -3, "tickets", "−3 tickets"),
        (K.COUNT, 1, "tickets", "+1 ticket"),
        (K.DURATION, 15_000, "", "+4 h 10 min"),
        (K.RATE, 0.0001, "%", "no change"),
        (K.COUNT, 0, "tickets", "no change"),
        (K.RATE, None, "%", "no data"),
    ],
)
def test_changes_carry_their_sign_and_unit(kind: K, amount: float | None, unit: str, said: str) -> None:
    assert say.change(kind, amount, unit=unit) == said


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (41_237.4, "EUR", "€41,200"), (-312.4, "USD", "−$312"), (84.04, "CHF", "CHF 84"), (1_236_000, "EUR", "€1.24 million"),
        (999_999, "EUR", "€1 million"), (2.5e9, "GBP", "£2.5 billion"),
        (1.5e12, "EUR", "€1,500 billion"), (0.837, "EUR", "€0.84"), (7.5, "EUR", "€7.50"),
        (9.999, "EUR", "€10"), (0.0, "EUR", "€0"), (-0.001, "EUR", "€0"), (None, "EUR", "no data"), (math.inf, "EUR", "no data"),
    ],
)  # fmt: skip
def test_money_is_told_to_three_figures(amount: float | None, currency: str, said: str) -> None:
    assert say.money(amount, currency) == said


def test_money_that_was_typed_is_told_as_typed() -> None:
    assert say.money(1234.5, exact=True) == "€1,234.50"
    assert say.money(26_000, exact=True) == "€26,000"
    assert say.money(420, signed=True) == "+€420"
    assert say.money_range(3204, 1111, 7900) == "€3,200 (€1,110 to €7,900)"
    assert say.money_range(3204, 3203, 3204.4) == "€3,200"


@given(st.floats(-1e12, 1e12))
def test_money_never_says_minus_nothing(amount: float) -> None:
    said = say.money(amount, signed=True)
    assert any(digit in said for digit in "123456789") == (said[0] in "+−")


@pytest.mark.parametrize(
    ("kind", "low", "high", "unit", "said"),
    [
        (K.RATE, -0.034, 0.044, "", "−3.4 to +4.4 points"),
        (K.RATE, 0.0, 0.029, "", "0 to +2.9 points"),
        (K.RATE, -0.029, 0.0001, "", "−2.9 to 0 points"),
        (K.DURATION, -15_000.0, 7_200.0, "", "−4 h 10 min to +2 h"),
        (K.COUNT, 1.0, 5.0, "tickets", "+1 ticket to +5 tickets"),
        (K.MEAN, -0.2, 0.3, "of 7", "−0.20 to +0.30 points"),
    ],
)
def test_a_range_of_differences_says_its_unit_once(kind: K, low: float, high: float, unit: str, said: str) -> None:
    assert say.between(kind, low, high, unit=unit) == said
