"""The fields that forms about the map share: a stage, a lane, a team, and the one question why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from journey.store.readers.journeys import teams
from journey.store.tables import Lane
from journey.ui.frame import Screen
from journey.ui.runtime import engine

Fields = dict[str, Any]


def ask_why(start: str = "") -> str:
    """The one question that every change of the map asks."""
    return st.text_input("Why does the map change?", start, max_chars=400, placeholder="What did you see or hear?")


def pick_stage(place: Any, here: Screen, chosen: int | None) -> int | None:
    """A stage of this view; nothing chosen yet where `chosen` is None."""
    return pick(place, "Stage", {stage.key: stage.name for stage in here.stages}, chosen)


def pick_lane(place: Any, lanes: Sequence[Lane], chosen: int | None) -> int | None:
    """A lane of the map, hidden ones too; the first one where `chosen` is None."""
    names = {lane.key: lane.name if lane.shown else f"{lane.name} (hidden)" for lane in lanes}
    return pick(place, "Lane", names, next(iter(names), None) if chosen is None else chosen)


def pick(place: Any, label: str, names: Mapping[Any, str], chosen: int | None) -> int | None:
    """One of the names by its id; nothing chosen yet where `chosen` is not among them."""
    ids = list(names)
    index = ids.index(chosen) if chosen in names else None
    asked = f"Which {label.lower()}?"
    picked: int | None = place.selectbox(label, ids, index=index, format_func=names.__getitem__, placeholder=asked)
    return picked


def pick_team(place: Any, chosen: int | None) -> int | None:
    """A team, or none."""
    return pick(place, "Owner team", {None: "No team"} | {team.key: team.name for team in teams(engine())}, chosen)
