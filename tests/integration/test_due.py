"""When a journey is due and when people are left in peace: weeks, quiet hours, clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.domain.weeks import Week
from journey.routine.journeys import add_journey
from journey.routine.notify.due import due_week, local_now, quiet_until
from journey.store.engine import writing
from journey.store.tables import AlertPlan, ImportBatch, Source, told_at

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("first", "last", "at", "until"),
    [
        (22, 7, "2026-11-18T21:59", None),
        (22, 7, "2026-11-18T22:00", "2026-11-19T07:00+01:00"),
        (22, 7, "2026-11-19T06:59", "2026-11-19T07:00+01:00"),
        (22, 7, "2026-11-19T07:00", None),
        (12, 14, "2026-11-18T13:30", "2026-11-18T14:00+01:00"),
        (12, 14, "2026-11-18T14:00", None),
        (22, 7, "2026-10-24T23:00", "2026-10-25T07:00+01:00"),  # the night in which clocks go back
        (22, 7, "2026-03-28T23:00", "2026-03-29T07:00+02:00"),  # the night in which they go forward
        (0, 7, "2026-11-18T00:00", "2026-11-18T07:00+01:00"),
        (8, 0, "2026-11-18T23:00", "2026-11-19T00:00+01:00"),
        (None, None, "2026-11-18T03:00", None),
    ],
)
def test_quiet_hours_end_by_the_clock_of_the_journey(first: int | None, last: int | None, at: str, until: str | None) -> None:
    plan = AlertPlan(journey_id=1, quiet_from=first, quiet_to=last)
    end = quiet_until(plan, datetime.fromisoformat(at).replace(tzinfo=BERLIN))
    assert (end.isoformat(timespec="minutes") if end else None) == until


def test_the_week_that_is_due_is_this_one_or_the_one_after_the_last_data(engine: Engine) -> None:
    journey = add_journey(engine, by=1, name="Shop")
    today = date(2026, 11, 18)
    assert due_week(engine, journey, today=today) == Week.parse("2026-W47")
    with writing(engine) as session:
        source = Source(journey_id=journey.key, kind="events", name="log")
        session.add(source)
        session.flush()
        for last in (datetime(2024, 5, 20, tzinfo=UTC), datetime(2024, 6, 2, tzinfo=UTC)):
            session.add(ImportBatch(source_id=source.key, file_name="log.csv", path="", last_at=last))
    assert due_week(engine, journey, today=today) == Week.parse("2024-W23")


def test_a_pretended_day_keeps_the_hour() -> None:
    with told_at(datetime(2026, 11, 18, 22, 30, tzinfo=UTC)):
        assert local_now(Settings(), "Europe/Berlin").isoformat() == "2026-11-18T23:30:00+01:00"
        assert local_now(Settings(today=date(2026, 7, 1)), "Europe/Berlin").isoformat() == "2026-07-01T23:30:00+02:00"
