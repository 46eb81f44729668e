"""The acts on a journey's metrics: what is measured where, its target and baseline, whose it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.kpis import kpi
from journey.domain.words import Direction
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.store.tables import Metric, Stage

CRITICAL_PER_STAGE = 3


def add_metric(
    engine: Engine, *, by: int, journey: int, formula: str, stage: int | None = None, event: str | None = None, why: str = "", **values: Any
) -> Metric:  # fmt: skip
    """Measure a KPI at a stage, or for the whole journey; what is not said is taken from the KPI's file."""
    definition = kpi(formula)
    with act(engine, "metric.add", by=by, journey=journey, why=why) as doing:
        if stage is not None:
            doing.get(Stage, stage)
        given = {
            "name": definition.name, "kind": definition.kind, "unit": definition.unit, "direction": definition.direction,
            "leading": definition.leading, "critical": definition.critical, "why": definition.why,
        } | values  # fmt: skip
        _room(doing, stage, given["critical"])
        row = doing.add(Metric(journey_id=journey, formula=formula, stage_id=stage, event=event or None, **given))
        doing.data_changed()
    return row


def change_metric(engine: Engine, *, by: int, journey: int, metric: int, revision: int, why: str = "", **values: Any) -> Metric:
    """Change a metric's name, target, baseline, direction, owner, reason, or whether it is critical or a success metric."""
    if "name" in values and not values["name"].strip():
        raise Refused("A metric needs a name. Nothing was changed.")
    if "direction" in values:
        values["direction"] = Direction(values["direction"])
    with act(engine, "metric.change", by=by, journey=journey, why=why) as doing:
        row = doing.get(Metric, metric)
        if values.get("critical") and not row.critical:
            _room(doing, row.stage_id, critical=True)
        row = doing.change(row, revision, **values)
        doing.data_changed()
    return row


def bin_metric(engine: Engine, *, by: int, journey: int, metric: int, revision: int) -> Metric:
    """Put a metric in the bin; its history comes back with it."""
    with act(engine, "metric.bin", by=by, journey=journey) as doing:
        row = doing.bin(doing.get(Metric, metric), revision)
        doing.data_changed()
    return row


def _room(doing: Act, stage: int | None, critical: bool) -> None:
    """At most three critical metrics a stage: more than that nobody reads on a Monday."""
    if not critical:
        return
    at = col(Metric.stage_id).is_(None) if stage is None else col(Metric.stage_id) == stage
    query = select(func.count()).where(
        Metric.journey_id == doing.journey_id, at, col(Metric.critical), col(Metric.deleted_at).is_(None)
    )
    if doing.session.exec(query).one() >= CRITICAL_PER_STAGE:
        raise Refused("This stage has three critical metrics already. Make one of them uncritical first. Nothing was changed.")
