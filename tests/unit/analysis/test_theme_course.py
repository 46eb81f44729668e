from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from journey.analysis.text.themes.course import ROWS, Direction, courses, facts, spiking

UNTIL = date(2026, 11, 9)


def rows(*counts: list[int], stage: int | None = None) -> pl.DataFrame:
    """Texts of themes 1, 2, ... by week, the last count being that of UNTIL."""
    said = [
        (theme, UNTIL - timedelta(weeks=len(weeks) - 1 - at), stage, -2.0)
        for theme, weeks in enumerate(counts, start=1)
        for at, many in enumerate(weeks)
        for _ in range(many)
    ]
    return pl.DataFrame([(at, *row) for at, row in enumerate(said)], schema=ROWS, orient="row")


@pytest.mark.parametrize(
    ("counts", "direction"),
    [
        ([3] * 12 + [9] * 4, Direction.RISING),
        ([9] * 12 + [2] * 4, Direction.FADING),
        ([5] * 16, Direction.STEADY),
        ([5] * 12 + [6] * 4, Direction.STEADY),
        ([0] * 12 + [2] * 4, Direction.NEW),
        ([1] + [0] * 15, Direction.QUIET),
    ],
)
def test_where_a_theme_goes_is_told_by_its_share(counts: list[int], direction: Direction) -> None:
    course = courses(rows(counts, [40] * 16), until=UNTIL)[1]
    assert course.direction is direction
    assert (course.counts, course.lately, course.weeks_before) == (tuple(counts), sum(counts[-4:]), 12)


def test_where_everybody_writes_more_nothing_rises_and_nothing_spikes() -> None:
    more = rows([3] * 12 + [12] * 4, [20] * 12 + [80] * 4)
    assert {one.direction for one in courses(more, until=UNTIL).values()} == {Direction.STEADY}
    assert not spiking(more, until=UNTIL, budget=0.2)["fired"].any()


def test_a_theme_that_alone_comes_up_far_more_often_spikes() -> None:
    judged = spiking(rows([3] * 15 + [15], [20] * 16), until=UNTIL, budget=0.2).filter("fired")
    assert judged.select("segment", "value", "against").rows() == [("topic=1", 15.0, 3.0)]


def test_young_and_undated_texts_have_no_direction() -> None:
    young = courses(rows([3, 4, 9]), until=UNTIL)[1]
    assert (young.counts, young.direction) == ((3, 4, 9), Direction.UNKNOWN)
    undated = rows([9]).with_columns(week=pl.lit(None, pl.Date))
    assert (courses(undated, until=UNTIL)[1].counts, courses(undated, until=UNTIL)[1].direction) == ((), Direction.UNKNOWN)


def test_what_comes_after_the_week_is_not_looked_at() -> None:
    assert courses(rows([3] * 12 + [9] * 4), until=UNTIL - timedelta(weeks=4))[1].counts == (3,) * 12


def test_facts_count_feeling_and_place() -> None:
    both = pl.concat([rows([2, 2], stage=7), rows([1], stage=8), rows([1])])
    fact = facts(both)[1]
    assert (fact.n, fact.mean, fact.scored, fact.stage_id, fact.at_stage, fact.staged) == (6, -2.0, 6, 7, 4, 5)
