"""Moves become stories: one cause is one story; and which segments are worth watching at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.alerts.moves import Move, moved, rung, stories
from journey.analysis.alerts.watched import ENOUGH, MOST, WEEKS, worth_watching
from journey.analysis.signals import EXPLANATION
from journey.domain.words import MetricKind

MONDAY = date(2026, 11, 9)


def move(segment: str = "", *, up: bool = True, rule: str = "shift", score: float | None = 1.5, outside: bool = True) -> Move:
    days = {"since": MONDAY, "day": MONDAY} if rule else {}
    return Move(
        metric_id=1, segment=segment, week=MONDAY, up=up, value=0.4, n=100, total=40, expected=0.2, lower=0.1, upper=0.3,
        rule=rule, score=score, outside=outside, **days,
    )  # fmt: skip


def told(*moves: Move) -> list[tuple[str, bool, list[str]]]:
    return [(story.head.segment, story.head.up, [part.segment for part in story.parts]) for story in stories(moves)]


def test_everyone_tells_the_story_and_the_segments_are_its_parts() -> None:
    assert told(move("a", score=9), move(), move("b")) == [("", True, ["a", "b"])]


def test_ten_segments_are_one_story_told_by_the_strongest() -> None:
    ten = [move(f"region={number}", score=1 + number / 10) for number in range(10)]
    [(head, _, parts)] = told(*ten)
    assert head == "region=9"
    assert len(parts) == 9


def test_a_breakdown_begins_with_what_is_furthest_from_its_usual() -> None:
    near, far = replace(move("near", score=9), value=0.35), replace(move("far"), value=0.9)
    assert told(near, move(), far) == [("", True, ["far", "near"])]


def test_each_way_is_a_story_of_its_own() -> None:
    assert told(move("a", up=False), move(), move("b", up=False, score=3.0)) == [("", True, []), ("b", False, ["a"])]


def test_a_segment_that_rang_on_one_day_of_a_usual_week_tells_nothing() -> None:
    assert told(move("a", outside=False)) == []
    assert told(move("a", outside=False), move("b", rule="", score=None)) == []
    assert told(move(outside=False)) == [("", True, [])]


def test_a_segment_that_only_left_its_range_stands_in_the_breakdown() -> None:
    assert told(move(rule="", score=None)) == []
    assert told(move("a", rule="", score=None), move()) == [("", True, ["a"])]


@given(
    st.lists(
        st.builds(
            move,
            st.sampled_from(["", "a", "b", "c"]),
            up=st.booleans(),
            rule=st.sampled_from(["", "spike", "drift"]),
            outside=st.booleans(),
        ),
        max_size=8,
        unique_by=lambda one: one.segment,
    )
)
def test_stories_are_at_most_one_each_way_and_no_move_is_told_twice(moves: list[Move]) -> None:
    found = stories(moves)
    assert len({story.head.up for story in found}) == len(found)
    named = [(one.segment, one.up) for story in found for one in (story.head, *story.parts)]
    assert len(named) == len(set(named))
    assert all(story.head.rule for story in found)


def row(value: float | None, n: int = 100) -> dict[str, Any]:
    figures = {"usual": 0.2, "usual_lo": 0.1, "usual_hi": 0.3}
    return {"metric_id": 1, "segment": "", "week": MONDAY, "value": value, "n": n, "total": 0.0, **figures}


def test_a_week_inside_its_range_without_a_flag_is_no_move() -> None:
    assert moved(row(0.25), {}, MetricKind.RATE) is None
    assert moved(row(None), {}, MetricKind.RATE) is None
    below = moved(row(0.05), {}, MetricKind.RATE)
    assert below is not None
    assert (below.up, below.rule, below.outside) == (False, "", True)


def test_fewer_than_five_say_nothing_but_a_count_says_itself() -> None:
    rang = {MONDAY: {"since": MONDAY, "day": MONDAY, "rule": "spike", "score": 1.2, "up": True}}
    assert moved(row(0.9, n=4), rang, MetricKind.RATE) is None
    assert moved(row(0.9, n=4), rang, MetricKind.COUNT) is not None


def test_the_last_flagged_day_speaks_for_its_week() -> None:
    days = [date(2026, 11, 8), date(2026, 11, 9), date(2026, 11, 12), date(2026, 11, 13)]
    account = pl.DataFrame(
        {
            "date": days, "flagged": [True, True, True, False], "rule": ["spike", "spike", "shift", None],
            "since": [None, None, date(2026, 11, 10), None], "direction": ["down", "down", "up", None],
            "score": [-1.0, -1.2, 1.4, 0.1],
        },
        schema_overrides={"since": EXPLANATION["since"]},
    )  # fmt: skip
    found = rung(account)
    assert sorted(found) == [date(2026, 11, 2), MONDAY]
    assert found[MONDAY] == {"since": date(2026, 11, 10), "day": days[2], "rule": "shift", "score": 1.4, "up": True}
    assert found[date(2026, 11, 2)]["since"] == days[0]


# Which segments are watched


def volumes(**sizes: float) -> pl.DataFrame:
    rows = [(1, name.replace("everyone", ""), size * WEEKS, size * WEEKS) for name, size in sizes.items()]
    return pl.DataFrame(rows, schema=["metric_id", "segment", "n", "total"], orient="row").cast({"metric_id": pl.Int64})


def test_segments_that_bring_enough_are_watched_the_largest_first() -> None:
    found = volumes(everyone=200, small=ENOUGH - 1, enough=ENOUGH, large=120)
    assert worth_watching(found, {1: MetricKind.RATE}) == [(1, "large"), (1, "enough")]


def test_a_segment_that_is_nearly_everyone_is_not_watched_twice() -> None:
    assert worth_watching(volumes(everyone=200, web=195, mobile=30), {1: MetricKind.RATE}) == [(1, "mobile")]


def test_a_count_is_weighed_by_what_it_counts() -> None:
    found = volumes(everyone=200, mobile=100).with_columns(n=pl.lit(1.0))
    assert worth_watching(found, {1: MetricKind.RATE}) == []
    assert worth_watching(found, {1: MetricKind.COUNT}) == [(1, "mobile")]


def test_no_metric_takes_more_than_its_share_and_others_are_left_out() -> None:
    many = volumes(everyone=9_000, **{f"s{number}": 50.0 + number for number in range(MOST + 5)})
    found = worth_watching(many, {1: MetricKind.RATE})
    assert len(found) == MOST
    assert found[0] == (1, f"s{MOST + 4}")
    assert worth_watching(many, {2: MetricKind.RATE}) == []
    assert worth_watching(many.clear(), {1: MetricKind.RATE}) == []
