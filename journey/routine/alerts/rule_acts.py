"""The acts on the owner's own rules: add, change, switch on and off, put in the bin."""

from __future__ import annotations

import math
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.words import MetricKind, RuleKind
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.metrics import reach
from journey.store.tables import AlertRule, Metric, now

OF_METRICS = (RuleKind.THRESHOLD, RuleKind.TARGET_MISSED, RuleKind.PERIOD)
ASKED = ("kind", "metric_id", "segment", "limit", "above", "at_least", "weeks")
"""What makes two rules the same."""
LONGEST = 53


def add_rule(
    engine: Engine, *, by: int, journey: int, kind: RuleKind, metric: int | None = None, segment: str = "",
    limit: float | None = None, above: bool = False, at_least: int = 0, weeks: int = 1,
) -> AlertRule:  # fmt: skip
    """Add a rule that is not live yet: what it would have found can be looked at first.

    `limit` is in the metric's own unit; for a change over `weeks` weeks a share of 1; for a topic spike how many times the
    usual. `segment` is "" for everyone, "platform=desktop", or for a spike "topic=<name>". Refused for what no week could
    meet, and for a rule that is there already.
    """
    row = AlertRule(
        journey_id=journey, kind=RuleKind(kind), metric_id=metric, segment=segment, limit=limit, above=above, at_least=at_least,
        weeks=weeks,
    )  # fmt: skip
    with act(engine, "rule.add", by=by, journey=journey) as doing:
        check_rule(doing, row)
        return doing.add(row)


def change_rule(engine: Engine, *, by: int, journey: int, rule: int, revision: int, **values: Any) -> AlertRule:
    """Change what a rule asks: limit, above, at_least, weeks, segment; a live one stops until it is set live again.

    So nobody is told by a rule whose finds were never looked at.
    """
    with act(engine, "rule.change", by=by, journey=journey) as doing:
        row = doing.get(AlertRule, rule)
        asked = {name: values.get(name, getattr(row, name)) for name in ASKED}
        check_rule(doing, AlertRule(journey_id=journey, **asked), but=row.key)
        differs = any(getattr(row, name) != value for name, value in asked.items())
        return doing.change(row, revision, **values, **({"live": False} if differs and row.live else {}))


def switch_rule(engine: Engine, *, by: int, journey: int, rule: int, revision: int, live: bool) -> AlertRule:
    """Set a rule live, so that it raises alerts from the next look on, or stop it."""
    with act(engine, "rule.switch", by=by, journey=journey) as doing:
        row = doing.get(AlertRule, rule)
        if live:
            check_rule(doing, row, but=row.key)
        return doing.change(row, revision, live=live)


def bin_rule(engine: Engine, *, by: int, journey: int, rule: int, revision: int) -> AlertRule:
    """Put a rule in the bin; it comes back without being live."""
    with act(engine, "rule.bin", by=by, journey=journey) as doing:
        return doing.change(doing.get(AlertRule, rule), revision, deleted_at=now(), live=False)


def check_rule(doing: Act, row: AlertRule, but: int | None = None) -> None:
    """Refuse a rule that no week could meet, that asks for nothing, or that is there already."""
    if row.kind not in (*OF_METRICS, RuleKind.TOPIC):
        raise Refused("The health of every source is watched without a rule. Nothing was changed.")
    if row.at_least < 0 or row.weeks not in range(1, LONGEST + 1):
        raise Refused(f"A rule looks at 1 to {LONGEST} weeks, and at no fewer than none behind a figure. Nothing was changed.")
    if row.kind is RuleKind.TOPIC:
        _check_topic(row)
    else:
        _check_metric(row, doing.get(Metric, row.metric_id) if row.metric_id is not None else None)
    same = select(AlertRule).where(AlertRule.journey_id == doing.journey_id, col(AlertRule.deleted_at).is_(None))
    for other in doing.session.exec(same):
        if other.key != but and all(getattr(other, name) == getattr(row, name) for name in ASKED):
            raise Refused("There is this very rule already. Nothing was changed.")


def _check_topic(row: AlertRule) -> None:
    if row.at_least < 1:
        raise Refused("Say how many tickets a spike has at least: one or more. Nothing was changed.")
    if row.limit is not None and not 1 <= row.limit <= 100:
        raise Refused("A spike is between 1 and 100 times the usual. Nothing was changed.")
    if row.segment and not row.segment.startswith("topic="):
        raise Refused("A topic spike looks at one topic or at all. Nothing was changed.")


def _check_metric(row: AlertRule, metric: Metric | None) -> None:
    if metric is None:
        raise Refused("Choose the metric that the rule is about. Nothing was changed.")
    if row.kind is RuleKind.TARGET_MISSED:
        if metric.target is None:
            raise Refused(f"{metric.name} has no target yet. Set one under Metrics first. Nothing was changed.")
        return
    if row.limit is None or not math.isfinite(row.limit):
        raise Refused("Say at which figure the rule fires. Nothing was changed.")
    if row.kind is RuleKind.PERIOD:
        _check_share(row, metric)
        return
    low, high, said = reach(metric.kind, metric.unit)
    if not low <= row.limit <= high:
        raise Refused(f"The limit is out of reach: {said}. Nothing was changed.")
    if row.limit == (high if row.above else low):
        raise Refused(f"No week could be {'above' if row.above else 'below'} that: {said}. Nothing was changed.")


def _check_share(row: AlertRule, metric: Metric) -> None:
    if metric.kind is MetricKind.NPS:
        raise Refused("An NPS runs through zero, so no share of it says how far it moved. Use a limit. Nothing was changed.")
    if row.limit is None or row.limit <= 0:
        raise Refused("Say by which share it has to move: more than 0 %. Nothing was changed.")
    if not row.above and row.limit >= 1:
        raise Refused("Nothing can fall by 100 % or more of what it was. Nothing was changed.")
