"""The personas: whom the journey is for, what they want done, what they say, think, do and feel, and who they are in the data."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from journey.analysis.segment_rule import Checked
from journey.config import settings
from journey.domain.format import signed
from journey.routine.journeys import add_persona, bin_persona, change_persona
from journey.routine.personas import check_segment
from journey.store.readers import journeys as read
from journey.store.readers.personas import quoted
from journey.store.tables import Persona
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import entries, said_or_not, show
from journey.ui.setup.quoting import add_quotes, drop_quotes

EMPATHY = {"says": "Says", "thinks": "Thinks", "does": "Does", "feels": "Feels"}


def persona_list(here: Screen) -> None:
    """Every persona as a page of a brief, each with its Edit button."""
    known = read.personas(engine(), here.id)
    words = quoted(engine(), here.id)
    for persona in known:
        own = words.filter(persona_id=persona.key)
        with st.container(key=f"persona_{persona.key}", border=True):
            with st.container(horizontal=True, vertical_alignment="center", key=f"wide_persona_{persona.key}"):
                st.markdown(f"## {literal(persona.name)}", width="stretch")
                if st.button("Edit", key=f"edit_persona_{persona.key}", type="tertiary", help="Edit this persona"):
                    edit_persona(here, persona)
            show(_portrait(here, persona, own))
            with st.container(horizontal=True, key=f"quotes_persona_{persona.key}"):
                if st.button("Add quotes", key=f"quote_persona_{persona.key}", icon=":material/format_quote:", type="tertiary"):
                    add_quotes(here, persona, own)
                if not own.is_empty() and st.button("Take quotes away", key=f"unquote_persona_{persona.key}", type="tertiary"):
                    drop_quotes(here, persona, own)
    if not known:
        st.markdown(
            "Nobody yet. A persona says whom you mean by “the customer”: their goals, the jobs they want done, and what they "
            "say, think, do and feel on the way."
        )
    if st.button("Add a persona", icon=":material/add:"):
        new_persona(here)


def _portrait(here: Screen, one: Persona, words: pl.DataFrame) -> str:
    """Goals and jobs, the empathy map, and their own words."""
    told = f"<p>{escape(one.profile)}</p>" if one.profile else ""
    wants = _side_by_side({"Goals": one.goals, "Jobs to be done": one.jobs})
    empathy = _side_by_side({words: getattr(one, name) for name, words in EMPATHY.items()})
    quotes = "".join(f"<p class='words'>{said_or_not(quote)}</p>" for quote in one.quotes)
    linked = "".join(_linked(here, row) for row in words.iter_rows(named=True))
    return f"{told}{_in_the_data(here, one)}{wants}{empathy}{quotes}{linked}"


def _in_the_data(here: Screen, one: Persona) -> str:
    """The rule and whom it matches; a rule that matches nobody says what to write instead."""
    if not one.segment:
        return "<p class='met'>Not told apart in the data: Edit names the attribute and value that their data carry.</p>"
    found = matches(here, one.segment)
    if found.ok:
        return f"<p class='met'>In the data: {escape(one.segment)}. {escape(found.said)}</p>"
    return f"<p class='amiss'>● In the data: {escape(one.segment)} matches nobody. {escape(found.said)}</p>"


def matches(here: Screen, rule: str) -> Checked:
    """Whom the rule matches in the data as they are now."""
    return _matches(here.version, here.id, rule)


@st.cache_data(show_spinner=False, max_entries=64)
def _matches(version: str, journey_id: int, rule: str) -> Checked:
    return check_segment(engine(), settings().events, journey=journey_id, text=rule)


def _linked(here: Screen, row: dict[str, Any]) -> str:
    """A customer's words with what they felt, and the way to hear them."""
    felt = "" if row["emotion"] is None else f"{signed(row['emotion'])} · "
    day = f"{row['said_at'].day} {row['said_at']:%b %Y}" if row["said_at"] else "undated"
    address = escape(urlencode({**here.address, "item": row["item"]}))
    hear = (
        f"<a href='wednesday_listening?{address}' target='_self'>hear it<span class='sr'>: {escape(row['text'][:60])}</span></a>"
    )
    return f"<p class='words' dir='auto'>{escape(row['text'])}<small>{felt}{day} · {hear}</small></p>"


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
        finish(attempt(add_persona, done="Added.", journey=here.id, **_as_the_data_write(here, values)))


@st.dialog("Edit the persona", width="large")
def edit_persona(here: Screen, persona: Persona) -> None:
    """Change a persona or put it in the bin."""
    with st.form("edit_persona", border=False):
        values = _fields(persona)
        save = st.form_submit_button("Save", type="primary")
    binned = st.button("Put in the bin", type="tertiary", icon=":material/delete:")
    arguments: dict[str, Any] = {"journey": here.id, "persona": persona.key, "revision": persona.revision}
    if save:
        finish(attempt(change_persona, **arguments, **_as_the_data_write(here, values)))
    if binned:
        finish(attempt(bin_persona, done="In the bin. History can restore it.", **arguments))


def _as_the_data_write(here: Screen, values: dict[str, Any]) -> dict[str, Any]:
    """The values with the rule as the data write it; one that matches nobody is kept as typed and says so on the page."""
    return {**values, "segment": matches(here, values["segment"]).rule[:120]}


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
