"""Thursday: what changes on the map?"""

import streamlit as st

from journey.domain.words import Weekday
from journey.ui.days import close_day
from journey.ui.frame import empty, screen
from journey.ui.map import feelings, map_seen, show
from journey.ui.map.edit import toolbar
from journey.ui.map.versions import version_list
from journey.ui.map.week import week_brings
from journey.ui.search.landing import came_for

here = screen(
    "Thursday: the map", "What did we learn that changes the map? Answer what the week of {reviewed} brings, then save a version."
)
if not here.stages:
    empty("The map shows the journey's stages here, once it has some.", page="pages/journey.py", button="Name the stages")
    st.stop()

came_for(here)
seen = map_seen(here)
toolbar(here, seen)
show(here, seen)
feelings(here, seen)

left, right = st.columns([3, 2], gap="large")
with left:
    st.header("What this week brings", anchor=False)
    week_brings(here, seen)
with right:
    st.header("Versions", anchor=False)
    version_list(here)
close_day(here, Weekday.THURSDAY)
