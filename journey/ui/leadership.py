"""Leadership's parts: the heat table, the worst pains, verdicts, actions on time, who takes part."""

from __future__ import annotations

import polars as pl
import streamlit as st

from journey.charts.heat import heat_table
from journey.routine.reports.glance import glance
from journey.routine.reports.work import pain_words
from journey.routine.reports.worked import QUARTER
from journey.routine.review import Review
from journey.routine.verdicts import Trial, outcomes, since
from journey.store.tables import Metric
from journey.ui.closing.health import signs_of
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal


def stages_at_a_glance(here: Screen, metrics: list[Metric], seen: Review) -> None:
    """Stages by KPIs with value, arrow and target; it fits a projector."""
    cells = glance(metrics, seen, {None: "Whole journey", **{stage.key: stage.name for stage in here.stages}})
    if not cells:
        st.caption("Nothing was measured in this week.")
        return
    frame = pl.DataFrame([cell.row for cell in cells], infer_schema_length=None)
    st.html(heat_table(frame, caption="Latest settled week, change on the week before where it is more than chance, target, n"))


def top_pains(ranked: pl.DataFrame) -> None:
    """The five that cost customers most, with the evidence beside."""
    lines = []
    for row in ranked.head(5).iter_rows(named=True):
        lines.append(f"{row['rank']}. **{literal(row['title'])}** · {literal(pain_words(row))}")
    if lines:
        st.markdown("\n".join(lines))
    else:
        st.caption("No pain point is open.")


def routine_kept(here: Screen) -> None:
    """The signs of how well the teams work together, as the week's closing shows them."""
    st.markdown("\n\n".join(f"**{sign.name}**: {literal(sign.sentence)}" for sign in signs_of(here)))


def verdicts(found: list[Trial], here: Screen) -> None:
    """What the quarter's changes did, decided ones first."""
    lines = []
    known = outcomes(engine(), here.id, found, until=here.reviewed.sunday)
    for one in since(known, here.week.shift(1 - QUARTER)):
        if here.shows(one.change["stage_id"], one.change["team_id"]):
            lines.append(f"- **{literal(one.change['title'])}** · {literal(one.sentence)}")
    if lines:
        st.markdown("\n".join(lines))
    else:
        st.caption("No change with a metric shipped in the last 13 weeks.")
