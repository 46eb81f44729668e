"""The changes of a journey: each with its hypothesis, shipped or still to ship."""

from __future__ import annotations

import streamlit as st

from journey.domain.words import Direction
from journey.routine.work import add_change
from journey.store.readers import journeys as read
from journey.store.readers.work import changes
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import attempt, engine, finish, literal


def changes_part(here: Screen) -> None:
    """What shipped or is to ship, and the form for the next."""
    st.header("Changes", anchor=False)
    too_young(here)
    if st.button("Write down a change", icon=":material/add:"):
        new_change(here)


@st.dialog("A change that shipped", width="medium")
def new_change(here: Screen) -> None:
    """What shipped when, and which metric it should move which way by how much."""
    metrics = {metric.key: metric for metric in read.metrics(engine(), here.id)}
    stages = {None: "Whole journey"} | {stage.key: stage.name for stage in here.stages}
    with st.form("new_change", border=False):
        title = st.text_input("What shipped?", max_chars=200)
        shipped = st.date_input("When?", here.today, max_value=here.today)
        stage = st.selectbox("At which stage?", list(stages), format_func=stages.__getitem__)
        metric = st.selectbox("Which metric should it move?", list(metrics), format_func=lambda id: at_stage(metrics[id], here))
        direction = st.segmented_control(
            "Which way?", [way.value for way in Direction], default=Direction.DOWN.value, required=True
        )
        size = st.number_input(
            "By how much at least? In the metric's unit; 5 means 5 points of a rate.", min_value=0.0, value=0.0
        )
        if st.form_submit_button("Write it down", type="primary"):
            share = 100 if metric is not None and metrics[metric].kind == "rate" else 1
            values = {"shipped_on": shipped, "stage_id": stage, "metric_id": metric, "direction": Direction(direction)}
            finish(attempt(add_change, done="Written down.", journey=here.id, title=title, size=size / share, **values))


def too_young(here: Screen) -> None:
    """Changes that shipped too lately to be tried on this page, or that name no metric to try them by."""
    for row in changes(engine(), here.id).iter_rows(named=True):
        shipped = row["shipped_on"]
        if shipped is None or not here.shows(row["stage_id"]):
            continue
        day = f"{literal(row['title'])} shipped on {shipped.day} {shipped:%b %Y}"
        if row["metric_id"] is None:
            st.caption(f"{day}. It names no metric, so that nothing can say whether it worked.")
        elif shipped > here.reviewed.sunday:
            st.caption(f"{day}. Its first figures come with the week after.")
