"""Thursday's workshop: planned, written in silence, shown, merged, on the map."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.library import workshops as shelf
from journey.routine import workshops as acts
from journey.routine.iteration import bin_stage
from journey.routine.map_document import document
from journey.store.readers import workshops as read
from journey.store.readers.journeys import stages
from journey.store.tables import Workshop
from tests.app.builders import button, refusals
from tests.app.conftest import APP, YOU, words

HURTS = 5
"""Where the lean agenda asks what hurts."""


@pytest.fixture
def running(home_engine: Engine, shop: int) -> Workshop:
    """A workshop that asks what hurts, with two people."""
    people = [("Ines", "Facilitator"), ("Tomasz *star*", "")]
    agenda = shelf().agendas[0]
    planned = acts.plan_workshop(home_engine, by=YOU, journey=shop, name="Mapping", agenda=agenda, people=people)
    return acts.go_to_step(home_engine, by=YOU, journey=shop, workshop=planned.key, revision=planned.revision, step=HURTS)


def opened(as_whom: int | None = None) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    if as_whom:
        app.query_params["as"] = str(as_whom)
    app.run().switch_page("pages/thursday_map.py")
    app.session_state["part"] = "workshop"
    return app.run()


def test_one_is_planned_and_begun(home_engine: Engine, shop: int) -> None:
    app = opened()
    app.text_input[0].set_value("Mapping *now*")
    app.text_area[0].set_value("Ines, Facilitator\nTomasz")
    button(app, "Plan the workshop")
    (planned,) = read.workshops(home_engine, shop)
    assert [(one.name, one.role) for one in read.people(home_engine, planned.key)] == [("Ines", "Facilitator"), ("Tomasz", "")]
    assert "We speak of what customers do and say" in words(app)
    button(app, "Begin")
    assert "1 of 8: Welcome" in words(app)
    assert not app.exception


def test_a_note_is_its_writers_own_until_all_are_shown(home_engine: Engine, shop: int, running: Workshop) -> None:
    ines, tomasz = read.people(home_engine, running.key)
    acts.write_note(home_engine, by=YOU, journey=shop, workshop=running.key, text="They ask *three* times", author=ines.key)
    theirs = opened(tomasz.key)
    said = words(theirs)
    assert "1 note from 1 person so far" in said
    assert "Led by Ines" in said
    assert "Next step" not in [one.label for one in theirs.button]
    assert "They ask" not in said
    assert "They ask" in words(opened(ines.key))
    now = read.workshops(home_engine, shop)[0]
    acts.show_notes(home_engine, by=YOU, journey=shop, workshop=now.key, revision=now.revision)
    assert "They ask" in words(opened(tomasz.key))


def test_what_says_the_same_is_merged_and_put_on_the_map(home_engine: Engine, shop: int, running: Workshop) -> None:
    ines = read.people(home_engine, running.key)[0].key
    app = opened(ines)
    for text in ("They wait for access", "Waiting for somebody to give access"):
        app.text_area[0].set_value(text)
        next(box for box in app.selectbox if box.label == "Where on the journey?").select_index(1)
        button(app, "Write")
    button(app, "Show the notes")
    assert "Do these say the same" in words(app)
    button(app, "Merge")
    button(app, "Put 1 note on the map")
    (card,) = document(home_engine, shop).cards
    assert card.text == "Waiting for somebody to give access"
    assert card.pain is not None
    assert refusals(app) == ""


def test_an_empty_note_is_refused_in_words(home_engine: Engine, shop: int, running: Workshop) -> None:
    app = opened(read.people(home_engine, running.key)[0].key)
    button(app, "Write")
    assert "A note needs words" in refusals(app)
    next(box for box in app.selectbox if box.label == "Where on the journey?").select_index(1)
    app.text_area[0].set_value(" " * 9)
    button(app, "Write")
    assert app.text_area[0].value == " " * 9, "what was refused stays in the form"


def test_who_writes_on_when_it_is_over_is_told_so(home_engine: Engine, shop: int, running: Workshop) -> None:
    app = opened(read.people(home_engine, running.key)[0].key)
    acts.end_workshop(home_engine, by=YOU, journey=shop, workshop=running.key, revision=running.revision)
    app.text_area[0].set_value("They wait")
    button(app, "Write")
    assert "This workshop is over" in refusals(app)
    assert read.notes(home_engine, running.key).is_empty()


def test_a_note_goes_to_the_step_on_the_screen_and_the_form_is_empty_again(
    home_engine: Engine, shop: int, running: Workshop
) -> None:
    app = opened(read.people(home_engine, running.key)[0].key)
    acts.go_to_step(home_engine, by=YOU, journey=shop, workshop=running.key, revision=running.revision, step=HURTS + 1)
    app.text_area[0].set_value("They wait")
    button(app, "Write")
    assert read.notes(home_engine, running.key)["step"].to_list() == [HURTS]
    assert app.text_area[0].value == ""
    assert "What we could do" in words(app)


def test_a_workshop_that_is_over_can_be_read_and_its_lost_notes_placed(home_engine: Engine, shop: int, running: Workshop) -> None:
    target = {"by": YOU, "journey": shop, "workshop": running.key}
    gone = stages(home_engine, shop)[0]
    acts.write_note(home_engine, text="They *wait*", stage=gone.key, **target)
    acts.write_note(home_engine, text="Who pays for lunch?", parked=True, **target)
    bin_stage(home_engine, by=YOU, journey=shop, stage=gone.key, revision=gone.revision, why="Not one of ours")
    acts.end_workshop(home_engine, revision=running.revision, **target)
    app = opened()
    app.session_state[f"held_{running.key}"] = True
    app.run()
    assert "Who pays for lunch?" in words(app)
    box = next(box for box in app.selectbox if "wait" in box.label)
    box.select_index(0).run()
    button(app, "Put 1 note on the map")
    assert [card.text for card in document(home_engine, shop).cards] == ["They *wait*"]
    assert not app.exception
