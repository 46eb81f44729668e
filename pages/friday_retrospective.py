"""Friday: of the changes made, did the metric move?"""

import polars as pl
import streamlit as st

from journey.domain.words import Weekday
from journey.store.readers.weeks import entries, history
from journey.ui.days import close_day
from journey.ui.frame import screen
from journey.ui.friday import DECIDED, SHOWN, carry_overs, learnings, new_change, report_and_close, too_young, trial_card, tried
from journey.ui.runtime import engine
from journey.ui.search.landing import came_for

here = screen(
    "Friday: retrospective",
    "Did what you changed move what it was meant to move? Give each change that is due its verdict, then close the week.",
)
came_for(here)
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

written = here.only(entries(engine(), here.id, week=str(here.week)))
left, right = st.columns(2, gap="large")
with left:
    st.header("What we learned", anchor=False)
    learnings(here, written)
with right:
    st.header("Carries into next week", anchor=False)
    carry_overs(here, written)
st.header("Close the week", anchor=False)
weeks = history(engine(), here.id)
closed = not weeks.filter((pl.col("week") == str(here.week)) & pl.col("closed_at").is_not_null()).is_empty()
report_and_close(here, closed)
close_day(here, Weekday.FRIDAY)
