"""Tuesday's parts: blockers by team, the agenda that leaves, decisions and the parking lot."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from journey.domain.words import ActionStatus, EntryKind, PainStatus, Weekday
from journey.exports.agenda import Agenda, as_calendar, as_markdown
from journey.routine.journeys import slug
from journey.routine.pains import change_pain
from journey.routine.weeks import add_entry, change_entry
from journey.ui.actions import new_action
from journey.ui.frame import Screen
from journey.ui.money.lines import stage_money
from journey.ui.runtime import attempt, fresh, literal, renew

NO_TEAM = "No team yet"


def blockers_by_team(here: Screen, blockers: pl.DataFrame, actions: pl.DataFrame, parked: pl.DataFrame) -> None:
    """A block a team, its oldest blocker first, with its agenda to take away."""
    agreed: dict[int, list[dict[str, Any]]] = {}
    money = stage_money(here) if blockers.height else {}
    for action in actions.filter(pl.col("pain_id").is_in(blockers["id"].implode())).iter_rows(named=True):
        agreed.setdefault(action["pain_id"], []).append(action)
    for (team,), rows in blockers.with_columns(pl.col("team").fill_null(NO_TEAM)).group_by("team", maintain_order=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"### {literal(str(team))}", width="stretch")
            _agenda(here, str(team), rows, actions, parked)
        for pain in rows.iter_rows(named=True):
            _blocker(here, pain, agreed.get(pain["id"], []), money.get(pain["stage_id"], ""))


def _blocker(here: Screen, pain: dict[str, Any], actions: list[dict[str, Any]], money: str) -> None:
    since = (pain["blocked_at"] or pain["created_at"]).astimezone(ZoneInfo(here.journey.timezone))
    age = f"blocks since {since.day} {since:%b}"
    evidence = f"{pain['evidence']} {'piece' if pain['evidence'] == 1 else 'pieces'} of evidence"
    lost = f"  \n{literal(money)} at this stage" if money else ""
    lines = [f"**{literal(pain['title'])}**  \n{literal(pain['stage'])} · {age} · {evidence}{lost}"]
    for action in actions:
        who = literal(action["owner"] or "nobody yet")
        lines.append(f":material/subdirectory_arrow_right: {literal(action['title'])} · {who} · {action['status']}")
    with st.container(border=True, horizontal=True, key=f"pain_{pain['id']}"):
        st.markdown("\n\n".join(lines))
        if st.button("Agree an action", key=f"act_{pain['id']}", icon=":material/add_task:"):
            new_action(here, pain)
        st.button("No longer a blocker", key=f"free_{pain['id']}", type="tertiary", on_click=_free, args=(here, pain))


def _free(here: Screen, pain: dict[str, Any]) -> None:
    attempt(
        change_pain,
        done="No longer a blocker.",
        journey=here.id,
        pain=pain["id"],
        revision=pain["revision"],
        status=PainStatus.OPEN,
    )


def _agenda(here: Screen, team: str, blockers: pl.DataFrame, actions: pl.DataFrame, parked: pl.DataFrame) -> None:
    popover = st.popover("Agenda", icon=":material/event_note:", key=f"agenda_{slug(team)}", on_change="rerun")
    if not popover.open:  # what nobody has asked for costs nothing
        return
    own = actions.filter(pl.col("team").fill_null(NO_TEAM) == team, pl.col("status") != ActionStatus.RESOLVED)
    agenda = Agenda(here.journey.name, team, here.week, blockers, own, tuple(parked.filter(~pl.col("settled"))["text"]))
    with popover:
        st.code(as_markdown(agenda, here.today), language="markdown", wrap_lines=True)
        st.download_button(
            "Download for the calendar (.ics)",
            lambda: as_calendar(agenda, here.today, timezone=here.journey.timezone),
            f"blockers-{here.week}-{slug(team)}.ics",
            "text/calendar",
            key=f"ics_{team}",
            on_click="ignore",
        )


def decisions(here: Screen, written: pl.DataFrame) -> None:
    """What was decided this week, with what each decision gives up, and the form for the next."""
    lines = []
    for row in written.filter(pl.col("kind") == EntryKind.DECISION).iter_rows(named=True):
        gives = f"  \n  *Trade-off:* {literal(row['trade_off'])}" if row["trade_off"] else ""
        lines.append(f"- {literal(row['text'])}{gives}")
    if lines:
        st.markdown("\n".join(lines))
    popover = st.popover("Record a decision", icon=":material/gavel:", key="record_decision", on_change="rerun")
    if not popover.open:
        return
    key = fresh("decision")
    with popover, st.form(key, border=False):
        text = st.text_input("What was decided?", max_chars=400, key=f"{key}_text")
        cost = "What does it cost another team's KPI, and what does the customer gain?"
        trade = st.text_input(cost, max_chars=400, key=f"{key}_trade")
        if st.form_submit_button("Record the decision"):
            write(here, "decision", EntryKind.DECISION, Weekday.TUESDAY, text, done="Recorded.", trade_off=trade)


def write(
    here: Screen, form: str, kind: EntryKind, weekday: Weekday, text: str, *, done: str = "Saved.", trade_off: str = ""
) -> None:
    """Write an entry down and empty its form; if it is refused, what was typed stays."""
    said = {"week": str(here.week), "weekday": weekday, "kind": kind, "text": text, "trade_off": trade_off}
    if attempt(add_entry, done=done, journey=here.id, **said):
        renew(form)
    st.rerun()


def parking_lot(here: Screen, parked: pl.DataFrame) -> None:
    """What was put aside; a tick settles it, what is left is carried into next week when this one closes."""
    for row in parked.iter_rows(named=True):
        key = f"parked_{row['id']}"
        st.session_state[key] = row["settled"]  # always what is stored, also when a tick was refused
        st.checkbox(literal(row["text"]), key=key, on_change=_settle, args=(here, row, not row["settled"]), wrap=True)
    popover = st.popover("Park a matter", icon=":material/inventory_2:", key="park_matter", on_change="rerun")
    if not popover.open:
        return
    key = fresh("park")
    with popover, st.form(key, border=False):
        text = st.text_input("Park a matter for later", max_chars=400, key=f"{key}_text")
        if st.form_submit_button("Park it"):
            write(here, "park", EntryKind.PARKED, Weekday.TUESDAY, text, done="Parked.")


def _settle(here: Screen, row: dict[str, Any], settled: bool) -> None:
    attempt(change_entry, done="", journey=here.id, entry=row["id"], revision=row["revision"], settled=settled)


def make_blocker(here: Screen, pains: pl.DataFrame) -> None:
    """Name a known pain point as a blocker."""
    rest = {row["id"]: row for row in pains.filter(pl.col("status") == PainStatus.OPEN).iter_rows(named=True)}
    if not rest:
        return
    popover = st.popover("Name a blocker", icon=":material/block:", key="name_blocker", on_change="rerun")
    if popover.open:
        with popover:
            question = "Which pain point blocks customers now?"
            names = {id: f"{pain['stage']}: {pain['title']}" for id, pain in rest.items()}
            st.selectbox(question, list(rest), format_func=names.__getitem__, key="new_blocker")
            st.button("It is a blocker", on_click=_block, args=(here, {id: pain["revision"] for id, pain in rest.items()}))


def _block(here: Screen, revisions: dict[int, int]) -> None:
    pain = st.session_state["new_blocker"]
    arguments = {"pain": pain, "revision": revisions[pain], "status": PainStatus.BLOCKER}
    if attempt(change_pain, done="Named a blocker.", journey=here.id, **arguments) is not None:
        st.session_state["name_blocker"] = False
