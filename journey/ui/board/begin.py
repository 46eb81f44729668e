"""A map that has no stages yet: begun from a template of the library, or from the names of its stages."""

from __future__ import annotations

import streamlit as st

from journey.domain.document import Document, StagePart
from journey.domain.library import Template, templates
from journey.routine.map_document import bring_in
from journey.store.readers.journeys import stages
from journey.ui.board.parts import PARTS
from journey.ui.frame import Screen, at_page
from journey.ui.runtime import attempt, engine, literal, refused_at, said_at
from journey.ui.setup.parts import style

NAMES = "stage_names"


def begin(here: Screen) -> None:
    """The ways to begin, the shortest first; or why a view shows none of the map's stages."""
    if stages(engine(), here.id):
        st.markdown("This team's view shows none of the map's stages. Choose All teams above to see the whole map.")
        return
    with st.container(border=True, key="begin"):
        st.header("Draw the first map", anchor=False)
        st.markdown(
            "A template fills in the stages and their steps; its cards are hypotheses. Drag, reword and strike until it is yours."
        )
        style()
        said_at("begin")
        for template in templates().values():
            _template(here, template)
        st.text_area("Or name the stages yourself, one a line", key=NAMES, height=112, placeholder="Find\nBuy\nUse\nGet help")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Begin with these stages", on_click=_by_names, args=(here,))
            if "files" in PARTS:
                address = {**here.address, "part": PARTS["files"]}
                st.page_link(at_page("pages/thursday_map.py"), label="Bring in a map that you have", query_params=address)


def _template(here: Screen, template: Template) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"row_begin_{template.key}"):
        takes = f"It takes about {template.minutes} minutes to make it yours."
        st.markdown(f"**{literal(template.name)}**  \n{literal(template.about)} {takes}", width="stretch")
        label = f"Begin with {template.name[0].lower()}{template.name[1:]}"
        st.button(label, key=f"begin_{template.key}", on_click=_by_template, args=(here, template))


def _by_template(here: Screen, template: Template) -> None:
    why = f"Begun from the template {template.name}."
    attempt(bring_in, done="The map is begun.", journey=here.id, document=template.document, why=why)
    refused_at("begin")


def _by_names(here: Screen) -> None:
    """A map of nothing but its stages, in the lanes that the journey has."""
    told = [name.strip() for name in st.session_state[NAMES].splitlines() if name.strip()]
    parts = tuple(StagePart(key=f"stage:{number}", name=name) for number, name in enumerate(told))
    document = Document(here.journey.name, stages=parts)
    if told:
        attempt(bring_in, done="The map is begun.", journey=here.id, document=document, why="The first stages.")
    else:
        st.session_state["_refused"] = "Name at least one stage, one a line. Nothing was saved yet."
    refused_at("begin")
