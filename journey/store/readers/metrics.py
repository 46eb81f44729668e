"""A journey's metrics and their observations, as frames and as the values that computations take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, select
from sqlalchemy.engine import Engine
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from journey.domain.model import EventRule, MetricSpec, StageSpec
from journey.domain.schemas import OBSERVATIONS
from journey.store.engine import JOURNEY, connected, frame
from journey.store.tables import EventName, Metric, Observation, Stage, Step, Touchpoint


def metrics(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The journey's metrics in the order of its stages, those of the whole journey first, critical before others: id,
    formula, name, kind, unit, direction, leading, critical, success, stage_id, stage, position, event, target, baseline,
    owner_id, why, revision."""
    return frame(engine, _metrics(), journey=journey_id)


@cache
def _metrics() -> Any:
    fields = (
        "id", "formula", "name", "kind", "unit", "direction", "leading", "critical", "success", "stage_id", "event", "target",
        "baseline", "owner_id", "why", "revision",
    )  # fmt: skip
    return (
        select(
            *(col(getattr(Metric, name)) for name in fields),
            col(Stage.name).label("stage"),
            col(Stage.position).label("position"),
        )
        .join(Stage, col(Stage.id) == Metric.stage_id, isouter=True)
        .where(col(Metric.journey_id) == JOURNEY, col(Metric.deleted_at).is_(None), col(Stage.deleted_at).is_(None))
        .order_by(col(Stage.position).is_not(None), col(Stage.position), col(Metric.critical).desc(), col(Metric.id))
    )


def specs(session: Session, journey_id: int) -> tuple[MetricSpec, ...]:
    """The metrics as computations take them, in order of id."""
    query = (
        select_rows(Metric).where(col(Metric.journey_id) == journey_id, col(Metric.deleted_at).is_(None)).order_by(col(Metric.id))
    )
    return tuple(spec_of(metric) for metric in session.exec(query))


def spec_of(metric: Metric) -> MetricSpec:
    """The metric as computations take it."""
    return MetricSpec(metric.key, metric.formula, metric.kind, metric.direction, metric.stage_id, metric.event)


def stage_specs(session: Session, journey_id: int) -> tuple[StageSpec, ...]:
    """The stages as computations take them, in order."""
    query = select_rows(Stage).where(col(Stage.journey_id) == journey_id, col(Stage.deleted_at).is_(None))
    rows = session.exec(query.order_by(col(Stage.position), col(Stage.id)))
    return tuple(StageSpec(s.key, s.name, s.position, s.window_days) for s in rows)


def rules(session: Session, journey_id: int) -> tuple[EventRule, ...]:
    """What event names mean, by name; a stage in the bin is no stage, and a touchpoint of another stage no touchpoint."""
    step = (col(Step.id) == Touchpoint.step_id) & (col(Step.stage_id) == col(Stage.id)) & col(Step.deleted_at).is_(None)
    met = (col(Touchpoint.id) == EventName.touchpoint_id) & col(Touchpoint.deleted_at).is_(None)
    query = (
        select_rows(EventName, Stage, Step, Touchpoint)
        .join(Stage, (col(Stage.id) == EventName.stage_id) & col(Stage.deleted_at).is_(None), isouter=True)
        .join(Touchpoint, met, isouter=True)
        .join(Step, step, isouter=True)
        .where(col(EventName.journey_id) == journey_id, col(EventName.deleted_at).is_(None))
        .order_by(col(EventName.name))
    )
    return tuple(
        EventRule(name.name, stage.id if stage else None, name.outcome, *((met.id, met.name) if met and step else ()))
        for name, stage, step, met in session.exec(query)
    )


def observations(
    engine: Engine,
    journey_id: int,
    *,
    metric_ids: Sequence[int] | None = None,
    segment: str | None = "",
    since: date | None = None,
    until: date | None = None,
) -> pl.DataFrame:
    """The observations of a journey's metrics as OBSERVATIONS, by metric, segment, grain and day.

    `segment` "" is everyone, "platform=desktop" one segment, None all of them; `since` and `until` are days, inclusive.
    """
    query = _observed(journey_id).where(col(Metric.deleted_at).is_(None))
    if metric_ids is not None:
        query = query.where(col(Observation.metric_id).in_(metric_ids))
    if segment is not None:
        query = query.where(col(Observation.segment) == segment)
    if since is not None:
        query = query.where(col(Observation.day) >= since)
    if until is not None:
        query = query.where(col(Observation.day) <= until)
    with connected(engine) as connection:
        return _fetched(connection, query).sort("metric_id", "segment", "grain", "day")


def stored_observations(session: Session, journey_id: int) -> pl.DataFrame:
    """Every observation of the journey as it is stored, also of metrics in the bin."""
    return _fetched(session.connection(), _observed(journey_id))


def _observed(journey_id: int) -> Select[*tuple[Any, ...]]:
    columns = [col(getattr(Observation, name)) for name in OBSERVATIONS]
    query = select(*columns).join(Metric, col(Metric.id) == Observation.metric_id)
    return query.where(col(Metric.journey_id) == journey_id)


def _fetched(connection: Connection, query: Select[*tuple[Any, ...]]) -> pl.DataFrame:
    """The rows from the driver's own cursor: for tens of thousands of them SQLAlchemy's rows cost more than the query."""
    rows = connection.execute(query).cursor.fetchall()
    if not rows:
        return pl.DataFrame(schema=OBSERVATIONS)
    return pl.DataFrame([_typed(name, values) for name, values in zip(OBSERVATIONS, zip(*rows, strict=True), strict=True)])


def _typed(name: str, values: tuple[Any, ...]) -> pl.Series:
    """A column in its type, from what a driver returns: SQLite has texts for days and numbers for yes and no."""
    if isinstance(values[0], str) and name == "day":
        return pl.Series(name, values, dtype=pl.String).str.to_date("%Y-%m-%d")
    if name == "mature":
        return pl.Series(name, values).cast(pl.Boolean)
    return pl.Series(name, values, dtype=OBSERVATIONS[name])
