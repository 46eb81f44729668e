"""ISO weeks."""

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.domain.weeks import Week


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
def test_a_week_holds_its_day_and_reads_back(day: date) -> None:
    week = Week.of(day)
    assert week.monday <= day <= week.sunday
    assert Week.parse(str(week)) == week
    assert week.shift(1).monday == week.monday + timedelta(days=7)


def test_the_last_days_of_a_year_may_be_in_the_next_years_first_week() -> None:
    assert str(Week.of(date(2024, 12, 30))) == "2025-W01"
    assert str(Week.parse("2026W53")) == "2026-W53"


@pytest.mark.parametrize("label", ["2025-W53", "2026-W00", "last week", "", "2026-47"])
def test_what_is_not_a_week_is_named(label: str) -> None:
    with pytest.raises(ValueError, match=r"2026-W47|has no week"):
        Week.parse(label)


def test_a_week_with_a_clock_change_has_an_hour_less_or_more() -> None:
    hours = [
        (end - start).total_seconds() / 3600
        for start, end in (
            tuple(t.astimezone(UTC) for t in Week.parse(label).bounds("Europe/Berlin"))
            for label in ("2025-W13", "2025-W43", "2025-W20")
        )
    ]
    assert hours == [167, 169, 168]
