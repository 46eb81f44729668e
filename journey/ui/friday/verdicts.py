"""The verdicts of a Friday: what is due, what waits for its data, what was decided before."""

from __future__ import annotations

import streamlit as st

from journey.ui.frame import Screen
from journey.ui.friday.card import DECIDED, trial_card
from journey.ui.friday.changes import new_change, too_young
from journey.ui.friday.trials import tried

SHOWN = 3
"""Verdicts that a retrospective gets through; the rest wait behind a switch."""


def verdicts_part(here: Screen) -> None:
    """A card a change that is due, the first one open."""
    found = tried(here)
    settled = {verdict.value for verdict in DECIDED}
    due = [trial for trial in found if trial.change["verdict"] not in settled]
    decided = [trial for trial in found if trial.change["verdict"] in settled]
    ready = next((trial for trial in due if trial.impact.days_after), None)
    st.header(f"Verdicts due ({len(due)})", anchor=False)
    for trial in due if st.session_state.get("every_verdict") else due[:SHOWN]:
        trial_card(here, trial, first=trial is ready)
    if len(due) > SHOWN:
        st.toggle(f"Show all {len(due)} that are due", key="every_verdict")
    if not due:
        st.markdown("No shipped change waits for a verdict. Write down what shipped, with the metric it should move.")
    too_young(here)
    if st.button("Write down a change", icon=":material/add:"):
        new_change(here)
    if decided and st.toggle(f"Show the {len(decided)} decided before"):
        for trial in decided:
            trial_card(here, trial)
