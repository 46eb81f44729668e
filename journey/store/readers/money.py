"""What metrics are worth, as people entered it."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.store.engine import JOURNEY, columns, frame
from journey.store.tables import Metric, Stage, Worth

WORTH = ("id", "revision", "metric_id", "kind", "amount", "low", "high", "source", "noted_on")
METRIC = ("formula", "unit", "direction", "target", "stage_id")


def worths(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The worth of each metric that has one, whole journey first, then in the order of the stages: id, revision, metric_id,
    kind, amount, low, high, source, noted_on, metric, formula, metric_kind, unit, direction, target, stage_id, stage."""
    return frame(engine, _worths(), journey=journey_id)


@cache
def _worths() -> Any:
    return (
        columns(
            *(getattr(Worth, name) for name in WORTH),
            col(Metric.name).label("metric"),
            col(Metric.kind).label("metric_kind"),
            *(getattr(Metric, name) for name in METRIC),
            col(Stage.name).label("stage"),
        )
        .join(Metric, (col(Metric.id) == Worth.metric_id) & col(Metric.deleted_at).is_(None))
        .join(Stage, col(Stage.id) == Metric.stage_id, isouter=True)
        .where(Worth.journey_id == JOURNEY, col(Worth.deleted_at).is_(None), col(Stage.deleted_at).is_(None))
        .order_by(col(Stage.position).is_not(None), col(Stage.position), col(Metric.id), col(Worth.id))
    )
