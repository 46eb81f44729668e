"""The signs of working together, counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.collaboration import heard, kept, median_wait, moved, taking_part, waits, waits_by_week
from journey.domain.weeks import Week

WEEKS = [Week.parse(label) for label in ("2026-W45", "2026-W46", "2026-W47")]
MONDAY = datetime(2026, 11, 16, 8, tzinfo=UTC)


def test_people_are_counted_once_a_week_however_many_days_they_came() -> None:
    there = pl.DataFrame(
        {"week": ["2026-W46"] * 3, "weekday": ["monday", "tuesday", "tuesday"], "person_id": [1, 1, 2]},
    )
    told = taking_part(there, WEEKS)
    assert told.rows() == [("2026-W45", None, 0, 0.0), ("2026-W46", 2.0, 2, 3.0), ("2026-W47", None, 0, 0.0)]


def test_an_action_is_kept_if_it_was_resolved_by_its_day() -> None:
    """Due in week 46: one in time, one a day late, one still open; due on Friday of week 47, which is not yet over."""
    due = [date(2026, 11, 11), date(2026, 11, 11), date(2026, 11, 15), date(2026, 11, 20)]
    done = [date(2026, 11, 11), date(2026, 11, 12), None, None]
    status = ["resolved", "resolved", "open", "open"]
    work = pl.DataFrame({"due": due, "status": status, "resolved_on": done}, schema_overrides={"resolved_on": pl.Date})
    told = kept(work, WEEKS, today=date(2026, 11, 18))
    assert told.rows() == [
        ("2026-W45", None, 0, 0.0), ("2026-W46", pytest.approx(1 / 3), 3, 1.0), ("2026-W47", None, 0, 0.0),
    ]  # fmt: skip


def test_a_stage_is_heard_once_however_many_spoke_and_a_silent_week_is_nothing_heard() -> None:
    said = pl.DataFrame({"stage_id": [1, 1, 9], "on": [date(2026, 11, 9), date(2026, 11, 15), date(2026, 11, 10)]})
    assert heard(said, [1, 2], WEEKS)["value"].to_list() == [0.0, 0.5, 0.0], "stage 9 is none of ours"
    assert heard(said, [], WEEKS)["value"].to_list() == [None, None, None]


def alerts(*waited: float, week: str = "2026-W47") -> pl.DataFrame:
    raised = [MONDAY - timedelta(days=days) for days in waited]
    return pl.DataFrame({"id": list(range(len(waited))), "week": [week] * len(waited), "raised_at": raised})


def flips(*said: tuple[int, float, str | None, str]) -> pl.DataFrame:
    """Rows of (alert, days before Monday, person, word)."""
    rows = [(alert, MONDAY - timedelta(days=back), person, word) for alert, back, person, word in said]
    return pl.DataFrame(rows, schema=["alert_id", "at", "person", "new"], orient="row")


def test_a_wait_ends_with_the_first_decision_and_not_with_a_glance() -> None:
    told = waits(
        alerts(10, 10, 10, 10),
        flips((0, 9.5, "Ana", "acknowledged"), (0, 8, "Ana", "watch"), (0, 2, "Bo", "blocker"), (1, 6, None, "resolved"),
              (2, 10, "Ana", "noise")),
        until=MONDAY,
    )  # fmt: skip
    assert told["days"].to_list() == [2.0, 4.0, 0.0, 10.0], "what calmed by itself waited 4 days, the open one waits on"
    assert told["decided"].to_list() == [True, False, True, False]


def test_half_are_decided_counts_those_that_still_wait() -> None:
    """By hand: 3 at risk, one leaves undecided after a day, then of 2 one is decided after 4: half are left."""
    told = waits(alerts(5, 5, 5), flips((0, 4, None, "resolved"), (1, 1, "Ana", "noise")), until=MONDAY)
    assert median_wait(told) == 4
    assert median_wait(told.filter(~pl.col("decided"))) is None
    assert median_wait(told.clear()) is None
    assert waits_by_week(told, WEEKS)["total"].to_list() == [0.0, 0.0, 1.0]


@given(st.lists(st.tuples(st.floats(0, 60), st.booleans()), max_size=30))
def test_the_median_wait_is_one_of_the_decisions_and_without_open_ones_the_plain_median(rows: list[tuple[float, bool]]) -> None:
    known = pl.DataFrame(rows, schema={"days": pl.Float64, "decided": pl.Boolean}, orient="row")
    middle = median_wait(known)
    decided = known.filter("decided")["days"].to_list()
    assert middle is None or middle in decided
    if rows and len(decided) == len(rows):
        assert middle == sorted(decided)[(len(rows) - 1) // 2]


def test_only_more_than_chance_is_a_move() -> None:
    def trend(*counts: tuple[int, int]) -> pl.DataFrame:
        return pl.DataFrame(counts, schema={"total": pl.Float64, "n": pl.Int64}, orient="row")

    assert moved(trend((4, 20), (16, 20)), lately=1) == pytest.approx(0.6)
    assert moved(trend((9, 20), (11, 20)), lately=1) is None
    assert moved(trend((0, 4), (4, 4)), lately=1) is None, "too few"
