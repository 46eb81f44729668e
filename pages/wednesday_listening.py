"""Wednesday: what do customers say, and does the emotion we assumed hold?"""

import streamlit as st

from journey.analysis.sampling import RULE
from journey.domain.words import Weekday
from journey.store.readers.listening import readings
from journey.ui.days import close_day
from journey.ui.frame import empty, open_part, screen
from journey.ui.listening.coverage import coverage_table
from journey.ui.listening.feelings import feelings
from journey.ui.listening.form import listening_form
from journey.ui.listening.gaps import knowledge_gaps
from journey.ui.listening.heard import what_was_heard
from journey.ui.listening.interviews import interview_log
from journey.ui.listening.keys import keys
from journey.ui.listening.pane import reading_pane
from journey.ui.listening.parts import PARTS
from journey.ui.listening.queue import open_item, queue_list, this_hour, why_here
from journey.ui.listening.themes import themes
from journey.ui.runtime import engine

here = screen(
    "Wednesday: customer listening",
    "Hear a dozen customers of {reviewed}. Say where it happened, how it felt, and what it shows.",
)
part = open_part(PARTS)
known = readings(engine(), here.id)

if part == "listen":
    hour = this_hour(here, known)
    row = open_item(here, hour)
    if not hour.rows and not row:
        empty(
            "No customer's words from this week have come in: surveys with comments, tickets, calls and chats show here.",
            page="pages/data.py",
            button="Bring in data",
        )
    else:
        left, middle, right = st.columns([3, 5, 4], gap="large")
        with left:
            queue_list(here, hour, row["key"] if row else "")
        if row:
            with middle:
                why_here(here, row)
                picked = reading_pane(row, here)
            with right:
                listening_form(row, here, hour, picked)
            keys(row, here, hour)
        else:
            with middle:
                what_was_heard(here, hour)
        st.caption(RULE)
if part == "themes":
    themes(here)
if part == "emotion":
    feelings(here)
if part == "gaps":
    knowledge_gaps(here)
if part == "interviews":
    interview_log(here)
if part == "heard":
    coverage_table(here, known)

close_day(here, Weekday.WEDNESDAY)
