"""How often our guesses held: of those who were so sure, how many were right; by team and by type of change."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import streamlit as st

from journey.analysis.forecasts import Calibration
from journey.charts.calibration import alt_text, calibration
from journey.domain.format import number
from journey.routine.verdicts import forecasts
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal

SUBTITLE = "share that the data bore out, with its 95 % interval, by how sure their authors were; dotted: as often as said"


def guesses(here: Screen) -> None:
    """The picture and its sentence; nothing is drawn while no guess has come to its verdict."""
    st.header("How often our guesses held", anchor=False)
    found = forecasts(engine(), here.id, until=here.week.sunday)
    if not found.overall.n:
        st.markdown("Say how sure you are when you write a hypothesis. Here you will see how often such guesses were right.")
        return
    bands = _frame(found.overall)
    title = f"{found.overall.held} of {found.overall.n} guesses held"
    left, right = st.columns([3, 2], gap="large")
    with left:
        figure = calibration(bands, title=title, subtitle=SUBTITLE)
        st.plotly_chart(figure, key="calibration", config={"displayModeBar": False}, alt=alt_text(bands, title=title))
    with right:
        st.markdown(literal(found.overall.sentence))
        _each("By team", found.by_team)
        _each("By type of change", found.by_kind)


def _frame(found: Calibration) -> pl.DataFrame:
    """The bands that somebody's guess lies in, as the chart takes them."""
    rows = [(band.said, band.share, band.lo95, band.hi95, band.n) for band in found.bands if band.n]
    schema = {"said": pl.Float64, "share": pl.Float64, "low": pl.Float64, "high": pl.Float64, "n": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _each(title: str, found: Mapping[str, Calibration]) -> None:
    if not found:
        return
    lines = [
        f"- {literal(name.capitalize() if title.endswith('change') else name)}: {one.held} of {one.n} held, "
        f"said {number((one.said or 0.0) * 100)} %"
        for name, one in found.items()
    ]
    st.subheader(title, anchor=False)
    st.markdown("\n".join(lines))
