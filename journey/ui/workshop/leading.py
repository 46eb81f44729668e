"""A workshop that runs: the step it is at with its clock, what to write, who is here, the parking lot."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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
from journey.ui.runtime import attempt, engine, literal, refused_at, said_at
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
    clock = st.container()
    st.markdown(f"**{literal(step.asks)}**")
    left, right = st.columns([3, 2], gap="large")
    people = read.people(engine(), one.key)
    with left:
        me = _who(here, one, people)
        with clock:
            _lead(here, one, step, _others_lead(me, people))
        stages = journeys.stages(engine(), here.id)
        _write(here, one, step, me, stages)
        _written(here, one, me, stages, len(people))
    with right:
        _around(one, people)


def _others_lead(me: WorkshopPerson | None, people: list[WorkshopPerson]) -> str:
    """Who leads, where that is not who writes here; nobody in particular where no facilitator is named."""
    lead = [one for one in people if one.role == library.workshops().roles[0]]
    return "" if me is None or me.key in [one.key for one in lead] else ", ".join(one.name for one in lead)


def _lead(here: Screen, one: Workshop, step: AgendaStep, others: str) -> None:
    """The clock and, but for those whom `others` lead, the ways through the agenda: a telephone does not press them unawares."""
    held, last = one.paused_at is not None, one.step + 1 == len(one.agenda)
    lead = partial(_way, here, one)
    with st.container(horizontal=True, vertical_alignment="center", key="lead"):
        if one.step_began_at:
            timer(one.step_began_at, step.minutes, one.paused_at)
        if others:
            st.caption(f"Led by {literal(others)}", width="content")
            return
        icon = ":material/play_arrow:" if held else ":material/pause:"
        lead("Go on" if held else "Hold the clock", pause_step, icon=icon)
        if not one.revealed and step.becomes:
            lead("Show the notes", show_notes, icon=":material/visibility:")
        if one.step:
            lead("Step before", partial(go_to_step, step=one.step - 1), type="tertiary")
        if last:
            lead("End the workshop", end_workshop, type="primary", done="Well done.")
        else:
            lead("Next step", partial(go_to_step, step=one.step + 1), type="primary")


def _way(here: Screen, one: Workshop, label: str, act: Callable[..., Workshop], *, done: str = "", **look: Any) -> None:
    """A button that leads on; of two who press it at once the second is told so, as there are no versions to choose between."""
    lead = partial(act, revision=one.revision)
    target = {"done": done, "journey": here.id, "workshop": one.key}
    st.button(label, on_click=attempt, args=(lead,), kwargs=target, **look)


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
    with st.form("note", border=False):
        st.text_area("Your note: one thought, in a whole sentence", max_chars=400, height=80, key="note_text")
        if claims:
            st.selectbox("Where on the journey?", list(names), index=None, format_func=names.__getitem__, key="note_stage")
        if step.feels:
            st.select_slider("How does it feel there?", [None, *range(-5, 6)], format_func=_felt, key="note_felt")
        with st.container(horizontal=True):
            write: dict[str, Any] = {"on_click": _noted, "args": (here, one, me)}
            if step.becomes:
                st.form_submit_button("Write", type="primary", shortcut="Ctrl+Enter", **write)
            st.form_submit_button("To the parking lot", type="tertiary", kwargs={"parked": True}, **write)
    said_at("note")


def _noted(here: Screen, one: Workshop, me: WorkshopPerson, *, parked: bool = False) -> None:
    """Write what the form says; what was refused stays in it."""
    form = st.session_state
    note = attempt(
        write_note, done="", journey=here.id, workshop=one.key, text=form["note_text"], author=me.key, parked=parked,
        stage=form.get("note_stage"), emotion=form.get("note_felt"), step=one.step,
    )  # fmt: skip
    refused_at("note")
    if note is not None:
        form["note_text"] = ""
        for name in ("note_stage", "note_felt"):
            form.pop(name, None)


@st.fragment(run_every=EVERY)
def _written(here: Screen, one: Workshop, me: WorkshopPerson | None, stages: list[Stage], people: int) -> None:
    """Notes as they come: one's own until they are shown, then everybody's to merge; the page follows when the leader goes on."""
    now = next((row for row in read.workshops(engine(), here.id) if row.id == one.id), None)
    if now is None or now.revision != one.revision or len(read.people(engine(), one.key)) != people:
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
