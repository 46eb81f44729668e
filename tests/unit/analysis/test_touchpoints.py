"""Events by name and tickets by topic, this week beside what is usual."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from journey.analysis.data import JourneyData
from journey.analysis.touchpoints import moved_touchpoints, touchpoints
from journey.domain.model import EventRule, StageSpec
from journey.domain.schemas import EVENTS, TICKETS
from journey.domain.weeks import Week

WEEK = Week.parse("2025-W44")  # begins on 27 October, the day after Berlin's clocks went back
STAGES = (StageSpec(1, "Browse", 0), StageSpec(2, "Pay", 1))
RULES = (EventRule("look", 1), EventRule("card", 2), EventRule("refused", 2), EventRule("beacon", None))


def at(day: int, hour: int = 12) -> datetime:
    """A UTC hour `day` days after the week's Monday."""
    return datetime(2025, 10, 27, hour, tzinfo=UTC) + timedelta(days=day)


def events(*rows: tuple[str, datetime]) -> pl.LazyFrame:
    return pl.LazyFrame([("a", when, name) for name, when in rows], schema=EVENTS, orient="row")


def data(**frames: pl.LazyFrame) -> JourneyData:
    return JourneyData(STAGES, RULES, "Europe/Berlin", **frames)


def test_a_stage_counts_its_own_events_beside_the_mean_of_four_weeks() -> None:
    found = touchpoints(
        data(events=events(("card", at(0)), ("refused", at(1)), ("refused", at(2)), ("refused", at(-9)), ("look", at(1)))),
        2,
        WEEK,
    )
    assert found.rows() == [("refused", "event", 2, 0.25), ("card", "event", 1, 0.0)]


def test_the_week_begins_at_midnight_of_the_journeys_zone() -> None:
    """Monday 00:00 in Berlin is Sunday 23:00 UTC."""
    sunday_night = datetime(2025, 10, 26, 23, 0, tzinfo=UTC)
    found = touchpoints(data(events=events(("card", sunday_night), ("card", sunday_night - timedelta(seconds=1)))), 2, WEEK)
    assert found.rows() == [("card", "event", 1, 0.25)]


def test_tickets_count_by_topic_at_the_stage_they_name() -> None:
    rows = [
        {"ticket": "1", "opened_at": at(0), "topic": "camera", "stage": "pay"},
        {"ticket": "2", "opened_at": at(0), "topic": "camera", "stage": "Browse"},
        {"ticket": "3", "opened_at": at(-3), "topic": "price", "stage": "Pay"},
        {"ticket": "4", "opened_at": at(0), "topic": None, "stage": "Pay"},
    ]
    found = touchpoints(data(tickets=pl.LazyFrame(rows, schema=TICKETS)), 2, WEEK)
    assert found.rows() == [("camera", "ticket", 1, 0.0), ("price", "ticket", 0, 0.25)]


def test_the_whole_journey_counts_what_any_stage_holds() -> None:
    found = touchpoints(data(events=events(("look", at(0)), ("card", at(0)), ("beacon", at(0)))), None, WEEK)
    assert set(found["touchpoint"]) == {"look", "card"}


def test_without_data_there_is_nothing() -> None:
    assert touchpoints(data(), 2, WEEK).is_empty()


MAPPED = (
    EventRule("look", 1, touchpoint_id=10, touchpoint="Shelf"),
    EventRule("card", 2, touchpoint_id=20, touchpoint="Card form"),
    EventRule("refused", 2, touchpoint_id=20, touchpoint="Card form"),
    EventRule("receipt", 2, touchpoint_id=21, touchpoint="Receipt mail"),
    EventRule("beacon", None),
)


def weeks_of(**counts: tuple[int, int]) -> JourneyData:
    """Each event so many times in each of the four weeks before, and so many times in the week."""
    rows = [(name, at(-7 * back)) for name, (usual, _) in counts.items() for back in range(1, 5) for _ in range(usual)]
    rows += [(name, at(1)) for name, (_, now) in counts.items() for _ in range(now)]
    return JourneyData(STAGES, MAPPED, "Europe/Berlin", events=events(*rows))


def test_events_count_at_the_maps_touchpoint() -> None:
    found = touchpoints(weeks_of(card=(10, 12), refused=(2, 30), receipt=(10, 10)), 2, WEEK)
    assert found.rows() == [("Card form", "event", 42, 12.0), ("Receipt mail", "event", 10, 10.0)]


def test_a_move_is_laid_at_the_touchpoint_that_is_farthest_from_usual() -> None:
    seen = weeks_of(look=(400, 400), card=(100, 100), refused=(10, 90), receipt=(100, 80))
    assert moved_touchpoints(seen, WEEK) == {2: 20}


def test_failures_at_a_touchpoint_are_not_lost_among_its_visits() -> None:
    seen = weeks_of(look=(400, 400), card=(100, 88), refused=(30, 48), receipt=(100, 100))
    assert moved_touchpoints(seen, WEEK) == {2: 20}


def test_a_busier_week_is_no_touchpoints_doing() -> None:
    seen = weeks_of(look=(400, 800), card=(100, 200), refused=(10, 20), receipt=(100, 200))
    assert moved_touchpoints(seen, WEEK) == {}


def test_what_a_touchpoint_lost_is_a_move_too() -> None:
    assert moved_touchpoints(weeks_of(look=(400, 400), card=(100, 100), receipt=(100, 5)), WEEK) == {2: 21}


def test_few_events_or_none_say_nothing() -> None:
    assert moved_touchpoints(weeks_of(card=(1, 4), receipt=(1, 1)), WEEK) == {}
    assert moved_touchpoints(data(), WEEK) == {}
