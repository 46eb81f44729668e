"""The hand-over on the screen: its note and its open work, the newcomer's word that they are up to date, and the next one."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from journey.domain.words import ActionStatus
from journey.routine.handing_over import hand_over, mark_read
from journey.store.readers import journeys as read
from journey.store.readers.handovers import handovers
from journey.store.readers.work import actions, changes
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import attempt, engine, finish, literal, me


def last_handover(here: Screen) -> dict[str, Any] | None:
    """The newest one; None where the journey has always had its owner."""
    return next(handovers(engine(), here.id).iter_rows(named=True), None)


def handed(here: Screen, one: dict[str, Any]) -> None:
    """From whom to whom with which words and work, and the button that says that it was read."""
    on = f"{one['handed_on'].day} {one['handed_on']:%b %Y}"
    giver = literal(one["giver"] or "Nobody")
    taker = "you" if one["to_id"] == me() else literal(one["taker"])
    with st.container(border=True, key="handed"):
        st.markdown(f"**{giver}** handed this journey over to **{taker}** on {on}.")
        if one["note"]:
            st.markdown("\n\n".join(f"*{literal(line.strip())}*" for line in one["note"].splitlines() if line.strip()))
        st.markdown(_work(here, one["work"] or {}))
        if one["read_on"]:
            st.caption(f"Read on {one['read_on'].day} {one['read_on']:%b %Y}.")
            return
        target = {"journey": here.id, "handover": one["id"], "today": here.today}
        st.button(
            "I am up to date" if one["to_id"] == me() else f"{one['taker']} is up to date", type="primary",
            icon=":material/check:", on_click=attempt, args=(mark_read,), kwargs={"done": "Welcome.", **target},
        )  # fmt: skip


def _work(here: Screen, work: dict[str, list[int]]) -> str:
    """The work that went along, as it stands now: what was resolved since is struck through."""
    given = set(work.get("actions", ()))
    rows = actions(engine(), here.id).filter(pl.col("id").is_in(list(given)))
    lines = []
    for row in rows.iter_rows(named=True):
        due = f", due {row['due'].day} {row['due']:%b}" if row["due"] else ""
        title = literal(row["title"])
        lines.append(f"- Action: ~~{title}~~ done" if row["status"] == ActionStatus.RESOLVED.value else f"- Action: {title}{due}")
    for row in changes(engine(), here.id).filter(pl.col("id").is_in(work.get("changes", []))).iter_rows(named=True):
        lines.append(f"- Change: {literal(row['title'])}, {row['verdict'] or 'waits for its verdict'}")
    own = {metric.key: metric for metric in read.metrics(engine(), here.id)}
    named = [literal(at_stage(own[id], here)) for id in work.get("metrics", ()) if id in own]
    lines += [f"- Metrics: {', '.join(named)}"] if named else []
    return "\n".join(lines) or "No open work went along."


@st.dialog("Hand the journey over", width="medium")
def hand_over_form(here: Screen) -> None:
    """To whom, with which words and which open work; all of the owner's is chosen at first."""
    owner = here.journey.owner_id
    others = {one.key: one.name for one in read.people(engine()) if one.key != owner}
    if not others:
        st.markdown("There is nobody to hand it over to yet. Add people on the journey's own page first.")
        return
    work = actions(engine(), here.id).filter(pl.col("status") != ActionStatus.RESOLVED.value)
    mine = {row["id"]: row["title"] for row in work.filter(pl.col("owner_id").eq_missing(owner)).iter_rows(named=True)}
    metrics = {one.key: at_stage(one, here) for one in read.metrics(engine(), here.id) if one.owner_id == owner}
    waits = changes(engine(), here.id).filter(pl.col("verdict").is_null() | (pl.col("verdict") == "too early"))
    tried = dict(waits.select("id", "title").iter_rows())
    with st.form("hand_over", border=False):
        person = st.selectbox("Who owns it from now on?", list(others), index=None, format_func=others.__getitem__)
        note = st.text_area("What must they know that stands nowhere?", height=120, max_chars=4000)
        offered = {
            "actions": ("Open actions", mine),
            "metrics": ("Metrics", metrics),
            "changes": ("Changes whose verdict they see through", tried),
        }
        chosen = {
            what: st.multiselect(label, list(names), list(names), format_func=names.__getitem__)
            for what, (label, names) in offered.items()
            if names
        }
        st.caption(
            "Actions and metrics get the new owner. A change's forecast stays with who wrote it. You keep the role of an owner."
        )
        save = st.form_submit_button("Hand over", type="primary")
    if save and person is None:
        st.error("Choose who owns it from now on. Nothing was changed.")
    elif save:
        target: dict[str, Any] = {"journey": here.id, "revision": here.journey.revision, "person": person, "today": here.today}
        finish(attempt(hand_over, done="Handed over. It waits on their Week page.", note=note, **target, **chosen))
