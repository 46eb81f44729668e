"""The open pain points in order, as every page that ranks them shows them."""

from __future__ import annotations

import polars as pl
import streamlit as st

from journey.routine.ranking import ranked
from journey.store.readers import maps
from journey.ui.frame import Screen
from journey.ui.good.matrix.shown import shown
from journey.ui.runtime import engine


def in_order(here: Screen) -> pl.DataFrame:
    """The open pain points that the team view shows, worst first, with ranks among those shown; see `routine.ranking.ranked`."""
    return seen(here)[0]


def seen(here: Screen) -> tuple[pl.DataFrame, str]:
    """The pain points in order, and what the matrix is given of them; made anew only after something was done or came in."""
    view = f"{here.view.slug} {here.view.revision}" if here.view else ""
    return _ranked(f"{here.version} {maps.lately(engine(), here.id)} {here.week} {view}", here)


@st.cache_resource(show_spinner=False, max_entries=64)
def _ranked(stands_for: str, _here: Screen) -> tuple[pl.DataFrame, str]:
    rows = _here.only(ranked(engine(), _here.id, week=_here.week))
    rows = rows.with_columns(rank=pl.col("score").rank("min", descending=True).cast(pl.Int64))
    return rows, shown(rows)
