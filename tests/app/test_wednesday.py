"""Wednesday as its reader sees it: the queue, what a customer said, what was heard in it, who listened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlmodel import col
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup, Radio

from journey.domain.words import Role
from journey.routine.journeys import add_journey, add_stage
from journey.routine.listening.claims import LEFT_ALONE, take
from journey.routine.listening.hearing import hear
from journey.routine.pains import add_pain
from journey.routine.people import add_person, add_view, set_member
from journey.store.engine import writing
from journey.store.readers.listening import readings
from journey.store.readers.work import evidence, pains
from journey.store.tables import Alert, Claim, Stage, Turn, Verbatim, now
from journey.ui.runtime import literal
from tests.app.builders import NASTY, TODAY, WEEK, a_call, button, call_said, drop_off, fill, refusals, stage, words_of
from tests.app.conftest import APP, YOU, talks, words

Open = Callable[[str], AppTest]
SAID = ("My card was refused", "Nobody answered", "It took three days")


@pytest.fixture
def spoken(home_engine: Engine, shop: int) -> list[int]:
    """Three customers' words at Pay in the reviewed week."""
    return words_of(home_engine, shop, *SAID)


def choose(app: AppTest, label: str, value: object) -> None:
    next(box for box in app.selectbox if box.label == label).set_value(value)


def emotion(app: AppTest) -> ButtonGroup[Any]:
    return next(one for one in app.segmented_control if one.label == "How did it feel?")


def asked(app: AppTest) -> Radio[Any]:
    return next(one for one in app.radio if one.label == "Which stage is this about?")


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
    assert list(app.radio[0].options) == ["1\\. Survey · Pay", "2\\. Survey · Pay", "3\\. Survey · Pay"]
    assert list(app.radio[0].proto.captions) == ["Among the lowest scores this week"] * 3
    assert sum(text in words(app) for text in SAID) == 1
    assert "Pay · Wednesday 11 November 2026" in words(app)


def test_an_alert_is_named_where_its_customers_are_heard(home_engine: Engine, shop: int, spoken: list[int]) -> None:
    pay = stage(home_engine, shop, "Pay")
    metric = drop_off(home_engine, shop)
    with writing(home_engine) as session:
        moved: dict[str, Any] = {"value": 0.45, "expected": 0.2, "n": 1400, "rule": "shift", "why": "Moved up: 45 %."}
        session.add(Alert(journey_id=shop, metric_id=metric, stage_id=pay, week=WEEK, since=TODAY, **moved))
    app = part("listen")
    assert list(app.radio[0].proto.captions) == ["Monday's alert: drop-off at Pay rose"] * 3
    links: list[Any] = list(app.get("page_link"))
    assert "Open the alert" in [link.proto.label for link in links]


def test_what_was_heard_is_saved_and_the_next_begins_empty(
    home_engine: Engine, shop: int, spoken: list[int], open_page: Open
) -> None:
    app = open_page("wednesday_listening")
    first = next(text for text in SAID if text in words(app))
    emotion(app).set_value(-4)
    fill(app, "Note", "Angry")
    button(app, "Save and next")
    row = readings(home_engine, shop).row(0, named=True)
    assert (row["emotion"], row["note"], row["person"], row["on"]) == (-4, "Angry", "You", TODAY)
    assert "1 of 3 heard or skipped" in words(app)
    assert first not in words(app)
    assert next(field for field in app.text_input if field.label == "Note").value == ""


def test_where_it_happened_must_be_said_and_none_of_these_is_an_answer(home_engine: Engine, shop: int, open_page: Open) -> None:
    words_of(home_engine, shop, "Where do I find you?", at=None)
    app = open_page("wednesday_listening")
    fill(app, "Note", "Lost")
    button(app, "Save and next")
    assert "Say which stage this is about, or choose None of these. Nothing was saved yet." in refusals(app)
    assert next(field for field in app.text_input if field.label == "Note").value == "Lost", "what was typed is kept"
    asked(app).set_value("none").run()
    button(app, "Save and next")
    assert readings(home_engine, shop).select("stage_id", "note", "skipped").rows() == [(None, "Lost", False)]


def test_another_stage_is_chosen_and_heard(home_engine: Engine, shop: int, spoken: list[int], open_page: Open) -> None:
    for name in ("Receive", "Return", "Ask"):
        add_stage(home_engine, by=YOU, journey=shop, name=name)
    app = open_page("wednesday_listening")
    box = next(one for one in app.selectbox if one.label == "Another stage")
    name = box.options[-1]
    box.set_value(stage(home_engine, shop, name)).run()
    assert name in asked(app).options
    button(app, "Save and next")
    assert readings(home_engine, shop)["stage_id"].to_list() == [stage(home_engine, shop, name)]


