"""History: who changed what, when and why; and the bin."""

import streamlit as st

from journey.store.readers.audit import authors, binned, binned_journeys, history
from journey.ui.frame import screen
from journey.ui.history import bin_rows, event_rows
from journey.ui.runtime import engine

TOPICS = ["", "card", "comment", "pain", "action", "change", "alert", "metric", "stage", "entry", "import", "reading", "journey"]

here = screen("History and bin", "Who changed what, when and why. What was put in the bin can be restored.")
happened, thrown = st.tabs(["What happened", "The bin"], key="history_part", on_change="rerun")
if happened.open:
    with happened:
        left, right, _ = st.columns([1, 1, 2])
        topic = left.selectbox("About", TOPICS, format_func=lambda word: word.capitalize() or "Everything", key="history_topic")
        people = ["", *authors(engine(), here.id)]
        who = right.selectbox("By", people, format_func=lambda name: name or "Everybody", key="history_by")
        shown = st.session_state.get("history_shown", 30)
        events = history(engine(), here.id, limit=shown + 1, act=topic, person=who)
        event_rows(events.head(shown), here)
        if events.is_empty():
            st.markdown("Nothing yet.")
        if events.height > shown and st.button("Show more"):
            st.session_state["history_shown"] = shown + 100
            st.rerun()
if thrown.open:
    with thrown:
        bin_rows(here, [*binned(engine(), here.id), *binned_journeys(engine())])
