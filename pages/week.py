"""The week: where we are, what each day left for the next, what waits."""

from datetime import timedelta

import streamlit as st

from journey.domain.words import DayState, EntryKind, Weekday
from journey.store.readers.waiting import waiting
from journey.store.readers.weeks import days, entries, history
from journey.ui.days import day_state
from journey.ui.frame import PAGES, at_page, empty, screen
from journey.ui.good.readiness import ready_line
from journey.ui.reviewed import freshness
from journey.ui.runtime import engine, literal
from journey.ui.week import QUESTIONS, asked_of_me, focus_line, handed_over, map_in_small, past_weeks, streak, what_waits

here = screen("Week", "Your routine for {week}, over the data of {reviewed}. Start with the first open day.")
soon = here.today + timedelta(days=7)
wait = waiting(engine(), here.id, week=str(here.week), today=here.today, until=soon, **here.scope)
before = days(engine(), here.id, str(here.reviewed))
written = here.only(entries(engine(), here.id, week=str(here.week)))

focus_line(written)
handed_over(here)
if freshness(here).is_empty():
    sentence = "No data has come in yet. Events, tickets or survey answers tell you on Monday what moved."
    empty(sentence, page="pages/data.py", button="Bring in the first file")
for column, day in zip(st.columns(5), Weekday, strict=True):
    with column, st.container(border=True, height="stretch", key=f"card_{day}", gap="xsmall"):
        st.page_link(at_page(PAGES[day]), label=f"**{day.value.title()}**")
        said = f"Carried over from last week: {literal(before[day].reason)}" if before[day].state is DayState.CARRIED else ""
        st.markdown("\n\n".join(filter(None, (f"*{QUESTIONS[day]}*", said, *what_waits(day, wait)))))
        day_state(here, here.days[day])

asked_of_me(here)
st.header("The map this week", anchor=False)
map_in_small(here)
ready_line(here)

left, right = st.columns(2, gap="large")
with left:
    st.header("Carried into this week", anchor=False)
    carried = written.filter((written["kind"] == EntryKind.CARRIED) & ~written["settled"])
    if carried.is_empty():
        st.caption("Nothing was carried over from the week before.")
    else:
        st.markdown("\n".join(f"- {literal(text)}" for text in carried["text"]))
with right:
    st.header("Past weeks", anchor=False)
    known = history(engine(), here.id)
    st.markdown(streak(known))
    past_weeks(known, here)
