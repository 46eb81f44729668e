"""Data: bring it in, see how fresh it is, take it out again, say what its names mean."""

import streamlit as st

from journey.store.readers.data import batches, event_names, sources
from journey.ui.data.importing import import_steps
from journey.ui.data.rows import batch_rows, counted_by, event_meanings, source_rows, stage_meanings
from journey.ui.frame import screen
from journey.ui.runtime import engine, literal

here = screen("Data", "What the figures rest on: bring files in, see how fresh they are, and say what their names mean.")
for note in st.session_state.pop("data_notes", ()):
    st.info(literal(note), icon=":material/info:")

import_steps(here)
known = sources(engine(), here.id, today=here.today, timezone=here.journey.timezone)
st.header("Sources", anchor=False)
if known.is_empty():
    st.markdown(
        "Nothing has come in yet. Drop a file above, or ask a database: a week of events, tickets or survey answers is "
        "enough to begin."
    )
source_rows(here, known)

names = event_names(engine(), here.id)
if not names.is_empty():
    waiting = names.filter(names["stage"].is_null())
    st.header("What events mean", anchor=False)
    st.markdown(
        f"{waiting.height} of {names.height} event names are in no stage yet: "
        f"{waiting['volume'].sum():,} of {names['volume'].sum():,} events count in no stage's figures."
        if waiting.height
        else "Every event name has its stage."
    )
    event_meanings(here, names)
    counted_by(here)
stage_meanings(here)

brought = batches(engine(), here.id)
if not brought.is_empty():
    st.header("Files that came in", anchor=False)
    batch_rows(brought)
