"""Friday's parts: a card a shipped change with its picture and verdict, what was learned, the report, the week's end."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from journey.charts.before_after import alt_text, before_after
from journey.charts.timeline import Mark
from journey.domain.kpis import kpi
from journey.domain.weeks import Week
from journey.domain.words import Direction, EntryKind, Verdict, Weekday
from journey.exports.report import as_html, as_markdown
from journey.routine.report import week_report
from journey.routine.retrospective import Trial, trials
from journey.routine.weeks import close_week
from journey.routine.work import add_change, decide
from journey.store.readers import journeys as read
from journey.store.readers.work import changes
from journey.ui.blockers import write
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import attempt, draw_once, engine, finish, fresh, literal

SHOWN = 3
"""Verdicts that a retrospective gets through; the rest wait behind a switch."""
DECIDED = (Verdict.VALIDATED, Verdict.REJECTED, Verdict.HARMFUL)
MARKS = {
    Verdict.VALIDATED: ":material/check_circle:",
    Verdict.REJECTED: ":material/cancel:",
    Verdict.HARMFUL: ":material/warning:",
    Verdict.TOO_EARLY: ":material/hourglass_top:",
    Verdict.CANT_TELL: ":material/help:",
}


def tried(here: Screen) -> list[Trial]:
    """The shipped changes this view shows, held against their metrics with what the reviewed week knew."""
    found = _trials(here.version, here.id, here.reviewed, _shape(here))
    return [trial for trial in found if here.shows(trial.change["stage_id"])]


def _shape(here: Screen) -> tuple[tuple[int, int], ...]:
    rows = changes(engine(), here.id)
    return tuple(zip(rows["id"], rows["revision"], strict=True))


@st.cache_resource(show_spinner="Holding changes against their metrics", max_entries=64)
def _trials(version: str, journey_id: int, week: Week, shape: tuple[tuple[int, int], ...]) -> list[Trial]:
    return trials(engine(), journey_id, until=week.sunday)


def trial_card(here: Screen, trial: Trial, *, first: bool = False) -> None:
    """The sentence, the picture and the answers, which stand open on the `first` card."""
    change = trial.change
    standing = Verdict(change["verdict"]) if change["verdict"] else trial.ruling.verdict
    with st.container(border=True, key=f"trial_{change['id']}"):
        hoped = f"Hoped: {literal(at_stage(trial.metric, here))} {'up' if change['direction'] == Direction.UP else 'down'}"
        shipped = f"{hoped} after {change['shipped_on'].day} {change['shipped_on']:%b %Y}. {literal(change['description'])}"
        agreed = " (decided)" if change["verdict"] else " (what the data say)"
        verdict = f"{MARKS[standing]} **{standing.value.capitalize()}**{agreed}. {literal(trial.ruling.sentence)}"
        st.markdown(f"### {literal(change['title'])}\n\n{shipped}\n\n{verdict}")
        if trial.impact.days_after:
            shape = (change["id"], change["revision"], at_stage(trial.metric, here))
            draw_once("trial", here.version, str(here.reviewed), *shape, draw=lambda: _picture(trial, here))
            _why(trial)
            _answers(here, trial, first=first)
        else:
            st.caption("Its first days are not settled yet: the picture and the verdict come here when they are.")


def _picture(trial: Trial, here: Screen) -> None:
    mark = Mark(trial.change["shipped_on"], trial.change["title"])
    look: dict[str, Any] = {"kind": trial.metric.kind, "unit": trial.metric.unit, "title": at_stage(trial.metric, here)}
    subtitle = "by day; the band is what was to be expected without the change"
    figure = before_after(trial.path, mark, subtitle=subtitle, **look)
    st.plotly_chart(
        figure, key=f"path_{trial.change['id']}", config={"displayModeBar": False}, alt=alt_text(trial.path, mark, **look)
    )


def _why(trial: Trial) -> None:
    fold = st.expander("Why", key=f"why_{trial.change['id']}", on_change="rerun")
    if not fold.open:
        return
    with fold:
        lines = [f"What would change this verdict: {literal(trial.ruling.would_change)}\n"]
        for assumption in trial.impact.assumptions:
            lines.append(f"- {'Holds' if assumption.holds else '**Does not hold**'}: {literal(assumption.sentence)}")
        st.markdown("\n".join(lines))
        st.caption(f"{trial.impact.method} {kpi(trial.metric.formula).how}")


def _answers(here: Screen, trial: Trial, *, first: bool) -> None:
    """What was learned, or the form for the verdict; only the first change that is due has it open, one is given at a time."""
    change = trial.change
    if change["verdict"] in {verdict.value for verdict in DECIDED}:
        if change["learning"]:
            st.markdown(f"Learned: {literal(change['learning'])}")
        return
    fold = st.expander("Give the verdict", key=f"decide_{change['id']}_{first}", expanded=first, on_change="rerun")
    if fold.open:
        with fold:
            _form(here, trial)


def _form(here: Screen, trial: Trial) -> None:
    change = trial.change
    with st.form(f"verdict_{change['id']}", border=False):
        options = [verdict.value for verdict in Verdict]
        st.segmented_control("Verdict", options, default=trial.ruling.verdict.value, required=True, key=f"pick_{change['id']}")
        st.text_input("Why, if you overrule what the data say", key=f"over_{change['id']}", max_chars=400)
        st.text_input("What did we learn?", key=f"learned_{change['id']}", max_chars=400)
        st.form_submit_button("Record the verdict", on_click=_decide, args=(here, trial))


def _decide(here: Screen, trial: Trial) -> None:
    """Record the verdict on the change as it was on the screen, before the page is drawn anew with what others said."""
    change = trial.change
    verdict, why, learning = (st.session_state[f"{name}_{change['id']}"] for name in ("pick", "over", "learned"))
    if verdict != trial.ruling.verdict and not why.strip():
        st.session_state["_refused"] = f"The data say {trial.ruling.verdict.value}. Say why you overrule that, then record it."
        return
    said = {"why": why if verdict != trial.ruling.verdict else trial.ruling.sentence, "learning": learning, "today": here.today}
    arguments = {"change": change["id"], "revision": change["revision"], **said}
    attempt(decide, done="Recorded.", journey=here.id, verdict=Verdict(verdict), **arguments)


@st.dialog("A change that shipped", width="medium")
def new_change(here: Screen) -> None:
    """What shipped when, and which metric it should move which way by how much."""
    metrics = {metric.key: metric for metric in read.metrics(engine(), here.id)}
    stages = {None: "Whole journey"} | {stage.key: stage.name for stage in here.stages}
    with st.form("new_change", border=False):
        title = st.text_input("What shipped?", max_chars=200)
        shipped = st.date_input("When?", here.today, max_value=here.today)
        stage = st.selectbox("At which stage?", list(stages), format_func=stages.__getitem__)
        metric = st.selectbox("Which metric should it move?", list(metrics), format_func=lambda id: at_stage(metrics[id], here))
        direction = st.segmented_control(
            "Which way?", [way.value for way in Direction], default=Direction.DOWN.value, required=True
        )
        size = st.number_input(
            "By how much at least? In the metric's unit; 5 means 5 points of a rate.", min_value=0.0, value=0.0
        )
        if st.form_submit_button("Write it down", type="primary"):
            share = 100 if metric is not None and metrics[metric].kind == "rate" else 1
            values = {"shipped_on": shipped, "stage_id": stage, "metric_id": metric, "direction": Direction(direction)}
            finish(attempt(add_change, done="Written down.", journey=here.id, title=title, size=size / share, **values))


def too_young(here: Screen) -> None:
    """Changes that shipped too lately to be tried on this page, or that name no metric to try them by."""
    for row in changes(engine(), here.id).iter_rows(named=True):
        shipped = row["shipped_on"]
        if shipped is None or not here.shows(row["stage_id"]):
            continue
        day = f"{literal(row['title'])} shipped on {shipped.day} {shipped:%b %Y}"
        if row["metric_id"] is None:
            st.caption(f"{day}. It names no metric, so that nothing can say whether it worked.")
        elif shipped > here.reviewed.sunday:
            st.caption(f"{day}. Its first figures come with the week after.")


def learnings(here: Screen, written: pl.DataFrame) -> None:
    """What the week taught, and the form for the next sentence."""
    _list(written.filter(pl.col("kind") == EntryKind.LEARNING))
    _write(here, EntryKind.LEARNING, "What did this week teach us?", "Note the learning")


def carry_overs(here: Screen, written: pl.DataFrame) -> None:
    """What goes into next week when this one is closed, and the form to add to it."""
    left = written.filter(pl.col("kind").is_in([EntryKind.PARKED.value, EntryKind.CARRIED.value]) & ~pl.col("settled"))
    _list(left)
    _write(here, EntryKind.PARKED, "What else carries over?", "Carry it over")


def _list(rows: pl.DataFrame) -> None:
    if not rows.is_empty():
        st.markdown("\n".join(f"- {literal(text)}" for text in rows["text"]))


def _write(here: Screen, kind: EntryKind, question: str, button: str) -> None:
    key = fresh(f"friday_{kind}")
    with st.form(key, border=False):
        text = st.text_input(question, max_chars=400, key=f"{key}_text")
        if st.form_submit_button(button):
            write(here, f"friday_{kind}", kind, Weekday.FRIDAY, text)


@st.fragment
def report_and_close(here: Screen, closed: bool) -> None:
    """The week's report to take away, and the button that closes the week."""
    with st.container(horizontal=True):
        if st.button("Preview the report", icon=":material/description:"):
            st.session_state["report_shown"] = (here.id, str(here.week))
        if closed:
            st.markdown(f"Week {here.week.number} is closed.")
        elif st.button("Close the week", type="primary", icon=":material/lock:"):
            attempt(close_week, done="Closed. What was left is carried into next week.", journey=here.id, week=str(here.week))
            st.rerun(scope="app")
    if st.session_state.get("report_shown") != (here.id, str(here.week)):
        return
    report = week_report(engine(), here.journey, here.week, today=here.today)
    with st.container(horizontal=True):
        name = f"{here.journey.slug}-{here.week}"
        st.download_button("Download as HTML", as_html(report), f"{name}.html", "text/html", on_click="ignore")
        st.download_button("Download as Markdown", as_markdown(report), f"{name}.md", "text/markdown", on_click="ignore")
    with st.container(border=True):
        st.markdown(as_markdown(report, plain=literal, level=3))
