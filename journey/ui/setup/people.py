"""The people who work on the journey: their teams, who leads, who may do what here."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.domain.words import Role
from journey.routine.people import add_person, add_team, change_person, change_team, set_member
from journey.store.readers import journeys as read
from journey.store.tables import Person, Team
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import pick, teams

ROLES = {
    Role.OWNER.value: "Owner: may do everything here",
    Role.EDITOR.value: "Editor: may change all but people and roles",
    Role.VIEWER.value: "Viewer: may look, take part and write notes",
    "": "No role: does not see this journey",
}


def people_by_team(here: Screen) -> None:
    """Everybody, team by team, with their role on this journey."""
    everybody = read.people(engine())
    roles = dict(read.members(engine(), here.id).select("person_id", "role").iter_rows())
    for team in [*read.teams(engine()), None]:
        own = [person for person in everybody if person.team_id == (team.key if team else None)]
        if team or own:
            _team(here, team, own, roles)
    if len(everybody) == 1:
        st.markdown("Add those who take part: the leads of the teams, who talks to customers, who decides.")
    with st.container(horizontal=True):
        if st.button("Add a person", icon=":material/person_add:"):
            new_person(here)
        if st.button("Add a team", icon=":material/group_add:"):
            new_team(here)


def _team(here: Screen, team: Team | None, own: list[Person], roles: dict[int, str]) -> None:
    with st.container(key=f"team_{team.key if team else 'none'}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"row_team_{team.key if team else 'none'}"):
            st.markdown(f"## {literal(team.name)}" if team else "## In no team", width="stretch")
            if team and st.button("Rename", key=f"team_name_{team.key}", type="tertiary", help="Rename this team"):
                rename_team(here, team)
        for person in sorted(own, key=lambda one: (not one.lead, one.name.casefold())):
            with st.container(horizontal=True, vertical_alignment="center", key=f"row_person_{person.key}"):
                st.markdown(in_words(person, roles.get(person.key)), width="stretch")
                if st.button("Edit", key=f"person_{person.key}", type="tertiary", help="Edit this person"):
                    edit_person(here, person, roles.get(person.key))
        if not own:
            st.caption("Nobody is in this team yet.")


def in_words(person: Person, role: str | None) -> str:
    """A person as a line: who, leading what, where to reach them, what they may do here."""
    told = [f"**{literal(person.name)}**", role or "no role here"]
    told += ["leads the team"] if person.lead else []
    told += ["leadership"] if person.leadership else []
    told += [literal(person.email)] if person.email else []
    return " · ".join(told)


@st.dialog("Add a person", width="medium")
def new_person(here: Screen) -> None:
    """Somebody who works on journeys, with their role on this one."""
    with st.form("new_person", border=False):
        values, role = _fields(Person(name=""), Role.EDITOR.value)
        save = st.form_submit_button("Add", type="primary")
    if save:
        person = attempt(add_person, done="Added.", journey=here.id, **values)
        if person is not None and role:
            person = attempt(set_member, done="", journey=here.id, person=person.key, role=Role(role))
        finish(person)


@st.dialog("Edit the person", width="medium")
def edit_person(here: Screen, person: Person, role: str | None) -> None:
    """What a person is called, where they belong, what they may do here."""
    with st.form("edit_person", border=False):
        values, wanted = _fields(person, role or "")
        save = st.form_submit_button("Save", type="primary")
    if save:
        saved = attempt(change_person, journey=here.id, person=person.key, revision=person.revision, **values)
        if saved is not None and wanted != (role or ""):
            saved = attempt(set_member, done="", journey=here.id, person=person.key, role=Role(wanted) if wanted else None)
        finish(saved)


def _fields(one: Person, role: str) -> tuple[dict[str, Any], str]:
    left, right = st.columns(2)
    values = {
        "name": left.text_input("Name", one.name, max_chars=120),
        "email": right.text_input("E-mail", one.email or "", max_chars=200),
        "team_id": pick(left, "Team", teams(), one.team_id),
    }
    roles = list(ROLES)
    chosen = right.selectbox("Role on this journey", roles, index=roles.index(role), format_func=ROLES.__getitem__)
    values["lead"] = left.checkbox("Leads the team", one.lead, help="Gets Tuesday's agenda for the team.")
    values["leadership"] = right.checkbox("Leadership", one.leadership, help="May look at every journey, without changing it.")
    return values, chosen


@st.dialog("Add a team")
def new_team(here: Screen) -> None:
    """A group that owns stages and actions."""
    with st.form("new_team", border=False):
        name = st.text_input("What is the team called?", max_chars=80)
        save = st.form_submit_button("Add", type="primary")
    if save:
        finish(attempt(add_team, done="Added.", journey=here.id, name=name))


@st.dialog("Rename the team")
def rename_team(here: Screen, team: Team) -> None:
    """The same team under another name, on every journey."""
    with st.form("rename_team", border=False):
        name = st.text_input("What is the team called?", team.name, max_chars=80)
        save = st.form_submit_button("Save", type="primary")
    if save:
        finish(attempt(change_team, journey=here.id, team=team.key, revision=team.revision, name=name))
