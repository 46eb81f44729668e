"""Catch up: what somebody new to the journey needs to know, and the journey handed over."""

import streamlit as st

from journey.ui.frame import screen
from journey.ui.reviewed import as_it_stands
from journey.ui.runtime import me
from journey.ui.story import map_story, told, what_we_believe
from journey.ui.story.handing import hand_over_form, handed, last_handover
from journey.ui.story.training import training

here = screen(
    "Catch up", "New to this journey? Half an hour here, then a week of the routine, and you can own it. As it stands in {week}."
)
last = last_handover(here)
if last:
    handed(here, last)
story = told(as_it_stands(here), here)
left, right = st.columns([3, 2], gap="large")
with left:
    st.header("How the map came to be", anchor=False)
    map_story(here, story)
    st.header("What we believe, and why", anchor=False)
    what_we_believe(story)
with right:
    st.header("Who is who", anchor=False)
    st.markdown(story.people)
    st.header("Open questions", anchor=False)
    st.markdown(story.questions)
st.header("The last ten verdicts", anchor=False)
st.markdown(story.verdicts)
st.header("The routine, day by day", anchor=False)
newcomer = last["to_id"] if last and not last["read_on"] else me()
training(here, newcomer, "you" if last is None or newcomer == me() else last["taker"])
if st.button("Hand the journey over", icon=":material/swap_horiz:"):
    hand_over_form(here)
