"""Objectives on the screen: each with its key results, how far they have come and where they end."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import streamlit as st

from journey.analysis.goals import Pace
from journey.charts.goal_bar import goal_bar
from journey.routine.goals import Goal, Result, goals
from journey.store.readers import maps
from journey.ui.frame import Screen
from journey.ui.goals.forms import edit_key_result, edit_objective, new_key_result, new_objective
from journey.ui.reviewed import week_review
from journey.ui.runtime import engine, literal
from journey.ui.setup.parts import figures

STATES = {Pace.REACHED: "better", Pace.ON_TRACK: "better", Pace.OFF_TRACK: "worse", Pace.MISSED: "worse"}
MARKS = {
    Pace.REACHED: "▲ Reached", Pace.ON_TRACK: "▲ On track", Pace.OFF_TRACK: "▼ Off track", Pace.MISSED: "▼ Missed",
    Pace.EARLY: "Too early to tell", Pace.UNKNOWN: "Not measured yet",
}  # fmt: skip
LEGEND = (
    "The bar goes from the start to the target, hollow where it went the other way; the line through it is what the data leave "
    "open; the dotted mark is how much of the time is gone. Where it ends is read from a straight line through the period's "
    "weeks: what ships tomorrow is not in it."
)
CSS = """<style>
ul.goals.goals{list-style:none;margin:0;padding:0}
.goals.goals li{display:grid;grid-template-columns:15rem 228px 1fr;gap:.2rem 1.5rem;align-items:center;padding:.7rem 0;margin:0}
.goals li{border-top:1px solid var(--border)}
.goals h3{font-size:1rem;font-weight:600;margin:0;padding:0;overflow-wrap:anywhere}
.goals p{margin:0;overflow-wrap:anywhere}.goals .by{color:var(--muted);font-size:.9rem}
.goals .better{color:var(--better)}.goals .worse{color:var(--worse)}.goals strong{font-weight:600}
@media(max-width:640px){.goals.goals li{grid-template-columns:1fr}}
</style>"""


def known_goals(here: Screen) -> list[Goal]:
    """The objectives that this view shows, as they stood at the end of the reviewed week."""
    found = _goals(f"{here.version} {maps.lately(engine(), here.id)} {here.reviewed}", here)
    return [goal for goal in found if goal.seen_by(here.lens)]


@st.cache_resource(show_spinner=False, max_entries=64)
def _goals(stands_for: str, _here: Screen) -> list[Goal]:
    return goals(engine(), _here.id, week_review(_here))


def objectives(here: Screen) -> None:
    """Those that run, then those that are over, and the button for one more."""
    found = known_goals(here)
    running = [goal for goal in found if goal.row.ends_on >= here.reviewed.monday]
    over = [goal for goal in found if goal.row.ends_on < here.reviewed.monday]
    st.html(CSS)
    if not running:
        st.markdown("No objective runs. Write down what several teams want together, then say by which metrics you will know.")
    for goal in running:
        _objective(here, goal)
    if any(goal.results for goal in running):
        st.caption(LEGEND)
    if st.button("Add an objective", icon=":material/add:", type="secondary" if running else "primary"):
        new_objective(here)
    if over and st.toggle(f"Show the {len(over)} that are over", key="goals_over"):
        for goal in over:
            _objective(here, goal)


def _objective(here: Screen, goal: Goal) -> None:
    row = goal.row
    shared = f"shared by {', '.join(goal.teams)}" if goal.teams else "no team yet"
    about = [f"{_day(row.starts_on)} to {_day(row.ends_on)}", shared, goal.owner or "nobody owns it yet", goal.sentence]
    with st.container(key=f"goal_{row.key}"):
        st.header(literal(row.title), anchor=False)
        st.markdown(f":gray[{literal(' · '.join(about))}]" + (f"\n\n{literal(row.why)}" if row.why else ""))
        if goal.results:
            st.html(f"<ul class='goals'>{''.join(_result(result) for result in goal.results)}</ul>")
        with st.container(horizontal=True):
            _ways(here, goal)


def _ways(here: Screen, goal: Goal) -> None:
    """What can be done with an objective; each button says in its help of which."""
    look: dict[str, Any] = {"type": "tertiary", "help": literal(goal.row.title)}
    if st.button("Add a key result", key=f"result_{goal.row.key}", icon=":material/add:", **look):
        new_key_result(here, goal)
    if goal.results and st.button("Edit a key result", key=f"results_{goal.row.key}", icon=":material/edit:", **look):
        edit_key_result(here, goal)
    if st.button("Edit the objective", key=f"objective_{goal.row.key}", icon=":material/edit:", **look):
        edit_objective(here, goal)


def _result(result: Result) -> str:
    held, state = result.progress, STATES.get(result.progress.pace, "")
    drawn = (
        goal_bar(held.share, held.lo, held.hi, held.gone, state=state, alt=f"{result.name}: {result.told}")
        if held.share is not None
        else ""
    )
    who = f" · {escape(result.team)}" if result.team else ""
    named = (
        f"<div><h3>{escape(result.name)}</h3><p>{figures(result.figure)}</p><p class='by'>{figures(result.way)}{who}</p></div>"
    )
    told = f"<p><strong class='{state}'>{MARKS[held.pace]}</strong> {figures(result.sentence)}</p>"
    return f"<li>{named}<div>{drawn}</div>{told}</li>"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
