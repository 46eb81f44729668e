"""Objectives with their key results, in the order in which they end."""

from __future__ import annotations

from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import reading
from journey.store.tables import KeyResult, Metric, Objective


def objectives(engine: Engine, journey_id: int) -> list[Objective]:
    """The journey's objectives, what ends last first."""
    with reading(engine) as session:
        query = select(Objective).where(Objective.journey_id == journey_id, col(Objective.deleted_at).is_(None))
        return list(session.exec(query.order_by(col(Objective.ends_on).desc(), col(Objective.id))))


def key_results(engine: Engine, journey_id: int) -> list[tuple[KeyResult, Metric]]:
    """The key results of every objective with their metrics, in order; not those whose metric is in the bin."""
    with reading(engine) as session:
        query = (
            select(KeyResult, Metric)
            .join(Objective, col(Objective.id) == KeyResult.objective_id)
            .join(Metric, col(Metric.id) == KeyResult.metric_id)
            .where(Objective.journey_id == journey_id, col(KeyResult.deleted_at).is_(None))
            .where(col(Objective.deleted_at).is_(None), col(Metric.deleted_at).is_(None))
            .order_by(col(KeyResult.position), col(KeyResult.id))
        )
        return [(result, metric) for result, metric in session.exec(query)]
