"""Journey and teams: the brief, the stages, whom it is for, who works on it, and how each team looks at it."""

import streamlit as st

from journey.ui.frame import screen
from journey.ui.setup.parts import style
from journey.ui.setup.people import people_by_team
from journey.ui.setup.personas import persona_list
from journey.ui.setup.scope import scope_brief
from journey.ui.setup.stages import stage_list
from journey.ui.setup.views import view_list

PARTS = {
    "Scope": scope_brief,
    "Stages": stage_list,
    "Personas": persona_list,
    "People and teams": people_by_team,
    "Team views": view_list,
}

here = screen("Journey and teams", "What this journey is, whom it is for, and who works on it.")
style()
for tab, part in zip(st.tabs(list(PARTS), key="part", on_change="rerun", bind="query-params"), PARTS.values(), strict=True):
    if tab.open:
        with tab:
            part(here)
