"""A customer's words becoming a quote, a new pain point or a knowledge gap: the panel where that is said."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

import streamlit as st

from journey.domain.format import signed
from journey.routine.listening.gaps import add_gap
from journey.routine.listening.quotes import LONGEST, keep_quote
from journey.store.readers.work import pains
from journey.ui.frame import Screen
from journey.ui.listening.pane import Selection
from journey.ui.listening.queue import Row, item_of
from journey.ui.listening.said import EMOTIONS, FELT_HELP
from journey.ui.runtime import attempt, engine, refused_at, said_at


@dataclass(frozen=True)
class Kind:
    """What chosen words become: how the panel calls them, its button, and what is said when it is done."""

    words: str
    save: str
    done: str


KINDS = {
    "quote": Kind("The words", "Keep the quote", "Quote kept."),
    "pain": Kind("The words", "Add the pain point", "Pain point added, with the words as its evidence."),
    "gap": Kind("The question that had no answer", "Add the knowledge gap", "On the list of knowledge gaps."),
}
TITLE = 60
"""Characters of the words that a new pain point is called by until somebody says it better."""


def keeping(row: Row, here: Screen, picked: Selection | None, *, stage: int | None) -> None:
    """The words just chosen, ready to be kept: the fields are filled in, so that one more press saves."""
    key = f"keeping_{row['key']}"
    if picked:
        _begin(key, picked)
    if opened := st.session_state.get(key):
        with st.container(border=True, key="keeping"):
            _panel(row, here, key, opened, stage)


def keepers(row: Row) -> None:
    """The buttons for words that were not chosen in the pane: of a survey or ticket all of them, of a conversation none yet."""
    key, text = f"keeping_{row['key']}", row["text"][:LONGEST] if row["key"].startswith("v") else ""
    with st.container(horizontal=True, gap="small", key="keepers"):
        for act, label in (("quote", "Keep a quote"), ("pain", "New pain point"), ("gap", "Knowledge gap")):
            how = (key, Selection(text, None, act))
            st.button(label, key=f"{act}_{row['key']}", type="tertiary", on_click=_begin, args=how)


def _panel(row: Row, here: Screen, key: str, opened: dict[str, Any], stage: int | None) -> None:
    form, names, kind = f"{key}_{opened['number']}", {stage.key: stage.name for stage in here.stages}, KINDS[opened["act"]]
    st.text_area(kind.words, opened["text"], max_chars=LONGEST, height=100, key=f"{form}_text")
    if opened["act"] == "pain":
        st.text_input("New pain point", _title(opened["text"]), max_chars=200, key=f"{form}_new_pain")
    at = list(names).index(stage) if stage in names else None
    st.selectbox("Stage", list(names), index=at, format_func=names.__getitem__, placeholder="Choose", key=f"{form}_stage")
    if opened["act"] == "quote":
        hurts = here.only(pains(engine(), here.id))
        about = {pain["id"]: f"{pain['stage']}: {pain['title']}" for pain in hurts.iter_rows(named=True)}
        shows = "It shows this pain point"
        st.selectbox(shows, list(about), index=None, format_func=about.__getitem__, placeholder="None", key=f"{form}_pain")
    if opened["act"] != "gap":
        st.segmented_control(
            "How did these words feel?", EMOTIONS, format_func=signed, key=f"{form}_emotion", wrap=False, help=FELT_HELP
        )
    with st.container(horizontal=True, gap="small"):
        how = (row["key"], here, key, form, opened)
        st.button(kind.save, type="primary", key=f"keep_{row['key']}", on_click=_keep, args=how)
        st.button("Cancel", type="tertiary", key=f"close_{row['key']}", on_click=_end, args=(key,))
    said_at("panel")


def _begin(key: str, picked: Selection) -> None:
    number = st.session_state.get("keeping_count", 0) + 1
    st.session_state["keeping_count"] = number
    st.session_state[key] = {"text": picked.text, "turn": picked.turn_id, "act": picked.act, "number": number}


def _end(key: str) -> None:
    st.session_state.pop(key, None)


def _keep(item: str, here: Screen, key: str, form: str, opened: dict[str, Any]) -> None:
    """Save what the panel holds; it closes once that is done, and keeps what was typed if it is refused."""
    names = ("text", "stage", "pain", "new_pain", "emotion")
    values = {name: st.session_state[f"{form}_{name}"] for name in names if f"{form}_{name}" in st.session_state}
    if "new_pain" in values and not values["new_pain"].strip():
        st.session_state["_refused"] = "A pain point needs a title. Nothing was saved yet."
        refused_at("panel")
        return
    # words changed by hand may be those of another turn
    turn = opened["turn"] if values["text"] == opened["text"] else None
    done = KINDS[opened["act"]].done
    if opened["act"] == "gap":
        verbatim = int(item[1:]) if item.startswith("v") else None
        about = {"question": values["text"], "stage": values["stage"], "verbatim": verbatim, "turn": turn}
        kept: object = attempt(add_gap, done=done, journey=here.id, **about)
    else:
        kept = attempt(keep_quote, done=done, journey=here.id, item=item_of(item), turn=turn, **values)
    if kept is not None:
        _end(key)
    refused_at("panel")


def _title(words: str) -> str:
    """The first clause of the words as a title to begin with."""
    first = textwrap.shorten(" ".join(words.split()), TITLE, placeholder="")
    return first[:1].upper() + first[1:].rstrip(" ,;.")