def test_a_quote_goes_behind_a_known_pain_point(home_engine: Engine, shop: int, spoken: list[int], open_page: Open) -> None:
    pain = add_pain(home_engine, by=YOU, journey=shop, stage=stage(home_engine, shop, "Pay"), title="Cards are refused").key
    app = open_page("wednesday_listening")
    first = next(text for text in SAID if text in words(app))
    button(app, "Keep a quote")
    choose(app, "It shows this pain point", pain)
    button(app, "Keep the quote")
    assert evidence(home_engine, shop).select("pain_id", "text").rows() == [(pain, first)]
    assert "Cards are refused</figcaption>" in words(app)
    button(app, "Remove")
    assert evidence(home_engine, shop).is_empty()
    button(app, "Bring the quote back")
    assert evidence(home_engine, shop).height == 1


def test_a_new_pain_point_takes_two_presses(home_engine: Engine, shop: int, spoken: list[int], open_page: Open) -> None:
    app = open_page("wednesday_listening")
    first = next(text for text in SAID if text in words(app))
    button(app, "New pain point")
    button(app, "Add the pain point")
    made = pains(home_engine, shop).row(0, named=True)
    assert (made["title"], made["stage"], made["evidence"]) == (first, "Pay", 1)


def test_words_that_were_not_said_are_refused_and_kept_in_the_field(spoken: list[int], open_page: Open) -> None:
    app = open_page("wednesday_listening")
    button(app, "Keep a quote")
    fill(app, "The words", "I love it")
    button(app, "Keep the quote")
    assert "These words were not said here as they stand" in refusals(app)
    assert next(field for field in app.text_area if field.label == "The words").value == "I love it"


def test_a_call_that_is_likely_about_a_stage_gives_a_new_pain_point_in_two_presses(
    home_engine: Engine, shop: int, open_page: Open, lessons: list[Callable[[], None]]
) -> None:
    with writing(home_engine) as session:
        paying = {"description": "Card, invoice, payment refused at the checkout"}
        session.connection().execute(update(Stage).where(col(Stage.name) == "Pay").values(**paying))
    a_call(home_engine, shop)
    with writing(home_engine) as session:
        session.connection().execute(update(Turn).values(text="My card payment was refused at the checkout"))
    open_page("wednesday_listening")
    for lesson in lessons:
        lesson()
    app = open_page("wednesday_listening")
    assert asked(app).value is None, "nobody said yet where it happened"
    button(app, "New pain point")
    fill(app, "The words", "My card payment was refused")
    fill(app, "New pain point", "Cards are refused")
    button(app, "Add the pain point")
    assert pains(home_engine, shop).select("title", "stage").rows() == [("Cards are refused", "Pay")]


def test_how_a_quote_felt_is_said_and_corrected(home_engine: Engine, shop: int, open_page: Open) -> None:
    a_call(home_engine, shop)
    app = open_page("wednesday_listening")
    button(app, "Keep a quote")
    fill(app, "The words", call_said(3))
    choose(app, "Stage", stage(home_engine, shop, "Pay"))
    felt_in(app).set_value(-4)
    button(app, "Keep the quote")
    assert "felt −4 · Pay</figcaption>" in words(app)
    assert "Quoted, felt −4" in words(app)
    button(app, "Correct")
    felt_in(app).set_value(3)
    choose(app, "Stage of the quote", stage(home_engine, shop, "Basket"))
    button(app, "Save the quote")
    assert "felt +3 · Basket</figcaption>" in words(app)
    [turn] = [turn for talk in talks(app) for turn in talk["turns"] if turn["text"] == call_said(3)]
    assert (turn["felt"], turn["sure"]) == (3, "Set by a person who read it")


def felt_in(app: AppTest) -> ButtonGroup[Any]:
    return next(one for one in app.segmented_control if one.label == "How did these words feel?")


def test_two_listeners_never_get_the_same_customer(home_engine: Engine, shop: int, spoken: list[int], open_page: Open) -> None:
    ana = add_person(home_engine, by=YOU, name="Ana").key
    set_member(home_engine, by=YOU, journey=shop, person=ana, role=Role.EDITOR)
    mine = open_page("wednesday_listening").radio[0].value
    hers = take(home_engine, by=ana, journey=shop, week=WEEK, wanted=[(Verbatim, id) for id in spoken])
    assert hers is not None
    assert f"v{hers[1]}" != mine
    app = open_page("wednesday_listening")
    assert app.radio[0].value == mine, "where I stopped is where I go on, in another window too"
    assert "**Ana is listening**" in app.radio[0].proto.captions
    app.radio[0].set_value(f"v{hers[1]}").run()
    assert "**Ana is listening to this one**" in words(app)
    assert not any(one.label == "Save and next" for one in app.button)
    button(app, "The next free one")
    assert app.radio[0].value not in (mine, f"v{hers[1]}")


