"""The dialogs of a hypothesis: write it before it ships, say that it shipped, edit it, put it in the bin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from journey.routine.changes import add_change, bin_change, change_change, ship_change
from journey.ui.frame import Screen
from journey.ui.friday.fields import fields, writing
from journey.ui.runtime import attempt, finish, literal

PREFILL = "hypothesis_from"
"""Where in the session another page leaves the values that a new hypothesis begins with."""


def begun_elsewhere(here: Screen) -> None:
    """Open the dialog with the values that another page left, once: a scenario's forecast becomes a hypothesis."""
    values = st.session_state.pop(PREFILL, None)
    if values is not None:
        new_change(here, {name: value for name, value in values.items() if value is not None})


@st.dialog("Write a hypothesis", width="large")
def new_change(here: Screen, begins: Mapping[str, Any] | None = None) -> None:
    """What is to change and what that should move, before it ships; `begins` are values to begin with."""
    values = fields(writing(here, begins or {}))
    if st.button("Write it down", type="primary"):
        done = attempt(add_change, done="Written down.", journey=here.id, until=here.reviewed.sunday, **values)
        _finish("hypothesis_new", done)


@st.dialog("The hypothesis", width="large")
def edit_change(here: Screen, change: Mapping[str, Any]) -> None:
    """Change any of it, or put it in the bin; the wait for its verdict is told anew."""
    if change["verdict"]:
        st.markdown(f"It was decided: **{change['verdict']}**. What you change here does not change that verdict.")
    values = fields(writing(here, change))
    own = {"change": change["id"], "revision": change["revision"]}
    with st.container(horizontal=True):
        if st.button("Save", type="primary"):
            done = attempt(change_change, journey=here.id, until=here.reviewed.sunday, **own, **values)
            _finish(f"hypothesis_{change['id']}", done)
        if st.button("Put in the bin", type="tertiary", icon=":material/delete:"):
            finish(attempt(bin_change, done="In the bin. History can restore it.", journey=here.id, **own))


@st.dialog("It shipped")
def shipped(here: Screen, change: Mapping[str, Any]) -> None:
    """The day on which it shipped; from then on its verdict has a Friday."""
    st.markdown(f"**{literal(change['title'])}**")
    with st.form("shipped", border=False):
        planned = min(change["ships_on"] or here.today, here.today)
        on = st.date_input("On which day did it ship?", planned, max_value=here.today, format="YYYY-MM-DD")
        if st.form_submit_button("Record the day", type="primary"):
            own = {"change": change["id"], "revision": change["revision"], "on": on, "until": here.reviewed.sunday}
            finish(attempt(ship_change, done="Its verdict has a Friday now.", journey=here.id, **own))


def _finish(name: str, done: object) -> None:
    """Forget what was typed once it is saved, so that the next dialog begins anew; then close it, or say why not."""
    if done is not None:
        for key in [key for key in st.session_state if str(key).startswith(name)]:
            del st.session_state[key]
    finish(done)
