"""What is in: sources with their freshness, batches with undo, and what event and stage names mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from journey.config import settings
from journey.domain.words import Outcome, SourceKind
from journey.routine.data.datasets import cases, left_out_by_source, unknown_stages
from journey.routine.data.mapping import NO_TOUCHPOINT, Meaning, map_events, map_stage_names
from journey.routine.data.source import count_by
from journey.routine.data.undoing import redo_batch, undo_batch
from journey.store.readers.journeys import stages as stages_of
from journey.store.readers.steps import steps_by_stage
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, literal

MARKS = {
    "fresh": ":material/check_circle: fresh",
    "stale": ":material/hourglass_disabled: stale",
    "never": ":material/pending: nothing yet",
}
NOWHERE = "No stage"
NO_PLACE = "None"
BATCHES = 12
Row = dict[str, Any]
Place = tuple[int, int]
"""A stage and one of its touchpoints, by id."""


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def source_rows(here: Screen, found: pl.DataFrame) -> None:
    """A line a source: fresh or stale, until when, how much, and what it can't be compared by."""
    crowded = _crowded(settings().url, here.id, here.journey.data_version)
    for row in found.iter_rows(named=True):
        name, state, size = st.columns([4, 4, 3], vertical_alignment="center")
        name.markdown(f"**{literal(row['name'])}** · {row['kind']}")
        state.markdown(f"{MARKS[row['freshness']]}{_until(row)}")
        problems = f", {_counted(row['problems'], 'problem row')}" if row["problems"] else ""
        what = "conversation" if row["kind"] is SourceKind.CONVERSATIONS else "row"
        size.markdown(f"{_counted(row['rows'], what)} in {_counted(row['batches'], 'file')}{problems}")
        for attribute, values in crowded.get(row["source_id"], {}).items():
            st.caption(f"{literal(attribute)} has {values:,} values: too many to compare by. No figure is split by it.")


@st.cache_data(show_spinner=False, max_entries=50)
def _crowded(url: str, journey: int, data_version: int) -> dict[int, dict[str, int]]:
    """For each source the attributes with too many values to compare by, which only change with the data."""
    return left_out_by_source(engine(), settings().events, journey=journey)


def _until(row: Row) -> str:
    if row["last_day"] is None:
        return ""
    return f", data to {row['last_day'].day} {row['last_day']:%b %Y}"


def batch_rows(found: pl.DataFrame) -> None:
    """A line a batch, newest first: what it brought, its problems to download, undo or redo."""
    for row in found.head(BATCHES).iter_rows(named=True):
        with st.container(key=f"batch_{row['batch_id']}", horizontal=True, vertical_alignment="center"):
            out = row["undone_at"] is not None
            said = (
                f"{literal(row['file_name'])} · {_counted(row['rows_new'], 'new row')} · {row['imported_at']:%d %b %Y %H:%M} UTC"
            )
            st.markdown(f"~~{said}~~ taken out" if out else said)
            if row["problems_path"]:
                _problems(row)
            label, act, done = ("Put back", redo_batch, "Back in.") if out else ("Undo", undo_batch, "Taken out.")
            if st.button(label, key=f"undo_{row['batch_id']}", type="tertiary"):
                _change(act, done, row["batch_id"])
    if found.height > BATCHES:
        st.caption(f"and {found.height - BATCHES} older ones")


def _change(act: Any, done: str, batch_id: int) -> None:
    notes = attempt(act, done=done, settings=settings(), batch_id=batch_id)
    if notes:
        st.session_state["data_notes"] = notes
    st.rerun()


def _problems(row: Row) -> None:
    path = settings().events / row["problems_path"]
    if path.exists():
        st.download_button(
            _counted(row["problems"], "problem row"), path.read_bytes, f"problems-{row['batch_id']}.csv", "text/csv",
            key=f"problems_{row['batch_id']}", type="tertiary", icon=":material/download:",
        )  # fmt: skip