def test_what_was_noted_can_be_corrected(home_engine: Engine, shop: int, spoken: list[int], open_page: Open) -> None:
    item, pay = (Verbatim, spoken[1]), stage(home_engine, shop, "Pay")
    hear(home_engine, by=YOU, journey=shop, week=WEEK, item=item, on=TODAY, stage=pay, emotion=-3, note="Angry")
    app = open_page("wednesday_listening")
    app.radio[0].set_value(f"v{spoken[1]}").run()
    assert "**You heard this one**  \nPay, felt as −3" in words(app)
    button(app, "Change what was noted")
    assert next(field for field in app.text_input if field.label == "Note").value == "Angry"
    emotion(app).set_value(-1)
    fill(app, "Note", "Rather tired")
    button(app, "Save the change")
    row = readings(home_engine, shop).row(0, named=True)
    assert (row["emotion"], row["note"], row["stage_id"], row["revision"]) == (-1, "Rather tired", pay, 2)


def test_any_item_opens_by_its_address(home_engine: Engine, shop: int, spoken: list[int]) -> None:
    [old] = words_of(home_engine, shop, "Years ago", day=date(2025, 3, 4))
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["item"] = f"v{old}"
    app.run()
    app.switch_page("pages/wednesday_listening.py")
    app.query_params["item"] = f"v{old}"
    app.run()
    assert "Years ago" in words(app)
    button(app, "Save and next")
    assert readings(home_engine, shop)["verbatim_id"].to_list() == [old]
    assert "**0 of 3 heard or skipped**, and 1 beside the queue" in words(app)


def test_a_week_without_words_goes_back_to_the_last_that_has_some(home_engine: Engine, shop: int, open_page: Open) -> None:
    words_of(home_engine, shop, "Three weeks ago", day=date(2026, 10, 21))
    said = words(open_page("wednesday_listening"))
    assert "Nothing came in for 9–15 Nov 2026. These words are from 19–25 Oct 2026." in said
    assert "Three weeks ago" in said


def test_one_can_be_skipped(home_engine: Engine, shop: int, spoken: list[int], open_page: Open) -> None:
    app = open_page("wednesday_listening")
    button(app, "Skip this one")
    assert readings(home_engine, shop)["skipped"].to_list() == [True]
    assert "1 of 3 heard or skipped" in words(app)
    assert "Nobody heard yet" in words(open_page("week")), "what was skipped was not heard"


def test_who_was_away_for_long_is_told_who_was_first_and_keeps_their_note(
    home_engine: Engine, shop: int, spoken: list[int], open_page: Open
) -> None:
    ana = add_person(home_engine, by=YOU, name="Ana").key
    set_member(home_engine, by=YOU, journey=shop, person=ana, role=Role.EDITOR)
    app = open_page("wednesday_listening")
    first = next(id for id, text in zip(spoken, SAID, strict=True) if text in words(app))
    with writing(home_engine) as session:
        session.connection().execute(update(Claim).values(at=now() - LEFT_ALONE * 2))
    hear(home_engine, by=ana, journey=shop, week=WEEK, item=(Verbatim, first), on=TODAY)
    fill(app, "Note", "Mine")
    button(app, "Save and next")
    assert (
        "Ana listened to this one a moment ago. Nothing was saved; the next one in the queue is yours. You had noted: Mine"
        in refusals(app)
    )
    assert readings(home_engine, shop)["person"].to_list() == ["Ana"]
    assert SAID[spoken.index(first)] not in words(app)


def test_when_all_are_heard_the_page_says_so(home_engine: Engine, shop: int, spoken: list[int], open_page: Open) -> None:
    for id in spoken:
        hear(home_engine, by=YOU, journey=shop, week=WEEK, item=(Verbatim, id), on=TODAY, stage=stage(home_engine, shop, "Pay"))
    said = words(open_page("wednesday_listening"))
    assert "3 of 3 heard or skipped" in said
    assert "**3 customers heard** by You (3)." in said
    assert "Where: Pay (3)." in said
    assert ">3</td>" in words(part("heard")), "coverage counts them"


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
    assert list(app.radio[0].options) == [rf"1\. Survey · {literal(f'Pay {text}')}"], "labels of a choice are Markdown"
    hear(home_engine, by=YOU, journey=shop, week=WEEK, item=(Verbatim, id), on=TODAY)
    assert not app.run().exception
