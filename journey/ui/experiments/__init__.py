"""Friday's part on tests: changes tried on a part of the customers or brought to one part after the other, and what else
happened."""

from __future__ import annotations

from datetime import date

import streamlit as st

from journey.analysis.groups.reading import Standing
from journey.domain.words import Verdict
from journey.routine.experiments.reading import TestReading
from journey.ui.experiments.by_hand import count_dialog
from journey.ui.experiments.card import test_card
from journey.ui.experiments.incidents import incidents_list
from journey.ui.experiments.planning import plan_dialog
from journey.ui.experiments.readings import readings
from journey.ui.experiments.rollouts import rollout_cards
from journey.ui.frame import Screen

DECIDED = (Verdict.VALIDATED, Verdict.REJECTED, Verdict.HARMFUL)
EMPTY = (
    "No test is planned. A test tries a change on a part of the customers, beside those without it: both groups live through "
    "the same weeks, so that nothing else can be taken for the change."
)


def is_settled(reading: TestReading) -> bool:
    """Whether a test is over and nobody waits for it: its change has its verdict, or it had none to try."""
    return reading.reading.over and (reading.change is None or reading.change.verdict in DECIDED)


def _over(count: int) -> str:
    return "Show the one that is over" if count == 1 else f"Show the {count} that are over"


def _order(reading: TestReading) -> tuple[int, date]:
    """What says something first, then what runs, then what is to come."""
    place = 0 if reading.reading.over else 2 if reading.standing is Standing.PLANNED else 1
    return place, reading.test.starts_on


def tests_part(here: Screen) -> None:
    """The tests with what may be said of them, the rollouts by parts, and what else happened."""
    found = readings(here)
    settled = [one for one in found if is_settled(one)]
    now = sorted((one for one in found if one not in settled), key=_order)
    st.header(f"Tests ({len(now)})", anchor=False)
    if not found:
        st.markdown(EMPTY)
    elif not now:
        st.markdown("No test runs or is planned.")
    for reading in now:
        test_card(here, reading)
    if settled and st.toggle(_over(len(settled)), key="tests_over"):
        for reading in settled:
            test_card(here, reading)
    with st.container(horizontal=True):
        if st.button("Plan a test", icon=":material/science:"):
            plan_dialog(here)
        if st.button("Compare counts by hand", icon=":material/calculate:"):
            count_dialog(here)
    rollout_cards(here)
    st.header("What else happened", anchor=False)
    incidents_list(here)
