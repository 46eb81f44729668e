"""Thursday's dialogs: put something on the map, change a card, a stage or a lane; each asks why once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from journey.domain.words import LaneKind, Standing
from journey.routine import iteration as acts
from journey.store.tables import Lane, Stage
from journey.ui.frame import Screen
from journey.ui.map import MapSeen
from journey.ui.map.fields import Fields, ask_why, pick, pick_lane, pick_stage, pick_team, place, save, save_or_bin, standing

Act = Callable[..., Any]
NEW = 0
"""Stands for a stage or lane that is yet to be made."""


def toolbar(here: Screen, seen: MapSeen) -> None:
    """The ways to change the map, one button each."""
    with st.container(horizontal=True, gap="small"):
        if st.button("Add to the map", icon=":material/add:", type="primary"):
            add(here, seen)
        if st.button("Change a card", icon=":material/edit:", disabled=seen.count == 0):
            change(here, seen)
        if st.button("Stages", icon=":material/view_column:"):
            edit_stage(here, seen)
        if st.button("Lanes", icon=":material/table_rows:"):
            edit_lane(here, seen)


@st.dialog("Add to the map", width="medium")
def add(here: Screen, seen: MapSeen) -> None:
    """A claim in a cell: in a lane of pain points it becomes a pain point, in one of opportunities an opportunity."""
    with st.form("add_to_map", border=False):
        left, right = st.columns(2)
        stage, lane = pick_stage(left, here, here.stages[0].key), pick_lane(right, seen, None)
        text = st.text_area("What does it say?", max_chars=acts.LONGEST["card"], height=96)
        believed = standing(Standing.HYPOTHESIS)
        why = ask_why()
        added = st.form_submit_button("Add", type="primary")
    if added and lane is None:
        st.error("The map has no lane to put it in. Make one under Lanes. Nothing was saved yet.")
    elif added:
        where = {"stage": stage, "lane": lane}
        save(acts.put_on_map, done="Added.", journey=here.id, text=text, standing=believed, why=why, **where)


@st.dialog("Change a card", width="medium")
def change(here: Screen, seen: MapSeen) -> None:
    """Pick a card, pain point or opportunity; change its words, standing or place, or put it in the bin."""
    items = _items(here, seen)
    chosen = st.selectbox("Which one?", list(items), format_func=lambda key: items[key]["label"], key="card_to_change")
    kind, row = chosen[0], items[chosen]["row"]
    forms = {"card": _card_form, "pain": _pain_form, "opportunity": _opportunity_form}
    with st.form(f"change_{kind}_{row['id']}", border=False):
        values = forms[kind](here, seen, row)
        why = ask_why()
        saved, binned = save_or_bin()
    target: Fields = {"journey": here.id, kind: row["id"], "revision": row["revision"], "why": why}
    changes: dict[str, Act] = {"card": acts.change_card, "pain": acts.change_pain, "opportunity": acts.change_opportunity}
    bins: dict[str, Act] = {"card": acts.bin_card, "pain": acts.bin_pain, "opportunity": acts.bin_opportunity}
    if saved:
        save(changes[kind], **target, **values)
    elif binned:
        save(bins[kind], done="In the bin. History can restore it.", **target)


def _card_form(here: Screen, seen: MapSeen, row: Fields) -> Fields:
    text = st.text_area("What does it say?", row["text"], max_chars=acts.LONGEST["card"], height=96)
    left, right = st.columns(2)
    stage, lane = pick_stage(left, here, row["stage_id"]), pick_lane(right, seen, row["lane_id"])
    believed = standing(row["standing"])
    left, right = st.columns(2)
    team = pick_team(left, row["team_id"])
    at = right.number_input("Place in its cell", 1, None, row["position"] + 1) - 1
    where = {"position": at} if at != row["position"] else {}
    return {"text": text, "standing": believed, "team_id": team, "stage_id": stage, "lane_id": lane, **where}


def _pain_form(here: Screen, seen: MapSeen, row: Fields) -> Fields:
    title = st.text_area("What hurts?", row["title"], max_chars=acts.LONGEST["pain point"], height=72)
    left, right = st.columns(2)
    stage, team = pick_stage(left, here, row["stage_id"]), pick_team(right, row["team_id"])
    believed = standing(row["standing"])
    scales = ("severity", "frequency", "impact", "effort")
    values = {
        name: column.number_input(name.title(), 1, 5, row[name]) for name, column in zip(scales, st.columns(4), strict=True)
    }
    return {"title": title, "stage_id": stage, "team_id": team, "standing": believed, **values}


def _opportunity_form(here: Screen, seen: MapSeen, row: Fields) -> Fields:
    title = st.text_area("What could be done?", row["title"], max_chars=acts.LONGEST["opportunity"], height=72)
    description = st.text_area("More", row["description"], max_chars=2000, height=72)
    left, right = st.columns(2)
    titles = {None: "None"} | dict(seen.pains.select("id", "title").iter_rows())
    pain = pick(right, "About which pain point?", titles, row["pain_id"])
    return {"title": title, "description": description, "stage_id": pick_stage(left, here, row["stage_id"]), "pain_id": pain}


@st.dialog("Stages", width="medium")
def edit_stage(here: Screen, seen: MapSeen) -> None:
    """A stage's name, owner team, window, place and assumed emotion; or a new one at the end."""
    stages = {stage.key: stage for stage in here.stages}
    names = {id: stage.name for id, stage in stages.items()} | {NEW: "A new stage"}
    chosen = st.selectbox("Which stage?", list(names), format_func=names.__getitem__, key="stage_to_change")
    row = stages.get(chosen) or Stage(journey_id=here.id, name="")
    assumes = st.toggle("The map assumes how customers feel here", row.assumed_emotion is not None, key=f"assumes_{chosen}")
    with st.form(f"stage_{chosen}", border=False):
        values = _stage_fields(row, assumes)
        placed = place("Place among the stages", list(stages), chosen) if chosen and not here.view else {}
        why = ask_why()
        saved, binned = save_or_bin(can_bin=chosen != NEW)
    target: Fields = {"journey": here.id, "why": why}
    if saved and chosen == NEW:
        save(acts.add_stage, done="Added at the end.", **target, **values)
    elif saved:
        save(acts.change_stage, stage=chosen, revision=row.revision, **target, **values, **placed)
    elif binned:
        done = "In the bin with its cards. History can restore it."
        save(acts.bin_stage, done=done, stage=chosen, revision=row.revision, **target)


