"""Thursday's proposals: what the week brings to the map, each to be taken, adapted or left."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from journey.domain.format import signed
from journey.domain.words import LaneKind
from journey.routine.proposals import Proposal, accept, decline
from journey.ui.frame import Screen
from journey.ui.map import MapSeen
from journey.ui.map.fields import Fields, ask_why, pick_lane, pick_stage, save
from journey.ui.runtime import literal

SHOWN = 6
"""Proposals on the page at once: an hour holds no more."""
BECOMES = {
    LaneKind.PAIN: "as a pain point",
    LaneKind.OPPORTUNITY: "as an opportunity",
    LaneKind.THOUGHT: "as what customers think",
}


def week_brings(here: Screen, seen: MapSeen) -> None:
    """The proposals that nobody answered yet, each with its one button."""
    found, names = seen.proposals, {stage.key: stage.name for stage in here.stages}
    for one in found[:SHOWN]:
        where = f" · {literal(names[one.stage_id])}" if one.stage_id in names else ""
        words, button = st.columns([5, 1], vertical_alignment="center")
        words.markdown(f"**{one.day.value.title()}{where}**  \n{literal(_short(one.said))}  \n{_proposed(one)}")
        with button:
            if st.button("Answer", key=f"answer_{one.subject}_{one.subject_id}", help="Take it, adapt it or leave it"):
                answer(here, seen, one)
    if len(found) > SHOWN:
        st.caption(f"{len(found) - SHOWN} more follow as you answer these.")
    if not found:
        st.caption(
            "Nothing waits. Monday's alerts, Tuesday's decisions, Wednesday's notes and feelings that differ from the map's "
            "assumption come here as proposals."
        )


@st.dialog("What does the map make of it?", width="medium")
def answer(here: Screen, seen: MapSeen, one: Proposal) -> None:
    """Take a proposal as it is or adapted, or leave the map as it is; both say why."""
    st.markdown(literal(one.said))
    with st.form(f"answer_{one.subject}_{one.subject_id}", border=False):
        values = _values(here, seen, one)
        why = ask_why(one.why)
        with st.container(horizontal=True):
            taken = st.form_submit_button("Change the map", type="primary")
            left = st.form_submit_button("Leave the map as it is", type="tertiary")
    target: Fields = {"journey": here.id, "week": here.week, "why": why}
    if taken and values["stage"] is None:
        st.error("Choose the stage that it belongs to. Nothing was saved yet.")
    elif taken:
        save(accept, done="On the map.", **target, **values)
    elif left:
        save(decline, done="Left as it is, with your reason on record.", proposal=one, **target)


def _values(here: Screen, seen: MapSeen, one: Proposal) -> Fields:
    if one.standing is not None:
        return {"proposal": one, "stage": one.stage_id}
    return _emotion(here, one) if one.emotion is not None else _claim(here, seen, one)


def _emotion(here: Screen, one: Proposal) -> Fields:
    stage = next(stage for stage in here.stages if stage.key == one.stage_id)
    value = st.slider(f"Assumed emotion at {literal(stage.name)}", -5.0, 5.0, one.emotion, 0.5, format="%+.1f")
    return {"proposal": replace(one, emotion=value), "stage": stage.key, "revision": stage.revision}


def _claim(here: Screen, seen: MapSeen, one: Proposal) -> Fields:
    text = st.text_area("What should the map say?", one.text, max_chars=400, height=96)
    left, right = st.columns(2)
    lane = next((lane.key for lane in seen.lanes if lane.kind is one.kind), None)
    return {"proposal": one, "text": text, "stage": pick_stage(left, here, one.stage_id), "lane": pick_lane(right, seen, lane)}


def _proposed(one: Proposal) -> str:
    if one.emotion is not None:
        return f":material/arrow_forward: assume {signed(one.emotion)} here"
    if one.standing is not None:
        return ":material/arrow_forward: evidenced, no longer a hypothesis"
    words = "" if one.text == one.said else f"“{literal(_short(one.text))}” "
    return f":material/arrow_forward: {words}{BECOMES.get(one.kind, '')}"


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:159].rstrip()}…"
