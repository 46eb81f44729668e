"""Alerts with the names around them, what people said of each, what that taught, and how the journey is watched."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import bindparam, case, func, literal
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.words import AlertState
from journey.store.engine import JOURNEY, columns, frame, reading
from journey.store.tables import Alert, AlertPlan, Flip, Lesson, Metric, Person, Source, Stage, Theme, Touchpoint

FIGURES = {"value": pl.Float64, "n": pl.Int64, "expected": pl.Float64, "lower": pl.Float64, "upper": pl.Float64}
BREAKDOWN = pl.List(pl.Struct({"segment": pl.String, **FIGURES}))
"""The segments that moved with an alert, a row each."""


def alerts(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Every alert, newest first: its columns (breakdown as BREAKDOWN) with metric, formula, kind, unit, better (direction),
    stage, source and touchpoint by name; an alert on a topic of tickets is from SUPPORT, one on a theme from the theme."""
    return frame(engine, _alerts(), {"breakdown": BREAKDOWN}, journey=journey_id)


SUPPORT = "Support"
"""Where an alert on a topic of tickets is from: no single source, and no metric."""


def _of_topic() -> Any:
    return col(Alert.metric_id).is_(None) & col(Alert.segment).startswith("topic=", autoescape=True)


def _theme() -> Any:
    """A theme by its name; nothing where there is none, as nothing added to a text is nothing."""
    return literal("Theme “") + func.coalesce(func.nullif(col(Theme.given), ""), col(Theme.name)) + literal("”")


@cache
def _alerts() -> Any:
    names = (
        "id revision metric_id stage_id touchpoint_id source_id rule_id theme_id segment week since rule why softened worse "
        "value n expected lower upper breakdown state snoozed_until escalated_at raised_at"
    )
    return (
        columns(
            *(getattr(Alert, name) for name in names.split()),
            col(Metric.name).label("metric"),
            Metric.formula,
            Metric.kind,
            Metric.unit,
            col(Metric.direction).label("better"),
            col(Stage.name).label("stage"),
            func.coalesce(col(Source.name), case((_of_topic(), SUPPORT)), _theme()).label("source"),
            col(Touchpoint.name).label("touchpoint"),
        )
        .join(Metric, col(Metric.id) == Alert.metric_id, isouter=True)
        .join(Stage, col(Stage.id) == Alert.stage_id, isouter=True)
        .join(Source, col(Source.id) == Alert.source_id, isouter=True)
        .join(Theme, col(Theme.id) == Alert.theme_id, isouter=True)
        .join(Touchpoint, col(Touchpoint.id) == Alert.touchpoint_id, isouter=True)
        .where(Alert.journey_id == JOURNEY, col(Alert.deleted_at).is_(None))
        .order_by(col(Alert.raised_at).desc(), col(Alert.id).desc())
    )


def flips(engine: Engine, journey_id: int) -> pl.DataFrame:
    """What was said of alerts, in order: alert_id, at, person (null: by itself), old, new, reason, until."""
    query = (
        columns(Flip.alert_id, Flip.at, col(Person.name).label("person"), Flip.old, Flip.new, Flip.reason, Flip.until)
        .join(Alert, col(Alert.id) == Flip.alert_id)
        .join(Person, col(Person.id) == Flip.person_id, isouter=True)
        .where(Alert.journey_id == journey_id)
        .order_by(Flip.id)
    )
    return frame(engine, query)


def stage_alerts(engine: Engine, journey_id: int, week: str) -> pl.DataFrame:
    """The alerts on stages for the Monday of `week` that nobody called noise, those for the worse first, then the newest:
    id, stage_id, metric (by name, or null), value, expected, why."""
    return frame(engine, _alerted(), journey=journey_id, week=week)


@cache
def _alerted() -> Any:
    own = columns(Alert.id, Alert.stage_id, col(Metric.name).label("metric"), Alert.value, Alert.expected, Alert.why)
    own = own.join(Metric, col(Metric.id) == Alert.metric_id, isouter=True)
    own = own.where(Alert.journey_id == JOURNEY, Alert.week == bindparam("week"), col(Alert.deleted_at).is_(None))
    known = own.where(Alert.state != AlertState.NOISE, col(Alert.stage_id).is_not(None))
    return known.order_by(col(Alert.worse).desc(), col(Alert.id).desc())


def calmed(engine: Engine, journey_id: int, *, since: datetime, until: datetime) -> dict[int, str]:
    """The alerts that resolved by themselves from `since` until before `until`, by id, each with the sentence that says why."""
    query = (
        columns(Flip.alert_id, Flip.reason)
        .join(Alert, col(Alert.id) == Flip.alert_id)
        .where(Alert.journey_id == journey_id, col(Flip.person_id).is_(None), Flip.new == AlertState.RESOLVED)
        .where(Alert.state == AlertState.RESOLVED, col(Flip.at) >= since.astimezone(UTC), col(Flip.at) < until.astimezone(UTC))
        .order_by(Flip.id)
    )
    return dict(frame(engine, query).iter_rows())


def lessons(engine: Engine, journey_id: int) -> pl.DataFrame:
    """What dismissals taught, newest first: id, revision, metric_id, metric, stage, segment, alert_id, factor, at, undone (when,
    or null) and the reason of the dismissal."""
    said = select(Flip.reason).where(Flip.alert_id == Lesson.alert_id, Flip.new == "noise").order_by(col(Flip.id).desc()).limit(1)
    query = (
        columns(
            Lesson.id, Lesson.revision, Lesson.metric_id, Lesson.segment, Lesson.alert_id, Lesson.factor, Lesson.at,
            col(Lesson.deleted_at).label("undone"), col(Metric.name).label("metric"), col(Stage.name).label("stage"),
            col(Metric.stage_id).label("stage_id"), said.scalar_subquery().label("reason"),
        )
        .join(Metric, col(Metric.id) == Lesson.metric_id)
        .join(Stage, col(Stage.id) == Metric.stage_id, isouter=True)
        .where(Lesson.journey_id == journey_id, col(Metric.deleted_at).is_(None))
        .order_by(col(Lesson.id).desc())
    )  # fmt: skip
    return frame(engine, query)


def plan(engine: Engine, journey_id: int) -> AlertPlan:
    """How the journey is watched; as it is by default, with revision 0, where nobody has said."""
    with reading(engine) as session:
        row = session.exec(select(AlertPlan).where(AlertPlan.journey_id == journey_id)).first()
    return row or AlertPlan(journey_id=journey_id, revision=0)
