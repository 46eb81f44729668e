"""A change on Friday's list: what the data say in a sentence, the picture, what to mind, why, and the answers."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.analysis.weeks_around import weekly_if_few
from journey.charts.before_after import alt_text, before_after
from journey.charts.beside import Beside
from journey.charts.timeline import Mark
from journey.domain import format
from journey.domain.kpis import kpi
from journey.domain.words import MetricKind, Verdict
from journey.routine.verdicts import Listed, Stand, Trial
from journey.ui.frame import Screen, at_stage
from journey.ui.friday.answer import answer
from journey.ui.friday.marks import MARKS
from journey.ui.friday.sizes import hypothesis, sure
from journey.ui.friday.trials import shape
from journey.ui.money import money_line
from journey.ui.runtime import draw_once, literal

LEADS = {
    "early": "Early", "overlap": "Overlap", "spike": "Spike", "incident": "Incident", "lag": "Adoption", "control": "Control",
    "guard": "Guard", "staged": "In stages", "test": "Test", "many": "Many looks", "holiday": "Holidays",
}  # fmt: skip
"""What a note is about, in the word that leads it."""


def verdict_card(here: Screen, one: Listed, *, first: bool = False) -> None:
    """The sentence, the picture and the answers, which stand open on the `first` card."""
    trial = one.trial
    people = (one.change["person"], one.change["decider"], here.journey.currency, here.view and here.view.slug)
    with st.container(border=True, key=f"trial_{one.change['id']}"):
        draw_once(
            "trial", here.version, str(here.week), shape(here), one.change["id"], one.sentence, *people,
            draw=lambda: _told(here, one),
        )  # fmt: skip
        if trial is not None and trial.impact.days_after:
            _why(trial)
            answer(here, trial, opened=first, again=one.state is Stand.DECIDED)


def _told(here: Screen, one: Listed) -> None:
    """What there is to read: said, drawn, and what to mind, the money last."""
    st.markdown("\n\n".join([f"### {literal(one.change['title'])}", *_said(here, one)]))
    trial = one.trial
    if one.change["shipped_on"] is None:
        st.caption("It was judged by its test, before it came to everybody: see Tests.")
        return
    if trial is None or not trial.impact.days_after:
        st.caption("Its first days are not settled yet: the picture and the verdict come here when they are.")
        return
    _picture(trial, here)
    if told := [*_notes(trial), *filter(None, [money_line(here, trial)])]:
        st.markdown("\n".join(f"- {line}" for line in told))


def _said(here: Screen, one: Listed) -> list[str]:
    """Verdict and sentence, then what was hoped, by whom, and how the change stands on the list."""
    change, trial = one.change, one.trial
    hoped = literal(" ".join(filter(None, [_hoped(here, one), sure(change)])))
    on = change["shipped_on"]
    shipped = f"{f'Shipped on {on.day} {on:%b %Y}.' if on else 'It has not shipped yet.'} {change['description']}"
    rest = f"{hoped}  \n{literal(shipped.strip())}"
    late = "**Overdue.** " if one.state is Stand.OVERDUE else ""
    when = f"  \n{late}{literal(one.sentence)}" if one.state in (Stand.OVERDUE, Stand.WAITING) else ""
    if trial is None and change["verdict"]:
        return [_standing(Verdict(change["verdict"]), "decided", change["verdict_why"]), f"{rest}{when}"]
    if trial is None:
        return [f"{rest}{when}"]
    whose = "what the data say now" if change["verdict"] else "what the data say"
    lines = [_standing(trial.ruling.verdict, whose, trial.ruling.sentence)]
    if change["verdict"]:
        who = f"decided by {change['decider']}" if change["decider"] else "decided"
        lines.insert(0, _standing(Verdict(change["verdict"]), who, _overruled(trial)))
    return [*lines, f"{rest}{when}"]


def _hoped(here: Screen, one: Listed) -> str:
    metric = one.trial.metric if one.trial else None
    return f"Hoped: {hypothesis(one.change, metric, at_stage(metric, here))}" if metric else ""


def _standing(verdict: Verdict, whose: str, sentence: str) -> str:
    return f"{MARKS[verdict]} **{verdict.value.capitalize()}** ({literal(whose)}). {literal(sentence)}".rstrip()


def _overruled(trial: Trial) -> str:
    """What the data said when a person decided otherwise, and why they did."""
    change, found = trial.change, trial.change["found"] or {}
    against = f"The data said {found['verdict']}. " if trial.overruled else ""
    learned = f" Learned: {change['learning']}" if change["learning"] else ""
    return f"{against}{change['verdict_why']}{learned}".strip()


def _picture(trial: Trial, here: Screen) -> None:
    metric, shipped = trial.metric, trial.change["shipped_on"]
    mark = Mark(shipped, trial.change["title"])
    path, by_week = weekly_if_few(trial.path, shipped, metric.kind)
    beside = tuple(Beside(one.on, one.until, one.title, one.kind) for one in trial.marks)
    look: dict[str, Any] = {"kind": metric.kind, "unit": metric.unit, "title": _finding(trial), "beside": beside}
    step = "by week, from the day it shipped" if by_week else "by day"
    hatched = "; hatched days are left out" if "left_out" in path.columns and path["left_out"].any() else ""
    subtitle = f"{at_stage(metric, here)} {step}; the band: to be expected without the change{hatched}"
    figure = before_after(path, mark, subtitle=subtitle, **look)
    alt = alt_text(path, mark, **look)
    st.plotly_chart(figure, key=f"path_{trial.change['id']}", config={"displayModeBar": False}, alt=alt)


def _finding(trial: Trial) -> str:
    """The title of the picture: how much the metric moved, where that is more than chance."""
    impact, metric, on = trial.impact, trial.metric, trial.change["shipped_on"]
    since = f"since {on.day} {on:%b}"
    if impact.too_short:
        return f"Too little to see {since}"
    if not impact.moved:
        return f"No clear change {since}"
    a_day = " a day" if metric.kind is MetricKind.COUNT else ""
    return f"{format.change(metric.kind, impact.effect, unit=metric.unit)}{a_day} {since}"


def _notes(trial: Trial) -> list[str]:
    """What to mind, a line each: overlaps, spikes, incidents, controls, then the guards."""
    noted = [
        f"**{LEADS.get(note.kind, 'Mind')}**: {literal(note.sentence)}" if note.weighty
        else f"{LEADS.get(note.kind, 'Mind')}: {literal(note.sentence)}"
        for note in trial.notes if note.kind != "guard"
    ]  # fmt: skip
    return noted + [f"{'**Guard**' if one.worse else 'Guard'}: {literal(one.sentence)}" for one in trial.guards]


def _why(trial: Trial) -> None:
    fold = st.expander("Why", key=f"why_{trial.change['id']}", on_change="rerun")
    if not fold.open:
        return
    with fold:
        lines = [f"What would change this verdict: {literal(trial.ruling.would_change)}\n"]
        for assumption in trial.impact.assumptions:
            lines.append(f"- {'Holds' if assumption.holds else '**Does not hold**'}: {literal(assumption.sentence)}")
        st.markdown("\n".join(lines))
        st.caption(f"Judged by: {trial.way}. {trial.impact.method} {kpi(trial.metric.formula).how}")
