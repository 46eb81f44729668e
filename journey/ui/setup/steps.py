"""The steps within a stage and the touchpoints where customer and company meet."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from journey.routine.journeys import add_step, add_touchpoint
from journey.routine.steps import bin_step, bin_touchpoint, change_step, change_touchpoint, order_steps
from journey.store.readers.steps import Steps
from journey.store.tables import Stage, Step, Touchpoint
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, finish, literal
from journey.ui.setup.parts import show

CHANNELS = ("e-mail", "website", "app", "phone", "chat", "visit", "post", "review site", "app store", "event")


def as_list(steps: Steps) -> str:
    """Steps with their touchpoints as HTML to read."""
    lines = []
    for step, touchpoints in steps:
        met = "; ".join(_touchpoint(one) for one in touchpoints)
        lines.append(f"<li>{escape(step.name)}{f' <span class=met>— {met}</span>' if met else ''}</li>")
    return f"<ol>{''.join(lines)}</ol>"


def _touchpoint(one: Touchpoint) -> str:
    channel = f" ({escape(one.channel)})" if one.channel else ""
    outside = "" if one.own else " <span class='mark'>outside ground</span>"
    truth = " <span class='mark'>moment of truth</span>" if one.moment_of_truth else ""
    return f"{escape(one.name)}{channel}{outside}{truth}"


def edit_rows(here: Screen, stage: Stage, steps: Steps) -> None:
    """A row a step and a row a touchpoint, each with what can be done to it."""
    for number, (step, touchpoints) in enumerate(steps):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"row_step_{step.key}"):
            st.markdown(f"{number + 1}\\. {literal(step.name)}", width="stretch")
            order = [one.key for one, _ in steps]
            order.insert(number - 1, order.pop(number))
            st.button(
                "", icon=":material/arrow_upward:", key=f"step_up_{step.key}", help=f"Move up: step {number + 1}",
                type="tertiary", disabled=number == 0, on_click=_order, args=(here, stage.key, order),
            )  # fmt: skip
            if st.button("Touchpoint", icon=":material/add:", key=f"touch_{step.key}", type="tertiary"):
                new_touchpoint(here, step)
            if st.button("Edit", key=f"step_{step.key}", type="tertiary", help=f"Edit step {number + 1}"):
                edit_step(here, step)
        for one in touchpoints:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"row_touchpoint_{one.key}"):
                show(f"<div style='padding-left:1.5rem'>{_touchpoint(one)}</div>")
                if st.button("Edit", key=f"touchpoint_{one.key}", type="tertiary", help="Edit this touchpoint"):
                    edit_touchpoint(here, one)
    if st.button("Add a step", icon=":material/add:", key=f"new_step_{stage.key}"):
        new_step(here, stage)


def _order(here: Screen, stage: int, steps: list[int]) -> None:
    attempt(order_steps, done="Reordered.", journey=here.id, stage=stage, steps=steps)


@st.dialog("Add a step")
def new_step(here: Screen, stage: Stage) -> None:
    """A step at the end of a stage."""
    with st.form("new_step", border=False):
        name = st.text_input("What does the customer do?", max_chars=120, placeholder="Compares two offers")
        save = st.form_submit_button("Add", type="primary")
    if save:
        finish(attempt(add_step, done="Added.", journey=here.id, stage=stage.key, name=name))


@st.dialog("Edit the step")
def edit_step(here: Screen, step: Step) -> None:
    """Reword a step, or put it in the bin with its touchpoints."""
    with st.form("edit_step", border=False):
        name = st.text_input("What does the customer do?", step.name, max_chars=120)
        save = st.form_submit_button("Save", type="primary")
    binned = st.button("Put in the bin", type="tertiary", icon=":material/delete:")
    arguments: dict[str, Any] = {"journey": here.id, "step": step.key, "revision": step.revision}
    if save:
        finish(attempt(change_step, name=name, **arguments))
    if binned:
        finish(attempt(bin_step, done="In the bin. History can restore it.", **arguments))


@st.dialog("Add a touchpoint")
def new_touchpoint(here: Screen, step: Step) -> None:
    """Where customer and company meet in this step."""
    st.markdown(f"In the step: **{literal(step.name)}**")
    with st.form("new_touchpoint", border=False):
        values = _fields(Touchpoint(step_id=step.key, name=""))
        save = st.form_submit_button("Add", type="primary")
    if save:
        finish(attempt(add_touchpoint, done="Added.", journey=here.id, step=step.key, **values))


@st.dialog("Edit the touchpoint")
def edit_touchpoint(here: Screen, touchpoint: Touchpoint) -> None:
    """Change a touchpoint or put it in the bin."""
    with st.form("edit_touchpoint", border=False):
        values = _fields(touchpoint)
        save = st.form_submit_button("Save", type="primary")
    binned = st.button("Put in the bin", type="tertiary", icon=":material/delete:")
    arguments: dict[str, Any] = {"journey": here.id, "touchpoint": touchpoint.key, "revision": touchpoint.revision}
    if save:
        finish(attempt(change_touchpoint, **arguments, **values))
    if binned:
        finish(attempt(bin_touchpoint, done="In the bin. History can restore it.", **arguments))


def _fields(one: Touchpoint) -> dict[str, Any]:
    channels = list(dict.fromkeys(["", *CHANNELS, one.channel]))
    return {
        "name": st.text_input("Where do you meet?", one.name, max_chars=120, placeholder="Welcome mail"),
        "channel": st.selectbox(
            "Channel", channels, index=channels.index(one.channel), accept_new_options=True, format_func=lambda c: c or "Not said"
        ),
        "own": st.checkbox("On our own ground", one.own, help="Not ours: a review site, an app store, a friend's advice."),
        "moment_of_truth": st.checkbox(
            "A moment of truth", one.moment_of_truth, help="What happens here decides whether the customer stays."
        ),
    }
