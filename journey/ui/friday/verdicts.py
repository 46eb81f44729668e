"""The verdicts of a Friday: what is due or overdue, what waits for its day, what was decided lately."""

from __future__ import annotations

import streamlit as st

from journey.routine.verdicts import Listed, Stand
from journey.ui.frame import Screen
from journey.ui.friday.card import verdict_card
from journey.ui.friday.hypothesis import new_change
from journey.ui.friday.trials import again, listed
from journey.ui.runtime import literal

SHOWN = 3
"""Verdicts that a retrospective gets through; the rest wait behind a switch."""
OWED, LATER = (Stand.OVERDUE, Stand.DUE), (Stand.WAITING, Stand.PLANNED, Stand.UNTESTED)


def verdicts_part(here: Screen) -> None:
    """A card a change that is due, the first one open; under them, when the others come."""
    found = listed(here)
    asked = _asked_for(here, found)
    owed = [one for one in found if one.state in OWED]
    rest = [one for one in owed if one is not asked]
    ready = next((one for one in rest if one.trial and one.trial.impact.days_after), None)
    st.header(f"Verdicts due ({len(owed)})", anchor=False)
    for one in rest if st.session_state.get("every_verdict") else rest[:SHOWN]:
        verdict_card(here, one, first=one is ready and asked is None)
    if len(rest) > SHOWN:
        st.toggle(f"Show all {len(rest)} that are due", key="every_verdict")
    if not owed:
        st.markdown("No shipped change waits for a verdict this Friday.")
    _later(here, [one for one in found if one.state in LATER and one is not asked])
    if st.button("Write a hypothesis", icon=":material/add:"):
        new_change(here)
    _decided(here, [one for one in found if one.state is Stand.DECIDED and one is not asked])


def _asked_for(here: Screen, found: list[Listed]) -> Listed | None:
    """The card of the change that the address names, on top, whether it is on the list or was decided long ago."""
    name = st.query_params.get("change", "")
    id = int(name) if name.isascii() and name.isdigit() and len(name) < 10 else 0
    one = next((one for one in found if one.change["id"] == id), None) or (again(here, id) if id else None)
    if one is None or one.trial is None or one.trial.change["id"] != id:
        return None
    verdict_card(here, one, first=True)
    return one


def _later(here: Screen, rows: list[Listed]) -> None:
    """When the other verdicts come, a line each; who cannot wait looks early."""
    if not rows:
        return
    st.header("Not yet due", anchor=False)
    st.markdown("\n".join(f"- {_when(one)}" for one in rows))
    early = [one for one in rows if one.trial and one.trial.impact.days_after]
    if early and st.toggle("Look at these early", key="early_verdicts"):
        for one in early:
            verdict_card(here, one)


def _when(one: Listed) -> str:
    title, on = f"**{literal(one.change['title'])}**", one.change["shipped_on"]
    return f"{title}{f' shipped on {on.day} {on:%b %Y}' if on else ''}. {literal(one.sentence)}"


def _decided(here: Screen, rows: list[Listed]) -> None:
    if rows and st.toggle(f"Show the {len(rows)} decided lately" if len(rows) > 1 else "Show the one decided lately"):
        for one in rows:
            verdict_card(here, one)
