"""The component of the reading pane: what it is given, what it sends back, and its files as one module."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

_FILES = Path(__file__).parent
_SCRIPTS = ("words.js", "strip.js", "choosing.js", "talk.js")
"""One module for the browser, the parts it stands on first."""

_component = st.components.v2.component(
    "journey_talk",
    html='<div class="talk"></div>',
    css=(_FILES / "talk.css").read_text("utf-8"),
    js="\n".join((_FILES / name).read_text("utf-8") for name in _SCRIPTS),
    isolate_styles=False,  # a selection can't be read out of a shadow root in every browser
)


def draw(talk: str, *, marks: dict[str, list[list[int]]], turn: int | None, playable: bool, key: str) -> dict[str, Any] | None:
    """Draw a conversation or a single text; the words that the reader just chose (act, text, turn), on that run only.

    `talk` is what `shown` makes, as JSON: a long one is written once, and Streamlit then handles one string. `marks` are
    the places to mark in each turn, `turn` is scrolled to, and times play the recording if it is `playable`.
    """
    data = {"talk": talk, "marks": marks, "turn": turn, "playable": playable}
    taken = _component(data=data, key=key, on_taken_change=lambda: None).taken
    return taken if isinstance(taken, dict) else None
