"""The personas: whom the journey is for, what they want done, what they say, think, do and feel."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from journey.routine.journeys import add_persona, bin_persona, change_persona
from journey.store.readers import journeys as read
from journey.store.tables import Persona
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import entries, said_or_not, show

EMPATHY = {"says": "Says", "thinks": "Thinks", "does": "Does", "feels": "Feels"}


def persona_list(here: Screen) -> None:
    """Every persona as a page of a brief, each with its Edit button."""
    known = read.personas(engine(), here.id)
    for persona in known:
        with st.container(key=f"persona_{persona.key}", border=True):
            with st.container(horizontal=True, vertical_alignment="center", key=f"wide_persona_{persona.key}"):
                st.markdown(f"## {literal(persona.name)}", width="stretch")
                if st.button("Edit", key=f"edit_persona_{persona.key}", type="tertiary", help="Edit this persona"):
                    edit_persona(here, persona)
            show(_portrait(persona))
    if not known:
        st.markdown(
            "Nobody yet. A persona says whom you mean by “the customer”: their goals, the jobs they want done, and what they "
            "say, think, do and feel on the way."
        )
    if st.button("Add a persona", icon=":material/add:"):
        new_persona(here)


def _portrait(one: Persona) -> str:
    """Goals and jobs, the empathy map, and their own words."""
    told = f"<p>{escape(one.profile)}</p>" if one.profile else ""
    segment = f"<p class='met'>In the data: {escape(one.segment)}</p>" if one.segment else ""
    wants = _side_by_side({"Goals": one.goals, "Jobs to be done": one.jobs})
    empathy = _side_by_side({words: getattr(one, name) for name, words in EMPATHY.items()})
    quotes = "".join(f"<p class='words'>{said_or_not(quote)}</p>" for quote in one.quotes)
    return f"{told}{segment}{wants}{empathy}{quotes}"


def _side_by_side(parts: dict[str, str]) -> str:
    cells = "".join(f"<div><h3>{words}</h3>{entries(text.splitlines())}</div>" for words, text in parts.items())
    return f"<div class='empathy'>{cells}</div>"


@st.dialog("Add a persona", width="large")
def new_persona(here: Screen) -> None:
    """Whom the journey is for."""
    with st.form("new_persona", border=False):
        values = _fields(Persona(journey_id=here.id, name=""))
        save = st.form_submit_button("Add", type="primary")
    if save:
        finish(attempt(add_persona, done="Added.", journey=here.id, **values))


@st.dialog("Edit the persona", width="large")
def edit_persona(here: Screen, persona: Persona) -> None:
    """Change a persona or put it in the bin."""
    with st.form("edit_persona", border=False):
        values = _fields(persona)
        save = st.form_submit_button("Save", type="primary")
    binned = st.button("Put in the bin", type="tertiary", icon=":material/delete:")
    arguments: dict[str, Any] = {"journey": here.id, "persona": persona.key, "revision": persona.revision}
    if save:
        finish(attempt(change_persona, **arguments, **values))
    if binned:
        finish(attempt(bin_persona, done="In the bin. History can restore it.", **arguments))


def _fields(one: Persona) -> dict[str, Any]:
    name = st.text_input("Name", one.name, max_chars=120, placeholder="Petra, finance lead of a small company")
    profile = st.text_area("Who is it? A sentence or two", one.profile, height=80, max_chars=2000)
    st.caption("One entry a line in the fields below.")
    columns = st.columns(2)
    asked = {"goals": "Goals", "jobs": "Jobs to be done"} | EMPATHY
    lists = {
        field: columns[number % 2].text_area(words, getattr(one, field), height=96, max_chars=4000)
        for number, (field, words) in enumerate(asked.items())
    }
    quotes = st.text_area("In their own words, a quote a line", "\n".join(one.quotes), height=96, max_chars=4000)
    segment = st.text_input(
        "Segment in the data", one.segment, max_chars=120, placeholder="plan=team",
        help="The attribute and value that their events, tickets and answers carry.",
    )  # fmt: skip
    kept = [line.strip() for line in quotes.splitlines() if line.strip()]
    return {"name": name.strip(), "profile": profile, **lists, "quotes": kept, "segment": segment.strip()}
