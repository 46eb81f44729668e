"""Wednesday as its reader sees it: the queue, what a customer said, what was heard in it, who listened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.words import Role
from journey.routine.journeys import add_journey
from journey.routine.listening.hearing import hear
from journey.routine.pains import add_pain
from journey.routine.people import add_person, add_view, set_member
from journey.store.readers.listening import readings
from journey.store.readers.work import evidence, pains
from journey.store.tables import Verbatim
from tests.app.builders import NASTY, TODAY, WEEK, button, fill, refusals, stage, words_of
from tests.app.conftest import APP, YOU, talks, words

Open = Callable[[str], AppTest]
SAID = ("My card was refused", "Nobody answered", "It took three days")


@pytest.fixture
def spoken(home_engine: Engine, shop: int) -> list[int]:
    """Three customers' words at Pay in the reviewed week."""
    return words_of(home_engine, shop, *SAID)


def choose(app: AppTest, label: str, value: object) -> None:
    next(box for box in app.selectbox if box.label == label).set_value(value)


def part(name: str) -> AppTest:
    """A part of the page, at its own address."""
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.switch_page("pages/wednesday_listening.py")
    app.session_state["part"] = name
    return app.run()


def test_a_week_without_words_says_where_they_come_from(shop: int, open_page: Open) -> None:
    assert "No customer's words from this week have come in" in words(open_page("wednesday_listening"))
    assert "Nobody has listened yet" in words(part("heard"))


def test_the_queue_says_why_each_is_there_and_shows_the_first(spoken: list[int], open_page: Open) -> None:
    app = open_page("wednesday_listening")
    assert "0 of 3 heard or skipped" in words(app)
    assert len(app.radio[0].options) == 3
    assert all(option.strip("0123456789\\. ") for option in app.radio[0].options)
    assert sum(text in words(app) for text in SAID) == 1
    assert "Pay · Wednesday 11 November 2026" in words(app)


