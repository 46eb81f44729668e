from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from journey.analysis.weeks_around import weekly_if_few
from journey.domain.words import MetricKind

SHIPPED = date(2026, 10, 7)
"""A Wednesday: its weeks begin on Wednesdays."""


def path(days: int = 24, n: int = 10, first: date = SHIPPED - timedelta(days=10)) -> pl.DataFrame:
    """A rate of .2 before the change and .1 after it, with .2 to be expected."""
    at = [first + timedelta(days=i) for i in range(days)]
    return pl.DataFrame(
        {
            "at": at,
            "value": [0.1 if day >= SHIPPED else 0.2 for day in at],
            "n": [n] * days,
            "expected": [0.2] * days,
            "expected_low": [0.18] * days,
            "expected_high": [0.22] * days,
            "left_out": [False] * days,
        }
    )


def test_weeks_begin_on_the_day_of_the_change_and_halves_are_left_away() -> None:
    weeks, by_week = weekly_if_few(path(), SHIPPED, MetricKind.RATE)
    assert by_week
    assert weeks["at"].to_list() == [SHIPPED - timedelta(days=7), SHIPPED, SHIPPED + timedelta(days=7)]
    assert weeks["value"].to_list() == pytest.approx([0.2, 0.1, 0.1])
    assert weeks["n"].to_list() == [70, 70, 70]


def test_a_week_is_its_successes_over_its_customers_not_the_mean_of_its_days() -> None:
    days = path(7, first=SHIPPED).with_columns(n=pl.Series([1, 1, 1, 1, 1, 1, 94]), value=pl.Series([1.0] * 6 + [0.0]))
    weeks, _ = weekly_if_few(days, SHIPPED, MetricKind.RATE)
    assert weeks["value"].to_list() == pytest.approx([0.06]), "6 of 100"


def test_days_left_out_do_not_count_and_a_week_of_them_is_left_out() -> None:
    out = [SHIPPED + timedelta(days=day) for day in (0, 1, *range(7, 14))]
    days = path().with_columns(left_out=pl.col("at").is_in(out))
    weeks, _ = weekly_if_few(days, SHIPPED, MetricKind.RATE)
    assert weeks["n"].to_list() == [70, 50, 70]
    assert weeks["left_out"].to_list() == [False, False, True]


def test_missing_days_leave_what_is_there() -> None:
    days = path().with_columns(value=pl.when(pl.col("at") == SHIPPED).then(None).otherwise("value"))
    weeks, _ = weekly_if_few(days, SHIPPED, MetricKind.MEAN)
    assert weeks["value"].to_list() == pytest.approx([0.2, 0.1, 0.1])


@pytest.mark.parametrize(
    ("kind", "n"), [(MetricKind.RATE, 50), (MetricKind.DURATION, 10), (MetricKind.COUNT, 10)], ids=["many", "median", "total"]
)
def test_days_stay_days_where_they_rest_on_many_or_do_not_add_up(kind: MetricKind, n: int) -> None:
    days = path(n=n)
    same, by_week = weekly_if_few(days, SHIPPED, kind)
    assert not by_week
    assert same.equals(days)
