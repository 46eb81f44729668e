"""Wednesday's parts on what customers feel, what they can't find out, whom we met, and who listened."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.routine.iteration import change_stage
from journey.routine.journeys import add_persona
from journey.routine.listening.interviews import log_interview
from journey.routine.people import add_person, add_team, add_view
from journey.store.engine import writing
from journey.store.readers.gaps import gaps
from journey.store.readers.interviews import interviews
from journey.store.readers.journeys import stages
from journey.store.readers.listening import turns
from journey.store.tables import Quote, Verbatim
from tests.app.builders import NASTY, button, fill, only_look, refusals, stage
from tests.app.conftest import APP, YOU, words

AT = datetime(2026, 11, 11, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _home(home_engine: Engine) -> None:
    """The app's own installation, on its day."""


def part(name: str, **address: str) -> AppTest:
    """A part of the page, chosen as a reader does."""
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in address.items():
        app.query_params[key] = value
    app.run().switch_page("pages/wednesday_listening.py")
    app.session_state["part"] = name
    return app.run()


def answers(engine: Engine, shop: int, at: str, *emotions: float, **values: Any) -> None:
    where = stage(engine, shop, at)
    with writing(engine) as session:
        for place, emotion in enumerate(emotions):
            text = f"Answer {place} at {at} that says why it felt so."
            session.add(Verbatim(journey_id=shop, at=AT, stage_id=where, emotion=emotion, **{"text": text, **values}))


def assume(engine: Engine, shop: int, **emotions: float) -> None:
    for row in stages(engine, shop):
        if row.name in emotions:
            told = {"assumed_emotion": emotions[row.name], "why": "Workshop"}
            change_stage(engine, by=YOU, journey=shop, stage=row.key, revision=row.revision, **told)


def test_each_part_says_what_would_be_there(shop: int) -> None:
    assert "No stage has a scored answer or a heard customer yet" in words(part("emotion"))
    said = words(part("gaps"))
    assert "Nothing is on the list." in said
    assert "No question was asked 3 times or more in 8 weeks" in said
    assert "No event names a help article." in said
    assert "Nothing yet. What you log counts as a customer heard" in words(part("interviews"))
    assert "Nobody has listened yet." in words(part("heard"))


def test_the_worst_gap_comes_first_with_its_quotes(home_engine: Engine, shop: int) -> None:
    assume(home_engine, shop, Browse=2.0, Pay=3.0)
    answers(home_engine, shop, "Browse", *[1.0, 3.0] * 6)
    answers(home_engine, shop, "Pay", *[-4.0, -2.0] * 6)
    said = words(part("emotion"))
    assert "Customers feel worse than assumed at Pay" in said
    assert said.index("<h3>Pay") < said.index("<h3>Browse") < said.index("<h3>Basket")
    assert "too rosy" in said
    assert "Customers feel worse than assumed: −3 (−3.7 to −2.3) on 12 answers, where the map says +3." in said
    assert "What was assumed holds: +2" in said
    assert "The assumption is evidenced." in said
    assert "item=v1" in said, "a quote leads to where it was said"


def test_a_kept_quote_stands_before_what_is_only_scored(home_engine: Engine, shop: int) -> None:
    answers(home_engine, shop, "Pay", *[-5.0] * 5)
    answers(home_engine, shop, "Pay", -1.0, text="My card was refused <b>twice</b>")
    with writing(home_engine) as session:
        session.add(Quote(journey_id=shop, text="refused <b>twice</b>", verbatim_id=6, person_id=YOU))
    said = words(part("emotion"))
    assert said.index("refused &lt;b&gt;twice") < said.index("Answer 0 at Pay")
    assert "−1, kept as a quote" in said


def test_feelings_of_one_personas_customers(home_engine: Engine, shop: int) -> None:
    add_persona(home_engine, by=YOU, journey=shop, name="Ana of the team", segment="plan=team")
    answers(home_engine, shop, "Pay", *[-4.0] * 12, attributes={"plan": "solo"})
    answers(home_engine, shop, "Pay", *[4.0] * 11, attributes={"plan": "team"})
    app = part("emotion")
    assert "n 23" in words(app)
    next(box for box in app.selectbox if box.label == "Whose feelings").set_value("plan=team").run()
    assert "n 11" in words(app)


def test_a_question_that_comes_again_is_put_on_the_list_and_answered(home_engine: Engine, shop: int) -> None:
    answers(home_engine, shop, "Pay", None, None, None, text="Where is my invoice?")  # type: ignore[arg-type]
    app = part("gaps")
    assert "Asked 3 times or more" in words(app)
    button(app, "Put on list")
    row = gaps(home_engine, shop).row(0, named=True)
    assert (row["question"], row["stage"], row["item"]) == ("Where is my invoice?", "Pay", "v3")
    assert "No question was asked 3 times or more" in words(app), "what is on the list is not offered again"
    button(app, "Open")
    fill(app, "What was done about it, or why nothing is missing", "Article 12 tells it")
    button(app, "It is answered now", within="Open")
    assert gaps(home_engine, shop)["status"].to_list() == ["answered"]


