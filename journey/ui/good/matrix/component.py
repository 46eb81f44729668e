"""The component of the matrix: what it is given, what it sends back, and its files as one module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_FILES = Path(__file__).parent
_SCRIPTS = ("place.js", "move.js", "matrix.js")
"""One module for the browser, the parts it stands on first."""

_component = st.components.v2.component(
    "journey_matrix",
    html='<div class="matrix"></div>',
    css=(_FILES / "matrix.css").read_text("utf-8"),
    js="\n".join((_FILES / name).read_text("utf-8") for name in _SCRIPTS),
    isolate_styles=False,
)


def draw(spots: str, *, answers: dict[str, Any], on_moved: Callable[[], None], key: str) -> None:
    """Draw the pain points, as `shown` makes them in JSON; `answers` says by token what came of what was sent.

    `on_moved` is called when st.session_state[key]["moved"] holds {"moves": [{token, id, rev, was, and the four scores}]}:
    everything that is not answered yet, so that one lost on the way comes again.
    """
    _component(data={"spots": spots, "answers": answers}, key=key, on_moved_change=on_moved)
