"""Workshops: plan one, lead it step by step, and see what the last ones brought."""

from __future__ import annotations

import streamlit as st

from journey.domain.words import WorkshopState
from journey.routine.workshops import bin_workshop
from journey.store.readers import journeys
from journey.store.readers import workshops as read
from journey.store.tables import Workshop
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, literal, said_at
from journey.ui.setup.parts import style
from journey.ui.workshop.leading import leading
from journey.ui.workshop.notes import count, read_out, to_the_map
from journey.ui.workshop.planning import plan, planned


def workshop(here: Screen) -> None:
    """The workshop that runs; else the one that is planned, or a new one; below, those that are over."""
    style()
    known = read.workshops(engine(), here.id)
    now = next((one for one in known if one.state is WorkshopState.RUNNING), None)
    coming = [one for one in known if one.state is WorkshopState.PLANNED]
    if now is not None:
        leading(here, now)
    else:
        said_at("note")  # of a workshop that ended while it was written
        for one in coming:
            planned(here, one)
        plan(here, folded=bool(coming))
    over = [one for one in known if one.state is WorkshopState.OVER]
    if over:
        st.header("Held", anchor=False)
        for one in over:
            _held(here, one)


def _held(here: Screen, one: Workshop) -> None:
    """What a workshop brought, and what of it can still be put on the map."""
    notes = read.notes(engine(), one.key)
    on_map = notes.filter(notes["became"] != "").height
    day = f"{one.held_on.day} {one.held_on:%b %Y} · " if one.held_on else ""
    fold = st.expander(
        f"{literal(one.name)} · {day}{count(notes.height, 'note')}, {on_map} on the map", key=f"held_{one.key}", on_change="rerun"
    )
    if fold.open:
        with fold:
            read_out(one, notes, journeys.stages(engine(), here.id))
            to_the_map(here, one, notes)
            if st.button("Put the workshop in the bin", key=f"bin_workshop_{one.key}", type="tertiary", icon=":material/delete:"):
                attempt(bin_workshop, done="In the bin.", journey=here.id, workshop=one.key, revision=one.revision)
                st.rerun()
