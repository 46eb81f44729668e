"""Tuesday: who does what by when about which pain point."""

import polars as pl
import streamlit as st

from journey.domain.words import EntryKind, PainStatus, Weekday
from journey.store.readers.weeks import entries
from journey.store.readers.work import actions, pains
from journey.ui.actions import action_list, new_action
from journey.ui.blockers import blockers_by_team, decisions, make_blocker, parking_lot
from journey.ui.days import close_day
from journey.ui.frame import empty, screen
from journey.ui.good.pains import matrix_alone
from journey.ui.runtime import engine
from journey.ui.search.landing import came_for

here = screen(
    "Tuesday: blockers", "Decide who does what by when about what blocks customers. Start with the oldest blocker of each team."
)
came_for(here)
seen = here.only(pains(engine(), here.id))
todo = here.only(actions(engine(), here.id))
written = here.only(entries(engine(), here.id, week=str(here.week)))
parked = written.filter(pl.col("kind").is_in([EntryKind.PARKED.value, EntryKind.CARRIED.value]))
blockers = seen.filter(pl.col("status") == PainStatus.BLOCKER).sort(pl.coalesce("blocked_at", "created_at"))

left, right = st.columns(2, gap="large")
with left:
    st.header("Blockers", anchor=False)
    if blockers.is_empty():
        empty(
            "Nothing blocks customers that anybody named. Monday's alerts become blockers here.",
            page="pages/monday_review.py",
            button="Look at Monday",
        )
    blockers_by_team(here, blockers, todo, parked)
    make_blocker(here, seen)
with right:
    st.header("Pain against effort", anchor=False)
    matrix_alone(here)

st.header("Actions", anchor=False)
action_list(here, todo)
if st.button("Agree another action", icon=":material/add_task:"):
    new_action(here)
left, right = st.columns(2, gap="large")
with left:
    st.header("Decisions", anchor=False)
    decisions(here, written)
with right:
    st.header("Parking lot", anchor=False)
    parking_lot(here, parked)
close_day(here, Weekday.TUESDAY)
