"""The measure of how well the map explains paths: by hand, and against a shortest-path search over the product."""

from __future__ import annotations

import heapq
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.data import JourneyData
from journey.analysis.paths.conformance import Fit, Ways, conformance, costs, drawn_ways
from journey.analysis.paths.findings import Topic, findings, headline, one_in, percent
from journey.analysis.paths.places import stage_places
from journey.analysis.paths.steps import BEGIN, places_seen
from journey.analysis.paths.walks import Walks, walks
from journey.domain.model import EventRule, StageSpec
from journey.domain.schemas import EVENTS

NAMES = ("Sign up", "Verify", "Pay", "Use")


def of(*passages: str) -> Walks:
    """The walks of passages written as the stages' numbers: "0123"."""
    stages = tuple(StageSpec(place + 1, name, place) for place, name in enumerate(NAMES))
    rules = tuple(EventRule(str(place), place + 1) for place in range(len(NAMES)))
    start = datetime(2026, 11, 2, tzinfo=UTC)
    rows = [
        (f"{who:04d}", start + timedelta(hours=hour), name) for who, path in enumerate(passages) for hour, name in enumerate(path)
    ]
    source = JourneyData(stages, rules, "UTC", events=pl.LazyFrame(rows, schema=EVENTS, orient="row"))
    return walks(source, stage_places(source), as_of=date(2026, 11, 30))


def fit(*passages: str, extra: tuple[tuple[int, int], ...] = ()) -> Fit:
    return conformance(of(*passages), drawn_ways(len(NAMES), extra))


def test_passages_along_the_drawn_order_fit_wherever_they_stop_and_however_often_they_stay() -> None:
    found = fit("0123", "01", "0", "0011122")
    assert (found.explained, found.fitness) == (4, 1.0)
    assert found.lacks.is_empty()


@pytest.mark.parametrize(
    ("passage", "cost"),
    [
        ("0123", 0),
        ("023", 1),  # Verify put in
        ("03", 1),  # Use struck out, which is cheaper than putting two in
        ("0323", 2),  # Use struck out, Verify put in: or Verify and nothing else
        ("0103", 2),  # back is struck out, and Use
        ("3", 2),  # struck out, and the first place put in
        ("123", 1),  # the first place put in
        ("0101", 1),
    ],
)
def test_costs_are_those_worked_out_by_hand(passage: str, cost: int) -> None:
    found = fit(passage)
    assert found.fitness == pytest.approx(1 - cost / (len(passage) + 1))


def test_fitness_weighs_every_passage_by_what_it_could_cost() -> None:
    # two fit (worst costs 5 and 5), one goes past Verify (cost 1 of 4)
    assert fit("0123", "0123", "023").fitness == pytest.approx(1 - 1 / 14)


def test_a_way_that_is_drawn_explains_who_takes_it() -> None:
    passages = ("0123", "01012", "01012", "023")
    before, after = fit(*passages), fit(*passages, extra=((1, 0),))
    assert (before.explained, after.explained) == (1, 3)
    lack = before.lacks.row(0, named=True)
    assert (lack["source"], lack["target"], lack["passages"], lack["gain"]) == (1, 0, 2, 2)
    assert after.fitness is not None
    assert before.fitness is not None
    assert after.fitness > before.fitness


def test_precision_falls_where_ways_are_drawn_that_nobody_takes() -> None:
    # at Sign up: on, or stop; at Verify: on, back (nobody), or stop; at Pay: stop, or on (nobody)
    found = fit("012", "01", "0", extra=((1, 0),))
    expected = (3 * 2 / 2 + 2 * 2 / 3 + 1 * 1 / 2) / 6
    assert found.precision == pytest.approx(expected)
    assert found.unused == ((1, 0),)


def test_nothing_to_compare_is_said_as_that() -> None:
    found = fit()
    assert (found.share, found.fitness, found.precision) == (None, None, None)
    assert headline(found) == "No passage to compare the map with"


