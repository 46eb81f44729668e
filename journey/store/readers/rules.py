"""The owner's own rules, and what they can be about."""

from __future__ import annotations

from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import reading
from journey.store.tables import Alert, AlertRule, Flip, Observation


def rules(engine: Engine, journey_id: int) -> list[AlertRule]:
    """The journey's rules that are not in the bin, the oldest first."""
    query = select(AlertRule).where(AlertRule.journey_id == journey_id, col(AlertRule.deleted_at).is_(None))
    with reading(engine) as session:
        return list(session.exec(query.order_by(col(AlertRule.id))))


def segments_of(engine: Engine, metric_id: int) -> list[str]:
    """The segments that the metric has figures of, such as "platform=mobile", in order; not everyone."""
    query = select(Observation.segment).where(Observation.metric_id == metric_id, Observation.segment != "").distinct()
    with reading(engine) as session:
        return sorted(session.exec(query))


def said_of_alerts(engine: Engine, journey_id: int) -> tuple[int, int]:
    """A mark of what people have said of the journey's alerts: equal marks, nothing new said or raised."""
    flips = select(func.count(col(Flip.id))).join(Alert, col(Alert.id) == Flip.alert_id).where(Alert.journey_id == journey_id)
    raised = select(func.count(col(Alert.id))).where(Alert.journey_id == journey_id, col(Alert.deleted_at).is_(None))
    with reading(engine) as session:
        return session.exec(flips).one(), session.exec(raised).one()
