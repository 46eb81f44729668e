"""Thursday's workshop: planned, written in silence, shown, merged, on the map."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.domain.library import workshops as shelf
from journey.routine import workshops as acts
from journey.routine.map_document import document
from journey.store.readers import workshops as read
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
    said = words(opened(tomasz.key))
    assert "1 note from 1 person so far" in said
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
