"""Friday as its reader sees it: each change against its metric, verdicts, learnings, the report, the week's end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import Direction, EntryKind, Verdict, Weekday
from journey.routine.changes import add_change, change_change
from journey.routine.incidents import add_incident
from journey.routine.metrics import add_metric
from journey.routine.pains import add_pain
from journey.routine.people import add_view
from journey.routine.verdicts import decide
from journey.routine.weeks import add_entry
from journey.routine.work import add_action
from journey.store.readers.work import actions, changes, pains
from tests.app.builders import (
    NASTY,
    TODAY,
    WEEK,
    a_change,
    as_read,
    button,
    drop_off,
    fill,
    observed,
    only_look,
    refusals,
    shown_as_typed,
    stage,
    unfold,
)
from tests.app.conftest import APP, YOU, words

Open = Callable[[str], AppTest]
SHIPPED = date(2026, 10, 5)


@pytest.fixture
def tried(home_engine: Engine, shop: int) -> int:
    """A change that shipped six weeks ago, after which drop-off fell from 20 to 10 %; its id."""
    metric = drop_off(home_engine, shop, shift=SHIPPED, to=0.10)
    return a_change(home_engine, shop, metric)


def verdict(engine: Engine, journey: int) -> tuple[Any, ...]:
    return changes(engine, journey).select("verdict", "verdict_why", "learning").row(0)


def preview(app: AppTest) -> str:
    """The report as Friday shows it; nothing if it does not."""
    return next((element.value for element in app.markdown if "week 47, 2026" in as_read(element.value)), "")


def at(app: AppTest, part: str) -> AppTest:
    """That part of the page."""
    app.session_state["part"] = part
    return app.run()


OPENER = "Write a hypothesis"


def number(app: AppTest, label: str) -> Any:
    return next(one for one in app.number_input if one.label == label)


def box(app: AppTest, begins: str) -> Any:
    return next(one for one in app.checkbox if as_read(one.label).startswith(begins))


def metric_of(engine: Engine, journey: int) -> int:
    return int(changes(engine, journey)["metric_id"][0])


def choice(app: AppTest, change: int, what: str) -> Any:
    groups: Any = app.get("button_group")
    return next(one for one in groups if one.key == f"pick_{change}").set_value(what)


def test_an_empty_friday_says_where_to_begin(shop: int, open_page: Open) -> None:
    app = open_page("friday_retrospective")
    assert "Verdicts due (0)" in words(app)
    assert "No shipped change waits for a verdict this Friday" in words(app)
    assert "what nobody expected, nobody can be right about" in words(at(app, "changes"))
    assert "Nothing is in the log" in words(at(app, "log"))


def test_a_change_that_worked_says_so_with_how_much_and_how_sure(shop: int, tried: int, open_page: Open) -> None:
    app = open_page("friday_retrospective")
    said = words(app).replace("\\", "")
    assert "Verdicts due (1)" in said
    assert "**Validated** (what the data say)" in said
    assert "Hoped: Drop-off at Pay goes down by at least 5.0 points." in said
    assert "What would change this verdict" in words(unfold(app, f"why_{tried}"))


def test_what_else_happened_is_said_as_soon_as_it_is_noted(home_engine: Engine, shop: int, tried: int, open_page: Open) -> None:
    app = open_page("friday_retrospective")
    assert "Incident" not in words(app)
    days: dict[str, Any] = {"starts_on": date(2026, 10, 12), "ends_on": date(2026, 10, 14)}
    add_incident(home_engine, by=YOU, journey=shop, title="Payment was down", leave_out=True, **days)
    said = words(app.run()).replace("\\", "")
    assert "Payment was down" in said
    assert "**Validated** (what the data say)" in said, "the other weeks say so still"


def test_agreeing_records_the_verdict_and_brings_about_what_stays_ticked(home_engine: Engine, shop: int, open_page: Open) -> None:
    metric, where = drop_off(home_engine, shop, shift=SHIPPED, to=0.10), stage(home_engine, shop, "Pay")
    pain = add_pain(home_engine, by=YOU, journey=shop, stage=where, title="Too many fields").key
    action = add_action(home_engine, by=YOU, journey=shop, title="Drop fields", pain_id=pain).key
    hopes: dict[str, Any] = {"metric_id": metric, "shipped_on": SHIPPED, "direction": Direction.DOWN, "size": 0.05}
    add_change(home_engine, by=YOU, journey=shop, title="Fewer", stage_id=where, pain_id=pain, action_id=action, **hopes)
    app = open_page("friday_retrospective")
    assert "With this verdict, on the map:" in words(app)
    box(app, "The pain point “Too many fields” is resolved").uncheck()
    fill(app, "What did we learn?", "Fewer fields help")
    button(app, "Agree: validated")
    said, why, learning = verdict(home_engine, shop)
    assert (said, learning) == ("validated", "Fewer fields help")
    assert why.startswith("Drop-off fell by"), "the data's own sentence is the reason"
    assert actions(home_engine, shop)["status"].to_list() == ["resolved"]
    row = pains(home_engine, shop).row(0, named=True)
    assert (row["standing"], row["status"]) == ("evidenced", "open"), "what was unticked stayed as it was"
    assert "Verdicts due (0)" in words(app)
    app.toggle[0].set_value(True).run()
    assert "Learned: Fewer fields help" in words(app)
    unfold(app, f"decide_{changes(home_engine, shop)['id'][0]}_False")
    assert [one.value for one in app.text_input if one.label == "What did we learn?"] == ["Fewer fields help"], "kept"


def test_one_verdict_is_given_at_a_time_and_the_others_wait_folded(home_engine: Engine, shop: int, open_page: Open) -> None:
    metric = drop_off(home_engine, shop, shift=SHIPPED, to=0.10)
    first, second = (a_change(home_engine, shop, metric, title=title) for title in ("Fewer fields", "Bigger pictures"))
    app = open_page("friday_retrospective")
    assert [one.label for one in app.button].count("Overrule") == 1
    assert "can't be told apart" in words(app), "two changes on one metric on one day"
    open_first = next(one.key for one in app.text_input if one.label == "What did we learn?")
    other = second if open_first == f"learned_{first}" else first
    unfold(app, f"decide_{other}_False")
    assert [one.label for one in app.button].count("Overrule") == 2


def test_overruling_the_data_needs_a_reason_and_stays_on_record(
    home_engine: Engine, shop: int, tried: int, open_page: Open
) -> None:
    app = open_page("friday_retrospective")
    fill(app, "What did we learn?", "It was the season")
    button(app, "Overrule")
    choice(app, tried, "rejected").run()
    button(app, "Record the verdict")
    assert "The data say validated. Say why you overrule that. Nothing was recorded." in refusals(app)
    assert verdict(home_engine, shop)[0] is None
    fill(app, "Why do you overrule what the data say (validated)?", "The season fell in it")
    button(app, "Record the verdict")
    assert verdict(home_engine, shop) == ("rejected", "The season fell in it", "It was the season")
    app.toggle[0].set_value(True).run()
    assert "The data said validated. The season fell in it" in words(app).replace("\\", "")
    assert "overruled, the data said validated" in words(at(app, "log"))


def test_a_verdict_given_meanwhile_is_not_gone_over(home_engine: Engine, shop: int, tried: int, open_page: Open) -> None:
    app = open_page("friday_retrospective")
    said: dict[str, Any] = {"verdict": Verdict.CANT_TELL, "why": "Wait", "learning": "", "today": TODAY}
    decide(home_engine, by=YOU, journey=shop, change=tried, revision=1, **said)
    button(app, "Agree: validated")
    assert "was changed by You while you were editing" in refusals(app)
    assert verdict(home_engine, shop)[0] == "can't tell"
    button(app, "Save mine over it")
    assert verdict(home_engine, shop)[0] == "validated"


@pytest.mark.parametrize(
    ("shipped", "due", "said"),
    [
        (date(2026, 11, 13), 0, "**Fewer fields** shipped on 13 Nov 2026. Verdict due on Friday"),
        (date(2024, 1, 10), 1, "**Too early**"),
        (date(2026, 11, 17), 0, "**Fewer fields** shipped on 17 Nov 2026. Verdict due on Friday"),
    ],
    ids=["two days ago", "before the data", "since then"],
)
def test_a_change_with_too_little_around_it_is_shown_without_a_wrong_claim(
    home_engine: Engine, shop: int, open_page: Open, shipped: date, due: int, said: str
) -> None:
    metric = drop_off(home_engine, shop, shift=None)
    a_change(home_engine, shop, metric, shipped=shipped)
    app = open_page("friday_retrospective")
    assert not app.exception
    assert not app.error
    assert f"Verdicts due ({due})" in words(app)
    assert said in words(app).replace("\\", "")
    if shipped == date(2026, 11, 13):
        assert "Too early" in words(app.toggle(key="early_verdicts").set_value(True).run())
    assert "Validated" not in words(app)
    assert "Harmful" not in words(app)


def test_a_change_whose_metric_has_no_data_is_shown_without_a_claim(home_engine: Engine, shop: int, open_page: Open) -> None:
    metric = add_metric(home_engine, by=YOU, journey=shop, formula="drop_off", stage=stage(home_engine, shop, "Pay")).key
    observed(home_engine, shop)
    a_change(home_engine, shop, metric)
    app = open_page("friday_retrospective")
    assert not app.error
    assert "Fewer fields" in words(app)
    assert "Validated" not in words(app)


def test_a_hypothesis_is_written_before_it_ships_and_tells_how_long_to_wait(
    home_engine: Engine, shop: int, open_page: Open
) -> None:
    metric = drop_off(home_engine, shop, shift=None)
    app = at(open_page("friday_retrospective"), "changes")
    button(app, OPENER)
    assert "Name the smallest effect worth having" in words(app)
    button(app, "Write it down", within=OPENER)
    assert "A change needs a title: what was shipped? Nothing was saved." in refusals(app)
    fill(app, "What changes?", "Fewer fields")
    number(app, "Smallest effect worth having, in points").set_value(5.0)
    number(app, "How sure are you that it works, in %").set_value(70)
    button(app, OPENER)
    told = words(app)
    assert "Verdict due on Friday" in told
    assert "at this volume" in told
    assert "Drop-off has been 20 %" in told.replace("\\", "")
    button(app, "Write it down", within=OPENER)
    row = changes(home_engine, shop).row(0, named=True)
    assert (row["title"], row["metric_id"], row["ships_on"], row["shipped_on"]) == ("Fewer fields", metric, TODAY, None)
    assert (row["direction"], row["confidence"], row["person"]) == ("down", 0.7, "You")
    assert row["size"] == pytest.approx(0.05), "five points of a rate"
    assert f"Verdict due on Friday {row['due_on'].day} {row['due_on']:%b %Y}: about {row['weeks']} week" in told, "as it is kept"
    said = words(app).replace("\\", "")
    assert "Not shipped yet (1)" in said
    assert "Drop-off at Pay goes down by at least 5.0 points. Held 70 % likely by You." in said


def test_what_shipped_is_said_and_a_hypothesis_is_edited(home_engine: Engine, shop: int, open_page: Open) -> None:
    metric = drop_off(home_engine, shop, shift=None)
    hopes: dict[str, Any] = {"metric_id": metric, "direction": Direction.DOWN, "size": 0.05, "ships_on": date(2026, 11, 10)}
    change = add_change(home_engine, by=YOU, journey=shop, title="Fewer fields", **hopes).key
    app = at(open_page("friday_retrospective"), "changes")
    button(app, "It shipped")
    button(app, "Record the day", within="It shipped")
    row = changes(home_engine, shop).row(0, named=True)
    assert row["shipped_on"] == date(2026, 11, 10), "the planned day is proposed"
    assert "Shipped, waiting for a verdict (1)" in words(app)
    app.button(key=f"change_{change}").click().run()
    fill(app, "What changes?", "Far fewer fields")
    app.button(key=f"change_{change}").click()
    button(app, "Save")
    assert changes(home_engine, shop)["title"].to_list() == ["Far fewer fields"]


def test_a_scenario_s_forecast_becomes_a_hypothesis(home_engine: Engine, shop: int, open_page: Open) -> None:
    metric = drop_off(home_engine, shop, shift=None)
    app = open_page("friday_retrospective")
    app.session_state["hypothesis_from"] = {
        "title": "3 points more",
        "metric_id": metric,
        "direction": Direction.DOWN,
        "size": 0.03,
    }
    at(app, "changes")
    assert next(one.value for one in app.text_input if one.label == "What changes?") == "3 points more"
    assert number(app, "Smallest effect worth having, in points").value == pytest.approx(3)


def test_the_log_is_searched_and_says_how_often_guesses_held(home_engine: Engine, shop: int, tried: int, open_page: Open) -> None:
    other = a_change(home_engine, shop, metric_of(home_engine, shop), title="Bigger pictures", shipped=date(2026, 9, 7))
    for change, said, learned, sure in ((tried, "validated", "Fewer fields help", 0.8), (other, "rejected", "Nobody looks", 0.6)):
        change_change(home_engine, by=YOU, journey=shop, change=change, revision=1, confidence=sure)
        told: dict[str, Any] = {
            "verdict": Verdict(said),
            "why": "Seen",
            "learning": learned,
            "today": TODAY,
            "found": {"verdict": said},
        }
        decide(home_engine, by=YOU, journey=shop, change=change, revision=2, **told)
    app = at(open_page("friday_retrospective"), "log")
    said = words(app).replace("\\", "")
    assert "Fewer fields help" in said
    assert "Nobody looks" in said
    assert "1 of 2 forecasts held" in said
    app.text_input(key="log_words").set_value("nobody").run()
    assert "Nobody looks" in words(app)
    assert "Fewer fields help" not in words(app)
    app.text_input(key="log_words").set_value("")
    app.selectbox(key="log_verdict").set_value(Verdict.VALIDATED).run()
    assert "Nobody looks" not in words(app)
    assert "Fewer fields help" in words(app)
    app.selectbox(key="log_again").set_value(tried).run()
    assert "### Fewer fields" in words(app)
    unfold(app, f"decide_{tried}_False")
    button(app, "Overrule")
    choice(app, tried, "harmful").run()
    choice(app, tried, "can't tell")
    button(app, "Record the verdict")
    assert "You chose another verdict. See what it does to the map" in refusals(app), "nobody records what was not seen"
    fill(app, "Why do you overrule what the data say (validated)?", "Another team's campaign")
    button(app, "Record the verdict")
    assert changes(home_engine, shop).filter(id=tried)["verdict"].to_list() == ["can't tell"], "decided again, later"


def test_a_view_judges_its_stages_changes_only(home_engine: Engine, shop: int) -> None:
    metric = drop_off(home_engine, shop, shift=SHIPPED, to=0.10)
    pay, browse = (stage(home_engine, shop, name) for name in ("Pay", "Browse"))
    a_change(home_engine, shop, metric, title="Fewer fields", at=pay)
    a_change(home_engine, shop, metric, title="Bigger pictures", at=browse)
    add_view(home_engine, by=YOU, journey=shop, name="Shelf", stages=(browse,))
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"], app.query_params["view"] = "shop", "shelf"
    app.run()
    said = words(app.switch_page("pages/friday_retrospective.py").run())
    assert "### Bigger pictures" in said
    assert "### Fewer fields" not in said


def test_an_address_that_names_a_change_opens_its_card(home_engine: Engine, shop: int, tried: int) -> None:
    a_change(home_engine, shop, metric_of(home_engine, shop), title="Bigger pictures", shipped=date(2026, 9, 7))
    said: dict[str, Any] = {"verdict": Verdict.VALIDATED, "why": "Seen", "learning": "Fewer help", "today": date(2026, 10, 30)}
    decide(home_engine, by=YOU, journey=shop, change=tried, revision=1, **said)
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"], app.query_params["change"] = "shop", str(tried)
    app.run()
    shown = words(app.switch_page("pages/friday_retrospective.py").run())
    assert "### Fewer fields" in shown, "decided three weeks ago, it is on no list any more"
    assert "Decide again" in [one.label for one in app.expander]


def test_who_only_looks_closes_nothing(home_engine: Engine, shop: int, tried: int, open_page: Open) -> None:
    app = open_page("friday_retrospective")
    only_look(home_engine, shop)
    button(app, "Agree: validated")
    assert "You may not give verdicts" in refusals(app)
    button(at(app, "close"), "Close the week")
    assert "You may not close the week" in refusals(app)
    assert verdict(home_engine, shop)[0] is None


@pytest.mark.parametrize("text", NASTY)
def test_what_is_typed_shows_as_it_was_typed(home_engine: Engine, shop: int, open_page: Open, text: str) -> None:
    metric = drop_off(home_engine, shop, shift=SHIPPED, to=0.10)
    change = a_change(home_engine, shop, metric, title=f"Change {text}")
    decide(
        home_engine, by=YOU, journey=shop, change=change, revision=1, verdict=Verdict.TOO_EARLY, why=f"Why {text}",
        learning=f"Learned {text}", today=TODAY,
    )  # fmt: skip
    add_entry(
        home_engine, by=YOU, journey=shop, week=WEEK, weekday=Weekday.FRIDAY, kind=EntryKind.LEARNING, text=f"Taught {text}"
    )
    app = open_page("friday_retrospective")
    assert shown_as_typed(app, f"Change {text}")
    assert shown_as_typed(at(app, "changes"), f"Change {text}")
    assert shown_as_typed(at(app, "log"), f"Learned {text}")
    at(app, "close")
    button(app, "Preview the report")
    assert shown_as_typed(app, f"Taught {text}")
    report = preview(app)
    for what in ("Change", "Why", "Learned", "Taught"):
        assert f"{what} {text}" in as_read(report), what