def test_what_was_heard_is_saved_with_its_evidence_and_the_next_is_there(
    home_engine: Engine, shop: int, spoken: list[int], open_page: Open
) -> None:
    pain = add_pain(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards are refused").key
    app = open_page("wednesday_listening")
    first = next(text for text in SAID if text in words(app))
    app.slider[0].set_value(-4)
    fill(app, "Note", "Angry")
    choose(app, "It shows this pain point", pain)
    button(app, "Save and next")
    row = readings(home_engine, shop).row(0, named=True)
    assert (row["emotion"], row["note"], row["person"], row["on"]) == (-4, "Angry", "You", TODAY)
    assert evidence(home_engine, shop).select("pain_id", "text").rows() == [(pain, first)]
    assert "1 of 3 heard or skipped" in words(app)
    assert first not in words(app)


def test_a_new_pain_point_needs_a_stage(home_engine: Engine, shop: int, spoken: list[int], open_page: Open) -> None:
    app = open_page("wednesday_listening")
    next(box for box in app.selectbox if box.label == "Which stage is this about?").select_index(0)
    fill(app, "Or a new pain point", "Cards are refused")
    button(app, "Save and next")
    assert "A new pain point belongs to a stage. Choose the stage first. Nothing was saved." in refusals(app)
    assert next(one for one in app.text_input if one.label == "Or a new pain point").value == "Cards are refused"
    choose(app, "Which stage is this about?", stage(home_engine, shop, "Pay"))
    button(app, "Save and next")
    assert pains(home_engine, shop)["title"].to_list() == ["Cards are refused"]


def test_one_can_be_skipped(home_engine: Engine, shop: int, spoken: list[int], open_page: Open) -> None:
    app = open_page("wednesday_listening")
    button(app, "Skip this one")
    assert readings(home_engine, shop)["skipped"].to_list() == [True]
    assert "1 of 3 heard or skipped" in words(app)
    assert "Nobody heard yet" in words(open_page("week")), "what was skipped was not heard"


def test_the_second_of_two_listeners_is_told_who_was_first(
    home_engine: Engine, shop: int, spoken: list[int], open_page: Open
) -> None:
    ana = add_person(home_engine, by=YOU, name="Ana").key
    set_member(home_engine, by=YOU, journey=shop, person=ana, role=Role.EDITOR)
    app = open_page("wednesday_listening")
    first = next(id for id, text in zip(spoken, SAID, strict=True) if text in words(app))
    hear(home_engine, by=ana, journey=shop, week=WEEK, item=(Verbatim, first), on=TODAY)
    fill(app, "Note", "Mine")
    button(app, "Save and next")
    assert (
        "Ana listened to this one a moment ago. Nothing was saved; the next one in the queue is yours. You had noted: Mine"
        in refusals(app)
    )
    assert readings(home_engine, shop)["person"].to_list() == ["Ana"]


def test_when_all_are_heard_the_page_says_so(home_engine: Engine, shop: int, spoken: list[int], open_page: Open) -> None:
    for id in spoken:
        hear(home_engine, by=YOU, journey=shop, week=WEEK, item=(Verbatim, id), on=TODAY, stage=stage(home_engine, shop, "Pay"))
    said = words(open_page("wednesday_listening"))
    assert "3 of 3 heard or skipped" in said
    assert "Heard already this week" in said
    assert "<td>3</td>" in words(part("heard")), "coverage counts them"


def test_a_day_is_the_day_where_the_journey_is(home_engine: Engine, open_page: Open) -> None:
    from datetime import UTC, datetime

    from journey.store.engine import writing

    bank = add_journey(home_engine, by=YOU, name="Bank", timezone="Pacific/Auckland", stages=("Pay",)).key
    with writing(home_engine) as session:
        session.add(Verbatim(journey_id=bank, text="Late", at=datetime(2026, 11, 10, 20, tzinfo=UTC)))
    assert "Wednesday 11 November 2026" in words(open_page("wednesday_listening"))


def test_a_view_hears_its_stages_only(home_engine: Engine, shop: int, spoken: list[int]) -> None:
    browse = stage(home_engine, shop, "Browse")
    words_of(home_engine, shop, "Sizes confuse me", at="Browse")
    add_view(home_engine, by=YOU, journey=shop, name="Shelf", stages=(browse,))
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["journey"], app.query_params["view"] = "shop", "shelf"
    app.run()
    app.switch_page("pages/wednesday_listening.py").run()
    assert "0 of 1 heard or skipped" in words(app)
    assert "Sizes confuse me" in words(app)
    assert "Pay" not in words(app)


def test_another_week_has_a_queue_of_its_own(home_engine: Engine, shop: int, spoken: list[int], open_page: Open) -> None:
    words_of(home_engine, shop, "Last week's words", day=date(2026, 11, 4))
    app = open_page("wednesday_listening")
    app.button(key="to_The week before").click().run()
    assert "0 of 1 heard or skipped" in words(app)
    assert "Last week" in words(app)


@pytest.mark.parametrize("text", NASTY)
def test_customers_words_show_as_they_were_written(home_engine: Engine, shop: int, open_page: Open, text: str) -> None:
    from journey.routine.journeys import change_stage

    change_stage(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), revision=1, name=f"Pay {text}")
    [id] = words_of(home_engine, shop, text, at=f"Pay {text}")
    app = open_page("wednesday_listening")
    assert [turn["text"] for talk in talks(app) for turn in talk["turns"]] == [text]
    assert not any("<script>" in element.proto.body or "<img src=x" in element.proto.body for element in app.get("html"))
    assert all(text not in option or text == "&lt;b&gt;" for option in app.radio[0].options), "labels of a choice are Markdown"
    hear(home_engine, by=YOU, journey=shop, week=WEEK, item=(Verbatim, id), on=TODAY)
    assert not app.run().exception
