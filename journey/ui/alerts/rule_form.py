"""The form of a rule: what it looks for, in the words and units people use, with its preview beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from journey.analysis.alerts.topics import TIMES
from journey.domain.words import Direction, MetricKind, RuleKind
from journey.routine.alerts.rule_acts import LONGEST, OF_METRICS, add_rule, bin_rule, change_rule
from journey.routine.alerts.rule_topics import topics
from journey.routine.alerts.rule_words import TOPIC
from journey.store.readers.rules import segments_of
from journey.store.tables import AlertRule, Metric
from journey.ui.frame import Screen, at_stage
from journey.ui.metrics_form import measure, scale
from journey.ui.runtime import attempt, engine, fresh, literal, renew

KINDS = {
    RuleKind.THRESHOLD: "A figure beyond a limit",
    RuleKind.TARGET_MISSED: "A target missed",
    RuleKind.PERIOD: "A change on an earlier week",
    RuleKind.TOPIC: "A topic that spikes in support",
}
FEWEST, TICKETS = 10, 8
"""What a new rule asks for at least: customers or answers behind a figure, tickets on a topic."""
MOST_TOPICS = 100
Values = dict[str, Any]


def rule_form(here: Screen, metrics: dict[int, Metric], known: list[AlertRule], show: Callable[[AlertRule], None]) -> None:
    """Add a rule, or change the one that is being edited; `show` draws what it would have found."""
    edited = next((rule for rule in known if rule.key == st.session_state.get("rule_edited")), None)
    st.header("Change the rule" if edited else "Try a rule", anchor=False)
    form = f"rule_{edited.key}_{edited.revision}" if edited else fresh("new_rule")
    asked, shown = st.columns([1, 1], gap="large")
    with asked:
        draft = _asked(here, metrics, edited, form)
    with shown:
        st.markdown("**On the last half year**")
        if draft is None:
            st.markdown("Say what it looks for, and you see here what it would have found.")
        else:
            show(draft)
    if draft is not None:
        _save(here, draft, edited)
    elif edited:
        st.button("Cancel", on_click=_leave)


def _asked(here: Screen, metrics: dict[int, Metric], edited: AlertRule | None, form: str) -> AlertRule | None:
    """The fields; None while something is missing that no preview can do without."""
    if edited:
        kind, metric = edited.kind, metrics.get(edited.metric_id or 0)
        st.markdown(f"**{literal(at_stage(metric, here) if metric else KINDS[kind])}**")
    else:
        kind = st.selectbox("What does it look for?", list(KINDS), format_func=KINDS.__getitem__, key=f"{form}_kind")
        metric = _metric(here, metrics, form) if kind in OF_METRICS else None
    if kind is RuleKind.TOPIC:
        values = _topic(here, edited, form)
    elif metric is None:
        st.caption("There is no metric yet that a rule could be about. Add one on the page Metrics.")
        return None
    else:
        fields = {RuleKind.THRESHOLD: _threshold, RuleKind.TARGET_MISSED: _target, RuleKind.PERIOD: _period}[kind]
        values = fields(metric, edited, f"{form}_{metric.key}") | _behind(metric, edited, f"{form}_{metric.key}")
    if kind in (RuleKind.THRESHOLD, RuleKind.PERIOD) and values.get("limit") is None:
        return None
    if kind is RuleKind.TARGET_MISSED and metric is not None and metric.target is None:
        return None
    return AlertRule(journey_id=here.id, kind=kind, metric_id=metric.key if metric else None, **values)


def _metric(here: Screen, metrics: dict[int, Metric], form: str) -> Metric | None:
    picked = st.selectbox(
        "Of which metric?", list(metrics), format_func=lambda key: at_stage(metrics[key], here), key=f"{form}_metric"
    )
    return metrics.get(picked) if picked is not None else None


def _threshold(metric: Metric, was: AlertRule | None, form: str) -> Values:
    left, right = st.columns(2)
    above = was.above if was else metric.direction is Direction.DOWN
    way = left.segmented_control(
        "Fires when it is", [False, True], default=above, format_func=lambda up: "above" if up else "below", required=True,
        key=f"{form}_above",
    )  # fmt: skip
    limit = _typed(right, f"The limit{measure(metric.kind, metric.unit)}", was.limit if was else metric.target, metric, form)
    return {"above": bool(way), "limit": limit, "weeks": _running(was, form)}


def _target(metric: Metric, was: AlertRule | None, form: str) -> Values:
    if metric.target is None:
        st.caption(f"{metric.name} has no target yet. Set one on the page Metrics, then this rule can be tried.")
    return {"weeks": _running(was, form, usual=3)}


def _period(metric: Metric, was: AlertRule | None, form: str) -> Values:
    left, right = st.columns(2)
    above = was.above if was else metric.direction is Direction.DOWN
    way = left.segmented_control(
        "Fires when it", [False, True], default=above, format_func=lambda up: "rose" if up else "fell", required=True,
        key=f"{form}_above",
    )  # fmt: skip
    share = right.number_input(
        "By more than, in percent of what it was", 0.0, 10_000.0, 100 * was.limit if was and was.limit else 30.0, 5.0,
        key=f"{form}_share",
    )  # fmt: skip
    weeks = st.number_input(
        "Compared with the week so many weeks before", 1, LONGEST, was.weeks if was else 1, key=f"{form}_weeks"
    )
    return {"above": bool(way), "limit": round(share / 100, 6) or None, "weeks": weeks}


def _running(was: AlertRule | None, form: str, usual: int = 1) -> int:
    return st.number_input("For how many weeks running?", 1, LONGEST, was.weeks if was else usual, key=f"{form}_running")


def _behind(metric: Metric, was: AlertRule | None, form: str) -> Values:
    """What the figure rests on at least, and of whom it is."""
    least = st.number_input(
        "Only weeks with at least so many behind the figure", 0, None, was.at_least if was else FEWEST, key=f"{form}_least",
        help="Customers, answers, attempts or tickets. A week with fewer proves nothing: it neither fires nor ends what fired.",
    )  # fmt: skip
    there = ["", *segments_of(engine(), metric.key)]
    there += [was.segment] if was and was.segment not in there else []
    segment = st.selectbox(
        "Of whom?", there, there.index(was.segment) if was else 0, key=f"{form}_segment",
        format_func=lambda name: name.replace("=", " ", 1) or "Everyone",
    )  # fmt: skip
    return {"at_least": least, "segment": segment}


def _topic(here: Screen, was: AlertRule | None, form: str) -> Values:
    counts = topics(engine(), here.id).counts
    busiest = counts.group_by("topic").agg(pl.col("n").sum()).sort(["n", "topic"], descending=[True, False])
    there = ["", *(f"{TOPIC}{name}" for name in busiest["topic"].head(MOST_TOPICS))]
    there += [was.segment] if was and was.segment not in there else []
    segment = st.selectbox(
        "On which topic?", there, there.index(was.segment) if was else 0, key=f"{form}_topic",
        format_func=lambda name: name.removeprefix(TOPIC) or "Any topic",
    )  # fmt: skip
    left, right = st.columns(2)
    least = left.number_input(
        "At least so many tickets in a week", 1, None, was.at_least if was else TICKETS, key=f"{form}_least"
    )
    times = right.number_input(
        "And at least so many times the usual", 1.0, 100.0, (was.limit if was else None) or TIMES, 0.5, key=f"{form}_times"
    )
    st.caption("And more than chance allows a calm topic: about one week in 2,000 looks so without a reason.")
    return {"segment": segment, "at_least": least, "limit": None if times == TIMES else times}


def _typed(place: Any, label: str, was: float | None, metric: Metric, form: str) -> float | None:
    """A figure as people type it; one that nobody touched comes back as the very same number."""
    factor = scale(MetricKind(metric.kind))
    shown = None if was is None else round(was * factor, 6)
    typed: float | None = place.number_input(label, value=shown, key=f"{form}_limit")
    if typed == shown:
        return was
    return None if typed is None else round(typed / factor, 8)


def _save(here: Screen, draft: AlertRule, edited: AlertRule | None) -> None:
    """The end of the form: add it without being live, or save what changed."""
    names = ("segment", "limit", "above", "at_least", "weeks")
    values = {name: getattr(draft, name) for name in names}
    with st.container(horizontal=True):
        if edited is None:
            args: tuple[Any, ...] = (here, {"kind": draft.kind, "metric": draft.metric_id, **values})
            st.button("Add it, not live yet", type="primary", on_click=_add, args=args)
            return
        st.button("Save", type="primary", on_click=_change, args=(here, edited, values))
        st.button("Cancel", on_click=_leave)
        st.button("Put in the bin", type="tertiary", icon=":material/delete:", on_click=_bin, args=(here, edited))


def _add(here: Screen, values: Values) -> None:
    if (
        attempt(add_rule, done="Added. Look at what it would have found, then set it live.", journey=here.id, **values)
        is not None
    ):
        renew("new_rule")


def _change(here: Screen, edited: AlertRule, values: Values) -> None:
    done = "Saved. It is not live until you set it so." if edited.live else "Saved."
    arguments = {"journey": here.id, "rule": edited.key, "revision": edited.revision}
    if attempt(change_rule, done=done, **arguments, **values) is not None:
        _leave()


def _bin(here: Screen, edited: AlertRule) -> None:
    arguments = {"journey": here.id, "rule": edited.key, "revision": edited.revision}
    if attempt(bin_rule, done="In the bin. History can restore it.", **arguments) is not None:
        _leave()


def _leave() -> None:
    st.session_state.pop("rule_edited", None)
