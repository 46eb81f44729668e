"""What an owner's rule asks, and why it fired, in words."""

from __future__ import annotations

from typing import Any

from journey.analysis.alerts.topics import TIMES
from journey.domain import format
from journey.domain.weeks import Week
from journey.domain.words import MetricKind, RuleKind
from journey.store.tables import AlertRule, Metric

TOPIC = "topic="
"""What the segment of a topic spike begins with; an empty one of a rule asks of every topic."""
Row = dict[str, Any]


def in_words(rule: AlertRule, metric: Metric | None) -> str:
    """What a rule asks: "below 60 % for 2 weeks running, with at least 10 behind the figure"."""
    parts = [_asks(rule, metric)]
    if rule.kind in (RuleKind.THRESHOLD, RuleKind.TARGET_MISSED) and rule.weeks > 1:
        parts.append(f"for {rule.weeks} weeks running")
    if rule.kind is not RuleKind.TOPIC and rule.segment:
        parts.append(f"for {rule.segment.replace('=', ' ', 1)}")
    said = " ".join(parts)
    if rule.kind is RuleKind.TOPIC or not rule.at_least:
        return said
    return f"{said}, with at least {rule.at_least:,} behind the figure"


def _asks(rule: AlertRule, metric: Metric | None) -> str:
    if rule.kind is RuleKind.TOPIC or metric is None:
        what = f"on “{rule.segment.removeprefix(TOPIC)}”" if rule.segment else "on any one topic"
        return f"far more tickets {what} than usual: {rule.at_least:,} or more, and {rule.limit or TIMES:g} times the usual"
    if rule.kind is RuleKind.TARGET_MISSED:
        target = format.value(metric.kind, metric.target, unit=metric.unit) if metric.target is not None else "not set yet"
        return f"target missed ({target})"
    if rule.kind is RuleKind.PERIOD:
        return f"{'up' if rule.above else 'down'} by more than {_percent(rule.limit or 0)} on {_back(rule.weeks)} before"
    return f"{'above' if rule.above else 'below'} {format.value(metric.kind, rule.limit, unit=metric.unit)}"


def why(rule: AlertRule, metric: Metric | None, row: Row, week: Week) -> str:
    """Why a judged week fired: "Below 60 % for the third week: 52 % (13 of 25)."."""
    if metric is None:
        name = row["segment"].removeprefix(TOPIC)
        usual = format.number(row["against"], 0 if row["against"] >= 10 else 1)
        many = f"{format.number(row['value'])} tickets in the week, usually about {usual}"
        return f"Topic {_short(name, 120)}: {many}, hardly ever over {format.number(row['upper'])}."
    figure = format.with_n(metric.kind, row["value"], row["n"], row["total"], unit=metric.unit)
    where = f" {rule.segment.replace('=', ' ', 1)} only." if rule.segment else ""
    late = f" Of the week of {row['week'].day} {row['week']:%b}, the last that is settled." if row["week"] < week.monday else ""
    return _short(f"{_past(rule, metric, row)}: {figure}.{where}{late}", 300)


def _past(rule: AlertRule, metric: Metric, row: Row) -> str:
    """What the figure is beyond."""
    if rule.kind is RuleKind.TARGET_MISSED:
        return f"Target {_amount(metric, metric.target)} missed{_nth(row['run'])}"
    if rule.kind is RuleKind.PERIOD:
        share = _percent(abs(row["value"] / row["against"] - 1))
        way, before = "Up" if rule.above else "Down", _amount(metric, row["against"])
        return f"{way} {share} on {_back(rule.weeks)} before, from {before}"
    return f"{'Above' if rule.above else 'Below'} {_amount(metric, rule.limit)}{_nth(row['run'])}"


def _amount(metric: Metric, value: float | None) -> str:
    return format.value(metric.kind, value, unit=metric.unit)


def _percent(share: float) -> str:
    return format.value(MetricKind.RATE, share)


def _back(weeks: int) -> str:
    return "the week" if weeks == 1 else f"{weeks} weeks"


def _nth(run: int) -> str:
    words = ("", "", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    if run < 2:
        return ""
    return f" for the {words[run]} week" if run < len(words) else f" for {run} weeks"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
