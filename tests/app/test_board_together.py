"""What the map's people did and said, as other pages tell it: history that takes back, mentions that wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from journey.config import settings
from journey.domain.words import Role
from journey.routine.board import perform
from journey.routine.people import add_person, set_member
from journey.store.readers.maps import cards, lanes
from tests.app.builders import refusals, stage
from tests.app.conftest import YOU, words

Open = Callable[[str], AppTest]


@pytest.fixture
def card(home_engine: Engine, shop: int) -> int:
    """A card of one's own on the map of the shop."""
    cell: dict[str, Any] = {"stage": stage(home_engine, shop, "Pay"), "lane": lanes(home_engine, shop)[2].key}
    [ref] = perform(home_engine, by=YOU, journey=shop, token="t1", kind="add", text="Price?", why="Asked twice", **cell)
    return int(ref.removeprefix("card:"))


def said_on(engine: Engine, shop: int) -> list[str]:
    return cards(engine, shop)["text"].to_list()


def test_the_history_takes_a_change_of_the_map_back_and_does_it_again(
    home_engine: Engine, shop: int, card: int, open_page: Open
) -> None:
    perform(home_engine, by=YOU, journey=shop, token="t2", kind="text", ref=f"card:{card}", rev=1, text="Which <b>price</b>?")
    app = open_page("history")
    assert "*Why:* Asked twice" in words(app)
    app.button(key="undo_t2").click().run()
    assert said_on(home_engine, shop) == ["Price?"]
    assert "*(taken back)*" in words(app)
    app.button(key="redo_t2").click().run()
    assert said_on(home_engine, shop) == ["Which <b>price</b>?"]


def test_what_somebody_changed_since_is_not_taken_back_over_them(
    home_engine: Engine, shop: int, card: int, open_page: Open
) -> None:
    for token, text, rev in (("t2", "Mine", 1), ("t3", "Theirs", 2)):
        perform(home_engine, by=YOU, journey=shop, token=token, kind="text", ref=f"card:{card}", rev=rev, text=text)
    app = open_page("history")
    app.button(key="undo_t2").click().run()
    assert said_on(home_engine, shop) == ["Theirs"]
    assert "its text is “Theirs” now and would be “Price?”" in refusals(app).replace("\\", "")


def test_a_mention_waits_on_the_week_page_of_whom_it_names(
    home_engine: Engine, shop: int, card: int, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = add_person(home_engine, by=YOU, name="Ann", email="ann@example.org").key
    set_member(home_engine, by=YOU, journey=shop, person=ann, role=Role.EDITOR)
    talk: dict[str, Any] = {"ref": f"card:{card}", "text": "@Ann is *that* so?", "mentions": [ann]}
    perform(home_engine, by=YOU, journey=shop, token="c1", kind="comment", **talk)
    assert "What waits for you" not in words(open_page("week"))
    monkeypatch.setenv("JOURNEY_PERSON", "ann@example.org")
    settings.cache_clear()
    app = open_page("week")
    assert "What waits for you" in words(app)
    [link] = [one.proto for one in app.get("page_link") if "Price" in one.proto.label]
    assert (link.page, f"at=card%3A{card}" in link.query_string) == ("thursday_map", True)


def test_a_server_for_somebody_who_is_not_here_says_so(
    home_engine: Engine, shop: int, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEY_PERSON", "Nobody")
    settings.cache_clear()
    assert "Nobody here is called 'Nobody', as JOURNEY_PERSON says" in refusals(open_page("week"))
