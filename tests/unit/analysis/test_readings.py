"""Readings finer than a day become days, and half a day is not few calls."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from journey.analysis.readings import by_day

MONDAY, TUESDAY, WEDNESDAY = date(2025, 1, 6), date(2025, 1, 7), date(2025, 1, 8)


def readings(*rows: tuple[date, float | None, float | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"day": pl.Date, "value": pl.Float64, "n": pl.Float64}, orient="row")


def test_counts_are_added_up_and_a_day_that_lacks_readings_has_no_value() -> None:
    days, said = by_day(readings(*[(MONDAY, 2.0, None)] * 4, *[(TUESDAY, 3.0, None)] * 4, *[(WEDNESDAY, 3.0, None)] * 3), "count")
    assert days.rows() == [(MONDAY, 8.0, None), (TUESDAY, 12.0, None), (WEDNESDAY, None, None)]
    assert said == "About 4 readings a day were added up to 3 days. 1 day that is not whole is left out."


def test_means_are_weighted_by_n_and_readings_without_a_value_weigh_nothing() -> None:
    days, said = by_day(
        readings((MONDAY, 4.0, 30.0), (MONDAY, 5.0, 10.0), (MONDAY, None, 60.0), (TUESDAY, 3.0, 5.0), (TUESDAY, 3.0, 5.0)), "mean"
    )
    assert days.rows() == [(MONDAY, pytest.approx(4.25), 40.0), (TUESDAY, 3.0, 10.0)]
    assert said == "About 2 readings a day were averaged to 2 days."


def test_without_n_readings_weigh_the_same() -> None:
    days, _ = by_day(
        readings((MONDAY, 0.2, None), (MONDAY, 0.4, None), (MONDAY, None, None), (TUESDAY, 0.1, None), (TUESDAY, 0.1, None)),
        "rate",
    )
    assert days.rows() == [(MONDAY, pytest.approx(0.3), None), (TUESDAY, pytest.approx(0.1), None)]


def test_days_stay_as_they_are() -> None:
    given = readings((MONDAY, 1.0, None), (TUESDAY, 2.0, None), (TUESDAY, 3.0, None), (WEDNESDAY, 4.0, None))
    assert by_day(given, "count")[0].equals(given)
    assert by_day(given.clear(), "mean")[1] == ""
