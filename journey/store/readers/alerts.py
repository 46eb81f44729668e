"""Alerts with the names around them, and what people said of each."""

from __future__ import annotations

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.store.engine import columns, frame
from journey.store.tables import Alert, Flip, Metric, Person, Stage


def alerts(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Every alert, newest first: its columns with metric, formula, kind, unit, better (direction) and stage."""
    names = "id revision metric_id stage_id segment week since rule why worse value n expected lower upper state raised_at"
    query = (
        columns(
            *(getattr(Alert, name) for name in names.split()),
            col(Metric.name).label("metric"),
            Metric.formula,
            Metric.kind,
            Metric.unit,
            col(Metric.direction).label("better"),
            col(Stage.name).label("stage"),
        )
        .join(Metric, col(Metric.id) == Alert.metric_id, isouter=True)
        .join(Stage, col(Stage.id) == Alert.stage_id, isouter=True)
        .where(Alert.journey_id == journey_id, col(Alert.deleted_at).is_(None))
        .order_by(col(Alert.raised_at).desc(), col(Alert.id).desc())
    )
    return frame(engine, query)


def flips(engine: Engine, journey_id: int) -> pl.DataFrame:
    """What people said of alerts, in order: alert_id, at, person, old, new, reason."""
    query = (
        columns(Flip.alert_id, Flip.at, col(Person.name).label("person"), Flip.old, Flip.new, Flip.reason)
        .join(Alert, col(Alert.id) == Flip.alert_id)
        .join(Person, col(Person.id) == Flip.person_id, isouter=True)
        .where(Alert.journey_id == journey_id)
        .order_by(Flip.id)
    )
    return frame(engine, query)
