"""Events by name and tickets by topic, this week beside what is usual."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from journey.analysis.data import JourneyData
from journey.analysis.touchpoints import touchpoints
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
