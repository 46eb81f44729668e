"""What a journey owner may rely on when a day is flagged, or is not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analysis.signals import EXPLANATION, detect, explain

KINDS = ("rate", "mean", "duration", "count")


def days(count: int, every: int = 1) -> list[date]:
    return [date(2025, 1, 6) + timedelta(days=every * i) for i in range(count)]


def calls(count: int, seed: int = 1, usual: float = 40.0) -> np.ndarray:
    """Daily ticket counts with quieter weekends."""
    rng = np.random.default_rng(seed)
    return rng.poisson(usual * np.where(np.arange(count) % 7 >= 5, 0.4, 1.0)).astype(float)


def test_a_tenfold_day_is_a_spike_and_its_neighbours_are_not() -> None:
    values = calls(200)
    values[150] = 400
    assert detect(days(200), values, kind="count")[148:154] == [False, False, True, False, False, False]
    row = explain(days(200), values, kind="count").row(150, named=True)
    assert (row["rule"], row["direction"], row["since"]) == ("spike", "up", days(200)[150])
    assert row["value"] > row["upper"] > row["expected"] > row["lower"]


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    kind=st.sampled_from(KINDS),
    cut=st.integers(1, 150),
    every=st.sampled_from([1, 7]),
)
def test_no_flag_depends_on_later_days(seed: int, kind: str, cut: int, every: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.gamma(4, 0.05, 150).clip(0, 1) + (0.3 * (np.arange(150) > 90) if kind != "rate" else 0)
    values = np.where(rng.random(150) < 0.1, np.nan, values * (100 if kind == "count" else 1))
    n = rng.integers(0, 60, 150)
    when = [d + timedelta(days=every * 20 * (i > 70)) for i, d in enumerate(days(150, every))]
    whole = explain(when, values, n, kind=kind)
    part = explain(when[:cut], values[:cut], n[:cut], kind=kind)
    assert part.equals(whole.head(cut))
    assert detect(when[:cut], values[:cut], n[:cut], kind=kind) == whole["flagged"].to_list()[:cut]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("values", [[], [0.5], [None] * 60, [0.0] * 120, [1.0] * 120, [float("nan")] * 3 + [0.2] * 100], ids=repr)
def test_calm_or_empty_series_give_no_flag_and_no_error(kind: str, values: list[float | None]) -> None:
    assert detect(days(len(values)), values, kind=kind) == [False] * len(values)
    assert detect(days(len(values)), values, [0] * len(values), kind=kind) == [False] * len(values)
    assert dict(explain(days(len(values)), values, kind=kind).schema) == EXPLANATION


@pytest.mark.parametrize(
    ("dates", "values", "n", "kind", "says"),
    [
        (days(3)[::-1], [1, 2, 3], None, "mean", "ascend"),
        ([days(1)[0]] * 2, [1, 2], None, "mean", "twice"),
        (days(2), [1, float("inf")], None, "mean", "infinite"),
        (days(2), [1, 2, 3], None, "mean", "2 dates but 3 values"),
        (days(2), [1, 2], [1], "mean", "2 values but 1 denominators"),
        (days(2), [1, 2], [1, -1], "mean", "negative"),
        (days(2), [0.5, 45], [1, 1], "rate", "Divide percentages by 100"),
        (days(2), [1, -2], None, "count", "can't be negative"),
        (days(2), [1, "x"], None, "mean", "not a number"),
        (["2025-01-01", "soon"], [1, 2], None, "mean", "date can't be read"),
        (days(2), [1, 2], None, "median", "not a kind"),
    ],
)
def test_a_series_that_can_not_be_read_says_why(dates, values, n, kind, says) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=says):
        detect(dates, values, n, kind=kind)


def test_dates_may_be_given_in_any_usual_form() -> None:
    values = calls(100)
    values[90] = 300
    expected = detect(days(100), values, kind="count")
    assert sum(expected) == 1
    for form in (str, np.datetime64, lambda d: datetime(d.year, d.month, d.day, 9, 30)):
        assert detect([form(d) for d in days(100)], values, kind="count") == expected
