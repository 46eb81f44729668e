"""What happens to alerts without anybody: snoozes that end, and alerts that are over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.alerts.calm import calm_since
from journey.analysis.rollup import known_so_far
from journey.domain.weeks import Week
from journey.domain.words import AlertState
from journey.routine.act import Act
from journey.routine.alerts import health, rules, theme_spikes
from journey.routine.alerts.freshness import looked_on
from journey.routine.alerts.lessons import DETECTED
from journey.routine.alerts.raising import flip_by_itself
from journey.routine.alerts.watching import Watch
from journey.store.engine import reading
from journey.store.tables import Alert

CAN_CALM = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.WATCH, AlertState.SNOOZED)
"""States that end by themselves: a blocker is over when people say so."""
SNOOZE_ENDED = "The snooze ended."
RULE_OVER = "The rule no longer finds it. It calmed by itself."
THEME_OVER = "Customers speak of it as often as usual. It calmed by itself."
HEALTHY = "The source is well again. It calmed by itself."


def over(engine: Engine, journey_id: int, week: Week, *, today: date, events: Path | None = None) -> dict[int, str]:
    """The alerts that are over by the end of `week`, each with the sentence that says why.

    1. What left its usual range is over as `calm_since` says.
    2. What one of the owner's rules found is over when the rule was judged on the week and found nothing.
    3. Trouble with a source is over when the source is well again.
    4. A theme's spike is over when a week's texts are in and it came up about as often as usual.
    5. What somebody noticed by hand is over when people say so.
    6. What was not measured is unknown, not calm: the alert stays.
    """
    until = looked_on(engine, journey_id, week, today)  # a source is judged on that day, figures by the week
    open_ones = _can_calm(engine, journey_id)
    rows = [row for row in open_ones if (row.since <= until if row.source_id is not None else row.since < week.monday)]
    watch = Watch(engine, journey_id) if rows else None
    said = {}
    for row in rows:
        if row.rule_id is not None:
            goes_on = rules.still(engine, journey_id, week, row.rule_id, row.segment, events=events)
            said[row.key] = RULE_OVER if goes_on is False else ""
        elif row.source_id is not None:
            goes_on = health.still(engine, journey_id, week, row.source_id, row.rule, today=today)
            said[row.key] = HEALTHY if goes_on is False else ""
        elif row.theme_id is not None:
            goes_on = theme_spikes.still(engine, journey_id, week, row.theme_id)
            said[row.key] = THEME_OVER if goes_on is False else ""
        elif watch is not None and row.metric_id is not None and row.rule in DETECTED:
            said[row.key] = _why_over(watch, (row.metric_id, row.segment), row.since, week)
    return {key: why for key, why in said.items() if why}


def _can_calm(engine: Engine, journey_id: int) -> list[Alert]:
    with reading(engine) as session:
        query = select(Alert).where(Alert.journey_id == journey_id, col(Alert.deleted_at).is_(None))
        return list(session.exec(query.where(col(Alert.state).in_(CAN_CALM)).order_by(col(Alert.id))))


def settle(doing: Act, over: dict[int, str], journey: int, today: date) -> None:
    """Resolve what is over and open what was snoozed until today, on record with nobody's name."""
    query = select(Alert).where(Alert.journey_id == journey, col(Alert.deleted_at).is_(None))
    waiting = col(Alert.snoozed_until).is_not(None) & (col(Alert.snoozed_until) <= today)
    for row in _held(doing, doing.session.exec(query.where(waiting | col(Alert.id).in_(list(over)))).all()):
        if row.key in over and row.state in CAN_CALM:
            flip_by_itself(doing, row, AlertState.RESOLVED, over[row.key])
        elif row.state is AlertState.SNOOZED and row.snoozed_until is not None and row.snoozed_until <= today:
            flip_by_itself(doing, row, AlertState.OPEN, SNOOZE_ENDED)


def anything_asleep(engine: Engine, journey_id: int, today: date) -> bool:
    """Whether a snooze has ended that nobody has recorded yet."""
    with reading(engine) as session:
        query = select(Alert.id).where(Alert.journey_id == journey_id, Alert.state == AlertState.SNOOZED)
        query = query.where(col(Alert.deleted_at).is_(None), col(Alert.snoozed_until) <= today)
        return session.exec(query).first() is not None


def _held(doing: Act, rows: Iterable[Alert]) -> list[Alert]:
    return [doing.hold(row) for row in sorted(rows, key=lambda row: row.key)]


def _why_over(watch: Watch, series: tuple[int, str], since: date, week: Week) -> str:
    spec = watch.specs.get(series[0])
    if spec is None:
        return ""
    own = watch.one(series).filter(pl.col("day") <= week.sunday)
    return calm_since(watch.account(series), known_so_far(own, [spec], as_of=week.sunday), since, week.sunday)
