"""Actions as people work with them: the list, overdue first, and the dialog to agree or update one."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from journey.domain.words import ActionStatus
from journey.routine.work import add_action, bin_action, change_action
from journey.store.readers import journeys as read
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import attempt, engine, finish, literal

SHOWN = 8
"""Open actions that a meeting gets through; the rest wait behind a switch."""


def in_words(action: dict[str, Any], today: date) -> str:
    """One action as a line: what, who, by when, how it stands."""
    who = literal(action["owner"] or action["team"] or "nobody yet")
    due = action["due"]
    when = f"{'**overdue** since' if due < today else 'due'} {due.day} {due:%b}" if due else "no date"
    if action["status"] == ActionStatus.RESOLVED:
        when = f"resolved {action['resolved_on'].day} {action['resolved_on']:%b}" if action["resolved_on"] else "resolved"
    link = f" [ticket](<{action['link']}>)" if action["link"] and not set(action["link"]) & set("<>\n ") else ""
    return f"{literal(action['title'])} · {who} · {when} · {action['status']}{link}"


def action_list(here: Screen, actions: pl.DataFrame) -> None:
    """Every open action, overdue first, each with its Update button; resolved ones folded away below."""
    undone = actions.filter(pl.col("status") != ActionStatus.RESOLVED)
    shown = undone if st.session_state.get("every_action") else undone.head(SHOWN)
    with st.container(key="actions", gap="small"):  # two columns by style: a container a row would cost the server more
        for action in shown.iter_rows(named=True):
            st.markdown(in_words(action, here.today))
            if st.button("Update", key=f"action_{action['id']}", type="tertiary", help=f"Update: {literal(action['title'])}"):
                edit_action(here, action)
    if shown.height < undone.height:
        st.toggle(f"Show all {undone.height} open actions", key="every_action")
    if undone.is_empty():
        st.caption("No open action. Agree one on a blocker above.")
    done = actions.filter(pl.col("status") == ActionStatus.RESOLVED)
    if not done.is_empty():
        fold = st.expander(f"{done.height} resolved", key="resolved_actions", on_change="rerun")
        if fold.open:
            with fold:
                st.markdown("\n".join(f"- {in_words(action, here.today)}" for action in done.iter_rows(named=True)))


@st.dialog("Agree an action", width="medium")
def new_action(here: Screen, pain: dict[str, Any] | None = None) -> None:
    """Who does what by when, about which pain point, to move which metric."""
    if pain:
        st.markdown(f"About: **{literal(pain['title'])}**")
    with st.form("new_action", border=False):
        values = _fields({"stage_id": pain["stage_id"], "team_id": pain["team_id"]} if pain else {}, here)
        if st.form_submit_button("Agree", type="primary"):
            finish(attempt(add_action, done="Agreed.", journey=here.id, pain_id=pain["id"] if pain else None, **values))


@st.dialog("Update the action", width="medium")
def edit_action(here: Screen, action: dict[str, Any]) -> None:
    """Change any of it, resolve it, or put it in the bin."""
    with st.form("edit_action", border=False):
        status = st.segmented_control("Status", [s.value for s in ActionStatus], default=action["status"], required=True)
        values = _fields(action, here)
        if st.form_submit_button("Save", type="primary"):
            arguments = {"action": action["id"], "revision": action["revision"], "today": here.today, "status": status}
            finish(attempt(change_action, journey=here.id, **arguments, **values))
    if st.button("Put in the bin", type="tertiary", icon=":material/delete:"):
        gone = "In the bin. History can restore it."
        finish(attempt(bin_action, done=gone, journey=here.id, action=action["id"], revision=action["revision"]))


def _fields(action: dict[str, Any], here: Screen) -> dict[str, Any]:
    people = {None: "Nobody yet"} | {person.key: person.name for person in read.people(engine())}
    teams = {None: "No team"} | {team.key: team.name for team in read.teams(engine())}
    metrics = {None: "None"} | {metric.key: at_stage(metric, here) for metric in read.metrics(engine(), here.id)}
    title = st.text_input("What will be done?", action.get("title", ""), max_chars=200)
    left, right = st.columns(2)
    return {
        "title": title,
        "owner_id": _pick(left, "Who?", people, action.get("owner_id")),
        "due": right.date_input("By when?", action.get("due"), format="YYYY-MM-DD"),
        "team_id": _pick(left, "Team", teams, action.get("team_id")),
        "metric_id": _pick(right, "Which metric should move?", metrics, action.get("metric_id")),
        "link": st.text_input("Link to the ticket", action.get("link", ""), placeholder="https://", max_chars=500),
    }


def _pick(place: Any, label: str, names: dict[int | None, str], chosen: int | None) -> int | None:
    ids = list(names)
    picked: int | None = place.selectbox(
        label, ids, index=ids.index(chosen) if chosen in names else 0, format_func=names.__getitem__
    )
    return picked
