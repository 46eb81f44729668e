"""A shipped change on Friday: the sentence, the picture, why, and the answers."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.charts.before_after import alt_text, before_after
from journey.charts.timeline import Mark
from journey.domain.kpis import kpi
from journey.domain.words import Direction, Verdict
from journey.routine.retrospective import Trial
from journey.routine.work import decide
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import attempt, draw_once, literal

DECIDED = (Verdict.VALIDATED, Verdict.REJECTED, Verdict.HARMFUL)
MARKS = {
    Verdict.VALIDATED: ":material/check_circle:",
    Verdict.REJECTED: ":material/cancel:",
    Verdict.HARMFUL: ":material/warning:",
    Verdict.TOO_EARLY: ":material/hourglass_top:",
    Verdict.CANT_TELL: ":material/help:",
}


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
