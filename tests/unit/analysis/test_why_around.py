"""What stands around a move: where it happened, what moved with it, what customers wrote."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.metrics import observe
from journey.analysis.rollup import weekly
from journey.analysis.why.places import PLACES, places
from journey.analysis.why.quotes import telling
from journey.analysis.why.together import IN_STEP, first_flagged, in_step, moved_together
from journey.analysis.why.topics import grown_topics
from journey.analysis.why.words import moved_told, place_told
from journey.domain.model import MetricSpec
from journey.domain.schemas import OBSERVATIONS, TICKETS
from journey.domain.weeks import Week
from tests.unit.analysis.metric_builders import SET_UP, events, frame, journey, spec

MONDAY = date(2024, 3, 4)
AS_OF = date(2024, 12, 31)


def at(week: int, hour: int) -> str:
    return f"{MONDAY + timedelta(weeks=week)} {hour:02d}:00"


def found_at(log: pl.LazyFrame, metric: MetricSpec, **frames: Any) -> tuple[pl.DataFrame, float]:
    """The places of the move from week 0 to week 1, and the move by the metric's own observations."""
    data = journey(log, **frames)
    seen = observe([metric], data, as_of=AS_OF)
    rows = weekly(seen, [metric], as_of=AS_OF).to_dicts()
    values = {row["week"]: row["value"] for row in rows}
    told = places(data, metric, seen, MONDAY + timedelta(weeks=1), [MONDAY], as_of=AS_OF)
    return told, values[MONDAY + timedelta(weeks=1)] - values[MONDAY]


def test_those_who_left_are_counted_where_they_were_last_in_the_stage() -> None:
    """Week 0: a stays at configure. Week 1: b and c fail last; d fails, but goes on; e is back before the window ends."""
    log = events(
        ("a", at(0, 8), "configure"), ("z", at(0, 8), "configure"), ("z", at(0, 9), "use"),
        ("b", at(1, 8), "configure"), ("b", at(1, 9), "failed"), ("c", at(1, 8), "configure"), ("c", at(1, 9), "failed"),
        ("d", at(1, 8), "failed"), ("d", at(1, 9), "use"), ("e", at(1, 8), "failed"), ("e", at(1, 9), "configure"),
        ("y", at(9, 8), "visit"),
    )  # fmt: skip
    told, change = found_at(log, spec("drop_off", SET_UP))
    assert told.schema == PLACES
    assert {row["place"]: (row["n"], row["usual"], row["moved"]) for row in told.to_dicts()} == {
        "failed": (2.0, 0.0, 0.5),
        "configure": (1.0, 2.0, -0.25),
    }
    assert change == pytest.approx(0.25)


def test_who_did_not_get_to_the_goal_is_counted_at_the_last_stage() -> None:
    log = events(("a", at(0, 8), "visit"), ("a", at(0, 9), "paid"), ("b", at(1, 8), "visit"), ("b", at(1, 9), "configure"),
                 ("c", at(1, 8), "visit"), ("c", at(1, 9), "paid"), ("y", at(9, 8), "visit"))  # fmt: skip
    told, change = found_at(log, spec("conversion"))
    assert told.to_dicts() == [{"place": "Set up", "n": 1.0, "usual": 0.0, "moved": -0.5}]
    assert change == -0.5


def test_contacts_are_counted_by_topic_and_those_without_one_are_the_rest() -> None:
    log = events(
        *(("a", at(week, 8), "configure") for week in (0, 1)), ("b", at(1, 8), "configure"), ("c", at(0, 9), "configure")
    )
    written = ((0, "Login"), (1, "Login"), (1, "Photo"), (1, "Photo"), (1, None))
    tickets = frame(TICKETS, *({"opened_at": at(week, 9), "topic": topic, "stage": "Set up"} for week, topic in written))
    told, change = found_at(log, spec("contact_rate", SET_UP), tickets=tickets)
    assert told["place"].to_list()[0] == "Photo"
    assert told.filter(place="")["moved"].item() == pytest.approx(1.0)
    assert told["moved"].sum() == pytest.approx(change)


