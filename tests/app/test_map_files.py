"""Import and export on Thursday's page: a look at the map before it comes in, and a file only when somebody asks for it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.exports.maps.files import write
from journey.routine.journeys import add_journey
from journey.routine.map_document import bring_in, document
from journey.store.readers.journeys import journeys
from tests.app.conftest import YOU, words
from tests.documents import RICH, renamed

Open = Callable[[str], AppTest]


@pytest.fixture
def opened(open_page: Open) -> Callable[[], AppTest]:
    def now() -> AppTest:
        app = open_page("thursday_map")
        app.session_state["part"] = "files"
        return app.run()

    return now


def drop(app: AppTest, name: str, data: bytes) -> AppTest:
    return app.file_uploader[0].upload(name, data).run()


def test_a_map_is_looked_at_and_then_brought_into_an_empty_journey(home_engine: Engine, opened: Callable[[], AppTest]) -> None:
    begun = add_journey(home_engine, by=YOU, name="Shop")
    app = drop(opened(), "flowers.json", write(RICH, "json").data)
    assert "**Buying flowers**, read as JSON: 3 stages, 3 steps, 4 cards, 2 personas, 2 links." in words(app)
    assert "Everything in the file has a place on the map." in words(app)
    assert "Buying flowers, its stages: Choose, Pay, Track" in words(app)
    assert document(home_engine, begun.key).stages == ()
    next(button for button in app.button if button.label == "Bring it in").click().run()
    assert not app.exception
    assert renamed(document(home_engine, begun.key)).cards == renamed(RICH).cards
    assert app.query_params["journey"] in ("shop", ["shop"])


def test_beside_a_map_it_becomes_a_journey_of_its_own(home_engine: Engine, shop: int, opened: Callable[[], AppTest]) -> None:
    app = drop(opened(), "prices.csv", b"name,price\nx,2\n")
    assert "prices.csv holds no map that can be read. Nothing was imported." in app.error[0].value.replace("\\", "")
    assert all(button.label != "Bring it in" for button in app.button)
    app = drop(app, "day.mmd", b"journey\n  section Work\n    <b>Tea</b> **x**: 9: Me\n")
    said = words(app)
    assert "Shop has a map already, so this becomes a journey of its own." in said
    assert "has no score from 1 to 5" in said
    app.text_input[0].set_value("Shop").run()
    next(button for button in app.button if button.label == "Bring it in").click().run()
    assert "There is a journey called 'Shop' already" in words(app).replace("\\", "")
    assert len(journeys(home_engine)) == 1
    app.text_input[0].set_value("My day").run()
    next(button for button in app.button if button.label == "Bring it in").click().run()
    assert not app.exception
    assert sorted(row.name for row in journeys(home_engine)) == ["My day", "Shop"]


def test_each_format_says_what_it_leaves_out_and_is_made_only_when_asked(
    home_engine: Engine, opened: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_in(home_engine, by=YOU, document=RICH, why="Drawn before")
    monkeypatch.setattr("journey.ui.board.files.figures", lambda *_, **__: pytest.fail("a page must not make the file"))
    app = opened()
    app.session_state["map_format"] = "mermaid"
    app.run()
    assert "Mermaid leaves out" in words(app)
    assert "4 cards" in words(app)
    app.session_state["map_format"] = "json"
    app.run()
    assert "Nothing is left out." in words(app)
    assert json.loads(write(RICH, "json").data)["format"] == "journey-map"
