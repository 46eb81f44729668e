"""The stages in order: who owns each, how long going on may take, how customers are thought to feel."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.domain.format import signed
from journey.routine.journeys import add_stage, bin_stage, change_stage, order_stages
from journey.store.readers.steps import Steps, steps_by_stage
from journey.store.tables import Stage
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import pick, show, teams
from journey.ui.setup.steps import as_list, edit_rows

WINDOW = (
    "A customer who reaches no later stage within a stage's window counts as dropped off there. Too short a window calls slow "
    "customers lost; too long a one tells you late."
)


def stage_list(here: Screen) -> None:
    """Every stage this view shows, as it reads on the map, with its buttons."""
    st.caption(WINDOW)
    known, names = steps_by_stage(engine(), here.id), teams()
    for number, stage in enumerate(here.stages):
        with st.container(key=f"stage_{stage.key}", gap="xsmall"):
            _heading(here, stage, number, names)
            _steps(here, stage, known.get(stage.key, []))
    if not here.stages:
        st.markdown("No stage yet. A journey has four to eight: what customers go through, in their words.")
    if here.view and here.view.stage_ids:
        st.caption(f"These are the stages of {literal(here.view.name)}. Choose All teams above to see and reorder every stage.")
    if st.button("Add a stage", icon=":material/add:"):
        new_stage(here)


def _heading(here: Screen, stage: Stage, number: int, names: dict[int | None, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"row_stage_{stage.key}"):
        st.markdown(f"## {number + 1}. {literal(stage.name)}", width="stretch")
        if not (here.view and here.view.stage_ids):
            _arrows(here, stage, number)
        if st.button("Edit", key=f"edit_stage_{stage.key}", type="tertiary", help="Edit this stage"):
            edit_stage(here, stage)
    felt = "no emotion assumed" if stage.assumed_emotion is None else f"assumed emotion {signed(stage.assumed_emotion)}"
    owner = names[stage.team_id] if stage.team_id in names and stage.team_id else "no team yet"
    days = "1 day" if stage.window_days == 1 else f"{stage.window_days} days"
    st.markdown(f"Owned by **{literal(owner)}** · {days} to move on · {felt}")
    if stage.description:
        st.markdown(literal(stage.description))


def _arrows(here: Screen, stage: Stage, number: int) -> None:
    order = [one.key for one in here.stages]
    for icon, words, to in (("arrow_upward", "Move up", number - 1), ("arrow_downward", "Move down", number + 1)):
        moved = [key for key in order if key != stage.key]
        moved.insert(to, stage.key)
        st.button(
            "", icon=f":material/{icon}:", help=f"{words}: stage {number + 1}", key=f"{words}_{stage.key}", type="tertiary",
            disabled=not 0 <= to < len(order), on_click=_order, args=(here, moved),
        )  # fmt: skip


def _order(here: Screen, stages: list[int]) -> None:
    attempt(order_stages, done="Reordered. Figures follow the new order.", journey=here.id, stages=stages)


def _steps(here: Screen, stage: Stage, steps: Steps) -> None:
    """The steps to read; at a click, with a button each."""
    opened = st.session_state.get("setup_steps") == stage.key
    if opened:
        edit_rows(here, stage, steps)
    elif steps:
        show(as_list(steps))
    label = "Done with the steps" if opened else "Edit steps and touchpoints" if steps else "Add steps and touchpoints"
    st.button(label, key=f"steps_{stage.key}", type="tertiary", on_click=_open, args=(None if opened else stage.key,))


def _open(stage: int | None) -> None:
    st.session_state["setup_steps"] = stage


@st.dialog("Add a stage", width="medium")
def new_stage(here: Screen) -> None:
    """A stage at the end."""
    with st.form("new_stage", border=False):
        values = _fields(Stage(journey_id=here.id, name=""))
        save = st.form_submit_button("Add", type="primary")
    if save:
        finish(attempt(add_stage, done="Added at the end.", journey=here.id, **values))


@st.dialog("Edit the stage", width="medium")
def edit_stage(here: Screen, stage: Stage) -> None:
    """What the stage is called, whose it is, its window and emotion; or put it in the bin."""
    with st.form("edit_stage", border=False):
        values = _fields(stage)
        save = st.form_submit_button("Save", type="primary")
    binned = st.button("Put in the bin", type="tertiary", icon=":material/delete:")
    st.caption("Its cards, pain points and metrics go with it, and come back with it from History.")
    arguments: dict[str, Any] = {"journey": here.id, "stage": stage.key, "revision": stage.revision}
    if save:
        finish(attempt(change_stage, **arguments, **values))
    if binned:
        finish(attempt(bin_stage, done="In the bin. History can restore it.", **arguments))


def _fields(stage: Stage) -> dict[str, Any]:
    name = st.text_input("What do customers do here, in a word or two?", stage.name, max_chars=120)
    description = st.text_area("Describe it in a sentence", stage.description, height=80, max_chars=1000)
    left, right = st.columns(2)
    team = pick(left, "Which team owns it?", teams(), stage.team_id)
    window = right.number_input("Days to move on", 1, 3650, stage.window_days, help=WINDOW)
    emotion = st.slider(
        "How do you think customers feel here? −5 is worst, +5 best", -5.0, 5.0, stage.assumed_emotion or 0.0, 0.5, format="%+g"
    )
    unsaid = st.checkbox("We do not assume anything yet", stage.assumed_emotion is None)
    return {
        "name": name.strip(), "description": description, "team_id": team, "window_days": int(window),
        "assumed_emotion": None if unsaid else emotion,
    }  # fmt: skip
