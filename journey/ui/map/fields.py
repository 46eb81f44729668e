"""The fields that Thursday's dialogs share: stage, lane, team, standing, place, and the one question why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from journey.domain.words import Standing
from journey.store.readers.journeys import teams
from journey.ui.frame import Screen
from journey.ui.map import MapSeen
from journey.ui.runtime import attempt, engine, finish

Fields = dict[str, Any]


def save(act: Callable[..., Any], *, done: str = "Saved.", **arguments: Any) -> bool:
    """Run an act from a dialog: what was typed stays on the screen with a refusal, otherwise the dialog closes."""
    result = attempt(act, done=done, **arguments)
    finish(result)
    return result is not None


def ask_why(start: str = "") -> str:
    """The one question that every save asks."""
    return st.text_input("Why does the map change?", start, max_chars=400, placeholder="What did you see or hear?")


def save_or_bin(*, can_bin: bool = True) -> tuple[bool, bool]:
    """The two ends of a form: whether Save was pressed, whether the bin was."""
    with st.container(horizontal=True):
        saved = st.form_submit_button("Save", type="primary")
        binned = st.form_submit_button("Put in the bin", type="tertiary", icon=":material/delete:") if can_bin else False
    return saved, binned


def pick_stage(place: Any, here: Screen, chosen: int | None) -> int | None:
    """A stage of this view; nothing chosen yet where `chosen` is None."""
    return pick(place, "Stage", {stage.key: stage.name for stage in here.stages}, chosen)


def pick_lane(place: Any, seen: MapSeen, chosen: int | None) -> int | None:
    """A lane of the map, hidden ones too; the first one where `chosen` is None."""
    names = {lane.key: lane.name if lane.shown else f"{lane.name} (hidden)" for lane in seen.lanes}
    return pick(place, "Lane", names, next(iter(names), None) if chosen is None else chosen)


def pick(place: Any, label: str, names: Mapping[Any, str], chosen: int | None) -> int | None:
    ids = list(names)
    index = ids.index(chosen) if chosen in names else None
    asked = f"Which {label.lower()}?"
    picked: int | None = place.selectbox(label, ids, index=index, format_func=names.__getitem__, placeholder=asked)
    return picked


def pick_team(place: Any, chosen: int | None) -> int | None:
    return pick(place, "Owner team", {None: "No team"} | {team.key: team.name for team in teams(engine())}, chosen)


def standing(chosen: Standing | str) -> str:
    values = [standing.value for standing in Standing]
    picked: str = st.segmented_control("Standing", values, default=str(chosen), format_func=str.capitalize, required=True)
    return picked


def place(label: str, ids: Sequence[int], chosen: int) -> Fields:
    """The new position, if another one than now was chosen."""
    now = ids.index(chosen)
    place = st.selectbox(label, range(len(ids)), index=now, format_func=lambda at: f"{at + 1} of {len(ids)}")
    return {} if place == now else {"position": place}
