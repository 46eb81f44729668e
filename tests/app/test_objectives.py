"""Objectives as their owners see them: written down, held against the data, edited, told to leadership."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.routine.goals import add_key_result, add_objective
from journey.routine.people import add_team, add_view
from journey.store.readers.goals import key_results, objectives
from tests.app.builders import NASTY, as_read, button, drop_off, fill, only_look, refusals, stage
from tests.app.conftest import APP, YOU, words

Open = Callable[[str], AppTest]


def a_goal(engine: Engine, journey: int, metric: int, *, title: str = "Paying is easy", teams: tuple[int, ...] = ()) -> int:
    """An objective of the quarter: drop-off from 20 to 15 %."""
    period: dict[str, Any] = {"starts_on": date(2026, 10, 5), "ends_on": date(2026, 12, 27)}
    goal = add_objective(engine, by=YOU, journey=journey, title=title, teams=teams, **period).key
    add_key_result(engine, by=YOU, journey=journey, objective=goal, metric=metric, baseline=0.20, target=0.15)
    return goal


def test_without_one_the_page_says_what_to_write_down(shop: int, open_page: Open) -> None:
    app = open_page("objectives")
    assert "No objective runs." in words(app)
    button(app, "Add an objective")
    fill(app, "What do you want together?", "Paying is easy")
    app.multiselect[0].set_value([])
    button(app, "Add", within="Add an objective")
    assert "Paying is easy" in [one.value for one in app.header]
    assert "1 Oct 2026 to 31 Dec 2026" in words(app), "this quarter unless said"


def test_a_key_result_tells_how_far_and_where_it_ends(home_engine: Engine, shop: int, open_page: Open) -> None:
    """From 20 % five weeks ago to 10 % since: past the target of 15 %, surely."""
    a_goal(home_engine, shop, drop_off(home_engine, shop, shift=date(2026, 10, 12), to=0.10))
    said = words(open_page("objectives")).replace("\xa0", " ")
    assert "from 20 % to 15 %" in said
    assert "Reached" in said
    assert "(n 1,400)" in said or "of 1,400)" in said
    assert "with 49 % of the time gone" in said, "41 of 83 days"
    leaders = as_read(words(open_page("leadership")))
    assert "Paying is easy, until 27 Dec 2026: 1 of 1 reached" in leaders
    assert "Drop-off at Pay" in leaders


def test_a_key_result_that_does_not_move_is_off_track(home_engine: Engine, shop: int, open_page: Open) -> None:
    a_goal(home_engine, shop, drop_off(home_engine, shop, shift=None))
    said = words(open_page("objectives"))
    assert "Off track" in said
    assert "At this pace it ends near" in said


def test_a_key_result_is_added_in_percent_and_edited(home_engine: Engine, shop: int, open_page: Open) -> None:
    drop_off(home_engine, shop, shift=None)
    period: dict[str, Any] = {"starts_on": date(2026, 10, 5), "ends_on": date(2026, 12, 27)}
    add_objective(home_engine, by=YOU, journey=shop, title="Paying is easy", **period)
    app = open_page("objectives")
    button(app, "Add a key result")
    start, target = app.number_input
    assert start.value == pytest.approx(20, abs=3), "read from the data, in percent"
    target.set_value(12.0)
    button(app, "Add", within="Add a key result")
    [(row, _)] = key_results(home_engine, shop)
    assert row.target == pytest.approx(0.12)
    button(app, "Edit a key result")
    app.number_input[1].set_value(30.0)
    button(app, "Save", within="Edit a key result")
    assert "choose a target below" in refusals(app)
    assert key_results(home_engine, shop)[0][0].target == pytest.approx(0.12)


def test_a_team_sees_the_objectives_that_it_shares(home_engine: Engine, shop: int) -> None:
    metric = drop_off(home_engine, shop)
    support, sales = (add_team(home_engine, by=YOU, name=name).key for name in ("Support", "Sales"))
    a_goal(home_engine, shop, metric, title="Ours", teams=(support,))
    other = add_objective(
        home_engine, by=YOU, journey=shop, title="Theirs", teams=(sales,), starts_on=date(2026, 10, 5), ends_on=date(2026, 12, 27)
    ).key
    assert other
    add_view(home_engine, by=YOU, journey=shop, name="Help", team=support, stages=(stage(home_engine, shop, "Browse"),))
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"], app.query_params["view"] = "shop", "help"
    app.run()
    heads = [one.value for one in app.switch_page("pages/objectives.py").run().header]
    assert heads == ["Ours"]


def test_who_only_looks_writes_nothing_down(home_engine: Engine, shop: int, open_page: Open) -> None:
    app = open_page("objectives")
    only_look(home_engine, shop)
    button(app, "Add an objective")
    fill(app, "What do you want together?", "Mine")
    button(app, "Add", within="Add an objective")
    assert "may not add objectives" in refusals(app)
    assert objectives(home_engine, shop) == []


@pytest.mark.parametrize("text", NASTY[:4])
def test_what_is_typed_shows_as_it_was_typed(home_engine: Engine, shop: int, open_page: Open, text: str) -> None:
    metric = drop_off(home_engine, shop)
    a_goal(home_engine, shop, metric, title=f"Goal {text}")
    for page in ("objectives", "leadership"):
        app = open_page(page)
        assert any(f"Goal {text}" in as_read(str(one.value)) for one in (*app.header, *app.markdown)), page
