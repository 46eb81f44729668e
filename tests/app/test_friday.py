"""Friday as its reader sees it: each change against its metric, verdicts, learnings, the report, the week's end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import EntryKind, Verdict, Weekday
from journey.routine.people import add_view
from journey.routine.weeks import add_entry
from journey.routine.work import decide
from journey.store.readers.work import changes
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


def choose(app: AppTest, change: int, what: str) -> None:
    groups: Any = app.get("button_group")
    next(one for one in groups if one.key == f"pick_{change}").set_value(what)


def test_an_empty_friday_says_what_to_write_down(shop: int, open_page: Open) -> None:
    said = words(open_page("friday_retrospective"))
    assert "Verdicts due (0)" in said
    assert "Write down what shipped, with the metric it should move" in said


def test_a_change_that_worked_says_so_with_how_much_and_how_sure(shop: int, tried: int, open_page: Open) -> None:
    app = open_page("friday_retrospective")
    said = words(app).replace("\\", "")
    assert "Verdicts due (1)" in said
    assert "Fewer fields" in said
    assert "**Validated** (what the data say)" in said
    assert "points" in said
    assert "What would change this verdict" in words(unfold(app, f"why_{tried}"))


def test_the_verdict_of_the_data_is_recorded_with_the_learning(
    home_engine: Engine, shop: int, tried: int, open_page: Open
) -> None:
    app = open_page("friday_retrospective")
    fill(app, "What did we learn?", "Fewer fields help")
    button(app, "Record the verdict")
    said, why, learning = verdict(home_engine, shop)
    assert (said, learning) == ("validated", "Fewer fields help")
    assert why
    assert "Verdicts due (0)" in words(app)
    app.toggle[0].set_value(True).run()
    assert "Learned: Fewer fields help" in words(app)
    assert "(decided)" in words(app)


def test_one_verdict_is_given_at_a_time_and_the_others_wait_folded(home_engine: Engine, shop: int, open_page: Open) -> None:
    metric = drop_off(home_engine, shop, shift=SHIPPED, to=0.10)
    first, second = (a_change(home_engine, shop, metric, title=title) for title in ("Fewer fields", "Bigger pictures"))
    app = open_page("friday_retrospective")
    assert [one.label for one in app.button].count("Record the verdict") == 1
    open_first = next(one.key for one in app.text_input if one.label == "What did we learn?")
    other = second if open_first == f"learned_{first}" else first
    unfold(app, f"decide_{other}_False")
    assert [one.label for one in app.button].count("Record the verdict") == 2


def test_overruling_the_data_needs_a_reason(home_engine: Engine, shop: int, tried: int, open_page: Open) -> None:
    app = open_page("friday_retrospective")
    choose(app, tried, "rejected")
    fill(app, "What did we learn?", "It was the season")
    button(app, "Record the verdict")
    assert "The data say validated. Say why you overrule that, then record it." in refusals(app)
    assert verdict(home_engine, shop)[0] is None
    assert next(one for one in app.text_input if one.label == "What did we learn?").value == "It was the season"
    fill(app, "Why, if you overrule what the data say", "The season fell in it")
    button(app, "Record the verdict")
    assert verdict(home_engine, shop) == ("rejected", "The season fell in it", "It was the season")


def test_a_verdict_given_meanwhile_is_not_gone_over(home_engine: Engine, shop: int, tried: int, open_page: Open) -> None:
    app = open_page("friday_retrospective")
    decide(
        home_engine,
        by=YOU,
        journey=shop,
        change=tried,
        revision=1,
        verdict=Verdict.TOO_EARLY,
        why="Wait",
        learning="",
        today=TODAY,
    )
    button(app, "Record the verdict")
    assert "was changed by You while you were editing" in refusals(app)
    assert verdict(home_engine, shop)[0] == "too early"
    button(app, "Save mine over it")
    assert verdict(home_engine, shop)[0] == "validated"


@pytest.mark.parametrize(
    ("shipped", "said"),
    [(date(2026, 11, 13), "Too early"), (date(2024, 1, 10), "**"), (date(2026, 11, 14), "")],
    ids=["two days ago", "before the data", "yesterday"],
)
def test_a_change_with_too_little_around_it_is_shown_without_a_wrong_claim(
    home_engine: Engine, shop: int, open_page: Open, shipped: date, said: str
) -> None:
    metric = drop_off(home_engine, shop, shift=None)
    a_change(home_engine, shop, metric, shipped=shipped)
    app = open_page("friday_retrospective")
    assert not app.exception
    assert not app.error
    assert "Verdicts due (1)" in words(app)
    assert said in words(app)
    assert "Validated" not in words(app)
    assert "Harmful" not in words(app)


def test_a_change_whose_metric_has_no_data_is_shown_without_a_claim(home_engine: Engine, shop: int, open_page: Open) -> None:
    from journey.routine.metrics import add_metric

    metric = add_metric(home_engine, by=YOU, journey=shop, formula="drop_off", stage=stage(home_engine, shop, "Pay")).key
    observed(home_engine, shop)
    a_change(home_engine, shop, metric)
    app = open_page("friday_retrospective")
    assert not app.error
    assert "Fewer fields" in words(app)
    assert "Validated" not in words(app)


def test_a_change_is_written_down_through_the_dialog(home_engine: Engine, shop: int, open_page: Open) -> None:
    metric = drop_off(home_engine, shop, shift=None)
    app = open_page("friday_retrospective")
    button(app, "Write down a change")
    button(app, "Write it down", within="Write down a change")
    assert "A change needs a title: what was shipped? Nothing was saved." in refusals(app)
    fill(app, "What shipped?", "Fewer fields")
    app.number_input[0].set_value(5.0)
    button(app, "Write it down", within="Write down a change")
    row = changes(home_engine, shop).row(0, named=True)
    assert (row["title"], row["metric_id"], row["shipped_on"], row["direction"]) == ("Fewer fields", metric, TODAY, "down")
    assert row["size"] == pytest.approx(0.05), "five points of a rate"
    assert "Fewer fields shipped on 18 Nov 2026" in words(app), "what was just written down is somewhere"


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
    assert "Bigger pictures" in said
    assert "Fewer fields" not in said


def test_who_only_looks_closes_nothing(home_engine: Engine, shop: int, tried: int, open_page: Open) -> None:
    app = open_page("friday_retrospective")
    only_look(home_engine, shop)
    button(app, "Record the verdict")
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
    at(app, "close")
    button(app, "Preview the report")
    assert shown_as_typed(app, f"Taught {text}")
    report = preview(app)
    for what in ("Change", "Why", "Learned", "Taught"):
        assert f"{what} {text}" in as_read(report), what