def _stage_fields(row: Stage, assumes: bool) -> Fields:
    name = st.text_input("Name", row.name, max_chars=120)
    description = st.text_area("What happens here?", row.description, max_chars=2000, height=72)
    left, right = st.columns(2)
    team = pick_team(left, row.team_id)
    days = right.number_input("Days to go on before it counts as drop-off", 1, 365, row.window_days)
    values = {"name": name.strip(), "description": description, "team_id": team, "window_days": days}
    emotion = st.slider("Assumed emotion", -5.0, 5.0, row.assumed_emotion or 0.0, 0.5, format="%+.1f") if assumes else None
    return {**values, "assumed_emotion": emotion}


@st.dialog("Lanes", width="medium")
def edit_lane(here: Screen, seen: MapSeen) -> None:
    """A lane's name, what it holds, its place, and whether the map shows it; or a new one below the others."""
    lanes = {lane.key: lane for lane in seen.lanes}
    names = {id: lane.name if lane.shown else f"{lane.name} (hidden)" for id, lane in lanes.items()} | {NEW: "A new lane"}
    chosen = st.selectbox("Which lane?", list(names), format_func=names.__getitem__, key="lane_to_change")
    row = lanes.get(chosen) or Lane(journey_id=here.id, name="")
    with st.form(f"lane_{chosen}", border=False):
        name = st.text_input("Name", row.name, max_chars=80)
        kinds = [kind.value for kind in LaneKind]
        kind = st.selectbox("What does it hold?", kinds, index=kinds.index(row.kind), format_func=str.capitalize)
        shown = st.checkbox("The map shows it", row.shown, disabled=chosen == NEW)
        placed = place("Place among the lanes", list(lanes), chosen) if chosen else {}
        why = ask_why()
        saved, binned = save_or_bin(can_bin=chosen != NEW)
    target: Fields = {"journey": here.id, "why": why}
    if saved and chosen == NEW:
        save(acts.add_lane, done="Added below the others.", name=name, kind=LaneKind(kind), **target)
    elif saved:
        values = {"name": name, "kind": LaneKind(kind), "shown": shown, **placed}
        save(acts.change_lane, lane=chosen, revision=row.revision, **target, **values)
    elif binned:
        save(acts.bin_lane, done="In the bin with its cards.", lane=chosen, revision=row.revision, **target)


def _items(here: Screen, seen: MapSeen) -> dict[tuple[str, int], Fields]:
    """Everything that can be picked, in the order of the stages: what it is called and its row."""
    lanes = {lane.key: lane.name for lane in seen.lanes}
    first = {lane.kind: lane.name for lane in reversed(seen.lanes)}
    pain, chance = first.get(LaneKind.PAIN, "Pain point"), first.get(LaneKind.OPPORTUNITY, "Opportunity")
    found: list[tuple[str, Fields, str, str]] = [
        *(("card", row, lanes[row["lane_id"]], row["text"]) for row in seen.cards.iter_rows(named=True)),
        *(("pain", row, pain, row["title"]) for row in seen.pains.iter_rows(named=True)),
        *(("opportunity", row, chance, row["title"]) for row in seen.opportunities.iter_rows(named=True)),
    ]
    stages = {stage.key: (number, stage.name) for number, stage in enumerate(here.stages)}
    found.sort(key=lambda item: stages[item[1]["stage_id"]][0])
    return {
        (kind, row["id"]): {"label": f"{stages[row['stage_id']][1]} · {lane} · {words}", "row": row}
        for kind, row, lane, words in found
    }
