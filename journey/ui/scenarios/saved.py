"""The part with the saved scenarios, side by side, each with what it asks and what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from journey.analysis.scenarios.levers import read, told
from journey.charts.scenarios_told import compared_table
from journey.domain.format import money
from journey.routine.scenarios import Answer, bin_scenario, change_scenario
from journey.store.readers.scenarios import scenarios
from journey.store.tables import Scenario
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.scenarios.asking import attribute, pull
from journey.ui.scenarios.memory import PART, answered, known
from journey.ui.scenarios.told import difference, tenth, whole

SIDE = 4
"""Scenarios that stand side by side and can still be read."""


def saved_part(here: Screen) -> None:
    """What was saved; the chosen ones compared."""
    rows = scenarios(engine(), here.id)
    if not rows:
        st.markdown("Saved scenarios stand here side by side. Pull levers under Ask, then save what you asked.")
        return
    names = {row.key: row.name for row in rows}
    shown = [row.key for row in rows[:SIDE]]
    chosen = st.multiselect(
        "Side by side", list(names), default=shown, format_func=names.__getitem__, max_selections=SIDE, key="what_if_side"
    )
    answers = [(row, answer) for row in rows if row.key in chosen and (answer := _answer(here, row)) is not None]
    if answers:
        _compare(here, answers)
    for row in rows:
        _row(here, row)


def _answer(here: Screen, row: Scenario) -> Answer | None:
    """What the scenario comes to, with the data of its own base week."""
    found = known(here, base=row.base_week, attribute=attribute(row.levers))
    if found is None or found.model is None:
        return None
    return answered(here, found, row.levers, weeks=row.weeks, seed=row.seed)


def _compare(here: Screen, answers: list[tuple[Scenario, Answer]]) -> None:
    rows = [("More who reach the goal", [difference(a.outcome.completions, whole, up=True) for _, a in answers])]
    if all(answer.outcome.contacts is not None for _, answer in answers):
        rows.append(("Contacts", [difference(a.outcome.contacts, whole, up=False) for _, a in answers if a.outcome.contacts]))
    rows.append(("Days to the goal", [difference(a.outcome.days, tenth, up=False) for _, a in answers]))
    rows.append(("Days that a visit waits longer", [difference(a.outcome.waits, tenth, up=False) for _, a in answers]))
    if all(answer.outcome.money is not None for _, answer in answers):
        rows.append(("Money", [difference(a.outcome.money, _told(here), up=True) for _, a in answers if a.outcome.money]))
    weeks = sorted({answer.weeks for _, answer in answers})
    bases = sorted({str(answer.base) for _, answer in answers})
    caption = (
        f"Differences over {' or '.join(map(str, weeks))} weeks against the journey as it is; in brackets what nine runs of ten "
        f"lie between. As of week {', '.join(bases)}" + (", so not all on the same data." if len(bases) > 1 else ".")
    )
    st.html(compared_table([row.name for row, _ in answers], rows, caption=caption))


def _told(here: Screen) -> Callable[[float], str]:
    return lambda value: money(value, here.journey.currency)


def _row(here: Screen, row: Scenario) -> None:
    names = {stage.key: stage.name for stage in here.stages}
    asks = "; ".join(told(lever, names) for lever in read(row.levers)[0])
    with st.container(key=f"row_scenario_{row.key}", horizontal=True, vertical_alignment="center"):
        note = f"  \n:gray[{literal(row.note)}]" if row.note else ""
        st.markdown(f"**{literal(row.name)}**: {literal(asks)}, as of week {row.base_week}{note}", width="stretch")
        st.button(
            "Open", key=f"open_scenario_{row.key}", help=f"Open: {row.name}", on_click=_open, args=(here, row),
        )  # fmt: skip
        if st.button("Edit", key=f"edit_scenario_{row.key}", icon=":material/edit:", help=f"Edit: {row.name}"):
            edit(here, row)


def _open(here: Screen, row: Scenario) -> None:
    pull(here, row.levers, scenario=row.key)
    st.session_state[PART] = "ask"


@st.dialog("Edit the scenario")
def edit(here: Screen, row: Scenario) -> None:
    """Its name and note, and the data it is asked of; or put it in the bin."""
    latest = known(here, attribute=attribute(row.levers))
    own: dict[str, Any] = {"journey": here.id, "scenario": row.key, "revision": row.revision}
    with st.form("edit_scenario", border=False):
        name = st.text_input("Name", row.name, max_chars=120)
        note = st.text_area("Why ask this?", row.note, max_chars=1000)
        anew = (
            latest is not None
            and str(latest.base) != row.base_week
            and st.checkbox(f"Ask it of the data as of week {latest.base} instead of {row.base_week}")
        )
        pressed = st.form_submit_button("Save", type="primary")
    binned = st.button("Put in the bin", type="tertiary", icon=":material/delete:")
    if pressed:
        base = str(latest.base) if anew and latest else row.base_week
        finish(attempt(change_scenario, name=name, note=note, base_week=base, **own))
    if binned:
        finish(attempt(bin_scenario, done="In the bin. History can restore it.", **own))
