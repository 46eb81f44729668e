"""The team views: which stages and KPIs each team sees on every page."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.domain.kpis import load_kpis
from journey.routine.people import STARTED_VIEWS, add_view, bin_view, change_view, start_views
from journey.store.readers import journeys as read
from journey.store.tables import TeamView
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import pick, teams


def view_list(here: Screen) -> None:
    """Every view as a sentence, with the way to look through it."""
    known = read.views(engine(), here.id)
    stages = {stage.key: stage.name for stage in read.stages(engine(), here.id)}
    names = teams()
    for view in known:
        with st.container(key=f"view_{view.key}", gap="xxsmall"):
            with st.container(horizontal=True, vertical_alignment="center", key=f"row_view_{view.key}"):
                st.markdown(f"## {literal(view.name)}", width="stretch")
                st.page_link("pages/week.py", label="Look through it", query_params={**here.address, "view": view.slug})
                if st.button("Edit", key=f"edit_view_{view.key}", type="tertiary", help="Edit this view"):
                    edit_view(here, view)
            st.markdown(in_words(view, stages, names))
    if not known:
        st.markdown("No view yet. A view shows a team its own stages, KPIs and work on every page, at an address to share.")
    _buttons(here, known)


def in_words(view: TeamView, stages: dict[int, str], names: dict[int | None, str]) -> str:
    """What a view shows: its stages, its KPIs, whose work."""
    kept = [literal(stages[id]) for id in view.stage_ids if id in stages]
    where = ", ".join(kept) if view.stage_ids else "Every stage"
    kpis = ", ".join(load_kpis()[key].name for key in view.formulas if key in load_kpis()) or "every KPI"
    work = f" · the work of {literal(names[view.team_id])}" if view.team_id and view.team_id in names else ""
    return f"{where} · {literal(kpis)}{work}"


def _buttons(here: Screen, known: list[TeamView]) -> None:
    missing = [name for name in STARTED_VIEWS if name.casefold() not in {view.name.casefold() for view in known}]
    with st.container(horizontal=True):
        if st.button("Add a view", icon=":material/add:"):
            new_view(here)
        if missing:
            st.button(
                f"Start with {_and(missing)}", icon=":material/playlist_add:", key="start_views", on_click=_start, args=(here,)
            )


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _start(here: Screen) -> None:
    attempt(start_views, done="Added. Edit each to its own stages.", journey=here.id)


@st.dialog("Add a view", width="medium")
def new_view(here: Screen) -> None:
    """A new filter that every page honours."""
    with st.form("new_view", border=False):
        values = _fields(here, TeamView(journey_id=here.id, slug="", name=""))
        save = st.form_submit_button("Add", type="primary")
    if save:
        given = {"team": values["team_id"], "stages": tuple(values["stage_ids"]), "formulas": tuple(values["formulas"])}
        finish(attempt(add_view, done="Added. Choose it at the top of any page.", journey=here.id, name=values["name"], **given))


@st.dialog("Edit the view", width="medium")
def edit_view(here: Screen, view: TeamView) -> None:
    """Change a view or put it in the bin; its address stays as it is."""
    with st.form("edit_view", border=False):
        values = _fields(here, view)
        save = st.form_submit_button("Save", type="primary")
    binned = st.button("Put in the bin", type="tertiary", icon=":material/delete:")
    arguments: dict[str, Any] = {"journey": here.id, "view": view.key, "revision": view.revision}
    if save:
        finish(attempt(change_view, **arguments, **values))
    if binned:
        finish(attempt(bin_view, done="In the bin. History can restore it.", **arguments))


def _fields(here: Screen, one: TeamView) -> dict[str, Any]:
    stages = {stage.key: stage.name for stage in read.stages(engine(), here.id)}
    kpis = {key: definition.name for key, definition in load_kpis().items()}
    name = st.text_input("What is the view called?", one.name, max_chars=60)
    return {
        "name": name,
        "team_id": pick(st, "Whose work does it show?", teams(), one.team_id),
        "stage_ids": st.multiselect(
            "Stages", list(stages), default=[id for id in one.stage_ids if id in stages], format_func=stages.__getitem__,
            placeholder="Every stage",
        ),
        "formulas": st.multiselect(
            "KPIs", list(kpis), default=[key for key in one.formulas if key in kpis], format_func=kpis.__getitem__,
            placeholder="Every KPI",
        ),
    }  # fmt: skip
