"""The map's versions: kept with what caused them, listed, and gone back to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from journey.routine.causes import causes
from journey.routine.iteration import restore_version, save_version
from journey.store.readers import maps as read
from journey.store.tables import now
from journey.ui.board.compared import compared
from journey.ui.board.sharing import sharing
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, finish, literal

LATEST = 8
RECENT = timedelta(weeks=8)
"""How far back what can have caused a version is offered."""
LONGEST = 110


def versions(here: Screen) -> None:
    """What was kept, with its reasons; two of them side by side; the links that show the map to others."""
    known = read.versions(engine(), here.id)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.header("Versions", anchor=False, width="content")
        if st.button("Save a version", icon=":material/bookmark_add:", type="primary"):
            keep(here)
    _listed(here, known)
    if not known.is_empty():
        st.header("Two versions side by side", anchor=False)
        compared(here, known)
        _back(here, known)
    st.header("Links to share the map", anchor=False)
    sharing(here, known)


def _listed(here: Screen, known: pl.DataFrame) -> None:
    if known.is_empty():
        st.caption("No version yet. Save one before you change the map, and you can always go back to it.")
    st.markdown("\n".join(_line(here, row) for row in known.head(LATEST).iter_rows(named=True)))
    if known.height > LATEST:
        with st.expander(f"{known.height - LATEST} older"):
            st.markdown("\n".join(_line(here, row) for row in known.tail(-LATEST).iter_rows(named=True)))


def _line(here: Screen, row: dict[str, Any]) -> str:
    saved = row["created_at"].astimezone(ZoneInfo(here.journey.timezone))
    who = f" · {literal(row['person'])}" if row["person"] else ""
    head = f"- **{row['number']} · {literal(row['name'])}** · {saved.day} {saved:%b %Y}{who}  \n  {literal(row['why'])}"
    behind = [f"{one['kind']} {literal(_short(one['said']))}" for one in row["evidence"] or ()]
    return head + (f"  \n  *Because of:* {'; '.join(behind)}" if behind else "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


@st.dialog("Save a version", width="medium")
def keep(here: Screen) -> None:
    """Keep the map as it is now, with what caused it."""
    found = causes(engine(), here.id, since=now() - RECENT)
    labels = {(row["subject"], row["subject_id"]): _label(row) for row in found.iter_rows(named=True)}
    with st.form("save_version", border=False):
        name = st.text_input("What is this version called?", max_chars=120, placeholder="After the first week")
        why = st.text_input("Why do you keep it?", max_chars=400)
        evidence = st.multiselect(
            "What caused it?", list(labels), format_func=labels.__getitem__, placeholder="Signals, quotes, verdicts, decisions",
            key="version_causes",  # what was chosen stays chosen when something new happens meanwhile
            help="From the last eight weeks. The version keeps the words as they are told today.",
        )  # fmt: skip
        if st.form_submit_button("Save", type="primary"):
            finish(attempt(save_version, done="Version saved.", journey=here.id, name=name, why=why, evidence=evidence))


def _label(row: dict[str, Any]) -> str:
    return f"{row['kind'].capitalize()} · {row['at'].day} {row['at']:%b} · {_short(row['said'])}"


def _back(here: Screen, known: pl.DataFrame) -> None:
    """Any version can be the map again; what it says now is kept first."""
    if st.button("Go back to a version", icon=":material/history:"):
        back(here, {row["number"]: f"{row['number']} · {row['name']}" for row in known.iter_rows(named=True)})


@st.dialog("Go back to a version", width="medium")
def back(here: Screen, names: dict[int, str]) -> None:
    """Make the map what a version says."""
    with st.form("restore", border=False):
        chosen = st.selectbox("Which version?", list(names), format_func=names.__getitem__, key="back_to")
        st.markdown("What the map says now is saved as a version first, so nothing is lost. Work on pain points stays as it is.")
        why = st.text_input("Why does the map change?", max_chars=400, placeholder="What did you see or hear?")
        sure = st.checkbox("Yes, go back to it")
        if st.form_submit_button("Restore this version", type="primary"):
            if sure:
                done = f"The map is version {chosen} again."
                finish(attempt(restore_version, done=done, journey=here.id, version=chosen, why=why))
            else:
                st.error("Tick that you are sure, then restore. Nothing was changed yet.")
