"""The quotes kept from a customer: where each belongs, how it felt and what it shows; to correct, or to take back."""

from __future__ import annotations

import textwrap
from html import escape

import streamlit as st

from journey.domain.format import signed
from journey.routine.listening.quotes import bin_quote, change_quote, restore_quote
from journey.store.readers.quotes import quotes_of_item
from journey.ui.frame import Screen
from journey.ui.listening.queue import Row
from journey.ui.listening.said import EMOTIONS, FELT_HELP
from journey.ui.runtime import attempt, engine, refused_at, said_at


def kept_quotes(row: Row, here: Screen) -> None:
    """The quotes kept from this customer, each with the way to correct it and to take it back."""
    item = row["key"]
    found = quotes_of_item(engine(), here.id, item)
    gone = st.session_state.get(f"gone_{item}")
    if found.height or gone:
        st.markdown("**Quotes**")
    for quote in found.iter_rows(named=True):
        st.html(_quoted(quote))
        if st.session_state.get(f"changing_{item}") == quote["id"]:
            _correct(quote, here, item)
            continue
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Correct", icon=":material/edit:", key=f"correct_{quote['id']}", type="tertiary",
                help="Say anew where it belongs and how it felt", on_click=_open, args=(item, quote["id"]),
            )  # fmt: skip
            st.button(
                "Remove", icon=":material/delete:", key=f"unkeep_{quote['id']}", type="tertiary", help="Take this quote back",
                on_click=_unkeep, args=(here, item, quote),
            )  # fmt: skip
    if gone:
        st.button("Bring the quote back", type="tertiary", icon=":material/undo:", key=f"again_{item}", on_click=_again,
                  args=(here, item, gone))  # fmt: skip


def _correct(quote: Row, here: Screen, item: str) -> None:
    """The fields in which a kept quote is put right."""
    form, names = f"quote_{quote['id']}_{quote['revision']}", {stage.key: stage.name for stage in here.stages}
    at = list(names).index(quote["stage_id"]) if quote["stage_id"] in names else None
    st.selectbox("Stage of the quote", list(names), at, format_func=names.__getitem__, placeholder="None", key=f"{form}_stage")
    st.segmented_control(
        "How did these words feel?", EMOTIONS, default=quote["emotion"], format_func=signed, key=f"{form}_emotion", wrap=False,
        help=FELT_HELP,
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        how = (here, item, quote, form)
        st.button("Save the quote", type="primary", key=f"requote_{quote['id']}", on_click=_changed, args=how)
        st.button("Leave it", type="tertiary", key=f"leave_{quote['id']}", on_click=_open, args=(item, None))
    said_at("quote")


def _open(item: str, quote: int | None) -> None:
    st.session_state[f"changing_{item}"] = quote


def _changed(here: Screen, item: str, quote: Row, form: str) -> None:
    stage = st.session_state[f"{form}_stage"]
    about = {
        "stage_id": stage,
        "touchpoint_id": quote["touchpoint_id"] if stage == quote["stage_id"] else None,
        "emotion": st.session_state[f"{form}_emotion"],
    }
    done = attempt(change_quote, done="Changed.", journey=here.id, quote=quote["id"], revision=quote["revision"], **about)
    if done is not None:
        _open(item, None)
    refused_at("quote")


def _unkeep(here: Screen, item: str, quote: Row) -> None:
    if attempt(bin_quote, done="Taken back.", journey=here.id, quote=quote["id"], revision=quote["revision"]) is not None:
        st.session_state[f"gone_{item}"] = quote["id"]


def _again(here: Screen, item: str, quote: int) -> None:
    attempt(restore_quote, done="It is back.", journey=here.id, quote=quote)
    st.session_state.pop(f"gone_{item}", None)


def _quoted(quote: Row) -> str:
    felt = f"felt {signed(quote['emotion'])}" if quote["emotion"] is not None else ""
    about = " · ".join(escape(part) for part in (felt, quote["stage"], quote["touchpoint"], quote["pain"]) if part)
    words = escape(textwrap.shorten(quote["text"], 160, placeholder=" …"))
    return f"<figure class='kept'><blockquote>{words}</blockquote><figcaption>{about}</figcaption></figure>"
