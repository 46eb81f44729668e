"""Topic spikes: found when real, calm when not, whatever the counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.alerts.topics import ENOUGH, expected, spikes, topic_counts

FIRST = date(2026, 1, 5)
"""A Monday."""


def counts(**topics: list[int]) -> pl.DataFrame:
    """Tickets a week of each topic, from FIRST on."""
    rows = [
        {"topic": name, "week": FIRST + timedelta(weeks=at), "n": n, "stage": None}
        for name, own in topics.items()
        for at, n in enumerate(own)
        if n
    ]
    return pl.DataFrame(rows, schema={"topic": pl.String, "week": pl.Date, "n": pl.Int64, "stage": pl.String})


def monday(number: int) -> date:
    return FIRST + timedelta(weeks=number)


def test_tickets_are_counted_by_topic_local_week_and_stage() -> None:
    late = datetime(2026, 1, 11, 23, 30, tzinfo=UTC)  # Sunday in UTC, Monday in Berlin
    tickets = pl.LazyFrame({"topic": ["Photo", "Photo", None], "opened_at": [late, late, late], "stage": ["Pay", "Pay", "Pay"]})
    assert topic_counts(tickets, timezone="UTC").rows() == [("Photo", date(2026, 1, 5), 2, "Pay")]
    assert topic_counts(tickets, timezone="Europe/Berlin")["week"].to_list() == [date(2026, 1, 12)]


def test_tickets_without_topics_have_none() -> None:
    assert topic_counts(pl.LazyFrame({"opened_at": [datetime(2026, 1, 5, tzinfo=UTC)]}), timezone="UTC").is_empty()


def test_many_more_than_usual_is_a_spike_on_that_topic_alone() -> None:
    found = spikes(counts(photo=[4, 5, 3] * 6 + [22], price=[20, 22, 18] * 6 + [24]), until=monday(18), weeks=1, at_least=5)
    assert found.filter("fired")["segment"].to_list() == ["topic=photo"]
    row = found.filter("fired").row(0, named=True)
    assert (row["value"], row["n"], row["since"]) == (22, 22, monday(18))
    assert 3.5 < row["against"] < 4.5
    assert 8 <= row["upper"] <= 14


def test_expected_by_hand() -> None:
    # 26 weeks of 4: mean 4, no more spread than chance, variance of the next 4 * (1 + 1/26): 1 in 2,000 lie above 12
    mean, upper = expected(np.full(26, 4.0))
    assert (mean, upper) == (4.0, 12.0)
    tail = 1 - sum(np.exp(-4) * 4.0**k / float(np.prod(np.arange(1, k + 1))) for k in range(13))
    assert tail < 5e-4, "Poisson's own tail, which is a little lighter"


def test_fewer_than_the_fewest_are_no_spike_though_none_is_usual() -> None:
    quiet = counts(photo=[0] * 18 + [6], other=[5] * 19)
    assert spikes(quiet, until=monday(18), weeks=1, at_least=7).filter("fired").is_empty()
    assert spikes(quiet, until=monday(18), weeks=1, at_least=6)["fired"].to_list() == [True], "a topic nobody had before"


def test_twice_as_many_as_usual_at_least_whatever_chance_says() -> None:
    busy = counts(photo=[1000, 1001, 999] * 6 + [1900])
    assert spikes(busy, until=monday(18), weeks=1, at_least=5).filter("fired").is_empty()
    assert spikes(busy, until=monday(18), weeks=1, at_least=5, times=1.5)["fired"].to_list() == [True]


def test_a_few_weeks_say_nothing_of_what_is_usual() -> None:
    found = spikes(counts(photo=[4] * ENOUGH + [50]), until=monday(ENOUGH), weeks=1, at_least=5)
    assert found["judged"].to_list() == [False], "the first week may not be whole and is not counted"


def test_a_spike_does_not_hide_the_next_one_and_a_lasting_one_becomes_usual() -> None:
    twice = spikes(counts(photo=[4] * 20 + [30, 4, 4, 30]), until=monday(23), weeks=6, at_least=5)
    assert [(week - FIRST).days // 7 for week in twice.filter("fired")["week"]] == [20, 23]
    lasting = spikes(counts(photo=[4] * 20 + [30] * 12), until=monday(31), weeks=12, at_least=5)
    assert lasting["fired"].to_list() == [True] * 4 + [False] * 8
    assert lasting["since"].to_list()[:4] == [monday(20)] * 4


def test_calm_topics_seldom_look_like_spikes() -> None:
    draw = np.random.default_rng(20)
    false = 0
    for _ in range(60):
        own = {f"t{i}": draw.negative_binomial(mean / 0.8, 1 / 1.8, 79).tolist() for i, mean in enumerate((1, 4, 12))}
        found = spikes(counts(**own), until=monday(78), weeks=52, at_least=5)
        false += found.filter("fired").height
    assert false / 180 < 0.3, f"{false / 180:.2f} a topic and year"


@given(st.lists(st.integers(0, 200), min_size=2, max_size=60), st.integers(1, 30), st.integers(1, 12))
def test_nothing_looks_ahead_and_nothing_small_fires(own: list[int], at_least: int, weeks: int) -> None:
    made = counts(photo=own)
    found = spikes(made, until=monday(len(own) - 1), weeks=weeks, at_least=at_least)
    assert found.height <= weeks
    assert found.filter("fired", pl.col("n") < at_least).is_empty()
    assert found.filter("fired", pl.col("value") < 2 * pl.col("against")).is_empty()
    later = spikes(counts(photo=[*own, 500]), until=monday(len(own) - 1), weeks=weeks, at_least=at_least)
    assert later.equals(found)
