"""Alerts: what was raised and what became of it, and how this journey is watched."""

import streamlit as st

from journey.ui.alert_list import alert_history
from journey.ui.frame import screen

here = screen("Alerts", "What was raised, what became of it, and how this journey is watched. Monday is where you answer.")
raised, watched = st.tabs(["What was raised", "How it is watched"])
with raised:
    alert_history(here)
with watched:  # ui.alert_plan, ui.alert_rules and ui.alert_channels draw here, in this order
    pass
