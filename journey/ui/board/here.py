"""Who is at the map: this window says so seldom, and sees the others each time it looks."""

from __future__ import annotations

from time import monotonic
from typing import Any
from uuid import uuid4

import streamlit as st

from journey.config import settings
from journey.errors import JourneyError
from journey.routine.board.presence import be_here, leave
from journey.store.readers.presence import here_now
from journey.ui.frame import Screen
from journey.ui.runtime import engine, me

LOCAL = "You"
"""The name that the local user begins with."""
EVERY = 10.0
"""Seconds between two signs of life of a window."""


def present(here: Screen, client: str) -> list[dict[str, Any]]:
    """The windows that have the map open: name, initials, at (a ref or ""), me (whether it is this one), client."""
    own = client or st.session_state.setdefault("board_window", uuid4().hex)
    rows = here_now(engine(), here.id)
    mine = rows.filter(client=own)
    _sign(here, own, client, "" if mine.is_empty() else mine["at"][0])
    named = [(called(name), window, at) for name, window, at in rows.select("name", "client", "at").iter_rows()]
    return [
        {"name": name, "initials": initials(name), "at": at, "me": window == own, "client": window} for name, window, at in named
    ]


def called(name: str) -> str:
    """What somebody is called to the reader: the local user, who is "You" until somebody names them, is not the reader here."""
    return "the local user" if name == LOCAL and settings().person.strip() else name


def initials(name: str) -> str:
    """The first letters of a name's first two words."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def _sign(here: Screen, own: str, client: str, at: str) -> None:
    """Say that the window is there, unless it did just now; one that had no name of its own yet is the same under its own."""
    said: dict[str, float] = st.session_state.setdefault("board_signs", {})
    key = f"{here.id} {own}"
    if monotonic() - said.get(key, -EVERY) < EVERY:
        return
    said[key] = monotonic()
    try:
        be_here(engine(), by=me(), journey=here.id, client=own, at=at)
        if client and (before := st.session_state.pop("board_window", "")):
            leave(engine(), by=me(), journey=here.id, client=before)
    except JourneyError:  # who may not look at this journey is not shown as looking
        return
