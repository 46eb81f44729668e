"""What the owner's own rules find in a week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.alerts.rules import Asked, judge, speaks_for
from journey.analysis.rollup import WEEKLY, known_so_far
from journey.domain.weeks import Week
from journey.domain.words import Direction, RuleKind
from journey.routine.alerts.found import Found
from journey.routine.alerts.rule_topics import topic_stages, topics
from journey.routine.alerts.rule_words import why
from journey.store.engine import reading
from journey.store.readers import journeys as read_journeys
from journey.store.readers import metrics as read
from journey.store.tables import AlertRule, Metric

LOOK_BACK = 156
"""Weeks that a run can be followed back."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Looked:
    """A rule with its metric (None for a topic spike) and what it says of each week: schema JUDGED."""

    rule: AlertRule
    metric: Metric | None
    judged: pl.DataFrame

    def in_week(self, week: Week) -> Iterator[Row]:
        """The rows, one a segment, that say how things stand in the week, as far as that is known."""
        for own in self.judged.partition_by("segment", maintain_order=True):
            if row := speaks_for(own, week.monday):
                yield row


def found(engine: Engine, journey_id: int, week: Week, *, events: Path | None = None) -> list[Found]:
    """What the live rules of a journey find in the reviewed week `week`, with what was known by its Sunday.

    A cohort is judged where its window has run out, at the latest in `week`. A rule of a metric in the bin finds nothing.
    `events` is the folder of the datasets, the installation's own unless told.
    """
    with reading(engine) as session:
        live = AlertRule.journey_id == journey_id, col(AlertRule.live), col(AlertRule.deleted_at).is_(None)
        rules = list(session.exec(select(AlertRule).where(*live).order_by(col(AlertRule.id))))
    looked = look(engine, journey_id, rules, week, events=events) if rules else []
    fired = [(one, row) for one in looked for row in one.in_week(week) if row["fired"]]
    spiked = any(one.metric is None for one, _ in fired)
    stages = topic_stages(engine, journey_id, topics(engine, journey_id, events), week) if spiked else {}
    return [_found(one, row, week, stages) for one, row in fired]


def still(engine: Engine, journey_id: int, week: Week, rule_id: int, segment: str, *, events: Path | None = None) -> bool | None:
    """Whether what a rule found goes on in the reviewed week `week`; None where nothing was measured that could tell.

    False too for a rule that is no longer live, or whose metric is in the bin.
    """
    with reading(engine) as session:
        rule = session.get(AlertRule, rule_id)
    if rule is None or rule.deleted_at is not None or not rule.live or rule.journey_id != journey_id:
        return False
    for one in look(engine, journey_id, [rule], week, events=events):
        rows = [row for row in one.in_week(week) if one.metric is not None or row["segment"] == segment]
        if rows:
            return bool(rows[0]["fired"])
        if one.metric is not None or not topics(engine, journey_id, events).measured(week):
            return None
    return False


def look(
    engine: Engine, journey_id: int, rules: Sequence[AlertRule], week: Week, *, weeks: int = LOOK_BACK, events: Path | None = None
) -> list[Looked]:
    """What each of the rules, saved or not, says of the `weeks` weeks up to `week`; those of metrics in the bin are left out."""
    metrics = {metric.key: metric for metric in read_journeys.metrics(engine, journey_id)}
    weekly = _weekly(engine, journey_id, [rule for rule in rules if rule.metric_id in metrics], week, weeks)
    looked = []
    for rule in rules:
        if rule.kind is RuleKind.TOPIC:
            looked.append(Looked(rule, None, topics(engine, journey_id, events).judged(rule, week, weeks)))
        elif rule.metric_id in metrics:
            metric = metrics[rule.metric_id]
            own = weekly.get((metric.key, rule.segment), pl.DataFrame(schema=WEEKLY))
            judged = judge(own, asked_of(rule, metric)).filter(pl.col("week") > week.monday - timedelta(weeks=weeks))
            looked.append(Looked(rule, metric, judged))
    return looked


def asked_of(rule: AlertRule, metric: Metric) -> Asked:
    """The rule as analysis takes it."""
    return Asked(
        kind=rule.kind, limit=rule.limit, above=rule.above, at_least=rule.at_least, weeks=rule.weeks, target=metric.target,
        direction=metric.direction,
    )  # fmt: skip


def _weekly(
    engine: Engine, journey_id: int, rules: Sequence[AlertRule], week: Week, weeks: int
) -> dict[tuple[int, str], pl.DataFrame]:
    """WEEKLY rows by metric and segment, as known on the week's Sunday; one query a segment that rules ask for."""
    wanted: dict[str, list[int]] = {}
    for rule in rules:
        wanted.setdefault(rule.segment, []).append(rule.metric_id or 0)
    if not wanted:
        return {}
    with reading(engine) as session:
        specs = [spec for spec in read.specs(session, journey_id) if any(spec.id in ids for ids in wanted.values())]
    since = week.monday - timedelta(weeks=weeks + max(rule.weeks for rule in rules))
    seen = [
        read.observations(engine, journey_id, metric_ids=ids, segment=segment, since=since, until=week.sunday)
        for segment, ids in wanted.items()
    ]
    known = known_so_far(pl.concat(seen), specs, as_of=week.sunday)
    return {(rows["metric_id"][0], rows["segment"][0]): rows for rows in known.partition_by("metric_id", "segment")}


def _found(one: Looked, row: Row, week: Week, stages: dict[str, int]) -> Found:
    rule, metric = one.rule, one.metric
    said: dict[str, Any] = {
        "since": row["since"],
        "rule": rule.kind.value,
        "why": why(rule, metric, row, week),
        "rule_id": rule.key,
    }
    figure = {"value": row["value"], "n": row["n"]}
    if metric is None:
        where = {"segment": row["segment"], "stage_id": stages.get(row["segment"])}
        return Found(**said, **figure, **where, expected=row["against"], upper=row["upper"])
    bad_way = rule.kind is RuleKind.TARGET_MISSED or rule.above == (metric.direction is Direction.DOWN)
    return Found(**said, **figure, worse=bad_way, metric_id=metric.key, stage_id=metric.stage_id, segment=rule.segment)
