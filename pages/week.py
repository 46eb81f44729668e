"""The week: where we are, what each day left for the next, what waits."""

import streamlit as st

from journey.domain.words import DayState, Weekday
from journey.routine.weeks import set_day
from journey.store.readers.weeks import days
from journey.ui.frame import PAGES, screen
from journey.ui.runtime import attempt, engine

QUESTIONS = {
    Weekday.MONDAY: "What moved, where, and is it real?",
    Weekday.TUESDAY: "Who does what by when?",
    Weekday.WEDNESDAY: "What do customers say?",
    Weekday.THURSDAY: "What changes on the map?",
    Weekday.FRIDAY: "Did our changes work?",
}

here = screen("Week", "Your routine for {week}. Start with the first open day.")
states = days(engine(), here.id, str(here.week))
for column, (day, question) in zip(st.columns(5), QUESTIONS.items(), strict=True):
    with column, st.container(border=True):
        st.page_link(PAGES[day], label=f"**{day.value.title()}**", query_params=here.address)
        st.markdown(question)
        if states[day].state is DayState.DONE:
            st.caption("Done")
        elif st.button("Mark done", key=f"done_{day}"):
            attempt(
                set_day, journey=here.id, week=str(here.week), weekday=day, state=DayState.DONE, revision=states[day].revision
            )
            st.rerun()
