"""Thursday's board on its page: the map as it is now, what people do on it, and who else is there."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.domain.policy import may
from journey.store.readers.journeys import row, who
from journey.store.tables import Person
from journey.ui.board import acting, component, look
from journey.ui.board.here import initials
from journey.ui.board.shown import map_of
from journey.ui.board.views import settings_of
from journey.ui.frame import Screen
from journey.ui.runtime import engine, me
from journey.ui.search.landing import came_for

EVERY = 1.5
"""Seconds between two looks at what others did: with a run and its way to the browser, theirs is seen within two."""

CAN = {"edit": "card.change", "comment": "comment.add", "views": "map_view.save"}
"""What the board offers only to those who may do that act; the act itself asks again."""


def asked_for(here: Screen) -> look.Look:
    """How the address wants the board to be looked at, and what it is to open at; in words what of that is not on the board."""
    address = st.query_params.to_dict()
    asked = look.read(address, settings_of(here.id, address.get("look", "")))
    if not asked["at"] and (named := _came_for(address)):
        asked["at"] = named
        if f'"ref":"{named}"' not in map_of(here):
            came_for(here)  # settled, in the bin, or in a stage that this view leaves out
    return asked


def board(here: Screen, asked: look.Look) -> None:
    """The board over the whole width, looked at as `asked` for."""
    person = who(engine(), here.id, me())
    _live(here, asked, {name: may(person, act) for name, act in CAN.items()}, _me())


@st.fragment(run_every=EVERY, key="board")
def _live(here: Screen, asked: look.Look, can: dict[str, bool], mine: dict[str, Any]) -> None:
    """Runs by itself, so that what others do shows; an unchanged map is the same text and is not drawn again.

    What it is handed is as the page's last run left it: the address says how the board was opened, not how it is looked at now.
    """
    client = st.session_state.get("board_client", "")
    with st.container(key="thursday_board"):
        component.draw(
            map_of(here), answer=st.session_state.get("board_answer"), people=acting.people(here, client), look=asked,
            can=can, why=acting.why(here, client), me=mine,
            on_act=lambda: _act(here), on_look=lambda: _look(here), on_ask=lambda: _ask(here),
        )  # fmt: skip


def _act(here: Screen) -> None:
    """Do what the browser sent; the same run draws what came of it."""
    said = component.sent("act")
    client, acts = said.get("client"), said.get("acts")
    if isinstance(client, str) and isinstance(acts, list):
        st.session_state["board_client"] = client
        st.session_state["board_answer"] = acting.answer(here, acts, client)


def _ask(here: Screen) -> None:
    answer: dict[str, Any] = st.session_state.get("board_answer") or {"done": [], "refused": {}}
    st.session_state["board_answer"] = answer | {"asked": acting.asked(here, component.sent("ask"))}


def _look(here: Screen) -> None:
    """Put how the board is looked at into the address, for whoever gets it."""
    wanted = component.sent("look")
    for name, text in look.written(wanted, settings_of(here.id, str(wanted.get("view", "")))).items():
        if text is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = text


def _came_for(address: dict[str, str]) -> str:
    """What a link from another page is about, where that stands on the board."""
    return next((f"{name}:{address[name]}" for name in ("card", "pain", "opportunity") if address.get(name, "").isdecimal()), "")


def _me() -> dict[str, Any]:
    person = row(engine(), Person, me())
    return {"id": person.key, "name": person.name, "initials": initials(person.name)}
