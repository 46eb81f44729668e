"""The page of alerts as its reader sees it: what became of each, how it is watched, what a dismissal taught."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import AlertState
from journey.routine.alerts.acts import check, triage
from journey.store.readers.alerts import alerts, lessons, plan
from tests.app.builders import NASTY, REVIEWED, TODAY, YOU, button, drop_off, only_look, refusals
from tests.app.conftest import APP, words

Open = Callable[[str], AppTest]


@pytest.fixture
def raised(home_engine: Engine, shop: int) -> int:
    """The shop with one alert, on drop-off at Pay; the alert's id."""
    drop_off(home_engine, shop)
    [alert] = check(home_engine, by=YOU, journey=shop, week=REVIEWED, today=TODAY)
    return alert.key


def say(engine: Engine, journey: int, alert: int, state: AlertState, reason: str = "") -> None:
    revision = alerts(engine, journey)["revision"][0]
    triage(engine, by=YOU, journey=journey, alert=alert, revision=revision, state=state, reason=reason, today=TODAY)


def page(**address: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page("pages/alerts.py").run()


def test_before_anything_was_raised_the_page_says_what_will_be_there(shop: int) -> None:
    app = page()
    assert not app.exception
    said = words(app)
    assert "None was raised yet" in said
    assert "Nothing was raised yet" in said
    assert "too little quiet history" in said


def test_an_alert_shows_all_that_was_ever_said_of_it(home_engine: Engine, shop: int, raised: int) -> None:
    say(home_engine, shop, raised, AlertState.ACKNOWLEDGED, "Ines looks at it")
    say(home_engine, shop, raised, AlertState.RESOLVED, "The form is mended")
    said = words(page())
    assert "Pay · Drop-off" in said
    assert said.index("raised by what was measured") < said.index("Ines looks at it") < said.index("The form is mended")
    assert "<b>acknowledged</b>, You" in said
    assert "100 % of the 1 that people decided were real" in said
    assert "false alarms a month on this journey's own quiet weeks" in said


def test_the_list_can_be_narrowed_to_a_state(home_engine: Engine, shop: int, raised: int) -> None:
    app = page()
    app.radio[0].set_value("noise").run()
    assert "No alert is in this state" in words(app)
    app.radio[0].set_value("under way").run()
    assert "Pay · Drop-off" in words(app)


def test_a_link_opens_one_alert(home_engine: Engine, shop: int, raised: int) -> None:
    said = words(page(alert=str(raised)))
    assert "Pay · Drop-off" in said
    assert f"alert={raised}" in said
    assert "false alarms a month" not in said, "the alert alone"
    assert "This alert is not here" in words(page(alert="999"))


def test_what_people_wrote_shows_as_they_typed_it(home_engine: Engine, shop: int, raised: int) -> None:
    say(home_engine, shop, raised, AlertState.NOISE, NASTY[0])
    said = words(page())
    assert "&lt;script&gt;" in said
    assert "<script>alert" not in said


# How it is watched


def test_how_it_is_watched_is_told_and_can_be_set(home_engine: Engine, shop: int, raised: int) -> None:
    app = page(show="How it is watched")
    assert "1 critical metric is watched for everyone" in words(app)
    next(box for box in app.number_input if box.label.startswith("False alarms")).set_value(0.5)
    next(box for box in app.text_input if box.label == "Public holidays of").set_value("de")
    button(app, "Save")
    assert refusals(app) == ""
    said = plan(home_engine, shop)
    assert (said.revision, said.false_alarms_month, said.country) == (1, 0.5, "DE")


def test_a_country_without_a_calendar_is_refused_and_what_was_typed_stays(home_engine: Engine, shop: int, raised: int) -> None:
    app = page(show="How it is watched")
    next(box for box in app.text_input if box.label == "Public holidays of").set_value("Atlantis")
    button(app, "Save")
    assert "There is no calendar of holidays for 'Atlantis'" in refusals(app)
    assert next(box for box in app.text_input if box.label == "Public holidays of").value == "Atlantis"
    assert plan(home_engine, shop).revision == 0


def test_a_lesson_is_told_in_words_and_can_be_undone(home_engine: Engine, shop: int, raised: int) -> None:
    say(home_engine, shop, raised, AlertState.NOISE, "A test shop")
    app = page(show="How it is watched")
    said = words(app)
    assert "**Drop-off at Pay** is judged by limits 1.25 times as wide since" in said
    assert "because it was called noise: *A test shop*" in said
    button(app, "Undo")
    assert lessons(home_engine, shop)["undone"].null_count() == 0
    assert "its limits are as before" in words(app)
    button(app, "Let it count")
    assert lessons(home_engine, shop)["undone"].null_count() == 1


def test_a_viewer_reads_but_sets_nothing(home_engine: Engine, shop: int, raised: int) -> None:
    only_look(home_engine, shop)
    app = page(show="How it is watched")
    assert not app.exception
    next(box for box in app.number_input if box.label.startswith("Days of rest")).set_value(3)
    button(app, "Save")
    assert plan(home_engine, shop).revision == 0


def test_metrics_without_new_figures_are_said_to_be_unknown(home_engine: Engine, shop: int, raised: int) -> None:
    said = words(page(week="2026-W49"))
    assert "Unknown in the reviewed week, not calm:" in said
    assert f"last measured on {REVIEWED.sunday.day} {REVIEWED.sunday:%b %Y}" in said
