"""What the week taught and what it leaves to the next: noted, settled or carried over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from journey.domain.words import EntryKind, Weekday
from journey.routine.weeks import LEFT_OVER, change_entry
from journey.ui.blockers import write
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, fresh, literal

SHOWN = 8
"""Matters that a closing settles one by one; the rest wait behind a switch and are carried over as they are."""


def learned(here: Screen, written: pl.DataFrame, taught: Sequence[str]) -> None:
    """What this week's verdicts taught, what was written down beside them, and the form for one more."""
    noted = [f"- {literal(text)}" for text in written.filter(pl.col("kind") == EntryKind.LEARNING.value)["text"]]
    empty = "Nothing is written down yet. One sentence is enough: what do you know now that you did not?"
    st.markdown("\n".join([*taught, *noted]) or empty)
    _form(here, EntryKind.LEARNING, "What did this week teach us?", "Note the learning")


def carries(here: Screen, written: pl.DataFrame) -> None:
    """Each matter that is left: carried over when the week closes, unless it is settled here."""
    left = written.filter(pl.col("kind").is_in([kind.value for kind in LEFT_OVER])).sort("settled", maintain_order=True)
    if left.is_empty():
        st.markdown("Nothing is left over.")
    shown = left if st.session_state.get("every_matter") else left.head(SHOWN)
    with st.container(key="matters", gap="xsmall"):
        for row in shown.iter_rows(named=True):
            _matter(here, row)
    if left.height > SHOWN:
        st.toggle(f"Show all {left.height} matters", key="every_matter")
    _form(here, EntryKind.PARKED, "What else carries over?", "Carry it over")


def _matter(here: Screen, row: dict[str, Any]) -> None:
    settled = bool(row["settled"])
    with st.container(key=f"row_matter_{row['id']}", horizontal=True, vertical_alignment="center"):
        text = literal(row["text"])
        st.markdown(f":gray[{text} · settled]" if settled else text, width="stretch")
        target = {"journey": here.id, "entry": row["id"], "revision": row["revision"], "settled": not settled}
        st.button(
            "Carry it after all" if settled else "Settle", key=f"settle_{row['id']}", type="tertiary",
            help="It is settled and stays in this week" if not settled else "It goes into next week",
            on_click=attempt, args=(change_entry,), kwargs={"done": "", **target},
        )  # fmt: skip


def _form(here: Screen, kind: EntryKind, question: str, button: str) -> None:
    key = fresh(f"friday_{kind}")
    with st.form(key, border=False):
        text = st.text_input(question, max_chars=400, key=f"{key}_text")
        if st.form_submit_button(button):
            write(here, f"friday_{kind}", kind, Weekday.FRIDAY, text)
