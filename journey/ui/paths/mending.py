"""What the map lacks, each with the way to mend it: draw the way, say where events lie."""

from __future__ import annotations

import streamlit as st

from journey.analysis.paths.findings import Finding, Topic
from journey.analysis.paths.steps import BEGIN
from journey.domain import format
from journey.routine.paths import draw_path, erase_path
from journey.routine.real_paths import RealPaths
from journey.store.readers.paths import drawn_paths
from journey.ui.frame import Screen, at_page
from journey.ui.runtime import attempt, engine, literal, refused_at, said_at

DATA = "pages/data.py"
_STYLE = "<style>@media(min-width:641px){[class*='st-key-row_lack_']{flex-wrap:nowrap!important}}</style>"
"""A button stands beside its finding, where there is room."""


def what_it_lacks(here: Screen, found: RealPaths) -> None:
    """The findings, each with its button or link, and the ways drawn so far."""
    said_at("paths")
    st.html(_STYLE)
    with st.container(key="paths_lacks", gap="xsmall"):
        for number, one in enumerate(found.findings):
            with st.container(horizontal=True, vertical_alignment="center", key=f"row_lack_{number}"):
                gain = f" Drawn, the map explains {format.number(one.gain)} more." if one.gain else ""
                st.markdown(f"{literal(one.said)}{gain}", width="stretch")
                _mend(here, found, one)
    if not found.findings:
        st.markdown("Nothing that many do is missing on it.")
    _drawn(here)


def _mend(here: Screen, found: RealPaths, one: Finding) -> None:
    if one.topic in {Topic.OFF_MAP, Topic.NOBODY}:
        label = "Say where they lie" if one.topic is Topic.OFF_MAP else "Say which events lie there"
        st.page_link(at_page(DATA), label=label, query_params=here.address)
        return
    start, end = _stages(found, one)
    if end is None:
        return
    key = f"mend_{start}_{end}"
    if one.topic is Topic.UNUSED:
        st.button("Take it off", key=key, type="tertiary", on_click=_erase, args=(here, start, end))
    else:
        label = {Topic.BACK: "Draw this way back", Topic.BEGIN: "Draw this beginning"}.get(one.topic, "Draw this way")
        st.button(label, key=key, type="tertiary", icon=":material/add:", on_click=_draw, args=(here, start, end, one.said))


def _stages(found: RealPaths, one: Finding) -> tuple[int | None, int | None]:
    start = None if one.source in {None, BEGIN} else found.ids[one.source or 0]
    return start, None if one.target is None else found.ids[one.target]


def _drawn(here: Screen) -> None:
    """The ways drawn beside the order of the stages, to take off again."""
    ways = drawn_paths(engine(), here.id)
    names = {stage.key: stage.name for stage in here.stages}
    known = [(start, end) for start, end in ways if end in names and (start is None or start in names)]
    if not known:
        return
    with st.popover(f"{len(known)} {'way' if len(known) == 1 else 'ways'} drawn beside the order", key="paths_drawn"):
        for start, end in known:
            with st.container(horizontal=True, vertical_alignment="center"):
                said = f"{names[start]} → {names[end]}" if start is not None else f"Begin at {names[end]}"
                st.markdown(literal(said), width="stretch")
                st.button("Take it off", key=f"drawn_{start}_{end}", type="tertiary", on_click=_erase, args=(here, start, end))


def _draw(here: Screen, start: int | None, end: int, why: str) -> None:
    attempt(draw_path, done="Drawn.", journey=here.id, start=start, end=end, why=why)
    refused_at("paths")


def _erase(here: Screen, start: int | None, end: int) -> None:
    attempt(erase_path, done="Taken off. History can bring it back.", journey=here.id, start=start, end=end)
    refused_at("paths")
