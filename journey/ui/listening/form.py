"""What the listener says they heard: stage, emotion, note, tags, and the quote that is evidence."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.analysis.redact import PROMISE
from journey.routine.listening.hearing import hear, skip
from journey.store.readers.tags import known_tags, tags_of
from journey.store.readers.work import pains
from journey.ui.frame import Screen
from journey.ui.listening.queue import Row, item_of
from journey.ui.runtime import attempt, engine


def listening_form(row: Row, here: Screen, done: set[str]) -> None:
    """What the listener heard: stage, emotion, note, and the quote that is evidence."""
    if row["key"] in done:
        st.markdown("Heard already this week. Choose the next one in the queue.")
        return
    stages = {None: "None of these"} | {stage.key: stage.name for stage in here.stages}
    hurts = here.only(pains(engine(), here.id))
    about: dict[int | None, str] = {None: "Nothing"} | {
        p["id"]: f"{p['stage']}: {p['title']}" for p in hurts.iter_rows(named=True)
    }
    key = f"hear_{row['key']}"
    with st.form(key, border=False):
        ids = list(stages)
        at = ids.index(row["stage_id"]) if row["stage_id"] in stages else 0
        st.selectbox("Which stage is this about?", ids, index=at, format_func=stages.__getitem__, key=f"{key}_stage")
        scale = "−5 is furious, 0 neutral, +5 delighted"
        st.slider("Which emotion did you hear?", -5, 5, round(row["score_emotion"] or 0), help=scale, key=f"{key}_emotion")
        st.text_input("Note", max_chars=400, key=f"{key}_note")
        known = known_tags(engine(), here.id)
        had = tags_of(engine(), here.id, item_of(row["key"]))
        st.multiselect("Tags", known, had, accept_new_options=True, placeholder="Choose or type", key=f"{key}_tags")
        st.markdown("**Use as evidence**")
        st.selectbox("It shows this pain point", list(about), format_func=about.__getitem__, key=f"{key}_pain")
        st.text_input("Or a new pain point", max_chars=200, key=f"{key}_new_pain")
        quote = "" if row["key"].startswith("c") else row["text"][:400]
        st.text_area("The words that show it", quote, max_chars=1000, height=90, key=f"{key}_quote")
        save: dict[str, Any] = {"type": "primary", "icon": ":material/done:", "shortcut": "Ctrl+Enter"}
        st.form_submit_button("Save and next", on_click=_heard, args=(here, row["key"]), **save)
    if st.button("Skip this one", type="tertiary", key=f"skip_{row['key']}"):
        attempt(skip, done="Skipped.", journey=here.id, week=str(here.week), item=item_of(row["key"]), on=here.today)
        st.rerun()
    st.caption(PROMISE)


def _heard(here: Screen, key: str) -> None:
    """Save what was heard before the page is drawn anew: by then the item may be somebody else's, and its form gone."""
    fields = ("stage", "emotion", "note", "tags", "quote", "pain", "new_pain")
    values = {name: st.session_state[f"hear_{key}_{name}"] for name in fields}
    values["tags"] = tuple(values["tags"])
    saved = attempt(hear, done="Heard.", journey=here.id, week=str(here.week), item=item_of(key), on=here.today, **values)
    if saved is None and values["note"]:
        st.session_state["_refused"] = f"{st.session_state.get('_refused', '')} You had noted: {values['note']}"
