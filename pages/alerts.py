"""Alerts: what was raised and what became of it, and how this journey is watched."""

import streamlit as st

from journey.ui.alert_list import alert_history
from journey.ui.frame import screen

here = screen("Alerts", "What was raised, what became of it, and how this journey is watched. Monday is where you answer.")
raised, watched, rules, told = st.tabs(
    ["What was raised", "How it is watched", "Your own rules", "Who is told"], key="show", bind="query-params"
)
if raised.open:  # a tab that nobody looks at costs nothing
    with raised:
        alert_history(here)
