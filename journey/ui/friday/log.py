"""The learning log: what every verdict and every Friday taught."""

from __future__ import annotations

import polars as pl
import streamlit as st

from journey.domain.words import EntryKind
from journey.store.readers.weeks import entries
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal


def log_part(here: Screen) -> None:
    """What was learned, newest first."""
    st.header("Learning log", anchor=False)
    rows = here.only(entries(engine(), here.id)).filter(pl.col("kind") == EntryKind.LEARNING)
    st.markdown("\n".join(f"- {literal(text)}" for text in reversed(rows["text"].to_list())) or "Nothing is noted yet.")
