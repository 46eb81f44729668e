"""Friday's part on tests: changes tried on a part of the customers or brought to one part after the other, and what else
happened."""

from __future__ import annotations

import streamlit as st

from journey.ui.experiments.by_hand import count_dialog
from journey.ui.experiments.card import test_card
from journey.ui.experiments.incidents import incidents_list
from journey.ui.experiments.planning import plan_dialog
from journey.ui.experiments.readings import readings
from journey.ui.experiments.rollouts import rollout_cards
from journey.ui.frame import Screen

EMPTY = (
    "No test is planned. A test tries a change on a part of the customers, beside those without it: both groups live through "
    "the same weeks, so that nothing else can be taken for the change."
)


def tests_part(here: Screen) -> None:
    """The tests with what may be said of them, the rollouts by parts, and what else happened."""
    found = readings(here)
    st.header(f"Tests ({len(found)})", anchor=False)
    if not found:
        st.markdown(EMPTY)
    for reading in found:
        test_card(here, reading)
    with st.container(horizontal=True):
        if st.button("Plan a test", icon=":material/science:"):
            plan_dialog(here)
        if st.button("Compare counts by hand", icon=":material/calculate:"):
            count_dialog(here)
    rollout_cards(here)
    st.header("What else happened", anchor=False)
    incidents_list(here)
