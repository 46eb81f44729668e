"""The map's versions: saved with a name and a reason, compared in sentences, restored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from journey.analysis.map_diff import Difference, Kind, diff
from journey.routine.iteration import restore_version, save_version
from journey.routine.map_content import Content, picture
from journey.store.engine import reading
from journey.store.readers import maps as read
from journey.store.readers.journeys import teams
from journey.ui.frame import Screen
from journey.ui.map.fields import ask_why
from journey.ui.runtime import attempt, engine, finish, literal

NOW = 0
"""Stands for the map as it is now."""
LATEST = 5


def versions(here: Screen) -> None:
    """The versions, newest first, and the ways to keep one, compare two and go back."""
    known = read.versions(engine(), here.id)
    with st.container(horizontal=True, gap="small"):
        if st.button("Save a version", icon=":material/bookmark_add:"):
            keep(here)
        if st.button("Compare or restore", icon=":material/difference:", disabled=known.is_empty()):
            compare(here, known)
    if known.is_empty():
        st.caption("No version yet. Save one before you change the map, and you can always go back to it.")
    st.markdown("\n".join(_line(here, row) for row in known.head(LATEST).iter_rows(named=True)))
    if known.height > LATEST:
        with st.expander(f"{known.height - LATEST} older"):
            st.markdown("\n".join(_line(here, row) for row in known.tail(-LATEST).iter_rows(named=True)))


@st.dialog("Save a version", width="small")
def keep(here: Screen) -> None:
    """Keep the map as it is now."""
    with st.form("save_version", border=False):
        name = st.text_input("What is this version called?", max_chars=120, placeholder="After the first week")
        why = st.text_input("Why do you keep it?", max_chars=400)
        if st.form_submit_button("Save", type="primary"):
            finish(attempt(save_version, done="Version saved.", journey=here.id, name=name, why=why))


@st.dialog("Compare or restore", width="large")
def compare(here: Screen, known: pl.DataFrame) -> None:
    """Two versions, or one and the map now, told apart in sentences; the older one can come back."""
    names = {NOW: "The map now"} | {row["number"]: f"{row['number']} · {row['name']}" for row in known.iter_rows(named=True)}
    left, right = st.columns(2)
    first = left.selectbox("From", list(names)[1:], format_func=names.__getitem__, key="from_version")
    second = right.selectbox("To", list(names), format_func=names.__getitem__, key="to_version")
    found = diff(_named(_content(here, first)), _named(_content(here, second)))
    if not found:
        st.markdown("These two say the same.")
    for title, some in grouped(found).items():
        lines = "\n".join(f"- {literal(one.sentence)}" for one in some)
        st.markdown(f"**{title} ({len(some)})**\n\n{lines}")
    with st.form("restore", border=False):
        st.markdown(f"Make the map version {first} again? What it says now is saved as a version first, so nothing is lost.")
        why = ask_why()
        sure = st.checkbox(f"Yes, go back to version {first}")
        if st.form_submit_button(f"Restore version {first}"):
            if sure:
                finish(
                    attempt(restore_version, done=f"The map is version {first} again.", journey=here.id, version=first, why=why)
                )
            else:
                st.error("Tick that you are sure, then restore. Nothing was changed yet.")


def grouped(found: list[Difference]) -> dict[str, list[Difference]]:
    """Differences under what happened, in the order that a reader asks for; empty groups left out."""
    groups: dict[str, list[Difference]] = {
        title: [] for title in ("Added", "Removed", "Moved", "Reworded", "Emotion", "Other changes")
    }
    for one in found:
        title = {Kind.CHANGED: "Emotion" if one.field == "emotion" else "Other changes"}.get(one.kind, one.kind.value.title())
        groups[title].append(one)
    return {title: some for title, some in groups.items() if some}


def _content(here: Screen, number: int) -> Content:
    if number != NOW:
        return read.version(engine(), here.id, number).content
    with reading(engine()) as session:
        return picture(session, here.id)


def _named(content: Content) -> Content:
    """The content with teams and pain points by name instead of id, as a person compares them."""
    called = {
        "team_id": ("team", {team.key: team.name for team in teams(engine())}),
        "pain_id": ("pain point", {pain["id"]: pain["title"] for pain in content.get("pains", ())}),
    }

    def named(item: Mapping[str, Any]) -> dict[str, Any]:
        return {called[k][0] if k in called else k: called[k][1].get(v) if k in called else v for k, v in item.items()}

    return {part: [named(item) for item in items] for part, items in content.items()}


def _line(here: Screen, row: dict[str, Any]) -> str:
    saved = row["created_at"].astimezone(ZoneInfo(here.journey.timezone))
    when = f"{saved.day} {saved:%b %Y}"
    who = f" · {literal(row['person'])}" if row["person"] else ""
    return f"- **{row['number']} · {literal(row['name'])}** · {when}{who}  \n  {literal(row['why'])}"
