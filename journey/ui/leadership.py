"""Leadership's parts: the heat table, the worst pains, verdicts, actions on time, who takes part."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import streamlit as st

from journey.charts.heat import heat_table
from journey.domain import format
from journey.domain.words import ActionStatus, MetricKind, Verdict
from journey.routine.reports.glance import glance
from journey.routine.reports.work import pain_words
from journey.routine.reports.worked import trial_line
from journey.routine.retrospective import Trial
from journey.routine.review import Review
from journey.store.tables import Metric
from journey.ui.frame import Screen
from journey.ui.runtime import literal

QUARTER = timedelta(weeks=13)


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


def on_time(actions: pl.DataFrame, here: Screen) -> str:
    """How many actions that were due in the quarter were resolved in time."""
    due = actions.filter(pl.col("due").is_between(here.today - QUARTER, here.today))
    kept = due.filter((pl.col("status") == ActionStatus.RESOLVED) & (pl.col("resolved_on") <= pl.col("due")))
    late = actions.filter((pl.col("status") != ActionStatus.RESOLVED) & (pl.col("due") < here.today)).height
    if due.is_empty():
        return "No action was due in the last 13 weeks."
    share = format.with_n(MetricKind.RATE, kept.height / due.height, due.height, kept.height)
    said = f"**{share}** of the actions due in the last 13 weeks were resolved in time"
    return f"{said}; {late} {'is' if late == 1 else 'are'} overdue now."


def taking_part(participants: pl.DataFrame, here: Screen) -> str:
    """How many people took part in a week's days, on average of the last six weeks."""
    recent = participants.filter(pl.col("week") <= str(here.week), pl.col("week") > str(here.week.shift(-6)))
    if recent.is_empty():
        return "Nobody was noted as taking part in the last six weeks."
    a_week = recent.group_by("week").agg(pl.col("person_id").n_unique())["person_id"].sum() / recent["week"].n_unique()
    teams = recent["team"].drop_nulls().n_unique()
    return f"**{a_week:.1f} people** a week took part in the last six weeks, from {teams} {'team' if teams == 1 else 'teams'}."


def heard(readings: pl.DataFrame, here: Screen) -> str:
    """How much of listening was done: customers heard in six weeks, and stages nobody heard."""
    own = readings.filter(~pl.col("skipped"), pl.col("week") <= str(here.week), pl.col("week") > str(here.week.shift(-6)))
    silent = [stage.name for stage in here.stages if stage.id not in set(own["stage_id"])]
    nobody = f" Nobody heard {literal(', '.join(silent))}." if silent else " Every stage was heard."
    return f"**{own.height} customers** were heard in the last six weeks.{nobody}"


def verdicts(found: list[Trial], here: Screen) -> None:
    """What the quarter's changes did, decided ones first."""
    recent = [trial for trial in found if trial.change["shipped_on"] >= here.today - QUARTER]
    lines = []
    for trial in sorted(recent, key=lambda trial: trial.change["verdict"] is None):
        line = trial_line(trial)
        how = Verdict(trial.change["verdict"]) if trial.change["verdict"] else trial.ruling.verdict
        lines.append(f"- **{literal(line.what)}**: {how.value}. {literal(line.how.partition(': ')[2])}")
    if lines:
        st.markdown("\n".join(lines))
    else:
        st.caption("No change with a metric shipped in the last 13 weeks.")
