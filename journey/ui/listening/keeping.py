"""A customer's words kept as a quote or made a new pain point, and the quotes kept so far."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from journey.routine.listening.gaps import add_gap
from journey.routine.listening.quotes import LONGEST, bin_quote, keep_quote, restore_quote
from journey.store.readers.quotes import quotes_of_item
from journey.store.readers.work import pains
from journey.ui.frame import Screen
from journey.ui.listening.pane import Selection
from journey.ui.listening.queue import Row, item_of
from journey.ui.runtime import attempt, engine


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


def kept_quotes(row: Row, here: Screen) -> None:
    """The quotes kept from this customer, each with where it belongs and what it shows, and the way to take it back."""
    found = quotes_of_item(engine(), here.id, row["key"])
    gone = st.session_state.get(f"gone_{row['key']}")
    if found.height or gone:
        st.markdown("**Quotes**")
    for quote in found.iter_rows(named=True):
        words, button = st.columns([5, 1], vertical_alignment="center")
        words.html(_quoted(quote))
        button.button(
            "Remove", icon=":material/delete:", key=f"unkeep_{quote['id']}", type="tertiary", help="Take this quote back",
            on_click=_unkeep, args=(here, row["key"], quote),
        )  # fmt: skip
    if gone:
        st.button("Bring the quote back", type="tertiary", icon=":material/undo:", key=f"again_{row['key']}", on_click=_again,
                  args=(here, row["key"], gone))  # fmt: skip


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
    with st.container(horizontal=True, gap="small"):
        how = (row["key"], here, key, form, opened)
        st.button(kind.save, type="primary", key=f"keep_{row['key']}", on_click=_keep, args=how)
        st.button("Cancel", type="tertiary", key=f"close_{row['key']}", on_click=_end, args=(key,))


def _begin(key: str, picked: Selection) -> None:
    number = st.session_state.get("keeping_count", 0) + 1
    st.session_state["keeping_count"] = number
    st.session_state[key] = {"text": picked.text, "turn": picked.turn_id, "act": picked.act, "number": number}


def _end(key: str) -> None:
    st.session_state.pop(key, None)


def _keep(item: str, here: Screen, key: str, form: str, opened: dict[str, Any]) -> None:
    """Save what the panel holds; it closes once that is done, and keeps what was typed if it is refused."""
    names = ("text", "stage", "pain", "new_pain")
    values = {name: st.session_state[f"{form}_{name}"] for name in names if f"{form}_{name}" in st.session_state}
    if "new_pain" in values and not values["new_pain"].strip():
        st.session_state["_refused"] = "A pain point needs a title. Nothing was saved yet."
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


def _unkeep(here: Screen, item: str, quote: Row) -> None:
    if attempt(bin_quote, done="Taken back.", journey=here.id, quote=quote["id"], revision=quote["revision"]) is not None:
        st.session_state[f"gone_{item}"] = quote["id"]


def _again(here: Screen, item: str, quote: int) -> None:
    attempt(restore_quote, done="It is back.", journey=here.id, quote=quote)
    st.session_state.pop(f"gone_{item}", None)


def _quoted(quote: Row) -> str:
    about = " · ".join(escape(part) for part in (quote["stage"], quote["touchpoint"], quote["pain"]) if part)
    words = escape(textwrap.shorten(quote["text"], 160, placeholder=" …"))
    return f"<figure class='kept'><blockquote>{words}</blockquote><figcaption>{about}</figcaption></figure>"


def _title(words: str) -> str:
    """The first clause of the words as a title to begin with."""
    first = textwrap.shorten(" ".join(words.split()), TITLE, placeholder="")
    return first[:1].upper() + first[1:].rstrip(" ,;.")
