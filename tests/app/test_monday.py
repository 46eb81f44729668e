"""Monday as its reader sees it: what is new, what was said of it, what every KPI stands at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.weeks import Week
from journey.routine.journeys import add_journey, bin_stage
from journey.routine.metrics import change_metric
from journey.routine.pains import add_pain
from journey.routine.people import add_view
from journey.store.readers.alerts import alerts, flips
from journey.store.readers.journeys import stages
from journey.store.readers.work import pains
from tests.app.builders import a_source, button, drop_off, observed, only_look, refusals, stage, unfold, words_of
from tests.app.conftest import APP, YOU, words

Open = Callable[[str], AppTest]


@pytest.fixture
def moved(home_engine: Engine, shop: int) -> int:
    """The shop, whose drop-off at Pay jumped in the week that Monday reviews; the metric's id."""
    return drop_off(home_engine, shop)


def monday(**address: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page("pages/monday_review.py").run()


def states(engine: Engine, journey: int) -> list[str]:
    return alerts(engine, journey)["state"].to_list()


def answering(app: AppTest, engine: Engine, journey: int, nth: int = 0) -> AppTest:
    """Open the answers of the journey's newest alert, or of the one so many before it."""
    return unfold(app, f"answer_{alerts(engine, journey)['id'][nth]}")


def test_without_metrics_monday_says_how_to_get_some(shop: int, open_page: Open) -> None:
    app = open_page("monday_review")
    assert "No data has come in" in words(app)
    assert [getattr(link, "label", "") for link in app.get("page_link")].count("Bring in data") == 1


def test_a_calm_week_says_that_nothing_is_new(home_engine: Engine, shop: int, open_page: Open) -> None:
    drop_off(home_engine, shop, shift=None)
    said = words(open_page("monday_review"))
    assert "Nothing new" in said
    assert "Nothing stands out this week" in said
    assert "inside the usual" in said


def test_a_week_of_which_nothing_is_known_is_not_called_calm(shop: int, moved: int) -> None:
    said = words(monday(journey="shop", week="2019-W10"))
    assert "What happened in it is unknown, not calm." in said
    assert "Nothing stands out" not in said


def test_a_source_is_not_called_fresh_on_a_week_before_its_first_data(home_engine: Engine, shop: int, moved: int) -> None:
    a_source(home_engine, shop)
    assert "Fresh: Shop log" in words(monday(journey="shop"))
    said = words(monday(journey="shop", week="2019-W10"))
    assert "Fresh:" not in said
    assert "Shop log had not begun" in said


def test_what_moved_is_new_with_where_how_much_and_since_when(moved: int, open_page: Open) -> None:
    app = open_page("monday_review")
    said = words(app)
    assert "New (1)" in said
    assert ">Pay · Drop-off</a>" in said
    assert "▼ worse" in said
    assert "usually" in said
    assert "of 1,400)" in said, "a value carries its n"
    assert "since Monday 9 Nov, for 9 days" in said
    assert words(app.run()).count("New (1)") == 1, "looking again raises nothing again"


def test_noise_without_a_reason_is_refused_in_words(home_engine: Engine, shop: int, moved: int, open_page: Open) -> None:
    app = open_page("monday_review")
    answering(app, home_engine, shop)
    button(app, "It is noise")
    assert "Say why it is noise: it teaches you and the next reader. Nothing was changed." in refusals(app)
    popover = app.get("popover")[0]
    assert [one.value for one in popover.error] == [one.value for one in app.error], "said where the hand is"
    assert states(home_engine, shop) == ["open"]


def test_the_reason_counts_as_it_stands_when_the_button_is_pressed(
    home_engine: Engine, shop: int, moved: int, open_page: Open
) -> None:
    app = open_page("monday_review")
    answering(app, home_engine, shop)
    next(field for field in app.text_input if field.label == "Why is it noise?").set_value("A test shop")
    button(app, "It is noise")
    assert refusals(app) == ""
    assert flips(home_engine, shop).select("person", "new", "reason").rows() == [("You", "noise", "A test shop")]
    assert "New (1)" not in words(app)


def test_what_is_watched_stays_open_and_can_be_resolved(home_engine: Engine, shop: int, moved: int, open_page: Open) -> None:
    app = open_page("monday_review")
    button(answering(app, home_engine, shop), "Watch")
    assert "Still open (1)" in words(app)
    assert "being watched" in words(app)
    button(answering(app, home_engine, shop), "Resolved")
    assert states(home_engine, shop) == ["resolved"]
    assert "Still open" not in words(app)


def test_a_blocker_stands_on_tuesday_with_its_evidence(home_engine: Engine, shop: int, moved: int, open_page: Open) -> None:
    app = open_page("monday_review")
    answering(app, home_engine, shop)
    next(box for box in app.selectbox if box.label == "Which pain point does it show?").set_value(None)
    button(app, "It is a blocker")
    tuesday = words(open_page("tuesday_blockers"))
    assert "stands out at Pay" in tuesday
    assert "1 piece of evidence" in tuesday


def test_a_known_pain_point_is_the_blocker_that_was_chosen(home_engine: Engine, shop: int, moved: int, open_page: Open) -> None:
    known = add_pain(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards are refused").key
    app = open_page("monday_review")
    answering(app, home_engine, shop)
    next(box for box in app.selectbox if box.label == "Which pain point does it show?").set_value(known)
    button(app, "It is a blocker")
    assert pains(home_engine, shop).select("id", "status", "evidence").rows() == [(known, "blocker", 1)]


def test_a_blocker_taken_back_and_named_again_is_one_pain_point(
    home_engine: Engine, shop: int, moved: int, open_page: Open
) -> None:
    app = open_page("monday_review")
    button(answering(app, home_engine, shop), "It is a blocker")
    button(answering(app, home_engine, shop), "Watch")
    answering(app, home_engine, shop)
    box = next(box for box in app.selectbox if box.label == "Which pain point does it show?")
    box.set_value(None)
    button(app, "It is a blocker")
    assert pains(home_engine, shop).select("status", "evidence").rows() == [("blocker", 1)]


def test_an_alert_on_the_whole_journey_asks_which_pain_point(home_engine: Engine, shop: int, open_page: Open) -> None:
    drop_off(home_engine, shop, at=None)
    app = answering(open_page("monday_review"), home_engine, shop)
    assert "Add the pain point behind it on the map first" in words(app)
    known = add_pain(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards are refused").key
    app.run()
    button(app, "It is a blocker")
    assert pains(home_engine, shop).select("id", "status").rows() == [(known, "blocker")]


def test_two_who_answer_at_once_choose(home_engine: Engine, shop: int, moved: int, open_page: Open) -> None:
    from journey.domain.words import AlertState
    from journey.routine.alerts.acts import triage

    app = answering(open_page("monday_review"), home_engine, shop)
    alert = alerts(home_engine, shop)["id"][0]
    triage(home_engine, by=YOU, journey=shop, alert=alert, revision=1, state=AlertState.NOISE, reason="A test")
    button(app, "Watch")
    assert "was changed by You while you were editing" in refusals(app)
    button(app, "Save mine over it")
    assert states(home_engine, shop) == ["watch"]


def test_a_stale_source_says_so_and_never_reads_as_calm(home_engine: Engine, shop: int, moved: int, open_page: Open) -> None:
    a_source(home_engine, shop, to=date(2026, 10, 1))
    observed(home_engine, shop)
    app = open_page("monday_review")
    assert "Shop log: nothing new for" in words(app)
    assert "Unknown, not calm" in words(app)
    assert "**Shop log is stale:**" not in words(app), "an alert says so already"
    button(answering(app, home_engine, shop), "Snooze")
    assert "**Shop log is stale:**" in words(app)
    assert "unknown, not calm" in words(app)


def test_a_view_shows_its_stages_only(home_engine: Engine, shop: int, moved: int) -> None:
    drop_off(home_engine, shop, at="Browse", shift=None)
    add_view(home_engine, by=YOU, journey=shop, name="Shelf", stages=(stage(home_engine, shop, "Browse"),))
    observed(home_engine, shop)
    app = monday(journey="shop", view="shelf")
    said = words(app)
    assert "Browse" in said
    assert "Pay" not in said
    assert "New (" not in said


def test_a_stage_in_the_bin_is_nowhere(home_engine: Engine, shop: int, moved: int, open_page: Open) -> None:
    bin_stage(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), revision=1)
    observed(home_engine, shop)
    assert "Pay" not in words(open_page("monday_review"))
    assert "Whole journey" not in words(open_page("leadership"))


def test_the_open_kpi_is_in_the_address_and_opens_from_it(home_engine: Engine, shop: int, moved: int) -> None:
    words_of(home_engine, shop, "My **card** was refused")
    app = monday(journey="shop")
    box = next(box for box in app.selectbox if box.label == "Look closer at a KPI")
    box.set_value(moved).run()
    assert app.query_params["metric"] in (str(moved), [str(moved)])
    assert "In their words, that week" in words(app)
    assert "My \\*\\*card\\*\\* was refused" in words(app)
    assert "In their words, that week" in words(monday(journey="shop", metric=str(moved)))


def test_another_journey_opens_without_the_kpi_of_the_first(home_engine: Engine, shop: int, moved: int) -> None:
    bank = add_journey(home_engine, by=YOU, name="Bank", stages=("Pay",)).key
    drop_off(home_engine, bank, shift=None)
    app = monday(journey="shop", metric=str(moved))
    app.selectbox[0].set_value("bank").run()
    assert not app.exception
    assert "metric" not in app.query_params
    assert next(box for box in app.selectbox if box.label == "Look closer at a KPI").value is None


@pytest.mark.parametrize("metric", ["9999", "x", "-1", "1e9", "<script>"])
def test_an_address_with_an_impossible_kpi_opens_the_page(shop: int, moved: int, metric: str) -> None:
    app = monday(journey="shop", metric=metric)
    assert not app.exception
    assert not app.error
    assert "In their words" not in words(app)


def test_who_only_looks_raises_nothing_and_is_told(home_engine: Engine, shop: int, moved: int, open_page: Open) -> None:
    app = open_page("monday_review")
    answering(app, home_engine, shop)
    only_look(home_engine, shop)
    button(app, "Watch")
    assert "You may not answer alerts" in refusals(app)
    assert states(home_engine, shop) == ["open"]


@pytest.mark.parametrize("weeks", [1, 2, 30])
def test_looking_ahead_raises_nothing_before_its_monday(
    home_engine: Engine, shop: int, moved: int, open_page: Open, weeks: int
) -> None:
    """An alert raised for a week to come would be missing from this Monday, and never be raised again."""
    monday(journey="shop", week=str(Week.parse("2026-W47").shift(weeks)))
    assert alerts(home_engine, shop).filter(alerts(home_engine, shop)["week"] > "2026-W47").is_empty()
    assert "New (1)" in words(monday(journey="shop", week="2026-W47"))


def test_leafing_through_last_years_weeks_leaves_no_work_for_this_one(home_engine: Engine, shop: int) -> None:
    drop_off(home_engine, shop, shift=date(2026, 3, 2))
    monday(journey="shop", week="2026-W11")
    assert "2026-W11" not in alerts(home_engine, shop)["week"].to_list()


def test_names_that_look_like_markup_show_as_they_are(home_engine: Engine, shop: int, open_page: Open) -> None:
    from journey.routine.journeys import change_stage

    metric = drop_off(home_engine, shop)
    name = "<img src=x onerror=alert(1)> **b**"
    change_metric(home_engine, by=YOU, journey=shop, metric=metric, revision=1, name=name)
    change_stage(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), revision=1, name=name)
    observed(home_engine, shop)
    app = open_page("monday_review")
    assert stages(home_engine, shop)[2].name == name
    html: list[Any] = [element.proto.body for element in app.get("html")]
    assert not any("<img src=x" in body for body in html)
    assert any("&lt;img src=x onerror=alert(1)&gt;" in body for body in html)
    assert not any("**b**" in element.value for element in app.markdown)
