"""The drawer at the board's right: what the week brings to the map, each to be taken, adapted or left."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from journey.domain.format import signed
from journey.domain.words import LaneKind
from journey.routine.proposals import Proposal, accept, decline, proposals
from journey.store.readers.maps import lanes
from journey.ui.board.shown import as_now, stands_for
from journey.ui.frame import Screen
from journey.ui.map.fields import Fields, ask_why, pick_lane, pick_stage
from journey.ui.map.marks import felt
from journey.ui.runtime import attempt, engine, finish, literal, refused_at, said_at

SHOWN = 6
"""Proposals in the drawer at once: an hour holds no more."""
BECOMES = {
    LaneKind.PAIN: "as a pain point",
    LaneKind.OPPORTUNITY: "as an opportunity",
    LaneKind.THOUGHT: "as what customers think",
}


def brought(here: Screen) -> list[Proposal]:
    """What the week brings to the stages of this view and nobody answered yet."""
    return _brought(stands_for(here), here)


@st.cache_resource(show_spinner=False, max_entries=64)
def _brought(stamp: str, _here: Screen) -> list[Proposal]:
    here = as_now(_here)
    known = felt(here, here.stages)
    gaps = {stage.key: (known[stage.key].gap, stage.assumed_emotion) for stage in here.stages}
    return [one for one in proposals(engine(), here.id, here.week, gaps) if here.shows(one.stage_id)]


@st.fragment
def drawer(seen: Screen) -> None:
    """Shut it is a tab that says how much waits; open it stands beside the board, which keeps its place."""
    here = as_now(seen)
    found = brought(here)
    with st.container(key="drawer"):
        if st.query_params.get("drawer") != "open":
            waits = f"This week brings **{len(found)}**" if found else "This week brings nothing new"
            st.button(waits, key="open_drawer", icon=":material/inbox:", on_click=_open, args=(True,))
            return
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.header("What this week brings", anchor=False, width="content")
            st.button("Shut", key="shut_drawer", icon=":material/close:", type="tertiary", on_click=_open, args=(False,))
        said_at("drawer")
        _listed(here, found)


def _open(wanted: bool) -> None:
    if wanted:
        st.query_params["drawer"] = "open"
    else:
        st.query_params.pop("drawer", None)


def _listed(here: Screen, found: list[Proposal]) -> None:
    for one in found[:SHOWN]:
        _proposal(here, one)
    if len(found) > SHOWN:
        st.caption(f"{len(found) - SHOWN} more follow as you answer these.")
    if not found:
        st.caption(
            "Nothing waits. Monday's alerts, Tuesday's decisions, Wednesday's notes and feelings that differ from the map's "
            "assumption come here as proposals."
        )


def _proposal(here: Screen, one: Proposal) -> None:
    names = {stage.key: stage.name for stage in here.stages}
    where = f" · {literal(names[one.stage_id])}" if one.stage_id in names else ""
    key = f"{one.subject}_{one.subject_id}"
    with st.container(key=f"proposal_{key}", gap="xsmall"):
        st.markdown(f"**{one.day.value.title()}{where}**  \n{literal(_short(one.said))}  \n{_proposed(one)}")
        with st.container(horizontal=True, gap="xsmall"):
            ready = one.stage_id in names and _where(here, one) is not None
            wanted = st.button(
                "Take it", key=f"take_{key}", disabled=not ready,
                help=None if ready else "Adapt it: the map has to be told where it belongs.",
            )  # fmt: skip
            if wanted:
                _take(here, one)
            if st.button("Adapt", key=f"adapt_{key}"):
                adapt(here, one)
            if st.button("Leave", key=f"leave_{key}", type="tertiary"):
                leave(here, one)


def _where(here: Screen, one: Proposal) -> Fields | None:
    """What accepting needs beside the proposal, as it stands; None where somebody has to choose."""
    if one.standing is not None:
        return {"stage": one.stage_id}
    if one.emotion is not None:
        stage = next(stage for stage in here.stages if stage.key == one.stage_id)
        return {"stage": stage.key, "revision": stage.revision}
    lane = next((lane.key for lane in lanes(engine(), here.id) if lane.kind is one.kind), None)
    return {"stage": one.stage_id, "lane": lane, "text": one.text} if lane is not None and one.text else None


def _take(here: Screen, one: Proposal) -> None:
    values = _where(here, one)
    assert values is not None
    attempt(accept, done="On the map.", journey=here.id, week=here.week, proposal=one, why=one.why, **values)
    refused_at("drawer")
    st.rerun()  # the whole page: what it says of feelings and what was done changes, too


@st.dialog("What should the map say?", width="medium")
def adapt(here: Screen, one: Proposal) -> None:
    """Take a proposal in one's own words, in another place or to another degree, and say why."""
    st.markdown(literal(one.said))
    with st.form(f"adapt_form_{one.subject}_{one.subject_id}", border=False):
        values = _values(here, one)
        why = ask_why(one.why)
        taken = st.form_submit_button("Change the map", type="primary")
    if taken and values["stage"] is None:
        st.error("Choose the stage that it belongs to. Nothing was saved yet.")
    elif taken and "lane" in values and values["lane"] is None:
        st.error("Choose the lane that it belongs to. Nothing was saved yet.")
    elif taken:
        finish(attempt(accept, done="On the map.", journey=here.id, week=here.week, why=why, **values))


@st.dialog("Leave the map as it is?", width="small")
def leave(here: Screen, one: Proposal) -> None:
    """Decline a proposal for a reason of one's own; it does not come again."""
    st.markdown(literal(one.said))
    with st.form(f"leave_form_{one.subject}_{one.subject_id}", border=False):
        why = st.text_input("Why does the map stay as it is?", max_chars=400)
        if st.form_submit_button("Leave it", type="primary"):
            done = "Left as it is, with your reason on record."
            finish(attempt(decline, done=done, journey=here.id, week=here.week, proposal=one, why=why))


def _values(here: Screen, one: Proposal) -> Fields:
    if one.standing is not None:
        return {"proposal": one, "stage": one.stage_id}
    if one.emotion is not None:
        stage = next(stage for stage in here.stages if stage.key == one.stage_id)
        value = st.slider(f"Assumed emotion at {literal(stage.name)}", -5.0, 5.0, one.emotion, 0.5, format="%+.1f")
        return {"proposal": replace(one, emotion=value), "stage": stage.key, "revision": stage.revision}
    text = st.text_area("What should the map say?", one.text, max_chars=400, height=96)
    left, right = st.columns(2)
    known = lanes(engine(), here.id)
    lane = next((lane.key for lane in known if lane.kind is one.kind), None)
    return {"proposal": one, "text": text, "stage": pick_stage(left, here, one.stage_id), "lane": pick_lane(right, known, lane)}


def _proposed(one: Proposal) -> str:
    if one.emotion is not None:
        return f":material/arrow_forward: assume {signed(one.emotion)} here"
    if one.standing is not None:
        return ":material/arrow_forward: evidenced, no longer a hypothesis"
    words = "" if one.text == one.said else f"“{literal(_short(one.text))}” "
    return f":material/arrow_forward: {words}{BECOMES.get(one.kind, '')}"


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:159].rstrip()}…"