def test_a_refused_gap_keeps_what_was_typed_and_a_viewer_may_add_one(home_engine: Engine, shop: int) -> None:
    only_look(home_engine, shop)
    app = part("gaps")
    button(app, "Add a gap")
    button(app, "Put on the list", within="Add a gap")
    assert "The question is empty" in refusals(app)
    button(app, "Add a gap")
    fill(app, "What do customers ask?", "How do I pay?")
    button(app, "Put on the list", within="Add a gap")
    assert gaps(home_engine, shop)["question"].to_list() == ["How do I pay?"]


def test_an_interview_is_shown_as_it_would_be_kept_then_saved_and_listed(home_engine: Engine, shop: int) -> None:
    app = part("interviews")
    fill(app, "What was said or seen", "Customer: Call me at +49 170 1234567\nMe: Why?")
    button(app, "Show what would be kept")
    assert "Taken out: 1 phone number." in words(app)
    assert "Call me at [PHONE 1]" in words(app)
    assert interviews(home_engine, shop).is_empty()
    button(app, "Save")
    row = interviews(home_engine, shop).row(0, named=True)
    assert [turn.text for turn in turns(home_engine, row["id"])] == ["Call me at [PHONE 1]", "Why?"]
    assert "Interview of 18 November" in words(app)
    assert next(one for one in app.text_area if one.label == "What was said or seen").value == "", "the form is empty again"


def test_an_interview_without_words_is_refused_with_what_was_chosen_still_there(home_engine: Engine, shop: int) -> None:
    app = part("interviews")
    fill(app, "Title", "At the till")
    button(app, "Save")
    assert "Write what you heard or saw" in refusals(app)
    assert next(one for one in app.text_input if one.label == "Title").value == "At the till"
    assert interviews(home_engine, shop).is_empty()


def test_an_interview_is_corrected_and_binned(home_engine: Engine, shop: int) -> None:
    log_interview(home_engine, by=YOU, journey=shop, on=date(2026, 11, 10), title="At the till", notes="It was loud.")
    app = part("interviews")
    button(app, "Open")
    next(box for box in app.selectbox if box.label == "How did the customer feel?" and "interview_1" in box.key).set_value(-2)
    fill(app, "What was said or seen", "Customer: It was far too loud.", 1)
    button(app, "Save", 1, within="Open")
    row = interviews(home_engine, shop).row(0, named=True)
    assert (row["emotion"], row["title"], row["revision"]) == (-2, "At the till", 2)
    assert [(turn.customer, turn.text) for turn in turns(home_engine, row["id"])] == [(True, "It was far too loud.")]
    assert "felt −2" in words(app)
    button(app, "Open")
    button(app, "Put in the bin", within="Open")
    assert interviews(home_engine, shop).is_empty()
    assert "At the till" in words(app.switch_page("pages/history.py").run())


def test_who_met_a_customer_counts_and_who_did_not_is_named(home_engine: Engine, shop: int) -> None:
    team = add_team(home_engine, by=YOU, name="Payments").key
    add_team(home_engine, by=YOU, name="Growth")
    ana, bo, cy = (add_person(home_engine, by=YOU, name=name, team_id=team).key for name in ("Ana", "Bo", "Cy"))
    pay = stage(home_engine, shop, "Pay")
    told = {"notes": "Customer: Fine", "stage": pay}
    log_interview(home_engine, by=YOU, journey=shop, on=date(2026, 11, 10), held_by=ana, others=(bo,), **told)
    log_interview(home_engine, by=YOU, journey=shop, on=date(2026, 9, 1), held_by=cy, **told)
    said = words(part("heard"))
    assert "<td class='l1 last'>2</td>" in said, "two of Payments heard a customer in November"
    assert "Cy (last 1 Sep 2026)" in said
    assert "Ana" not in said.split("six weeks")[1]
    add_view(home_engine, by=YOU, journey=shop, name="Paying", team=team, stages=(pay,))
    viewed = words(part("heard", journey="shop", view="paying"))
    assert "Growth" not in viewed
    assert "Browse" not in viewed


@pytest.mark.parametrize("text", NASTY[:4])
def test_what_was_typed_shows_as_it_was_typed(home_engine: Engine, shop: int, text: str) -> None:
    from journey.routine.listening.gaps import add_gap

    add_gap(home_engine, by=YOU, journey=shop, question=f"Why {text}?", article=text)
    log_interview(home_engine, by=YOU, journey=shop, on=date(2026, 11, 10), title=f"With {text}", notes=text)
    answers(home_engine, shop, "Pay", *[-3.0] * 3, text=f"It said {text} and no more than that")
    for label in ("emotion", "gaps", "interviews"):
        app = part(label)
        assert not app.exception
        assert not any("<script>" in one.proto.body or "<img src=x" in one.proto.body for one in app.get("html"))
