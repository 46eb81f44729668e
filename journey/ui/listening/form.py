"""What the listener does with one customer: say what was heard, skip, go on, or correct what was noted."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from journey.domain.format import signed
from journey.routine.listening.hearing import change_reading, hear, skip
from journey.ui.frame import Screen
from journey.ui.listening import said
from journey.ui.listening.keeping import keepers, keeping
from journey.ui.listening.kept import kept_quotes
from journey.ui.listening.pane import Selection
from journey.ui.listening.queue import Hour, Row, go_on, item_of
from journey.ui.runtime import attempt, literal, refused_at, said_at


def listening_form(row: Row, here: Screen, hour: Hour, picked: Selection | None) -> None:
    """The right column: the quote being kept, what was heard, and the quotes of this customer."""
    key = row["key"]
    if "taken_by" in row:
        _in_other_hands(row, here, hour)
        return
    keeping(row, here, picked, stage=said.chosen_stage(f"hear_{key}") or row["stage_id"] or said.likeliest(here, key))
    if key in hour.done:
        _noted(row, here, hour)
    else:
        said.fields(f"hear_{key}", row, here)
        st.button(
            "Save and next", type="primary", icon=":material/done:", key=f"save_{key}", on_click=_heard, args=(here, hour, key),
            help="Ctrl + Enter",
        )  # fmt: skip
        said_at("form")
        with st.container(horizontal=True, gap="small"):
            st.button("Skip this one", type="tertiary", key=f"skip_{key}", on_click=_skipped, args=(here, hour, key))
            st.button("Leave it for later", type="tertiary", key=f"next_{key}", on_click=go_on, args=(here, hour, key))
    keepers(row)
    kept_quotes(row, here)


def _heard(here: Screen, hour: Hour, key: str) -> None:
    """Save what was heard before the page is drawn anew: by then the item may be somebody else's, and its form gone."""
    values = said.values(f"hear_{key}")
    if "stage" not in values:
        st.session_state["_refused"] = "Say which stage this is about, or choose None of these. Nothing was saved yet."
        refused_at("form")
        return
    done = attempt(hear, done="Heard.", journey=here.id, week=str(here.week), item=item_of(key), on=here.today, **values)
    if done is not None:
        go_on(here, hour, key)
    elif values["note"]:
        st.session_state["_refused"] = f"{st.session_state.get('_refused', '')} You had noted: {values['note']}"


def _skipped(here: Screen, hour: Hour, key: str) -> None:
    done = attempt(skip, done="Skipped.", journey=here.id, week=str(here.week), item=item_of(key), on=here.today)
    if done is not None:
        go_on(here, hour, key)


def _in_other_hands(row: Row, here: Screen, hour: Hour) -> None:
    since = row["taken_at"].astimezone(ZoneInfo(here.journey.timezone))
    st.markdown(
        f"**{literal(row['taken_by'])} is listening to this one**, since {since:%H:%M}. Read along; what is heard is theirs to "
        "say. Left alone for 45 minutes, it is free again."
    )
    st.button("The next free one", type="primary", key=f"next_{row['key']}", on_click=go_on, args=(here, hour, row["key"]))


def _noted(row: Row, here: Screen, hour: Hour) -> None:
    """What was noted of a customer who was heard or skipped this week, and the way to correct it."""
    had, key = hour.done[row["key"]], row["key"]
    if not st.session_state.get(f"fixing_{key}"):
        st.markdown(_in_words(had, here))
        label = "Hear it after all" if had["skipped"] else "Change what was noted"
        with st.container(horizontal=True, gap="small"):
            st.button(label, key=f"fix_{key}", on_click=_fix, args=(key, had["revision"]))
            st.button("Go on", type="primary", key=f"next_{key}", on_click=go_on, args=(here, hour, key))
        return
    form = f"fix_{key}_{st.session_state[f'fixing_{key}']}"
    said.fields(form, row, here, had)
    with st.container(horizontal=True, gap="small"):
        st.button("Save the change", type="primary", key=f"save_{key}", on_click=_changed, args=(here, key, form, had))
        st.button("Leave it as it was", type="tertiary", key=f"stop_{key}", on_click=_fix, args=(key, 0))
    said_at("form")


def _in_words(had: Row, here: Screen) -> str:
    if had["skipped"]:
        return f"**{literal(had['person'])} skipped this one.**"
    stage = next((stage.name for stage in here.stages if stage.id == had["stage_id"]), "None of these stages")
    felt = f", felt as {signed(had['emotion'])}" if had["emotion"] is not None else ""
    note = f"  \n“{literal(had['note'])}”" if had["note"] else ""
    return f"**{literal(had['person'])} heard this one**  \n{literal(stage)}{felt}{note}"


def _fix(key: str, revision: int) -> None:
    st.session_state[f"fixing_{key}"] = revision


def _changed(here: Screen, key: str, form: str, had: Row) -> None:
    values = said.values(form)
    if "stage" not in values:
        st.session_state["_refused"] = "Say which stage this is about, or choose None of these. Nothing was saved yet."
        refused_at("form")
        return
    if (
        attempt(change_reading, done="Changed.", journey=here.id, reading=had["id"], revision=had["revision"], **values)
        is not None
    ):
        st.session_state[f"fixing_{key}"] = 0
