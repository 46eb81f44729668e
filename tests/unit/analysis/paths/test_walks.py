"""Events become visits, and visits are counted: by hand, and against a plain loop over sorted events."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.data import JourneyData
from journey.analysis.paths.places import inner_places, stage_places
from journey.analysis.paths.steps import BEGIN, OVER, flows, places_seen, steps
from journey.analysis.paths.variants import variants
from journey.analysis.paths.walks import End, Walks, walks
from journey.domain.model import EventRule, StageSpec
from journey.domain.schemas import EVENTS
from journey.domain.words import Outcome

SIGN_UP, VERIFY, USE = StageSpec(7, "Sign up", 0, 2), StageSpec(8, "Verify", 1, 2), StageSpec(9, "Use", 2, 2)
RULES = (
    EventRule("visit", 7, touchpoint_id=70, touchpoint="Landing page"),
    EventRule("form", 7),
    EventRule("papers", 8),
    EventRule("use", 9),
    EventRule("paid", 9, Outcome.GOAL),
    EventRule("cancel", None, Outcome.LOST),
    EventRule("beacon", None),
)
AS_OF = date(2026, 11, 30)
START = datetime(2026, 11, 2, tzinfo=UTC)


def hour(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def data(*batches: list[tuple[str, float, str]], plan: str = "") -> JourneyData:
    """Events (customer, hours, name) in one or more files, each as it was written."""
    frames = [pl.LazyFrame([(who, hour(h), what) for who, h, what in batch], schema=EVENTS, orient="row") for batch in batches]
    return JourneyData((VERIFY, SIGN_UP, USE), RULES, "UTC", events=pl.concat(frames))


def walked(source: JourneyData, **values: object) -> Walks:
    return walks(source, stage_places(source), as_of=AS_OF, **values)  # type: ignore[arg-type]


def paths(found: Walks) -> list[tuple[list[int], int]]:
    return [(row["path"], row["n"]) for row in variants(found).iter_rows(named=True)]


def test_events_in_a_row_at_one_stage_are_one_visit_and_what_is_nowhere_is_no_step() -> None:
    found = walked(data([("a", 0, "visit"), ("a", 1, "beacon"), ("a", 2, "form"), ("a", 5, "papers"), ("a", 6, "form")]))
    assert found.visits["place"].to_list() == [0, 1, 0]
    assert found.visits["events"].to_list() == [2, 1, 1]
    taken = {(row["source"], row["target"]): row for row in steps(found).iter_rows(named=True)}
    assert set(taken) == {(BEGIN, 0), (0, 1), (1, 0), (0, OVER + End.UNDER_WAY)}
    assert taken[0, 1]["seconds"] == 5 * 3600  # from entering Sign up to entering Verify
    assert taken[1, 0]["way"] == "back"
    assert places_seen(found)["again"].to_list() == [1, 0, 0]


def test_how_a_walk_ends_is_told_by_goal_then_loss_then_age() -> None:
    late = 20 * 24
    found = walked(
        data([
            ("goal", 0, "visit"), ("goal", 1, "paid"), ("goal", 2, "cancel"), ("gone", 0, "visit"), ("gone", 9, "cancel"),
            ("stopped", 0, "visit"), ("young", late, "visit"), ("zlast", late + 47, "papers"),
        ])
    )  # fmt: skip
    ends = dict(zip(["goal", "gone", "stopped", "young", "zlast"], found.passages["end"].to_list(), strict=True))
    assert ends == {
        "goal": End.GOAL, "gone": End.LOST, "stopped": End.STOPPED, "young": End.UNDER_WAY, "zlast": End.UNDER_WAY,
    }  # fmt: skip
    first = places_seen(found).row(0, named=True)
    assert (first["passages"], first["dropped"], first["dropped_share"]) == (4, 2, 2 / 3)  # the young one is no drop-off yet


def test_without_a_goal_event_the_last_stage_is_the_goal() -> None:
    plain = JourneyData((SIGN_UP, VERIFY, USE), RULES[:4], "UTC", events=data([("a", 0, "use"), ("b", 0, "form")]).events)
    assert walked(plain).passages["end"].to_list() == [End.GOAL, End.UNDER_WAY]


def test_events_of_one_instant_are_taken_in_the_drawn_order() -> None:
    assert paths(walked(data([("a", 0, "use"), ("a", 0, "visit"), ("a", 0, "papers")]))) == [([0, 1, 2], 1)]


def test_a_passage_counts_by_its_first_event_and_is_followed_beyond_the_window() -> None:
    log = data([("a", 0, "visit"), ("a", 200, "papers"), ("b", 100, "visit"), ("b", 101, "papers"), ("b", 300, "use")])
    assert paths(walked(log, since=hour(50), until=hour(150))) == [([0, 1, 2], 1)]
    assert paths(walked(log, until=hour(50))) == [([0, 1], 1)]


def test_a_segment_is_that_of_the_first_event_on_the_map() -> None:
    rows = [("a", 0.0, "visit", "team"), ("a", 1.0, "papers", "solo"), ("b", 0.0, "visit", "solo"), ("c", 0.0, "form", None)]
    events = pl.LazyFrame([(who, hour(h), what, plan) for who, h, what, plan in rows], schema=[*EVENTS, "plan"], orient="row")
    log = JourneyData((SIGN_UP, VERIFY, USE), RULES, "UTC", events=events.with_columns(pl.col("at").dt.cast_time_unit("us")))
    assert paths(walked(log, segment=("plan", "team"))) == [([0, 1], 1)]
    assert walked(log, segment=("country", "DE")).count == 0


def test_inside_a_stage_every_visit_is_a_walk_of_its_own() -> None:
    log = data([("a", 0, "visit"), ("a", 1, "form"), ("a", 2, "papers"), ("a", 3, "form"), ("b", 0, "form")])
    inner = inner_places(log, 7, {"visit": 1, "form": 3}, order=(70,))
    assert inner.names == ("Landing page", "form")
    found = walks(log, inner, as_of=AS_OF)
    assert sorted(paths(found)) == [([0, 1], 1), ([1], 2)]
    assert found.passages["end"].to_list() == [End.WENT_ON, End.UNDER_WAY, End.UNDER_WAY]


def test_the_rarest_events_of_a_busy_stage_share_a_place() -> None:
    names = [f"e{number:02d}" for number in range(20)]
    log = JourneyData((SIGN_UP,), tuple(EventRule(name, 7) for name in names), "UTC")
    inner = inner_places(log, 7, {name: 100 - number for number, name in enumerate(names)})
    assert inner.names == (*names[:11], "9 others")
    assert inner.at["e19"] == 11


def test_no_events_and_no_event_on_the_map_are_no_walks() -> None:
    for log in (JourneyData((SIGN_UP,), RULES, "UTC"), data([("a", 0, "beacon")]), data([("a", 0, "cancel")])):
        found = walked(log)
        assert found.count == 0
        assert steps(found).is_empty()
        assert flows(found, depth=4).is_empty()
        assert variants(found).is_empty()
        assert places_seen(found)["visits"].sum() == 0


EVENT = st.tuples(st.sampled_from("abcd"), st.integers(0, 40), st.sampled_from([rule.event for rule in RULES]))
LOGS = st.lists(st.lists(EVENT, max_size=14), min_size=1, max_size=3)


def _plain(batches: list[list[tuple[str, float, str]]]) -> dict[str, list[int]]:
    """The visits of each customer, by a loop over all events in order."""
    place = {"visit": 0, "form": 0, "papers": 1, "use": 2, "paid": 2}
    found: dict[str, list[int]] = {}
    for who, _, at in sorted((who, h, place[what]) for batch in batches for who, h, what in batch if what in place):
        if found.setdefault(who, [-1])[-1] != at:
            found[who].append(at)
    return {who: visits[1:] for who, visits in found.items()}


@given(LOGS, st.booleans())
def test_walks_are_those_of_a_plain_loop_however_the_files_are_sorted(
    batches: list[list[tuple[str, float, str]]], as_imported: bool
) -> None:
    files = [sorted(batch) if as_imported else batch for batch in batches]
    found = walked(data(*files))
    expected = sorted(tuple(visits) for visits in _plain(batches).values())
    assert sorted(tuple(path) for path, n in paths(found) for _ in range(n)) == expected
    assert found.visits["events"].sum() == sum(what not in {"cancel", "beacon"} for batch in batches for _, _, what in batch)


@given(LOGS)
def test_counts_add_up(batches: list[list[tuple[str, float, str]]]) -> None:
    found = walked(data(*batches))
    taken, seen = steps(found), places_seen(found)
    for place, visits in seen.select("place", "visits").iter_rows():
        assert taken.filter(pl.col("source") == place)["n"].sum() == visits
        assert taken.filter(pl.col("target") == place)["n"].sum() == visits
    begun, over = taken.filter(pl.col("source") == BEGIN), taken.filter(pl.col("target") >= OVER)
    assert begun["n"].sum() == over["n"].sum() == variants(found)["n"].sum() == found.count
    assert (taken["passages"] <= taken["n"]).all()
    assert (taken["passages"] <= found.count).all()
    assert (seen["dropped"] <= seen["over"]).all()


@given(LOGS, st.integers(2, 5))
def test_every_passage_is_at_one_place_at_each_step_until_it_ends(
    batches: list[list[tuple[str, float, str]]], depth: int
) -> None:
    found = walked(data(*batches))
    moves = flows(found, depth=depth)
    for step in range(depth - 2):
        now, after = moves.filter(pl.col("step") == step), moves.filter(pl.col("step") == step + 1)
        on = now.filter(pl.col("target") < OVER)
        arrived = dict(on.group_by("target").agg(pl.col("n").sum()).iter_rows())
        gone = dict(after.group_by("source").agg(pl.col("n").sum()).iter_rows())
        assert arrived == gone
    assert moves.filter(pl.col("step") == 0)["n"].sum() == found.count