def test_metrics_of_answers_have_no_places() -> None:
    assert places(journey(), spec("ces"), pl.DataFrame(schema=OBSERVATIONS), MONDAY, [], as_of=AS_OF).is_empty()


NAMES = ["visit", "configure", "failed", "use", "paid", "cancel"]
LOG = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20), st.sampled_from(NAMES)), min_size=1, max_size=60)


@given(LOG, st.sampled_from(["drop_off", "churn", "conversion", "event_count"]))
def test_the_places_sum_to_the_move_whatever_happened(rows: list[tuple[int, int, str]], formula: str) -> None:
    log = events(*((str(who), at(day // 7, 8 + day % 7), event) for who, day, event in rows), ("y", at(30, 8), "visit"))
    metric = spec(formula, None if formula == "conversion" else SET_UP)
    data = journey(log)
    seen = observe([metric], data, as_of=AS_OF)
    told = places(data, metric, seen, MONDAY + timedelta(weeks=1), [MONDAY], as_of=AS_OF)
    values = {row["week"]: row["value"] for row in weekly(seen, [metric], as_of=AS_OF).to_dicts()}
    now, before = values.get(MONDAY + timedelta(weeks=1)), values.get(MONDAY)
    if now is None or before is None or told.is_empty():
        return
    assert told["moved"].sum() == pytest.approx(now - before, abs=1e-9)
    assert told["place"].is_unique().all()


def test_a_place_is_named_only_beyond_chance() -> None:
    many = pl.DataFrame({"place": ["pay"], "n": [46.0], "usual": [2.5], "moved": [0.5]}, schema=PLACES)
    few = pl.DataFrame({"place": ["pay"], "n": [1.0], "usual": [3.5], "moved": [-0.02]}, schema=PLACES)
    assert place_told(many, 0.6) == "Four fifths of it happened at pay: 46 in the week, where 2.5 were to be expected."
    assert place_told(few, -0.04) == ""


def test_what_moved_with_it_and_what_moved_first() -> None:
    signals = pl.DataFrame(
        {"metric_id": [1, 2, 3, 4], "since": [date(2024, 3, d) for d in (6, 3, 7, 1)], "direction": ["up"] * 4}
    ).with_columns(since=pl.when(pl.col("metric_id") == 4).then(date(2023, 3, 1)).otherwise("since"))
    found = moved_together(signals, 1, date(2024, 3, 6))
    assert found.select("metric_id", "days").rows() == [(2, 3), (3, -1)]
    assert moved_told(found, {2: "Tickets", 3: "Effort"}) == "Tickets stood out first, 3 days before it."
    assert moved_told(found.tail(1), {3: "Effort"}).startswith("Effort moved at about the same time")
    late = found.tail(1).with_columns(days=pl.lit(-9, dtype=pl.Int64))
    assert moved_told(late, {3: "Effort"}) == "It stood out first; Effort followed."
    assert moved_told(found.clear(), {}) == "No other metric of this journey stands out in these weeks."


def test_a_move_begins_with_the_first_flagged_day_of_its_run() -> None:
    days = [MONDAY + timedelta(days=k) for k in range(60)]
    account = pl.DataFrame({"date": days, "flagged": [k in (3, 40, 41, 50, 57) for k in range(60)]})
    assert first_flagged(account, days[59]) == days[40]
    assert first_flagged(account, days[45]) == days[40]
    assert first_flagged(account, days[30]) is None


def weeks_of(**series: Any) -> pl.DataFrame:
    rows = [
        {"metric_id": int(name[1:]), "segment": "", "week": MONDAY + timedelta(weeks=k), "value": float(value)}
        for name, values in series.items()
        for k, value in enumerate(values)
    ]
    return pl.DataFrame(rows).with_columns(mature=True, partial=False)


def test_what_follows_a_week_later_is_found_at_its_lag() -> None:
    draw = np.random.default_rng(5)
    first, other = draw.normal(size=60).cumsum(), draw.normal(size=60).cumsum()
    after = np.concatenate([[0.0], first[:-1]]) + draw.normal(scale=0.2, size=60)
    found = in_step(weeks_of(m1=after, m2=first, m3=other), 1)
    assert found.schema == IN_STEP
    (row,) = found.to_dicts()
    assert (row["metric_id"], row["lag"], row["n"]) == (2, 1, 50)
    assert row["r"] > 0.8


def test_series_that_merely_drift_alike_are_not_in_step() -> None:
    draw = np.random.default_rng(8)
    told = 0
    for _ in range(40):
        drifts = {f"m{k}": np.arange(60) * 0.1 + draw.normal(size=60) for k in range(1, 5)}
        told += in_step(weeks_of(**drifts), 1).height
    assert told <= 5, "one in twenty may be chance"
    assert in_step(weeks_of(m1=range(60), m2=range(60)), 1).is_empty(), "a constant change tells nothing"
    assert in_step(weeks_of(m1=range(3)), 9).is_empty()


WEEK = Week.of(MONDAY)


def tickets_of(*counts: tuple[str, int, int]) -> pl.LazyFrame:
    """Topic, weeks before WEEK, how many; spread over the week's days."""
    rows = [
        {"opened_at": f"{WEEK.shift(-back).monday + timedelta(days=k % 7)} 10:00", "topic": topic, "stage": "Set up"}
        for topic, back, many in counts
        for k in range(many)
    ]
    return frame(TICKETS, *rows)


def test_the_topic_that_grew_is_told_with_its_usual_and_since_when() -> None:
    usual = [("Photo", back, 4) for back in range(1, 25)] + [("Login", back, 9) for back in range(25)]
    found = grown_topics(journey(tickets=tickets_of(*usual, ("Photo", 0, 40))), SET_UP.id, WEEK)
    (row,) = found.to_dicts()
    assert (row["topic"], row["n"], row["usual"]) == ("Photo", 40, 4.0)
    assert MONDAY <= row["since"] <= WEEK.sunday
    assert grown_topics(journey(tickets=tickets_of(*usual, ("Photo", 0, 7))), SET_UP.id, WEEK).is_empty(), (
        "seven of four is chance"
    )


def test_a_topic_that_was_never_heard_of_is_told() -> None:
    found = grown_topics(journey(tickets=tickets_of(("Fire", 0, 8))), None, WEEK)
    assert found.select("topic", "n", "usual").rows() == [("Fire", 8, 0.0)]


def test_without_tickets_or_such_a_stage_no_topic_grew() -> None:
    assert grown_topics(journey(), None, WEEK).is_empty()
    assert grown_topics(journey(tickets=tickets_of(("Fire", 0, 8))), 999, WEEK).is_empty()


def said(id: int, text: str, **more: Any) -> dict[str, Any]:
    base = {"emotion": None, "score": None, "scale": "", "attributes": {}, "at": datetime(2024, 3, 5, 9, id)}
    return {"id": id, "text": text, **base, **more}


def test_words_about_what_moved_come_first_the_most_negative_of_them_before() -> None:
    rows = [
        said(1, "Lovely people", emotion=4.0),
        said(2, "The worst ever", emotion=-5.0),
        said(3, "The photo is too dark", emotion=-1.0),
        said(4, "It never accepts it", emotion=-4.0, attributes={"topic": "Document photo"}),
        said(5, "My photo again", score=1.0, scale="csat5", attributes={"topic": "Document photo", "platform": "mobile"}),
        said(6, "My photo again", attributes={"topic": "Document photo"}), said(7, "  "),
    ]  # fmt: skip
    verbatims = pl.DataFrame(rows, schema_overrides={"attributes": pl.Object, "emotion": pl.Float64, "score": pl.Float64})
    found = telling(verbatims, ["Document photo", "mobile"], most=4)
    assert found["id"].to_list() == [5, 4, 2, 3]
    assert found["mood"].to_list() == [-5.0, -4.0, -5.0, -1.0]
    assert telling(verbatims.clear(), ["mobile"]).is_empty()
