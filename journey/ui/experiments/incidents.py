"""What happened to the journey that was no change of ours, listed and edited."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.routine.incidents import add_incident, bin_incident, change_incident
from journey.store.readers.incidents import incidents
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import pick

SHOWN = 6
EMPTY = (
    "Nothing is written down. An outage, a campaign or a strike moves metrics too: write it down, and verdicts show it "
    "beside what they judge."
)


def incidents_list(here: Screen) -> None:
    """The incidents this view shows, the latest first, and the form for the next."""
    rows = here.only(incidents(engine(), here.id)).to_dicts()
    if not rows:
        st.markdown(EMPTY)
    for row in rows if st.session_state.get("every_incident") else rows[:SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center", key=f"row_incident_{row['id']}"):
            st.markdown(in_words(row))
            if st.button("Edit", key=f"edit_incident_{row['id']}", type="tertiary", help=f"Edit: {literal(row['title'])}"):
                incident_dialog(here, row)
    if len(rows) > SHOWN:
        st.toggle(f"Show all {len(rows)}", key="every_incident")
    if st.button("Write down what happened", icon=":material/bolt:"):
        incident_dialog(here)


def in_words(row: dict[str, Any]) -> str:
    """An incident as a reader says it."""
    start, end = row["starts_on"], row["ends_on"]
    span = f"{start.day} {start:%b %Y}" if start == end else f"{start.day} {start:%b} to {end.day} {end:%b %Y}"
    counts = "its days are left out of verdicts" if row["leave_out"] else "its days count"
    details = f"  \n{literal(row['details'])}" if row["details"] else ""
    return f"**{literal(row['title'])}**  \n{span} · {literal(row['stage'] or 'the whole journey')} · {counts}{details}"


@st.dialog("What happened", width="medium")
def incident_dialog(here: Screen, row: dict[str, Any] | None = None) -> None:
    """Write down an incident, or edit one."""
    now = row or {"title": "", "starts_on": here.today, "ends_on": here.today, "stage_id": None, "leave_out": True, "details": ""}
    stages = {None: "The whole journey"} | {stage.key: stage.name for stage in here.stages}
    if row is not None and row["stage_id"] is not None:
        stages |= {row["stage_id"]: row["stage"]}
    with st.form(f"incident_{row['id'] if row else 0}", border=False):
        title = st.text_input("What happened?", now["title"], max_chars=200, placeholder="The bank's payments were down")
        left, right = st.columns(2)
        values: dict[str, Any] = {
            "title": title,
            "starts_on": left.date_input("First day", now["starts_on"], format="YYYY-MM-DD"),
            "ends_on": right.date_input("Last day", now["ends_on"], format="YYYY-MM-DD"),
            "stage_id": pick(st, "Where did it happen?", stages, now["stage_id"]),
            "details": st.text_area("What should readers know?", now["details"], max_chars=2000, height=80).strip(),
            "leave_out": st.checkbox(
                "Leave its days out when a change is judged: they say nothing of usual days", now["leave_out"]
            ),
        }
        with st.container(horizontal=True):
            save = st.form_submit_button("Save", type="primary")
            gone = st.form_submit_button("Put in the bin") if row else False
    if gone and row:
        finish(attempt(bin_incident, done="In the bin.", journey=here.id, incident=row["id"], revision=row["revision"]))
    elif save and row:
        finish(attempt(change_incident, journey=here.id, incident=row["id"], revision=row["revision"], **values))
    elif save:
        finish(attempt(add_incident, done="Written down.", journey=here.id, **values))
