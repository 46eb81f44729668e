"""Events as a record: worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from journey.analysis.data import JourneyData
from journey.analysis.scenarios.record import REST, Record, observe
from journey.domain.model import EventRule, StageSpec
from journey.domain.weeks import Week
from journey.domain.words import Outcome

STAGES = (StageSpec(1, "Look", 0, 7), StageSpec(2, "Pay", 1, 7))
RULES = (
    EventRule("see", 1), EventRule("fill", 2), EventRule("paid", 2, Outcome.GOAL), EventRule("left", 1, Outcome.LOST),
    EventRule("receipt", 2),
)  # fmt: skip
MONDAY = datetime(2026, 11, 2, tzinfo=UTC)


def log(*rows: tuple[str, float, str, str]) -> JourneyData:
    """Events (customer, days since Monday, event, plan)."""
    events = pl.DataFrame(
        {
            "customer": [row[0] for row in rows],
            "at": [MONDAY + timedelta(days=row[1]) for row in rows],
            "event": [row[2] for row in rows],
            "plan": [row[3] for row in rows],
        }
    )
    return JourneyData(STAGES, RULES, "UTC", events=events.lazy())


def seen(data: JourneyData, attribute: str = "") -> Record:
    found = observe(data, as_of=date(2026, 11, 15), attribute=attribute)
    assert found is not None
    return found


def passages(record: Record) -> list[list[tuple[int, float]]]:
    rows = list(zip(record.passage, record.place, record.at, strict=True))
    return [
        [(int(place), float(at)) for own, place, at in rows if own == number] for number in range(int(record.passage.max()) + 1)
    ]


def test_the_goal_ends_a_passage_and_whoever_comes_again_sets_out_anew() -> None:
    record = seen(log(("a", 0, "see", "x"), ("a", 1, "fill", "x"), ("a", 1.5, "paid", "x"), ("a", 9, "see", "x")))
    assert (record.first, record.last, record.weeks) == (Week(2026, 45), Week(2026, 46), 2)
    assert passages(record) == [[(0, 0.0), (1, 1.0), (2, 1.5)], [(0, 9.0)]]
    assert record.weekly(record.goal).tolist() == [1, 0]
    assert record.weekly(0).tolist() == [1, 1]


def test_a_goal_that_is_the_only_event_of_its_stage_is_a_visit_to_it_first() -> None:
    assert passages(seen(log(("a", 0, "see", "x"), ("a", 2, "paid", "x")))) == [[(0, 0.0), (1, 2.0), (2, 2.0)]]


def test_what_follows_the_goal_in_its_own_stage_sets_nobody_out() -> None:
    assert passages(seen(log(("a", 0, "fill", "x"), ("a", 1, "paid", "x"), ("a", 1.25, "receipt", "x")))) == [
        [(1, 0.0), (2, 1.0)]
    ]


def test_who_is_lost_ends_there() -> None:
    assert passages(seen(log(("a", 0, "see", "x"), ("a", 3, "left", "x")))) == [[(0, 0.0), (3, 3.0)]]


def test_without_a_goal_the_last_stage_is_one() -> None:
    data = log(("a", 0, "see", "x"), ("a", 1, "fill", "x"))
    record = seen(JourneyData(data.stages, RULES[:2], "UTC", events=data.events))
    assert passages(record) == [[(0, 0.0), (1, 1.0), (2, 1.0)]]


def test_days_are_local_so_that_a_week_with_a_clock_change_is_a_week() -> None:
    events = pl.DataFrame(
        {
            "customer": ["a", "b"],
            "at": [datetime(2026, 10, 19, 22, 30, tzinfo=UTC), datetime(2026, 10, 26, 22, 30, tzinfo=UTC)],
            "event": ["see", "see"],
        }
    )
    record = observe(JourneyData(STAGES, RULES, "Europe/Berlin", events=events.lazy()), as_of=date(2026, 11, 1))
    assert record is not None
    # 22:30 UTC is half past midnight on Tuesday in summer, half past eleven on Monday evening in winter
    assert record.at.tolist() == pytest.approx([1 + 0.5 / 24, 7 + 23.5 / 24])


def test_passages_are_told_apart_by_their_first_event() -> None:
    rows = [("a", 0.0, "see", "solo"), ("a", 1.0, "fill", "team"), ("b", 0.0, "see", "team"), ("c", 0.0, "see", "team")]
    record = seen(log(*rows), "plan")
    assert (record.values, record.attribute) == (("team", "solo", REST), "plan")  # the commonest first
    assert record.value.tolist() == [0, 0, 1, 1]
    nobody = seen(log(*rows), "country")
    assert (nobody.values, nobody.value.tolist()) == (("",), [0, 0, 0, 0])


def test_contacts_are_counted_by_week_and_stage() -> None:
    data = log(("a", 0, "see", "x"))
    tickets = pl.DataFrame(
        {"opened_at": [MONDAY, MONDAY + timedelta(days=8), MONDAY + timedelta(days=9)], "stage": [" look", "Pay", None]}
    )
    record = seen(JourneyData(data.stages, RULES, "UTC", events=data.events, tickets=tickets.lazy()))
    assert record.contacts is not None
    assert record.contacts.tolist() == [[1, 0, 0], [0, 1, 1]]


def test_without_an_event_in_a_stage_there_is_no_record() -> None:
    assert observe(log(("a", 0, "elsewhere", "x")), as_of=date(2026, 11, 15)) is None
    assert observe(JourneyData(STAGES, RULES, "UTC"), as_of=date(2026, 11, 15)) is None
