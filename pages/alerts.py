"""Alerts: what was raised and what became of it, and how this journey is watched."""

import streamlit as st

from journey.ui.alerts.channels import who_is_told
from journey.ui.alerts.list import alert_history
from journey.ui.alerts.plan import how_watched, lessons_taught
from journey.ui.alerts.record import alert_record
from journey.ui.alerts.rules import alert_rules
from journey.ui.frame import screen
from journey.ui.setup.parts import style

here = screen("Alerts", "What was raised, what became of it, and how this journey is watched. Monday is where you answer.")
style()
raised, watched, rules, told = st.tabs(
    ["What was raised", "How it is watched", "Your own rules", "Who is told"], key="show", bind="query-params"
)
if raised.open:  # a tab that nobody looks at costs nothing
    with raised:
        if "alert" not in st.query_params:
            alert_record(here)
        alert_history(here)
if watched.open:
    with watched:
        how_watched(here)
        lessons_taught(here)
if rules.open:
    with rules:
        alert_rules(here)
if told.open:
    with told:
        who_is_told(here)
