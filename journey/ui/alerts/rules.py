"""The owner's own rules: each in words with its state, what it would have found before it goes live, and the form."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from journey.charts.rule_weeks import rule_weeks
from journey.domain import format
from journey.domain.weeks import Week
from journey.domain.words import Direction, MetricKind, RuleKind
from journey.routine.alerts.preview import Preview, preview
from journey.routine.alerts.rule_acts import switch_rule
from journey.routine.alerts.rule_words import TOPIC, in_words
from journey.store.readers import journeys as read
from journey.store.readers.rules import rules, said_of_alerts
from journey.store.tables import AlertRule, Metric
from journey.ui.alerts.rule_form import rule_form
from journey.ui.frame import Screen, at_stage
from journey.ui.reviewed import look_again
from journey.ui.runtime import attempt, engine, literal

Row = dict[str, Any]
SHOWN = 5
"""Episodes that a preview names, the latest of them."""
LIVE, DRAFT = ":gray-badge[live]", ":gray-badge[not live yet]"
ENDS = "display:flex;justify-content:space-between;width:340px;max-width:100%;font-size:.8125rem;opacity:.85"


def alert_rules(here: Screen) -> None:
    """The rules that this view shows, those that are not live with what they would have found; then the form."""
    st.markdown(
        "A rule of your own raises an alert beside what leaves its usual range. It counts once you set it live. "
        "Whether sources still deliver is watched without a rule."
    )
    metrics = {metric.key: metric for metric in read.metrics(engine(), here.id) if here.shows(metric.stage_id)}
    known = [rule for rule in rules(engine(), here.id) if rule.kind is RuleKind.TOPIC or rule.metric_id in metrics]
    for rule in known:
        _row(here, rule, metrics)
    if not known:
        st.markdown("There is no rule yet. Try one below: you see what it would have found before you add it.")
    rule_form(here, metrics, known, lambda draft: show_preview(here, draft, metrics))


def rule_name(here: Screen, rule: AlertRule, metrics: dict[int, Metric]) -> tuple[str, str]:
    """What a rule is about and what it asks: "Task success rate at Pay", "below 60 %, with at least 10 behind the figure"."""
    metric = metrics.get(rule.metric_id) if rule.metric_id is not None else None
    return at_stage(metric, here) if metric else "Support", in_words(rule, metric)


def _row(here: Screen, rule: AlertRule, metrics: dict[int, Metric]) -> None:
    name, asks = rule_name(here, rule, metrics)
    with st.container(horizontal=True, vertical_alignment="top", key=f"row_rule_{rule.key}"):
        st.markdown(f"**{literal(name)}** {literal(asks)} {LIVE if rule.live else DRAFT}", width="stretch")
        st.button("Edit", key=f"edit_rule_{rule.key}", type="tertiary", on_click=_edit, args=(rule.key,))
        if rule.live:
            st.button("Stop", key=f"stop_rule_{rule.key}", type="tertiary", on_click=_switch, args=(here, rule, False))
    if not rule.live and rule.key != st.session_state.get("rule_edited"):
        with st.container(key=f"draft_{rule.key}"):
            show_preview(here, rule, metrics)
            st.button("Set it live", key=f"live_rule_{rule.key}", on_click=_switch, args=(here, rule, True))


def show_preview(here: Screen, rule: AlertRule, metrics: dict[int, Metric]) -> None:
    """What the rule would have found up to the week on the screen: a sentence, a picture of the weeks, the latest finds."""
    told = _previewed(here, rule)
    st.markdown(told.in_words())
    if not told.weeks:
        return
    metric = metrics.get(rule.metric_id) if rule.metric_id is not None else None
    st.html(picture(told, rule, metric, ", ".join(rule_name(here, rule, metrics))))
    if lines := [_episode(row, metric) for row in told.episodes.tail(SHOWN).reverse().iter_rows(named=True)]:
        st.caption(literal(" · ".join(lines)))


def _previewed(here: Screen, rule: AlertRule) -> Preview:
    asked = (rule.kind, rule.metric_id, rule.segment, rule.limit, rule.above, rule.at_least, rule.weeks)
    return _preview(f"{here.version} {here.reviewed} {said_of_alerts(engine(), here.id)}", here.id, str(here.reviewed), asked)


@st.cache_resource(show_spinner=False, max_entries=128)
def _preview(version: str, journey_id: int, week: str, asked: tuple[Any, ...]) -> Preview:
    names = ("kind", "metric_id", "segment", "limit", "above", "at_least", "weeks")
    return preview(
        engine(), journey_id, AlertRule(journey_id=journey_id, **dict(zip(names, asked, strict=True))), until=Week.parse(week)
    )


def picture(told: Preview, rule: AlertRule, metric: Metric | None, label: str) -> str:
    """The weeks as HTML; of a rule on any topic those of the topic that fired last, or else of the busiest one."""
    rows = told.judged
    if rule.kind is RuleKind.TOPIC:
        latest = told.episodes["segment"].tail(1).to_list() or rows.sort("n")["segment"].tail(1).to_list()
        rows = rows.filter(pl.col("segment") == latest[0])
        label = latest[0].removeprefix(TOPIC)
    values = rows.select(pl.when("judged").then("value"))["value"].to_list()
    limit = {RuleKind.THRESHOLD: rule.limit, RuleKind.TARGET_MISSED: metric.target if metric else None}.get(rule.kind)
    image = rule_weeks(
        values, rows["fired"].to_list(), limit=limit, state=_state(rule, metric), label=label,
        kind=metric.kind if metric else MetricKind.COUNT, unit=metric.unit if metric else "tickets",
    )  # fmt: skip
    first, last = (escape(f"{day.day} {day:%b}") for day in (rows["week"][0], rows["week"][-1]))
    about = escape(label) if metric is None else ""
    return f"{image}<div style='{ENDS}'><span>{first}</span><span>{about}</span><span>{last}</span></div>"


def _state(rule: AlertRule, metric: Metric | None) -> str:
    bad = metric is None or rule.kind is RuleKind.TARGET_MISSED or rule.above == (metric.direction is Direction.DOWN)
    return "worse" if bad else "better"


def _episode(row: Row, metric: Metric | None) -> str:
    """One find in short: "14 Sep, 2 weeks: 40 % (8 of 20), called noise"."""
    if metric is None:
        figure = f"{row['segment'].removeprefix(TOPIC)}, {format.number(row['value'])} tickets"
    else:
        figure = format.with_n(metric.kind, row["value"], row["n"], row["total"], unit=metric.unit)
    lasted = f", {row['fired']} weeks" if row["fired"] > 1 else ""
    said = {"noise": ", called noise", "real": ", real"}.get(row["said"] or "", "")
    return f"{row['week'].day} {row['week']:%b}{lasted}: {figure}{said}"


def _edit(rule_id: int) -> None:
    st.session_state["rule_edited"] = rule_id


def _switch(here: Screen, rule: AlertRule, live: bool) -> None:
    done = "Live: from now on it raises alerts." if live else "Stopped: it raises nothing until you set it live again."
    if attempt(switch_rule, done=done, journey=here.id, rule=rule.key, revision=rule.revision, live=live) is not None:
        look_again()