def _search(path: list[int], ways: Ways, places: int) -> int:
    """The fewest moves by Dijkstra over (visits behind, state of the map): an implementation that shares nothing."""
    queue, done = [(0, 0, BEGIN)], set()
    while queue:
        cost, behind, state = heapq.heappop(queue)
        if (behind, state) in done:
            continue
        done.add((behind, state))
        if behind == len(path) and state != BEGIN:
            return cost
        for source, target in ways:
            if source == state:
                heapq.heappush(queue, (cost + 1, behind, target))
                if behind < len(path) and path[behind] == target:
                    heapq.heappush(queue, (cost, behind + 1, target))
        if behind < len(path):
            heapq.heappush(queue, (cost + 1, behind + 1, state))
            if path[behind] == state:
                heapq.heappush(queue, (cost, behind + 1, state))
    raise AssertionError("The map has no run.")


PATHS = st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=9), min_size=1, max_size=6)
EXTRA = st.lists(st.tuples(st.integers(-1, 4), st.integers(0, 4)), max_size=4)


@given(PATHS, EXTRA)
def test_alignments_cost_what_a_search_finds(paths: list[list[int]], extra: list[tuple[int, int]]) -> None:
    ways = drawn_ways(5, extra)
    series = pl.Series(paths, dtype=pl.List(pl.Int16))
    assert costs(series, ways, 5).tolist() == [_search(path, ways, 5) for path in paths]


@given(st.lists(st.text("0123", min_size=1, max_size=7), min_size=1, max_size=8), EXTRA.map(lambda ways: ways[:2]))
def test_a_passage_is_explained_when_it_costs_nothing(passages: list[str], extra: list[tuple[int, int]]) -> None:
    inside = [way for way in extra if max(way) < len(NAMES)]
    found = conformance(of(*passages), drawn_ways(len(NAMES), inside))
    free = costs(pl.Series([[int(p) for p in one] for one in passages], dtype=pl.List(pl.Int16)), drawn_ways(4, inside), 4) == 0
    assert found.explained == free.sum()
    assert found.fitness is not None
    assert 0 <= found.fitness <= 1
    assert (found.fitness == 1) == (found.explained == found.passages)
    assert found.precision is not None
    assert 0 < found.precision <= 1


def test_what_the_map_lacks_is_said_in_words() -> None:
    passages = ["012"] * 6 + ["0101"] * 2 + ["02"] + ["12"]
    found = of(*passages)
    told = findings(conformance(found, drawn_ways(4)), places_seen(found), {"ping": 30, "<b>": 10}, events=80)
    assert headline(conformance(found, drawn_ways(4))) == "The map as drawn explains 60 % of passages (6 of 10)"
    assert [(one.topic, one.said) for one in told] == [
        (Topic.BACK, "1 in 5 goes back from Verify to Sign up (2 of 10 passages)."),
        (Topic.BEGIN, "1 in 10 begins at Verify, not at Sign up (1 of 10 passages)."),
        (Topic.SKIP, "1 in 10 goes from Sign up straight to Pay, past Verify (1 of 10 passages)."),
        (Topic.NOBODY, "Nobody passes Use: no event of these passages lies there."),
        (Topic.OFF_MAP, "Events named ping, <b> are on no stage: 50 % of all events (40)."),
    ]
    assert [one.gain for one in told[:3]] == [2, 1, 1]


@pytest.mark.parametrize(
    ("share", "said"), [(0.2, "1 in 5"), (0.19, "1 in 5"), (0.34, "1 in 3"), (0.66, "2 in 3"), (0.03, "3.0 %"), (0.97, "97.0 %")]
)
def test_shares_are_said_as_people_do(share: float, said: str) -> None:
    assert one_in(share) == said


def test_nearly_all_is_not_all() -> None:
    assert [percent(share) for share in (0.9999, 1.0, 0.0001, 0.0)] == ["over 99.9 %", "100 %", "under 0.1 %", "0 %"]
