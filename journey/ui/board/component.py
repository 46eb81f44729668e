"""The component of the board: its files as one module for the browser, what it is given, and what it sends back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_FILES = Path(__file__).parent
_FIRST, _LAST = ("model.js", "board.css"), "board.js"
"""What the other files stand on while they are read, and what makes a module of them; among themselves they call as they like."""
KEY = "board"


def _joined(kind: str) -> str:
    """All files of a kind as one text."""
    files = sorted(_FILES.glob(f"*.{kind}"), key=lambda file: (file.name == _LAST, file.name not in _FIRST, file.name))
    return "\n".join(file.read_text("utf-8") for file in files)


_component = st.components.v2.component(
    "journey_board",
    html='<div class="b-root"></div>',
    css=_joined("css"),
    js=_joined("js"),
    isolate_styles=False,  # a real text field, and focus that moves between the board and the page
)


def _nothing() -> None:
    """What comes of a gesture on a board that is only to look at."""


def draw(
    map: str, *, answer: dict[str, Any] | None, people: list[dict[str, Any]], look: dict[str, Any], can: dict[str, bool],
    why: str, me: dict[str, Any], on_act: Callable[[], None] = _nothing, on_look: Callable[[], None] = _nothing,
    on_ask: Callable[[], None] = _nothing,
    key: str = KEY,
) -> None:  # fmt: skip
    """Draw the board; what the browser sends is `sent` within the callbacks, before this is drawn again.

    `map` is what `shown.map_of` says, written once: while it is the same text the browser draws nothing anew. `answer` says
    what became of the acts that it sent, `people` who else is here, `look` how the address wants it shown.
    """
    data = {"map": map, "answer": answer, "people": people, "look": look, "can": can, "why": why, "me": me}
    _component(data=data, key=key, on_act_change=on_act, on_look_change=on_look, on_ask_change=on_ask)


def sent(what: str, key: str = KEY) -> dict[str, Any]:
    """What the browser sent as `what` ("act", "look", "ask"), within its callback; empty if it makes no sense."""
    found = st.session_state.get(key, {}).get(what)
    return found if isinstance(found, dict) else {}
