"""A workshop that runs: the step it is at with its clock, what to write, who is here, the parking lot."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from journey.domain import library
from journey.domain.format import signed
from journey.domain.library import AgendaStep
from journey.routine.workshops import change_note, end_workshop, go_to_step, join_workshop, pause_step, show_notes, write_note
from journey.store.readers import journeys
from journey.store.readers import workshops as read
from journey.store.tables import Stage, Workshop, WorkshopPerson
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, literal, said
from journey.ui.setup.parts import show
from journey.ui.workshop.notes import everybodys, own
from journey.ui.workshop.planning import named, rules
from journey.ui.workshop.timer import timer

EVERY = 3.0
"""Seconds until what others wrote is looked for again."""


def leading(here: Screen, one: Workshop) -> None:
    """The running workshop, for whoever leads it and for everybody who writes on a device of their own."""
    step = AgendaStep(**one.agenda[one.step])
    st.header(f"{one.step + 1} of {len(one.agenda)}: {step.name}", anchor=False)
    _lead(here, one, step)
    st.markdown(f"**{literal(step.asks)}**")
    left, right = st.columns([3, 2], gap="large")
    people = read.people(engine(), one.key)
    with left:
        me = _who(here, one, people)
        stages = journeys.stages(engine(), here.id)
        _write(here, one, step, me, stages)
        _written(here, one, me, stages)
    with right:
        _around(one, people)


def _lead(here: Screen, one: Workshop, step: AgendaStep) -> None:
    """The clock and the ways through the agenda."""
    target: dict[str, Any] = {"journey": here.id, "workshop": one.key, "revision": one.revision}
    with st.container(horizontal=True, vertical_alignment="center", key="lead"):
        if one.step_began_at:
            timer(one.step_began_at, step.minutes, one.paused_at)
        held = one.paused_at is not None
        st.button(
            "Go on" if held else "Hold the clock", icon=":material/play_arrow:" if held else ":material/pause:",
            on_click=attempt, args=(pause_step,), kwargs={"done": "", **target},
        )  # fmt: skip
        if not one.revealed and step.becomes:
            st.button(
                "Show the notes",
                icon=":material/visibility:",
                on_click=attempt,
                args=(show_notes,),
                kwargs={"done": "", **target},
            )
        last = one.step + 1 == len(one.agenda)
        if one.step:
            st.button(
                "Step before",
                type="tertiary",
                on_click=attempt,
                args=(go_to_step,),
                kwargs={"done": "", **target, "step": one.step - 1},
            )
        if last:
            st.button(
                "End the workshop",
                type="primary",
                on_click=attempt,
                args=(end_workshop,),
                kwargs={"done": "Well done.", **target},
            )
        else:
            st.button(
                "Next step",
                type="primary",
                on_click=attempt,
                args=(go_to_step,),
                kwargs={"done": "", **target, "step": one.step + 1},
            )


def _who(here: Screen, one: Workshop, people: list[WorkshopPerson]) -> WorkshopPerson | None:
    """Who writes on this device: chosen once, kept in the address, so that each can open their own."""
    known = {person.key: person for person in people}
    place = st.container(horizontal=True, vertical_alignment="bottom")
    asked = st.query_params.get("as", "")
    chosen = int(asked) if asked.isdecimal() and int(asked) in known else None
    picked = place.selectbox(
        "Who writes here?", list(known), index=list(known).index(chosen) if chosen else None, placeholder="Choose your name",
        format_func=lambda id: known[id].name, key=f"as_{one.key}_{len(known)}",
    )  # fmt: skip
    if picked is not None and str(picked) != asked:
        st.query_params["as"] = str(picked)
    with place.popover("Join", icon=":material/person_add:"):
        _join(here, one)
    return known.get(picked) if picked is not None else None


def _join(here: Screen, one: Workshop) -> None:
    with st.form("join", border=False, clear_on_submit=True):
        name = st.text_input("Your name", max_chars=120)
        role = st.selectbox("Your role", ["", *library.workshops().roles], format_func=lambda role: role or "None in particular")
        if st.form_submit_button("Join"):
            joined = attempt(join_workshop, done="", journey=here.id, workshop=one.key, name=name, role=role)
            if joined is not None:
                st.query_params["as"] = str(joined.key)
            st.rerun()


def _write(here: Screen, one: Workshop, step: AgendaStep, me: WorkshopPerson | None, stages: list[Stage]) -> None:
    """The one form of the step; a note of a step that becomes nothing goes to the parking lot."""
    if me is None:
        st.caption("Say who writes here, and you can write.")
        return
    claims = step.becomes not in ("", "persona", "stage")
    names = {stage.key: stage.name for stage in stages}
    with st.form("note", border=False, clear_on_submit=True):
        text = st.text_area("Your note: one thought, in a whole sentence", max_chars=400, height=80)
        stage = st.selectbox("Where on the journey?", list(names), index=None, format_func=names.__getitem__) if claims else None
        felt = st.select_slider("How does it feel there?", [None, *range(-5, 6)], format_func=_felt) if step.feels else None
        with st.container(horizontal=True):
            written = step.becomes != "" and st.form_submit_button("Write", type="primary", shortcut="Ctrl+Enter")
            parked = st.form_submit_button("To the parking lot", type="tertiary")
    if written or parked:
        attempt(
            write_note, done="", journey=here.id, workshop=one.key, text=text, author=me.key, stage=stage, emotion=felt,
            parked=parked and not written,
        )  # fmt: skip
        said()


@st.fragment(run_every=EVERY)
def _written(here: Screen, one: Workshop, me: WorkshopPerson | None, stages: list[Stage]) -> None:
    """Notes as they come: one's own until they are shown, then everybody's to merge; the page follows when the leader goes on."""
    now = next((row for row in read.workshops(engine(), here.id) if row.id == one.id), None)
    if now is None or now.revision != one.revision:
        st.rerun()
    notes = read.notes(engine(), one.key)
    here_and_now = notes.filter((pl.col("step") == one.step) & ~pl.col("parked"))
    if one.revealed:
        everybodys(here, one, here_and_now, stages)
    else:
        own(here, here_and_now, me, stages)
    _parked(here, notes.filter("parked"))


def _parked(here: Screen, notes: pl.DataFrame) -> None:
    if notes.is_empty():
        return
    st.subheader("Parking lot", anchor=False)
    for row in notes.iter_rows(named=True):
        with st.container(key=f"row_parked_{row['id']}", horizontal=True, vertical_alignment="center"):
            st.markdown(f"{literal(row['text'])} :gray[{literal(row['author'] or '')}]", width="stretch")
            back = {"journey": here.id, "note": row["id"], "revision": row["revision"], "parked": False}
            st.button(
                "Take it up", key=f"unpark_{row['id']}", type="tertiary", on_click=attempt, args=(change_note,), kwargs=back
            )


def _around(one: Workshop, people: list[WorkshopPerson]) -> None:
    """The agenda with where we are in it, who is here as what, and the ground rules."""
    steps = "".join(_in_agenda(step, number - one.step) for number, step in enumerate(one.agenda))
    show(f"<h3>Agenda</h3><ol>{steps}</ol><h3>Who is here</h3>{named(people) or '<p>Nobody yet</p>'}{rules(one)}")


def _in_agenda(step: dict[str, Any], ahead: int) -> str:
    """A step of the agenda, so many steps ahead of the present one."""
    words = f"{escape(step['name'])} <span class='unsaid'>{step['minutes']} min{', done' if ahead < 0 else ''}</span>"
    return f"<li aria-current='step'><strong>{words}</strong></li>" if ahead == 0 else f"<li>{words}</li>"


def _felt(value: int | None) -> str:
    return "not said" if value is None else signed(value)
