"""What if, as a reader uses it: pull a lever, read what it does, save it, hold it beside another, hand it to Friday."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.analysis.scenarios.levers import Outage, written
from journey.config import settings
from journey.domain.words import Outcome, SourceKind
from journey.routine.data.imports import import_file
from journey.routine.data.mapping import Meaning, map_events
from journey.routine.scenarios import save_scenario
from journey.store.readers.journeys import stages
from journey.store.readers.scenarios import scenarios
from journey.ui.scenarios.memory import PART
from tests.app.builders import YOU, as_read, button
from tests.app.conftest import words

Open = Callable[[str], AppTest]


@pytest.fixture
def walked(home_engine: Engine, shop: int, tmp_path: Path) -> int:
    """Eighteen weeks to the reviewed one: 40 a week browse, three of five fill a basket a day later, half of these pay."""
    rows, rng = ["customer,time,event"], np.random.default_rng(3)
    for number, week in enumerate(np.repeat(np.arange(18), 40)):
        at = datetime(2026, 7, 13, 6) + timedelta(weeks=int(week), minutes=int(rng.integers(0, 9000)))
        steps = [("look", 0), ("fill", 24), ("pay", 25)][: 1 + (number % 5 < 3) + (number % 5 < 3 and number % 2)]
        rows += [f"c{number},{at + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ},{event}" for event, hours in steps]
    file = tmp_path / "log.csv"
    file.write_text("\n".join(rows))
    import_file(home_engine, settings(), by=YOU, journey=shop, kind=SourceKind.EVENTS, path=file)
    browse, basket, pay = (stage.key for stage in stages(home_engine, shop))
    meanings = {"look": Meaning(browse), "fill": Meaning(basket), "pay": Meaning(pay, Outcome.GOAL)}
    map_events(home_engine, settings(), by=YOU, journey=shop, meanings=meanings)
    return shop


def part(app: AppTest, name: str) -> AppTest:
    app.session_state[PART] = name
    app.run()
    assert not app.exception
    return app


def test_a_lever_is_pulled_read_released_and_handed_to_friday(open_page: Open, walked: int) -> None:
    app = open_page("what_if")
    assert not app.exception
    usual = as_read(words(app))
    [(many, low, high)] = re.findall(r"About (\d+) reach the goal in the next 12 weeks: (\d+) to (\d+)", usual)
    assert 100 < int(low) <= int(many) <= int(high) < 230
    assert 128 < int(many) < 162  # 12 a week
    app.number_input(key="what_if_points").set_value(20.0)
    app.selectbox(key="what_if_stage_rate").set_value(app.selectbox(key="what_if_stage_rate").options[1]).run()
    assert "Now at Basket: 50 %" in as_read(words(app))
    button(app, "Pull this lever")
    said = as_read(words(app))
    assert "20 points more go on from Basket" in said
    [more] = re.findall(r"About (\d+) more reach the goal in 12 weeks", said)
    assert 40 < int(more) < 75  # a fifth of 24 a week
    assert "Reach the goal" in said
    button(app, "Make it a hypothesis")
    assert not app.exception
    assert app.text_input[0].value == "20 points more go on from Basket"
    assert any("What if says: About" in str(field.value) for field in app.text_area)
    app.switch_page("pages/what_if.py").run()
    button(app, "Release")
    assert "None is pulled" in as_read(words(app))


def test_a_scenario_is_saved_and_stands_beside_another(open_page: Open, home_engine: Engine, walked: int) -> None:
    pay = stages(home_engine, walked)[2].key
    save_scenario(home_engine, by=YOU, journey=walked, name="Till down", levers=written([Outage(pay, 2, 7, 0.5)]),
                  base_week="2026-W46", note="<b>What</b> if?")  # fmt: skip
    app = part(open_page("what_if"), "saved")
    said = words(app)
    assert "Till down" in said
    assert "<b>What</b>" not in said
    assert "Pay stands still for 7 days from week 2 on, 50 % give up" in as_read(said)
    button(app, "Open")
    assert "Pay stands still for 7 days" in as_read(words(app))
    assert app.query_params["scenario"] == str(scenarios(home_engine, walked)[0].key), "so that it can be shared"
    assert "Days that a visit waits longer" in words(app)
    assert re.search(r"About \d+ fewer reach the goal", as_read(words(app)))
    button(app, "Save this scenario")
    app.text_input[0].set_value("Till down again")
    button(app, "Save", within="Save this scenario")
    assert [one.name for one in scenarios(home_engine, walked)] == ["Till down again", "Till down"]
    side = words(part(app, "saved"))
    assert side.index("Till down again</th>") < side.index("Till down</th>")


def test_the_stages_are_ranked_by_what_a_point_is_worth(open_page: Open, walked: int) -> None:
    app = part(open_page("what_if"), "worth")
    assert re.search(r"A point is worth most at (Basket|Browse): \d+\.\d more", as_read(words(app)))
    button(app, next(one.label for one in app.button if one.label.startswith("Ask what three points")))
    assert "3 points more go on from" in as_read(words(app))


def test_a_link_pulls_its_lever_and_weeks_that_are_over_say_how_far_to_trust_it(
    open_page: Open, home_engine: Engine, walked: int
) -> None:
    app = open_page("what_if")
    app.query_params.update({"lever": "rate", "stage": str(stages(home_engine, walked)[0].key), "by": "0.05"})
    app.run()
    assert "5 points more go on from Browse" in as_read(words(app))
    assert "lever" not in app.query_params
    app.query_params.update({"lever": "rate", "stage": "999", "by": "0.05"})
    app.run()
    assert "is no longer on the map: that lever does nothing" in words(app)
    app.query_params.update({"lever": "nonsense", "by": "many"})
    app.run()
    assert not app.exception
    said = as_read(words(part(app, "trust")))
    assert re.search(r"\d+ of \d+ foretold weeks came as foretold: \d+ %", said)


def test_without_passages_it_says_what_it_takes(open_page: Open, shop: int) -> None:
    app = open_page("what_if")
    assert not app.exception
    assert "Bring in a file of events" in words(app)
