"""Thursday's import and export: a map taken out in any format, and one that was drawn elsewhere brought in."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from journey.domain.document import Figures
from journey.errors import JourneyError
from journey.exports.maps.files import FORMATS, MapFormat, left_out, write
from journey.exports.maps.svg import to_svg
from journey.routine.map_document import bring_in, document, figures, unknown_teams
from journey.sources.maps import MapRead, read_map
from journey.store.readers.journeys import stages
from journey.store.readers.maps import lately
from journey.ui.frame import Screen, at_page
from journey.ui.runtime import attempt, engine, literal, me, refused_at, said_at

READABLE = ["ojf", "json", "mmd", "mermaid", "md", "markdown", "txt", "csv", "tsv", "xlsx"]
SAYS = {
    "json": "The whole map, for programs and to bring in again. Its schema is published.",
    "ojf": "The whole map for other journey tools; it comes back as it was.",
    "markdown": "To read, mail and keep beside code; it comes back but for what is listed.",
    "mermaid": "A journey diagram for wikis and READMEs: stages, steps and emotion.",
    "csv": "A row a moment, to fill in further in a spreadsheet.",
    "xlsx": "A workbook: the map as a grid, its cards, personas and actions.",
    "pptx": "Slides with shapes and charts that can be edited: the map, each stage, the actions.",
    "pdf": "The map to print.",
    "png": "The map as a picture for a chat or a document.",
    "svg": "The map as a drawing that stays sharp at any size.",
}
PAPERS = {"one": "One page", "A4": "Sheets of A4 to glue", "A3": "Sheets of A3 to glue"}
WIDE, SMALLER = re.compile(rb"<svg[^>]*?\swidth=\"([\d.]+)"), 0.7
"""The width of a drawing, and how much smaller it can still be read."""
SHOWN = 12
"""Notes that are read at a glance; the others are a click away."""


def files(here: Screen) -> None:
    """Both ways, the one that is needed more often first; once a map is in, the board of its journey."""
    if came := st.session_state.pop("map_came", None):
        st.switch_page(at_page("pages/thursday_map.py"), query_params={"journey": came, "week": str(here.week)})
    if stages(engine(), here.id):
        st.header("Take the map out", anchor=False)
        _out(here)
    st.header("Bring a map in", anchor=False)
    _in(here)


def _out(here: Screen) -> None:
    """Choose a format, read what it leaves out, take the file: it is made when it is asked for."""
    name = st.pills(
        "Format", list(FORMATS), default="pptx", format_func=lambda one: FORMATS[one].label, key="map_format", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    form = FORMATS[name]
    st.markdown(SAYS[form.name])
    paper = st.radio("Paper", list(PAPERS), format_func=PAPERS.__getitem__, horizontal=True) if form.name == "pdf" else "one"
    lost = _lost(_as_it_is(here), here.id, form.name)
    if lost:
        st.caption(f"{form.label} leaves out {'; '.join(lost)}.")
    else:
        st.caption("Nothing is left out.")
    st.download_button(
        f"Download as {form.label}", _made(here, form, paper), f"{here.journey.slug}.{form.suffix}", form.mime,
        key=f"map_{form.name}", icon=":material/download:", on_click="ignore", type="primary",
    )  # fmt: skip


def _made(here: Screen, form: MapFormat, paper: str) -> Callable[[], bytes]:
    """What makes the file once somebody asks for it."""
    at, id, week, today = engine(), here.id, here.week, here.today

    def make() -> bytes:
        seen = figures(at, id, week=week, today=today) if form.drawn else None
        options = {"paper": paper} if form.name == "pdf" else {}
        return write(document(at, id), form.name, seen, **options).data

    return make


def _as_it_is(here: Screen) -> tuple[Any, ...]:
    return (here.version, *lately(engine(), here.id))


@st.cache_data(show_spinner=False, max_entries=64)
def _lost(as_it_is: tuple[Any, ...], journey: int, format: str) -> tuple[str, ...]:
    return left_out(document(engine(), journey), format)


def _in(here: Screen) -> None:
    """Drop a file, look at what is in it and what is not, then bring it in."""
    st.markdown(
        "From OpenJourney, Mermaid, Markdown, CSV, Excel or our own JSON. A table needs a column of stages; its other columns "
        "are known by name, in any order. You see the map first; nothing is stored before you say so."
    )
    said_at("files")
    turn = st.session_state.setdefault("map_turn", 0)
    dropped = st.file_uploader("The file with the map", type=READABLE, key=f"map_file_{turn}")
    if dropped is None:
        return
    try:
        read = _read(dropped.name, dropped.getvalue())
    except JourneyError as refusal:
        st.error(literal(str(refusal)), icon=":material/block:")
        return
    _preview(read)
    _notes(here, read, dropped.name)
    _bring(here, read, dropped.name)


@st.cache_data(show_spinner="Reading the map", max_entries=8)
def _read(name: str, data: bytes) -> MapRead:
    return read_map(name, data)


def _preview(read: MapRead) -> None:
    """What is in it, in figures and as a picture."""
    found = read.document
    counts = {
        "stage": len(found.stages), "step": sum(len(stage.steps) for stage in found.stages), "card": len(found.cards),
        "persona": len(found.personas), "link": len(found.links),
    }  # fmt: skip
    held = ", ".join(_count(count, what) for what, count in counts.items() if count)
    st.markdown(f"**{literal(found.name)}**, read as {read.format}: {held}.")
    drawn = _picture(read)
    width = WIDE.search(drawn[:400])
    names = escape(f"{found.name}, its stages: {', '.join(stage.name for stage in found.stages)}", quote=True)
    st.html(
        f"<div role='region' aria-label='The map as it would be' tabindex='0' style='overflow-x:auto'><img alt='{names}' "
        f"style='max-width:none;width:max(100%,{int(float(width[1]) * SMALLER) if width else 0}px)' "
        f"src='data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}'></div>"
    )


@st.cache_data(show_spinner="Drawing it", max_entries=8)
def _picture(read: MapRead) -> bytes:
    return to_svg(read.document, Figures())


def _notes(here: Screen, read: MapRead, file: str) -> None:
    """What is left out or was taken in another way, in the words of the reader."""
    notes = [note.removeprefix(f"{file}: ").removeprefix(f"{file}, ") for note in read.notes]
    for team in unknown_teams(engine(), read.document, by=me(), journey=here.id if not here.stages else None):
        notes.append(f"The team '{team}' is not known here and is left out. Ask the journey's owner to add it.")
    if not notes:
        st.caption("Everything in the file has a place on the map.")
        return
    st.markdown(f"**What to know before you bring it in** ({len(notes)})")
    st.markdown("\n".join(f"- {literal(note[:1].upper() + note[1:])}" for note in notes[:SHOWN]))
    if len(notes) > SHOWN:
        with st.expander(f"{len(notes) - SHOWN} more"):
            st.markdown("\n".join(f"- {literal(note[:1].upper() + note[1:])}" for note in notes[SHOWN:]))


def _bring(here: Screen, read: MapRead, file: str) -> None:
    """Into this journey while it has no map, else as one of its own."""
    empty = not stages(engine(), here.id)
    into = False
    if empty:
        ways = {True: f"The map of {here.journey.name}, which has none yet", False: "A journey of its own"}
        into = st.radio("It becomes", list(ways), format_func=ways.__getitem__)
    name = "" if into else st.text_input("The new journey is called", read.document.name, max_chars=120, key=f"map_name_{file}")
    if not empty:
        st.caption(f"{literal(here.journey.name)} has a map already, so this becomes a journey of its own.")
    what = partial(_store, here, read, file, name, into)
    st.button("Bring it in", type="primary", icon=":material/download_for_offline:", on_click=what)


def _store(here: Screen, read: MapRead, file: str, name: str, into: bool) -> None:
    made = attempt(
        bring_in, done="The map is in.", document=read.document, journey=here.id if into else None, name=name,
        why=f"Brought in from {file}",
    )  # fmt: skip
    refused_at("files")
    if made is not None:
        st.session_state["map_turn"] += 1
        st.session_state["map_came"] = made.slug


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
