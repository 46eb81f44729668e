"""A test from its plan to what it says: sized from the journey's own data, read by customer at its looks, and stopped."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy.engine import Engine

from journey.analysis.groups.reading import Standing
from journey.cli.edge import guarded
from journey.cli.here import here
from journey.config import Settings, settings
from journey.domain.words import Direction, Outcome, SourceKind, Verdict
from journey.errors import Refused
from journey.routine.changes import add_change
from journey.routine.data.mapping import Meaning, map_events
from journey.routine.experiments.acts import add_test, bin_test, change_test, count_by_hand, stop_test
from journey.routine.experiments.planning import attributes, plan_test
from journey.routine.experiments.reading import TestReading, read_tests
from journey.routine.metrics import add_metric
from journey.store.readers.journeys import metrics, stages
from tests.integration.import_builders import YOU, a_shop, bring

FIRST, START, END = date(2026, 1, 5), date(2026, 3, 30), date(2026, 4, 26)
A_DAY = 40
ON_SQLITE = pytest.mark.parametrize("home", ["sqlite"], indirect=True)
"""What matters here is in the event files; the acts are tried on both databases below."""


def a_log(path: Path, *, days: int = 112, gain: float = 0.2, lose: float = 0.0) -> Path:
    """Forty customers a day come home, 40 % buy at once; from START on half of them see a bar and buy `gain` more often,
    and of those a share `lose` is never recorded."""
    draw = np.random.default_rng(11)
    lines = ["user_id,event,timestamp,bar"]
    for number in range(days * A_DAY):
        at = datetime(FIRST.year, FIRST.month, FIRST.day, 9) + timedelta(days=number // A_DAY, minutes=number % A_DAY)
        bar = "" if at.date() < START else ("with" if draw.random() < 0.5 else "without")
        if bar == "with" and draw.random() < lose:
            continue
        lines.append(f"c{number},home,{at:%Y-%m-%d %H:%M:%S},{bar}")
        if draw.random() < 0.4 + (gain if bar == "with" else 0):
            lines.append(f"c{number},buy,{at + timedelta(hours=1):%Y-%m-%d %H:%M:%S},{bar}")
    path.write_text("\n".join(lines) + "\n")
    return path


def a_journey(engine: Engine, home: Settings, log: Path) -> dict[str, int]:
    """The shop with that log, its drop-off at the first stage, and a change that is to lower it."""
    shop = a_shop(engine, "Browse", "Pay")
    bring(engine, home, shop, SourceKind.EVENTS, log)
    browse, pay = (stage.key for stage in stages(engine, shop))
    meant = {"home": Meaning(browse), "buy": Meaning(pay, Outcome.GOAL)}
    map_events(engine, home, by=YOU, journey=shop, meanings=meant)
    metric = next(m.key for m in metrics(engine, shop) if m.formula == "drop_off" and m.stage_id == browse)
    change = add_change(engine, by=YOU, journey=shop, title="A bar", metric_id=metric, direction=Direction.DOWN, size=0.1)
    return {"shop": shop, "metric": metric, "change": change.key}


def a_test(engine: Engine, at: dict[str, int], **values: Any) -> int:
    given: dict[str, Any] = {
        "attribute": "bar", "first": "without", "second": "with", "smallest": 0.1, "needed": 400,
        "starts_on": START, "ends_on": END, "change": at["change"], "metric": at["metric"],
    }  # fmt: skip
    return add_test(engine, by=YOU, journey=at["shop"], name="Bar at sign-up", **(given | values)).key


def read(engine: Engine, home: Settings, at: dict[str, int], test: int, as_of: date) -> TestReading:
    known = read_tests(engine, home.events, journey=at["shop"], as_of=as_of)
    return next(one for one in known if one.test.id == test)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_log(tmp_path_factory.mktemp("log") / "log.csv")


@ON_SQLITE
def test_a_plan_is_made_from_what_came_in_and_says_until_when(engine: Engine, home: Settings, log: Path) -> None:
    at = a_journey(engine, home, log)
    asked: dict[str, Any] = {
        "journey": at["shop"],
        "metric": at["metric"],
        "starts_on": START,
        "known_to": START - timedelta(days=1),
    }
    plan = plan_test(engine, home.events, smallest=0.1, **asked)
    assert plan.plan is not None
    assert plan.plan.a_day == pytest.approx(A_DAY, rel=0.02)
    assert plan.plan.value == pytest.approx(0.6, abs=0.03)
    assert plan.needed == pytest.approx(404, rel=0.05)  # 388 by Fleiss for .60 and .50, a few per cent more for four looks
    assert plan.ends_on == date(2026, 5, 3)  # 20 days of customers and 14 to go on in, in whole weeks
    assert "about 5 weeks at this volume" in plan.sentence
    assert {name: set(values) for name, values in attributes(engine, home.events, journey=at["shop"]).items()} == {
        "bar": {"with", "without"}
    }
    with pytest.raises(Refused, match="Name a smaller difference"):
        plan_test(engine, home.events, smallest=0.9, **asked)


@ON_SQLITE
def test_a_test_says_nothing_before_its_look_and_then_what_it_saw_by_customer(engine: Engine, home: Settings, log: Path) -> None:
    at = a_journey(engine, home, log)
    test = a_test(engine, at)
    planned = read(engine, home, at, test, START - timedelta(days=1))
    assert (planned.standing, planned.verdict, planned.effect) == (Standing.PLANNED, None, None)
    early = read(engine, home, at, test, date(2026, 4, 15))
    assert (early.standing, early.verdict, early.looks) == (Standing.NOT_YET, Verdict.TOO_EARLY, ())
    assert early.next_look == date(2026, 4, 16)  # a quarter of the days after the fourteen in which nobody is known
    done = read(engine, home, at, test, END)
    assert (done.standing, done.verdict) == (Standing.BETTER, Verdict.VALIDATED)
    assert done.effect == pytest.approx(-0.2, abs=0.08)
    assert done.groups is not None
    assert sum(side.counted for side in done.groups) == 10 * A_DAY  # of that look; who came since may still go on
    assert "“with”" in done.sentence
    assert "more than chance, at the third look" in done.sentence


@ON_SQLITE
def test_customers_who_got_lost_on_one_side_make_it_unreadable(engine: Engine, home: Settings, tmp_path: Path) -> None:
    at = a_journey(engine, home, a_log(tmp_path / "lost.csv", lose=0.25))
    found = read(engine, home, at, a_test(engine, at), END)
    assert (found.standing, found.verdict, found.effect) == (Standing.NOT_TO_BE_READ, Verdict.CANT_TELL, None)
    assert "50 % were planned. That is no chance" in found.sentence


@ON_SQLITE
def test_a_test_that_runs_is_not_planned_anew_but_can_be_stopped_with_a_reason(engine: Engine, home: Settings, log: Path) -> None:
    at = a_journey(engine, home, log)
    test = a_test(engine, at)
    edit: dict[str, Any] = {"by": YOU, "journey": at["shop"], "test": test, "revision": 1, "today": date(2026, 4, 8)}
    with pytest.raises(Refused, match="not planned anew"):
        change_test(engine, **edit, ends_on=date(2026, 4, 10))
    with pytest.raises(Refused, match="Say why"):
        stop_test(engine, **edit, why=" ")
    assert change_test(engine, **edit, name="Bar").revision == 2
    stop_test(engine, **{**edit, "revision": 2}, why="The bar hid the button on phones")
    found = read(engine, home, at, test, END)
    assert found.reading.over
    assert any("hid the button" in note for note in found.notes)
    with pytest.raises(Refused, match="over already"):
        stop_test(engine, **{**edit, "revision": 3}, why="Again")
    bin_test(engine, by=YOU, journey=at["shop"], test=test, revision=3)
    assert read_tests(engine, home.events, journey=at["shop"], as_of=END) == []


def test_what_was_counted_elsewhere_is_kept_and_read_once(engine: Engine, home: Settings) -> None:
    shop = a_shop(engine, "Browse")
    today = date(2026, 4, 1)
    keep: dict[str, Any] = {"by": YOU, "journey": shop, "name": "Letter", "smallest": 0.05, "today": today}
    with pytest.raises(Refused, match="no share"):
        count_by_hand(engine, **keep, counts={"x1": 5, "n1": 4, "x2": 0, "n2": 4})
    count_by_hand(engine, **keep, counts={"x1": 120, "n1": 1000, "x2": 180, "n2": 1000})
    [found] = read_tests(engine, home.events, journey=shop, as_of=today)
    assert (found.standing, found.verdict) == (Standing.BETTER, Verdict.VALIDATED)
    assert found.effect == pytest.approx(0.06)
    assert found.sentence.startswith("Better. The share is 18 % (180 of 1,000) with “with” and 12 % (120 of 1,000)")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"second": "without"}, "two values"),
        ({"smallest": 0.0}, "worth having"),
        ({"looks": 11}, "once to 10"),
        ({"share": 0.99}, "Between 5 % and 95 %"),
    ],
)
def test_what_is_no_test_is_refused(engine: Engine, home: Settings, log: Path, values: dict[str, Any], said: str) -> None:
    shop = a_shop(engine, "Browse")
    metric = add_metric(engine, by=YOU, journey=shop, formula="nps").key
    change = add_change(engine, by=YOU, journey=shop, title="A bar").key
    with pytest.raises(Refused, match=said):
        a_test(engine, {"shop": shop, "metric": metric, "change": change}, **values)


def test_a_ready_made_series_is_tested_by_hand_only(engine: Engine, home: Settings) -> None:
    shop = a_shop(engine, "Browse")
    metric = add_metric(engine, by=YOU, journey=shop, formula="series", event="calls").key
    change = add_change(engine, by=YOU, journey=shop, title="A bar").key
    with pytest.raises(Refused, match="without its customers"):
        a_test(engine, {"shop": shop, "metric": metric, "change": change})


@ON_SQLITE
def test_groups_that_were_there_before_the_test_are_named(engine: Engine, home: Settings, log: Path) -> None:
    at = a_journey(engine, home, log)
    drawn = read(engine, home, at, a_test(engine, at), END)
    late = a_test(engine, at, starts_on=START + timedelta(days=7))
    assert not any("before the test began" in note for note in drawn.notes)
    assert "before the test began" in read(engine, home, at, late, END).notes[0]


@ON_SQLITE
def test_the_command_line_says_the_same_as_the_page(
    engine: Engine, home: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = a_shop(engine, "Browse")
    counts = {"x1": 120, "n1": 1000, "x2": 180, "n2": 1000}
    count_by_hand(engine, by=YOU, journey=shop, name="Letter", counts=counts, smallest=0.05, today=date(2026, 4, 1))
    monkeypatch.setenv("JOURNEY_HOME", str(home.home))
    settings.cache_clear()
    here.cache_clear()
    assert guarded(["tests", "--journey", "Shop", "--as-of", "2026-04-05", "--format", "json"]) == 0
    [told] = json.loads(capsys.readouterr().out)
    [shown] = read_tests(engine, home.events, journey=shop, as_of=date(2026, 4, 5))
    assert (told["verdict"], told["effect"], told["sentence"]) == ("validated", shown.effect, shown.sentence)
    assert guarded(["tests", "--journey", "Shop", "--as-of", "soon"]) == 2
    here().engine.dispose()
    here.cache_clear()
    settings.cache_clear()
