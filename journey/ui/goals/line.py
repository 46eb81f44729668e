"""The objectives in a few lines, for a page that shows the whole journey."""

from __future__ import annotations

import streamlit as st

from journey.ui.frame import Screen, at_page
from journey.ui.goals import MARKS, known_goals
from journey.ui.runtime import literal


def objectives_line(here: Screen) -> None:
    """Each running objective with how its key results stand, and the way to them."""
    running = [
        goal
        for goal in known_goals(here)
        if goal.row.starts_on <= here.reviewed.sunday and goal.row.ends_on >= here.reviewed.monday
    ]
    lines = []
    for goal in running:
        until = f"{goal.row.ends_on.day} {goal.row.ends_on:%b %Y}"
        lines.append(f"- **{literal(goal.row.title)}**, until {until}: {literal(goal.sentence)}")
        for result in goal.results:
            told = f"{result.name} {result.figure}, {result.way}"
            lines.append(f"    - {literal(told)}: **{MARKS[result.progress.pace]}**")
    st.markdown("\n".join(lines) or "No objective runs.")
    st.page_link(at_page("pages/objectives.py"), label="Objectives", icon=":material/arrow_forward:", query_params=here.address)
