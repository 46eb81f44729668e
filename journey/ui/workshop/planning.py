"""A workshop before it begins: its agenda with times, its ground rules, who comes in which role."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from journey.domain import library
from journey.domain.library import Agenda
from journey.routine.workshops import bin_workshop, change_workshop, go_to_step, plan_workshop
from journey.store.readers import workshops as read
from journey.store.tables import Workshop, WorkshopPerson
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, literal, said
from journey.ui.setup.parts import show
from journey.ui.workshop.notes import count

HOURS = 60


def plan(here: Screen, *, folded: bool) -> None:
    """The form that plans one; folded away beside one that is planned already."""
    if not folded:
        st.markdown(
            "An afternoon with the people who know the customer, from an empty wall to a map. Everybody writes first, in silence."
        )
        _form(here)
        return
    fold = st.expander("Plan another workshop", key="plan_another", on_change="rerun")
    if fold.open:
        with fold:
            _form(here)


def _form(here: Screen) -> None:
    agendas = {agenda.key: agenda for agenda in library.workshops().agendas}
    with st.form("plan_workshop", border=False):
        left, right = st.columns(2, gap="large")
        name = left.text_input("What is it called?", max_chars=120, placeholder="Mapping the first week")
        goal = left.text_input("What is on the map when you leave?", max_chars=400)
        key = left.radio("Agenda", list(agendas), format_func=lambda key: _said(agendas[key]))
        held_on = left.date_input("When?", here.today)
        people = right.text_area(
            "Who comes? One a line, with a role after a comma",
            height=210,
            placeholder="Ines, Facilitator\nTomasz, Customer's advocate",
        )
        right.caption(f"Roles that a good workshop has: {', '.join(library.workshops().roles)}.")
        if st.form_submit_button("Plan the workshop", type="primary"):
            made = attempt(
                plan_workshop, done="Planned.", journey=here.id, name=name, goal=goal, agenda=agendas[key], held_on=held_on,
                people=_people(people),
            )  # fmt: skip
            if made is not None:
                st.rerun()
            said()


def planned(here: Screen, one: Workshop) -> None:
    """A planned workshop: what will happen, and the button that begins it."""
    with st.container(border=True):
        st.header(literal(one.name), anchor=False)
        people = read.people(engine(), one.key)
        day = f"{one.held_on:%A} {one.held_on.day} {one.held_on:%B}" if one.held_on else "No day yet"
        hours, who = _hours(sum(step["minutes"] for step in one.agenda)), count(len(people), "person", "people")
        st.markdown(f"{day} · {hours} · {who}  \n{literal(one.goal)}")
        left, right = st.columns(2, gap="large")
        with left:
            _agenda(here, one)
        with right:
            show(rules(one))
            show(f"<h3>Who comes</h3>{named(people) or '<p>Nobody is named yet; they join when it begins.</p>'}")
        with st.container(horizontal=True):
            if st.button("Begin", key=f"begin_workshop_{one.key}", type="primary", icon=":material/play_arrow:"):
                attempt(go_to_step, done="", journey=here.id, workshop=one.key, revision=one.revision, step=0)
                st.rerun()
            if st.button("Put it in the bin", key=f"bin_workshop_{one.key}", type="tertiary", icon=":material/delete:"):
                attempt(bin_workshop, done="In the bin.", journey=here.id, workshop=one.key, revision=one.revision)
                st.rerun()


def rules(one: Workshop) -> str:
    """The ground rules as HTML."""
    return f"<h3>Ground rules</h3><ul>{''.join(f'<li>{escape(rule)}</li>' for rule in one.rules)}</ul>"


def named(people: list[WorkshopPerson]) -> str:
    """Who takes part, each with the role, as HTML; empty for nobody."""
    who = "".join(f"<li>{escape(', '.join(filter(None, [one.name, one.role])))}</li>" for one in people)
    return f"<ul>{who}</ul>" if who else ""


def _agenda(here: Screen, one: Workshop) -> None:
    """The steps with their minutes, which can be changed in place."""
    table = pl.DataFrame({"Step": [step["name"] for step in one.agenda], "Minutes": [step["minutes"] for step in one.agenda]})
    key = f"agenda_{one.key}_{one.revision}"
    st.data_editor(
        table, key=key, hide_index=True, disabled=["Step"], width="stretch", on_change=_retimed, args=(here, one, key),
        column_config={"Minutes": st.column_config.NumberColumn(min_value=1, max_value=240, step=1, required=True)},
    )  # fmt: skip


def _retimed(here: Screen, one: Workshop, key: str) -> None:
    """Give the steps the minutes that were typed."""
    typed = {int(row): cells.get("Minutes") for row, cells in st.session_state[key]["edited_rows"].items()}
    minutes = [typed.get(number) or step["minutes"] for number, step in enumerate(one.agenda)]
    attempt(change_workshop, journey=here.id, workshop=one.key, revision=one.revision, minutes=minutes)


def _people(lines: str) -> list[tuple[str, str]]:
    named = [line.partition(",") for line in lines.splitlines() if line.strip()]
    return [(name.strip(), role.strip()) for name, _, role in named]


def _said(agenda: Agenda) -> str:
    return f"{agenda.name} ({len(agenda.steps)} steps, {_hours(agenda.minutes)})"


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, HOURS)
    return " ".join(filter(None, [f"{hours} h" if hours else "", f"{rest} min" if rest else ""]))
