"""What happens to alerts without anybody: snoozes that end, and alerts that are over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.calm import calm_since
from journey.analysis.rollup import known_so_far
from journey.domain.weeks import Week
from journey.domain.words import AlertState
from journey.routine.act import Act
from journey.routine.lessons import DETECTED
from journey.routine.raising import flip_by_itself
from journey.routine.watching import Watch
from journey.store.engine import reading
from journey.store.tables import Alert

CAN_CALM = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.WATCH, AlertState.SNOOZED)
"""States that end by themselves: a blocker is over when people say so."""
SNOOZE_ENDED = "The snooze ended."


def over(engine: Engine, journey_id: int, week: Week) -> dict[int, str]:
    """The alerts that are over by the end of `week`, each with the sentence that says why; see `calm_since`.

    Only what the detector raised: what somebody noticed, it can't judge. A series without figures is unknown, not calm.
    """
    with reading(engine) as session:
        query = select(Alert).where(Alert.journey_id == journey_id, col(Alert.deleted_at).is_(None))
        query = query.where(col(Alert.state).in_(CAN_CALM), col(Alert.metric_id).is_not(None), col(Alert.rule_id).is_(None))
        rows = [row for row in session.exec(query.where(col(Alert.rule).in_(DETECTED))) if row.since < week.monday]
    if not rows:
        return {}
    watch = Watch(engine, journey_id)
    said = ((row.key, _why_over(watch, (row.metric_id or 0, row.segment), row.since, week)) for row in rows)
    return {key: why for key, why in said if why}


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
