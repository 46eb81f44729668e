"""The dialogs of objectives: what teams want, and by which metrics they will know."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.compare import is_solid
from journey.domain import format
from journey.routine.goals import (
    Goal,
    add_key_result,
    add_objective,
    bin_key_result,
    bin_objective,
    change_key_result,
    change_objective,
)
from journey.store.readers import journeys as read
from journey.store.tables import Metric, Objective
from journey.ui.frame import Screen, at_stage
from journey.ui.metrics_form import figure
from journey.ui.reviewed import week_review
from journey.ui.runtime import attempt, engine, finish, literal
from journey.ui.setup.parts import people, pick, teams

BINNED = "In the bin. History can restore it."


@st.dialog("Add an objective", width="medium")
def new_objective(here: Screen) -> None:
    """What several teams want together, until when; this quarter unless said."""
    starts, ends = quarter(here.today)
    blank = Objective(journey_id=here.id, title="", owner_id=here.journey.owner_id, starts_on=starts, ends_on=ends)
    with st.form("new_objective", border=False):
        values = _fields(blank)
        if st.form_submit_button("Add", type="primary"):
            finish(attempt(add_objective, done="Added. Say now by which metrics you will know.", journey=here.id, **values))


@st.dialog("Edit the objective", width="medium")
def edit_objective(here: Screen, goal: Goal) -> None:
    """Any of it, or into the bin with its key results."""
    target: dict[str, Any] = {"journey": here.id, "objective": goal.row.key, "revision": goal.row.revision}
    with st.form("edit_objective", border=False):
        values = _fields(goal.row)
        save = st.form_submit_button("Save", type="primary")
    if save:
        finish(attempt(change_objective, **target, **values))
    if st.button("Put in the bin", type="tertiary", icon=":material/delete:"):
        finish(attempt(bin_objective, done=BINNED, **target))


def quarter(day: date) -> tuple[date, date]:
    """The first and last day of the calendar quarter that holds `day`."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    later = (first + timedelta(days=95)).replace(day=1)
    return first, later - timedelta(days=1)


def _fields(row: Objective) -> dict[str, Any]:
    names = {key: name for key, name in teams().items() if key is not None}
    title = st.text_input("What do you want together?", row.title, max_chars=200, placeholder="Nobody is lost while paying")
    why = st.text_area("Why now?", row.why, height=80, max_chars=1000)
    shared = st.multiselect(
        "Which teams share it?", list(names), [id for id in row.teams if id in names], format_func=names.__getitem__
    )
    left, right = st.columns(2)
    return {
        "title": title, "why": why, "teams": shared, "owner_id": pick(left, "Who owns it?", people(), row.owner_id),
        "starts_on": right.date_input("From", row.starts_on), "ends_on": right.date_input("To", row.ends_on),
    }  # fmt: skip


@st.dialog("Add a key result", width="medium")
def new_key_result(here: Screen, goal: Goal) -> None:
    """A metric, where it starts and how far it shall come; the start is read from the data where they know it."""
    st.markdown(f"Of: **{literal(goal.row.title)}**")
    taken = {result.metric.key for result in goal.results}
    metrics = {metric.key: metric for metric in read.metrics(engine(), here.id) if metric.key not in taken}
    if not metrics:
        st.markdown("Every metric of the journey is a key result of it already, or nothing is measured yet.")
        return
    # above the form, because the metric says in which unit the form's figures are typed
    chosen = st.selectbox("Which metric?", list(metrics), format_func=lambda id: at_stage(metrics[id], here))
    metric = metrics[chosen]
    was = _before(here, metric, goal.row.starts_on)
    with st.form("new_key_result", border=False):
        values = _way(metric, was if was is not None else metric.baseline, metric.target, None)
        save = st.form_submit_button("Add", type="primary")
    if save and _kept(values):
        finish(attempt(add_key_result, done="Added.", journey=here.id, objective=goal.row.key, metric=metric.key, **values))


@st.dialog("Edit a key result", width="medium")
def edit_key_result(here: Screen, goal: Goal) -> None:
    """Where it starts, how far it shall come, who answers for it; or into the bin."""
    known = {result.row.key: result for result in goal.results}
    one = known[next(iter(known))]
    if len(known) > 1:
        one = known[st.selectbox("Which one?", list(known), format_func=lambda id: known[id].name)]
    target: dict[str, Any] = {"journey": here.id, "key_result": one.row.key, "revision": one.row.revision}
    with st.form(f"edit_key_result_{one.row.key}", border=False):
        values = _way(one.metric, one.row.baseline, one.row.target, one.row.team_id)
        save = st.form_submit_button("Save", type="primary")
    if save and _kept(values):
        finish(attempt(change_key_result, **target, **values))
    if st.button("Put in the bin", type="tertiary", icon=":material/delete:"):
        finish(attempt(bin_key_result, done=BINNED, **target))


def _way(metric: Metric, baseline: float | None, target: float | None, team_id: int | None) -> dict[str, Any]:
    left, right = st.columns(2)
    return {
        "baseline": figure(left, "Where does it start?", metric.kind, metric.unit, baseline),
        "target": figure(right, "How far shall it come?", metric.kind, metric.unit, target),
        "team_id": pick(left, "Which team answers for it?", teams(), team_id),
    }


def _kept(values: dict[str, Any]) -> bool:
    """Whether both figures were typed; says so where not."""
    if values["baseline"] is None or values["target"] is None:
        st.error("Say both: where it starts and how far it shall come. Nothing was saved.")
        return False
    return True


def _before(here: Screen, metric: Metric, starts_on: date) -> float | None:
    """The metric's last settled week before the period, as it is told: what it starts from."""
    weeks = week_review(here).weeks.filter(
        is_solid(), pl.col("segment") == "", pl.col("metric_id") == metric.key, pl.col("week") < starts_on
    )
    if weeks.is_empty():
        return None
    value: float = weeks.sort("week")["value"][-1]
    st.caption(f"In the last settled week before it was {literal(format.value(metric.kind, value, unit=metric.unit))}.")
    return value
