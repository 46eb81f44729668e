"""Days and ISO weeks in the journey's time zone: across clock changes, with mixed offsets, and never an hour lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analysis.localtime import end_of, local_day, local_day_between, offset_changes
from journey.analysis.rollup import weekly
from journey.domain.schemas import TICKETS
from tests.unit.analysis.metric_builders import SIGN_UP, days, events, frame, journey, rows, spec


def test_berlin_spring_forward_week_has_its_sunday_of_23_hours() -> None:
    log = events(
        ("a", "2024-03-24 22:59", "visit"),  # Sunday 23:59 CET: the week before
        ("b", "2024-03-24 23:00", "visit"),  # Monday 00:00 CET
        ("c", "2024-03-31 21:59", "visit"),  # Sunday 23:59 CEST, the clocks having changed
        ("d", "2024-03-31 22:00", "visit"),  # Monday 00:00 CEST
    )
    data = journey(log, timezone="Europe/Berlin")
    assert days(data, spec("drop_off", SIGN_UP)) == {
        "2024-03-24": (1, 1.0),
        "2024-03-25": (1, 1.0),
        "2024-03-31": (1, 1.0),
        "2024-04-01": (1, 1.0),
    }
    metric = spec("event_count", event="visit")
    found = weekly(pl.DataFrame(rows(data, metric)), [metric], as_of=date(2024, 4, 30))
    assert {str(row["week"]): row["value"] for row in found.to_dicts()} == {"2024-03-18": 1, "2024-03-25": 2, "2024-04-01": 1}


def test_new_york_autumn_repeats_an_hour_of_the_same_day() -> None:
    log = events(
        ("a", "2024-11-03 05:30", "visit"),  # 01:30 EDT
        ("b", "2024-11-03 06:30", "visit"),  # 01:30 EST, an hour later
        ("c", "2024-11-04 04:59", "visit"),  # Sunday 23:59 EST
        ("d", "2024-11-04 05:00", "visit"),  # Monday 00:00 EST
    )
    assert days(journey(log, timezone="America/New_York"), spec("event_count", event="visit")) == {
        "2024-11-03": (3, 3.0),
        "2024-11-04": (1, 1.0),
    }


def test_mixed_offsets_are_the_same_instants() -> None:
    log = events(
        ("a", "2024-03-31T01:30:00+01:00", "visit"),
        ("b", "2024-03-31T03:30:00+02:00", "visit"),  # an hour later on the clock, two in name
        ("c", "2024-03-30T20:00:00-04:00", "visit"),  # 01:00 in Berlin
    )
    assert days(journey(log, timezone="Europe/Berlin"), spec("event_count", event="visit")) == {"2024-03-31": (3, 3.0)}


def test_a_window_is_elapsed_time_whatever_the_clocks_do() -> None:
    log = events(
        ("in", "2024-03-30 12:00", "visit"),
        ("in", "2024-04-01 12:00", "configure"),  # 48 hours, though Berlin's clock says 49
        ("out", "2024-03-30 12:00", "visit"),
        ("out", "2024-04-01 12:01", "configure"),
    )
    assert days(journey(log, timezone="Europe/Berlin"), spec("drop_off", SIGN_UP)) == {"2024-03-30": (2, 1.0)}


def test_durations_across_a_clock_change_are_elapsed_time() -> None:
    night = frame(TICKETS, {"opened_at": "2025-03-09 06:30", "closed_at": "2025-03-09 07:30"})  # 01:30 EST to 03:30 EDT
    (row,) = rows(journey(tickets=night, timezone="America/New_York"), spec("time_to_resolution"), as_of="2025-12-31")
    assert (str(row["day"]), row["median"]) == ("2025-03-09", 3600.0)


def test_iso_weeks_across_the_year_end() -> None:
    log = events(("a", "2024-12-29 12:00", "visit"), ("b", "2024-12-30 12:00", "visit"), ("c", "2025-01-05 12:00", "visit"))
    metric = spec("event_count", event="visit")
    found = weekly(pl.DataFrame(rows(journey(log), metric, as_of="2025-01-31")), [metric], as_of=date(2025, 1, 31))
    assert {str(row["week"]): row["value"] for row in found.to_dicts()} == {"2024-12-23": 1, "2024-12-30": 2}


@pytest.mark.parametrize(
    ("timezone", "day", "after"),
    [
        ("Europe/Berlin", date(2024, 3, 31), "2024-03-31 22:00"),
        ("America/New_York", date(2024, 11, 3), "2024-11-04 05:00"),
        ("Asia/Kathmandu", date(2024, 1, 1), "2024-01-01 18:15"),
    ],
)
def test_the_end_of_a_day_is_midnight_there(timezone: str, day: date, after: str) -> None:
    assert end_of(day, timezone) == datetime.fromisoformat(after).replace(tzinfo=UTC)


def test_offset_changes_name_the_very_second() -> None:
    first, last = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    changes = [
        (datetime.fromtimestamp(at / 1e6, UTC), shift / 3.6e9) for at, shift in offset_changes("Europe/Berlin", first, last)
    ]
    assert changes == [
        (first, 1),
        (datetime(2024, 3, 31, 1, tzinfo=UTC), 2),
        (datetime(2024, 10, 27, 1, tzinfo=UTC), 1),
    ]


_ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca", "Pacific/Apia"]
_instants = st.datetimes(datetime(2009, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))


@settings(max_examples=60, deadline=None)
@given(moments=st.lists(_instants, min_size=1, max_size=30), timezone=st.sampled_from(_ZONES))
def test_the_fast_day_is_the_day_on_the_wall(moments: list[datetime], timezone: str) -> None:
    near = [*moments, *(at + timedelta(microseconds=step) for at in moments for step in (-1, 1))]
    frame_ = pl.DataFrame({"at": near}, schema={"at": pl.Datetime("us", "UTC")})
    fast = frame_.select(local_day_between(pl.col("at"), timezone, min(near), max(near)))["at"].to_list()
    assert fast == frame_.select(local_day(pl.col("at"), timezone))["at"].to_list()
    assert fast == [at.astimezone(ZoneInfo(timezone)).date() for at in near]
