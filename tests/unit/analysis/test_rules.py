"""Owners' rules: which weeks fire, which prove nothing, and since when; worked by hand and held for any series."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.alerts.rules import Asked, episodes, judge, speaks_for
from journey.analysis.rollup import WEEKLY
from journey.domain.words import Direction, RuleKind

FIRST = date(2026, 6, 1)
"""A Monday."""
BELOW_60 = Asked(kind=RuleKind.THRESHOLD, limit=0.6, at_least=10)


def monday(number: int) -> date:
    return FIRST + timedelta(weeks=number)


def weeks(*rows: tuple[int, float | None, int], young: int | None = None, part: int | None = None) -> pl.DataFrame:
    """WEEKLY rows (week number, value, n); `young` is immature and `part` is not whole."""
    made = [
        {
            "metric_id": 1, "segment": "", "week": monday(number), "value": value, "n": n, "total": (value or 0) * n,
            "total_sq": 0.0, "lo": None, "hi": None, "mature": number != young, "days": 7, "partial": number == part,
        }
        for number, value, n in rows
    ]  # fmt: skip
    return pl.DataFrame(made, schema=WEEKLY, orient="row")


def fired(found: pl.DataFrame) -> list[int]:
    return [(week - FIRST).days // 7 for week in found.filter("fired")["week"]]


def test_below_sixty_percent_fires_with_ten_attempts_and_not_with_nine() -> None:
    found = judge(weeks((0, 0.7, 40), (1, 0.5, 9), (2, 0.5, 10), (3, 0.6, 50)), BELOW_60)
    assert fired(found) == [2], "exactly 60 % is not below it"
    assert found["judged"].to_list() == [True, False, True, True]


def test_a_threshold_from_above() -> None:
    found = judge(weeks((0, 0.2, 50), (1, 0.31, 50)), Asked(kind=RuleKind.THRESHOLD, limit=0.3, above=True))
    assert fired(found) == [1]


def test_the_third_week_running_knows_when_it_began() -> None:
    found = judge(weeks((0, 0.7, 20), (1, 0.5, 20), (2, 0.55, 20), (3, 0.52, 25)), BELOW_60)
    last = found.row(-1, named=True)
    assert (last["run"], last["since"], last["value"], last["n"]) == (3, monday(1), 0.52, 25)


def test_a_week_without_data_breaks_nothing_and_proves_nothing() -> None:
    missed = Asked(kind=RuleKind.TARGET_MISSED, weeks=3, target=0.8, at_least=5)
    missing = judge(weeks((0, 0.7, 20), (2, 0.7, 20), (3, 0.7, 20)), missed)
    thin = judge(weeks((0, 0.7, 20), (1, 0.9, 4), (2, 0.7, 20), (3, 0.7, 20)), missed)
    met = judge(weeks((0, 0.7, 20), (1, 0.9, 20), (2, 0.7, 20), (3, 0.7, 20)), missed)
    assert (fired(missing), fired(thin), fired(met)) == ([3], [3], [])
    assert missing["since"].to_list()[-1] == monday(0)


def test_after_a_long_silence_a_run_starts_over() -> None:
    missed = Asked(kind=RuleKind.TARGET_MISSED, weeks=2, target=0.8)
    near = judge(weeks((0, 0.7, 20), (4, 0.7, 20)), missed)
    far = judge(weeks((0, 0.7, 20), (5, 0.7, 20), (6, 0.7, 20)), missed)
    assert (fired(near), fired(far)) == ([4], [6])
    assert far["since"].to_list()[-1] == monday(5)


def test_a_target_is_missed_on_the_side_that_is_worse() -> None:
    rows = weeks((0, 0.3, 20), (1, 0.1, 20), (2, 0.2, 20))
    up = Asked(kind=RuleKind.TARGET_MISSED, target=0.2, direction=Direction.UP)
    down = Asked(kind=RuleKind.TARGET_MISSED, target=0.2, direction=Direction.DOWN)
    assert (fired(judge(rows, up)), fired(judge(rows, down))) == ([1], [0]), "meeting it exactly is meeting it"


def test_without_a_target_nothing_is_missed() -> None:
    assert not judge(weeks((0, 0.3, 20)), Asked(kind=RuleKind.TARGET_MISSED))["judged"].any()


@pytest.mark.parametrize(
    ("above", "expected"),
    [(True, [4]), (False, [5])],
)
def test_a_period_is_held_against_the_week_that_many_weeks_before(above: bool, expected: list[int]) -> None:
    # four weeks on: 100 to 131 is up 31 %, 100 to 69 down 31 %, 100 to 130 exactly 30 %
    rows = weeks((0, 100, 9), (1, 100, 9), (2, 100, 9), (3, 0, 9), (4, 131, 9), (5, 69, 9), (6, 130, 9), (7, 500, 9))
    asked = Asked(kind=RuleKind.PERIOD, limit=0.3, above=above, weeks=4)
    found = judge(rows, asked)
    assert fired(found) == expected
    assert found.filter("judged")["week"].to_list() == [monday(4), monday(5), monday(6)], "of nothing there is no share"
    assert found.row(4, named=True)["against"] == 100


def test_both_weeks_of_a_period_need_enough_behind_them() -> None:
    asked = Asked(kind=RuleKind.PERIOD, limit=0.1, above=True, weeks=1, at_least=10)
    assert fired(judge(weeks((0, 0.2, 9), (1, 0.4, 50), (2, 0.6, 9), (3, 0.9, 50)), asked)) == []
    assert fired(judge(weeks((0, 0.2, 10), (1, 0.4, 10)), asked)) == [1]


def test_young_and_partial_weeks_never_fire() -> None:
    rows = weeks((0, 0.1, 50), (1, 0.1, 50), young=0, part=1)
    assert fired(judge(rows, BELOW_60)) == []


def test_a_cohort_speaks_through_its_last_settled_week() -> None:
    found = judge(weeks((0, 0.5, 50), (1, 0.9, 50), young=1), BELOW_60)
    row = speaks_for(found, monday(1))
    assert row is not None
    assert (row["week"], row["fired"]) == (monday(0), True)
    assert speaks_for(found, monday(2)) is None, "a week that is not there at all is not known"


def test_a_week_with_too_few_is_not_known() -> None:
    assert speaks_for(judge(weeks((0, 0.5, 50), (1, 0.5, 3)), BELOW_60), monday(1)) is None


def test_weeks_that_fire_running_are_one_episode() -> None:
    found = judge(weeks((0, 0.5, 20), (1, 0.4, 20), (2, 0.9, 20), (4, 0.3, 20)), BELOW_60)
    told = episodes(found)
    assert told.select("since", "week", "last", "fired", "value").rows() == [
        (monday(0), monday(0), monday(1), 2, 0.5),
        (monday(4), monday(4), monday(4), 1, 0.3),
    ]


SOME = st.lists(st.tuples(st.one_of(st.none(), st.floats(0, 1)), st.integers(0, 40), st.booleans(), st.booleans()), max_size=30)
RULES = st.builds(
    Asked, kind=st.sampled_from([RuleKind.THRESHOLD, RuleKind.TARGET_MISSED, RuleKind.PERIOD]), limit=st.floats(0, 1),
    above=st.booleans(), at_least=st.integers(0, 20), weeks=st.integers(1, 4), target=st.floats(0, 1),
    direction=st.sampled_from(list(Direction)),
)  # fmt: skip


@given(SOME, RULES)
def test_whatever_the_series_only_solid_weeks_fire_and_later_ones_change_nothing(
    rows: list[tuple[float | None, int, bool, bool]], asked: Asked
) -> None:
    made = weeks(*((at, value, n) for at, (value, n, _, _) in enumerate(rows))).with_columns(
        mature=pl.Series([row[2] for row in rows], dtype=pl.Boolean),
        partial=pl.Series([row[3] for row in rows], dtype=pl.Boolean),
    )
    found = judge(made, asked)
    assert found.height == len(rows)
    bad = pl.col("value").is_null() | ~pl.col("mature") | (pl.col("n") < asked.at_least)
    assert found.filter("fired", bad).is_empty()
    assert found.filter("fired", pl.col("run") < (1 if asked.kind is RuleKind.PERIOD else asked.weeks)).is_empty()
    assert found.filter("fired", pl.col("since") > pl.col("week")).is_empty()
    assert judge(made.head(len(rows) // 2), asked).equals(found.head(len(rows) // 2)), "nothing looks ahead"
    assert episodes(found)["fired"].sum() == found["fired"].sum()
