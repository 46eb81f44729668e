"""Friday's tests as their reader sees them: planned with what they take, read at their looks, stopped, and what else happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.config import settings
from journey.domain.words import Direction, Outcome, SourceKind, Verdict
from journey.routine.changes import add_change
from journey.routine.data.imports import import_file
from journey.routine.data.mapping import Meaning, map_events
from journey.routine.experiments.acts import add_test, bin_test, count_by_hand
from journey.routine.incidents import add_incident
from journey.store.readers import experiments
from journey.store.readers.incidents import incidents
from journey.store.readers.journeys import metrics
from journey.store.readers.work import changes
from tests.app.builders import (
    NASTY,
    REVIEWED,
    YOU,
    as_read,
    button,
    fill,
    only_look,
    refusals,
    shown_as_typed,
    stage,
    the_bin,
    unfold,
)
from tests.app.conftest import words

Open = Callable[[str], AppTest]
START = date(2026, 10, 12)
Number = int | float


@pytest.fixture
def part(open_page: Open) -> Callable[[], AppTest]:
    """Friday's part on tests."""

    def opened() -> AppTest:
        app = open_page("friday_retrospective")
        app.session_state["part"] = "tests"
        return app.run()

    return opened


@pytest.fixture
def log(home_engine: Engine, shop: int, tmp_path: Path) -> int:
    """Thirty customers a day to the reviewed Sunday, of whom half see a bar since START and go on more often; its id."""
    draw, lines = np.random.default_rng(5), ["user_id,event,timestamp,bar"]
    for number in range(90 * 30):
        at = datetime(2026, 11, 15, 9, number % 60) - timedelta(days=89 - number // 30)
        bar = "" if at.date() < START else ("with" if draw.random() < 0.5 else "without")
        lines.append(f"c{number},home,{at:%Y-%m-%d %H:%M:%S},{bar}")
        if draw.random() < (0.6 if bar == "with" else 0.4):
            lines.append(f"c{number},buy,{at + timedelta(hours=1):%Y-%m-%d %H:%M:%S},{bar}")
    path = tmp_path / "log.csv"
    path.write_text("\n".join(lines) + "\n")
    import_file(home_engine, settings(), by=YOU, journey=shop, kind=SourceKind.EVENTS, path=path)
    browse = stage(home_engine, shop, "Browse")
    meant = {"home": Meaning(browse), "buy": Meaning(stage(home_engine, shop, "Pay"), Outcome.GOAL)}
    map_events(home_engine, settings(), by=YOU, journey=shop, meanings=meant)
    return next(row.key for row in metrics(home_engine, shop) if (row.formula, row.stage_id) == ("drop_off", browse))


def a_test(engine: Engine, shop: int, metric: int, *, ends: date = REVIEWED.sunday, **more: Any) -> int:
    change = add_change(engine, by=YOU, journey=shop, title="A bar", metric_id=metric, direction=Direction.DOWN, size=0.05)
    groups: dict[str, Any] = {"attribute": "bar", "first": "without", "second": "with", "smallest": 0.05}
    plan: dict[str, Any] = {"starts_on": START, "ends_on": ends, "change": change.key, "metric": metric}
    return add_test(engine, by=YOU, journey=shop, name="Bar at sign-up", **groups, **plan, **more).key


def number(app: AppTest, label: str, value: Number) -> None:
    next(one for one in app.number_input if one.label == label).set_value(value)


def test_without_tests_it_says_what_one_is_and_what_to_write_down(shop: int, part: Callable[[], AppTest]) -> None:
    said = words(part())
    assert "Tests (0)" in said
    assert "both groups live through the same weeks" in said
    assert "An outage, a campaign or a strike moves metrics too" in said


def test_a_test_that_is_over_says_both_groups_with_their_counts_and_what_that_means_for_its_change(
    home_engine: Engine, shop: int, log: int, part: Callable[[], AppTest]
) -> None:
    id = a_test(home_engine, shop, log)
    app = part()
    said = as_read(words(app))
    assert "Better. Drop-off is" in said
    assert "with “with” and" in said
    assert "Of its change “A bar” it says: validated." in said
    assert "▲ better" in said
    assert "Counted" not in said
    why = as_read(words(unfold(app, f"why_test_{id}")))
    assert "counts once the 14 days have passed" in why
    assert "planned looks by O'Brien and Fleming" in why


def test_a_test_that_runs_is_stopped_only_with_a_reason(
    home_engine: Engine, shop: int, log: int, part: Callable[[], AppTest]
) -> None:
    id = a_test(home_engine, shop, log, ends=date(2027, 1, 31), looks=2)
    app = unfold(part(), f"stop_{id}")
    assert "Not yet: " in words(app)
    assert "The first look is on" in words(app)
    button(app, "Stop the test")
    assert "Say why the test is stopped" in refusals(app)
    fill(app, "Why is it stopped?", "It hid a button")
    button(app, "Stop the test")
    [row] = experiments.tests(home_engine, shop)
    assert (row.test.stopped_on, row.test.stopped_why) == (date(2026, 11, 18), "It hid a button")


def test_while_a_test_is_planned_it_says_how_long_it_takes_and_is_kept_with_that(
    home_engine: Engine, shop: int, log: int, part: Callable[[], AppTest]
) -> None:
    app = part()
    button(app, "Plan a test")
    for label, value in (("By which metric?", log), ("Which attribute tells the groups apart?", "bar")):
        next(one for one in app.selectbox if one.label == label).set_value(value)
        button(app, "Plan a test")
    said = "\n".join(one.value for one in app.info)
    assert "come a day: about" in said
    assert "at this volume" in said
    fill(app, "What is tested?", "Bar again")
    button(app, "Save the plan", within="Plan a test")
    [row] = experiments.tests(home_engine, shop)
    assert (row.test.name, row.test.attribute, row.test.first, row.test.second) == ("Bar again", "bar", "without", "with")
    assert row.test.needed is not None
    assert row.test.needed > 1000  # five points from about one in two, with four looks
    assert row.test.wait == 14
    assert (row.test.ends_on - row.test.starts_on).days % 7 == 6


def test_counts_from_elsewhere_are_told_at_once_and_kept(home_engine: Engine, shop: int, part: Callable[[], AppTest]) -> None:
    app = part()
    button(app, "Compare counts by hand")
    for label, value in (("Customers without the change", 1000), ("… of whom did it", 120), ("Customers with it", 1000)):
        number(app, label, value)
    number(app, "… of whom did it ", 180)
    button(app, "Compare counts by hand")
    assert "18 % (180 of 1,000) with it, 12 % (120 of 1,000) without: +6.0 points" in as_read(app.info[0].value)
    fill(app, "What was tested?", "Letter")
    button(app, "Keep it", within="Compare counts by hand")
    assert "Better. The share is 18 % (180 of 1,000)" in as_read(words(unfold(part(), "tests_over")))
    assert experiments.tests(home_engine, shop)[0].test.counted == {"x1": 120, "n1": 1000, "x2": 180, "n2": 1000}


def test_what_happened_is_written_down_and_its_days_left_out(home_engine: Engine, shop: int, part: Callable[[], AppTest]) -> None:
    app = part()
    button(app, "Write down what happened")
    fill(app, "What happened?", "The bank was down")
    button(app, "Save", within="Write down what happened")
    assert incidents(home_engine, shop).select("title", "starts_on", "leave_out").row(0) == (
        "The bank was down", date(2026, 11, 18), True,
    )  # fmt: skip
    assert "18 Nov 2026 · the whole journey · its days are left out of verdicts" in words(part())


def test_what_is_typed_shows_as_it_was_typed(home_engine: Engine, shop: int, part: Callable[[], AppTest]) -> None:
    for text in NASTY[:6]:
        add_incident(home_engine, by=YOU, journey=shop, title=text, starts_on=START, ends_on=START)
    app = part()
    assert [text for text in NASTY[:6] if not shown_as_typed(app, text)] == []


def test_who_only_looks_writes_nothing_down(home_engine: Engine, shop: int, part: Callable[[], AppTest]) -> None:
    only_look(home_engine, shop)
    app = part()
    button(app, "Write down what happened")
    fill(app, "What happened?", "The bank was down")
    button(app, "Save", within="Write down what happened")
    assert "may not add incidents" in refusals(app)
    assert incidents(home_engine, shop).is_empty()


def test_history_calls_a_test_a_test_and_brings_it_back(
    home_engine: Engine, shop: int, part: Callable[[], AppTest], open_page: Open
) -> None:
    counts = {"x1": 120, "n1": 1000, "x2": 180, "n2": 1000}
    test = count_by_hand(home_engine, by=YOU, journey=shop, name="Letter", counts=counts, smallest=0.05, today=START)
    bin_test(home_engine, by=YOU, journey=shop, test=test.key, revision=1)
    app = open_page("history")
    assert "kept a test counted by hand: Letter" in as_read(words(app))
    button(the_bin(app), "Restore")
    assert [row.test.name for row in experiments.tests(home_engine, shop)] == ["Letter"]


def test_a_tested_change_gets_its_verdict_before_it_comes_to_everybody(
    home_engine: Engine, shop: int, log: int, part: Callable[[], AppTest]
) -> None:
    a_test(home_engine, shop, log)
    [row] = experiments.tests(home_engine, shop)
    assert row.change is not None
    app = unfold(part(), f"decide_{row.change.key}_False")
    fill(app, "What did we learn?", "People want to see the end")
    button(app, "Agree: validated")
    decided = changes(home_engine, shop).row(0, named=True)
    assert (decided["verdict"], decided["learning"]) == (Verdict.VALIDATED, "People want to see the end")
    assert (decided["found"]["way"], decided["found"]["verdict"]) == ("test", "validated")
    for name in ("verdicts", "changes", "log", "close", "tests"):
        app = part()
        app.session_state["part"] = name
        app.run()
        for toggle in [one for one in app.toggle if one.label.startswith("Show the one")]:
            toggle.set_value(True)
        app.run()
        assert not app.exception
        assert "could not be shown" not in "".join(error.value for error in app.error)
        assert name != "verdicts" or "It was judged by its test" in words(app)
