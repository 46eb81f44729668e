"""What the watching of many series asks of the store: how much each segment brings, and whether anything is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.model import MetricSpec
from journey.store.engine import columns, connected, frame
from journey.store.readers.metrics import observations
from journey.store.tables import Journey, Lesson, Metric, Observation

Mark = tuple[object, ...]


def mark(engine: Engine, journey_id: int) -> Mark:
    """What a journey's figures stand at: equal marks, equal figures; one short query, whatever wrote them."""
    query = (
        columns(func.count(), func.max(Observation.day), func.sum(Observation.n), func.sum(Observation.total))
        .select_from(Observation)
        .join(Metric, col(Metric.id) == Observation.metric_id)
        .where(Metric.journey_id == journey_id)
    )
    version = columns(Journey.data_version, Journey.observed_version, Journey.observed_on).where(Journey.id == journey_id)
    with connected(engine) as connection:
        return (str(engine.url), journey_id, *connection.execute(version).one(), *connection.execute(query).one())


def volumes(engine: Engine, journey_id: int, *, since: date, until: date) -> pl.DataFrame:
    """What each series rests on between two days, inclusive: metric_id, segment ("" is everyone), n, total."""
    query = (
        columns(
            Observation.metric_id,
            Observation.segment,
            func.sum(Observation.n).label("n"),
            func.sum(Observation.total).label("total"),
        )
        .join(Metric, col(Metric.id) == Observation.metric_id)
        .where(Metric.journey_id == journey_id, col(Metric.deleted_at).is_(None), Observation.grain == "day")
        .where(col(Observation.day) >= since, col(Observation.day) <= until)
        .group_by(col(Observation.metric_id), col(Observation.segment))
    )
    return frame(engine, query, {"n": pl.Float64, "total": pl.Float64})


def newest_day(engine: Engine, journey_id: int) -> date | None:
    """The newest day that any metric of the journey has a figure of, grown up or not."""
    query = columns(func.max(Observation.day)).join(Metric, col(Metric.id) == Observation.metric_id)
    with connected(engine) as connection:
        found: date | None = connection.execute(query.where(Metric.journey_id == journey_id)).scalar_one()
    return found


def segment_days(engine: Engine, journey_id: int, wanted: Sequence[tuple[int, str]]) -> pl.DataFrame:
    """The observations of the wanted (metric, segment)s and of everyone, as OBSERVATIONS."""
    metrics, keys = {metric for metric, _ in wanted}, pl.DataFrame(list(wanted), schema=["metric_id", "segment"], orient="row")
    found = observations(engine, journey_id, metric_ids=sorted(metrics), segment=None)
    return found.join(keys.cast({"metric_id": pl.Int64, "segment": pl.String}), on=["metric_id", "segment"], how="semi")


def factors(engine: Engine, journey_id: int) -> list[tuple[int, str, float]]:
    """What the lessons that count teach: metric, segment, factor."""
    query = columns(Lesson.metric_id, Lesson.segment, Lesson.factor)
    query = query.where(Lesson.journey_id == journey_id, col(Lesson.deleted_at).is_(None)).order_by(Lesson.id)
    with connected(engine) as connection:
        return [(metric, segment, factor) for metric, segment, factor in connection.execute(query)]


def last_days(engine: Engine, specs: Sequence[MetricSpec], *, until: date) -> dict[int, date]:
    """The newest day up to `until` on which anything was measured for each metric; those never measured are not in it."""
    query = (
        select(Observation.metric_id, func.max(Observation.day).label("day"))
        .where(col(Observation.metric_id).in_([spec.id for spec in specs]), Observation.grain == "day", Observation.segment == "")
        .where(col(Observation.day) <= until, col(Observation.n) > 0)
        .group_by(col(Observation.metric_id))
    )
    with connected(engine) as connection:
        return {row.metric_id: row.day for row in connection.execute(query)}
