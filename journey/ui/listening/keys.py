"""The keys of the listening hour: what each presses on the page, and the one place that shows them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from journey.ui.frame import Screen
from journey.ui.listening.queue import Hour, Row

_FILES = Path(__file__).parent
_HTML = """<div class="keys"><dl></dl><label><input type="checkbox"> Single keys work while you are not typing</label>
<div class="unseen" role="status"></div></div>"""
_component = st.components.v2.component(
    "journey_keys", html=_HTML, css=(_FILES / "hour.css").read_text("utf-8"), js=(_FILES / "keys.js").read_text("utf-8"),
    isolate_styles=False,
)  # fmt: skip
LEGEND = (
    (("1", "2", "3"), "accept a stage"), (("0",), "none of these"), (("−", "+"), "emotion"), (("e",), "note"), (("t",), "tags"),
    (("q",), "keep a quote"), (("p",), "new pain point"), (("g",), "knowledge gap"), (("m",), "next turning moment"),
    (("s",), "skip"), (("n", "→"), "leave it, next"), (("Ctrl", "Enter"), "save and next"),
)  # fmt: skip


def keys(row: Row, here: Screen, hour: Hour) -> None:
    """Listen to the keys for this item; tell a screen reader which one it is."""
    key, order = row["key"], list(hour.rows)
    place = f"{order.index(key) + 1} of {len(order)}. " if key in hour.rows else ""
    data = {
        "item": key, "say": f"{place}{row['kind'].capitalize()}. {row['why']}", "legend": LEGEND, "keys": _keys(key),
        "open": st.session_state.get(f"keeping_{key}", {}).get("number", 0),
        "save": [{"at": _button(name, key)} for name in ("keep", "save")],
    }  # fmt: skip
    _component(data=data, key="keys")


def _keys(item: str) -> list[dict[str, Any]]:
    stages = _field("stage", item, "[role=radiogroup] > div")
    own = [{"key": str(number), "do": "press", "at": f"{stages} label", "nth": number - 1} for number in (1, 2, 3)]
    own += [{"key": "0", "do": "press", "at": f"{stages}:last-child label", "nth": 0}]
    feel = _field("emotion", item, "button[role=radio]")
    own += [{"key": key, "do": "step", "at": feel, "by": by} for key, by in (("-", -1), ("−", -1), ("+", 1), ("=", 1))]
    own += [{"key": "e", "do": "enter", "at": _field("note", item, "input")}]
    own += [{"key": "t", "do": "enter", "at": _field("tags", item, "input")}]
    own += [{"key": key, "do": "press", "at": _button(name, item)} for key, name in (("q", "quote"), ("p", "pain"), ("g", "gap"))]
    own += [{"key": "s", "do": "press", "at": _button("skip", item), "leaves": True}]
    return own + [{"key": key, "do": "press", "at": _button("next", item), "leaves": True} for key in ("n", "ArrowRight")]


def _button(name: str, item: str) -> str:
    return f".st-key-{name}_{item} button"


def _field(name: str, item: str, what: str) -> str:
    """A field of the form on an item that is heard, or corrected."""
    return f":is(.st-key-hear_{item}_{name}, [class*='st-key-fix_{item}_'][class*='_{name}']) {what}"