def event_meanings(here: Screen, names: pl.DataFrame) -> None:
    """Which stage each event name happens in, those in none first, by volume; one act for all changes."""
    stages = {stage.name: stage.key for stage in stages_of(engine(), here.id)}
    if not stages:
        st.markdown("The journey has no stages yet. Add them first, then say which events happen in which.")
        st.page_link("pages/journey.py", label="Set up the journey", icon=":material/arrow_forward:", query_params=here.address)
        return
    places = _places(here)
    labels = {touchpoint: label for label, (_, touchpoint) in places.items()}
    shown = names.select(
        "name", "volume", pl.col("stage").fill_null(NOWHERE), "outcome",
        touchpoint=pl.Series([labels.get(id, NO_PLACE) for id in names["touchpoint_id"]], dtype=pl.String),
    )  # fmt: skip
    edited = st.data_editor(
        shown.to_pandas(), hide_index=True, disabled=["name", "volume"], key=f"meanings_{here.id}_{names['revision'].sum()}",
        column_config={
            "name": st.column_config.TextColumn("Event", width="medium"),
            "volume": st.column_config.NumberColumn("Times", format="localized"),
            "stage": st.column_config.SelectboxColumn("Stage", options=[NOWHERE, *stages], required=True),
            "outcome": st.column_config.SelectboxColumn("Outcome", options=[one.value for one in Outcome], required=True),
            "touchpoint": st.column_config.SelectboxColumn(
                "Touchpoint", options=[NO_PLACE, *places], required=True, width="medium",
                help="Where on the map it happens: alerts then name the touchpoint, not only the stage.",
            ),
        },
    )  # fmt: skip
    changed = _changed(shown, edited.to_dict("records"), dict(zip(names["name"], names["revision"], strict=True)), stages, places)
    if st.button("Save what the events mean", type="primary", disabled=not changed, key="save_meanings"):
        attempt(map_events, done="Saved. The figures follow.", settings=settings(), journey=here.id, meanings=changed)
        st.rerun()


def counted_by(here: Screen) -> None:
    """What one passage through the journey is: a customer, or a column such as a session's."""
    column, columns = cases(engine(), settings().events, journey=here.id)
    if len(columns) < 2:
        return
    st.selectbox(
        "Count by", columns, columns.index(column), key=f"count_by_{here.id}_{column}", on_change=_count_by, args=(here, column),
        help="Drop-off counts passages: choose a session or an order where one customer sets out many times.",
    )  # fmt: skip


def _count_by(here: Screen, before: str) -> None:
    picked = st.session_state[f"count_by_{here.id}_{before}"]
    attempt(count_by, done="Saved. The figures follow.", journey=here.id, column=picked)


def _places(here: Screen) -> dict[str, Place]:
    """Every touchpoint of the map by "stage: touchpoint", with the ids of both."""
    found: dict[str, Place] = {}
    met = steps_by_stage(engine(), here.id)
    for stage in stages_of(engine(), here.id):
        for step, touchpoints in met.get(stage.key, ()):
            for one in touchpoints:
                label = f"{stage.name}: {one.name}"
                found[f"{label} ({step.name})" if label in found else label] = (stage.key, one.key)
    return found


def _changed(
    shown: pl.DataFrame, edited: list[Row], revisions: Mapping[str, int], stages: Mapping[str, int], places: Mapping[str, Place]
) -> dict[str, Meaning]:
    """The rows that were edited; a touchpoint chosen for a name in no stage brings its stage along."""
    fields = ("stage", "outcome", "touchpoint")
    before = {row["name"]: tuple(row[field] for field in fields) for row in shown.iter_rows(named=True)}
    changed = {}
    for row in edited:
        if tuple(row[field] for field in fields) != before[row["name"]]:
            of, touchpoint = places.get(row["touchpoint"], (None, NO_TOUCHPOINT))
            stage = of if row["stage"] == NOWHERE else stages.get(row["stage"])
            moved = row["stage"] != before[row["name"]][0] and row["touchpoint"] == before[row["name"]][2]
            place = None if moved else touchpoint  # into another stage: what it had there is left behind
            changed[row["name"]] = Meaning(stage, Outcome(row["outcome"]), revisions[row["name"]], place)
    return changed


def stage_meanings(here: Screen) -> None:
    """Stage names of files that no stage stands for, each with a choice."""
    unknown = _unknown(here.version, here.id)
    stages = {stage.name: stage.key for stage in stages_of(engine(), here.id)}
    if not unknown or not stages:
        return
    st.header("Stage names nobody knows", anchor=False)
    for source, where, name, rows in unknown[:BATCHES]:
        words, choice = st.columns([3, 2], vertical_alignment="center")
        words.markdown(f"**{literal(name)}** · {rows:,} rows of {literal(where)}")
        key = f"stage_of_{source}_{name}"
        choice.selectbox(
            f"Stage of {name}", list(stages), index=None, placeholder="is this stage", key=key, label_visibility="collapsed",
            on_change=_mean_stage, args=(here, source, name, key, stages),
        )  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=64)
def _unknown(version: str, journey_id: int) -> list[tuple[int, str, str, int]]:
    return unknown_stages(engine(), settings().events, journey=journey_id)


def _mean_stage(here: Screen, source: int, name: str, key: str, stages: Mapping[str, int]) -> None:
    picked = st.session_state[key]
    if picked:
        given = {"journey": here.id, "source": source, "stages": {name: stages[picked]}}
        attempt(map_stage_names, done="Saved. The figures follow.", settings=settings(), **given)
