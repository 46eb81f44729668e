"""What the data hold of how frequent pain points are: the rates behind them, their evidence and all texts by theme."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from sqlalchemy import case, func, union
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.analysis.pain_frequency import BEHIND, RATES, TOLD
from journey.domain.words import Direction, MetricKind
from journey.store.engine import columns, frame
from journey.store.tables import (
    Alert,
    Evidence,
    Metric,
    Observation,
    PainPoint,
    Quote,
    Theme,
    Turn,
    Verbatim,
)


def rates(engine: Engine, journey_id: int, *, first: date, last: date) -> pl.DataFrame:
    """The rates that alerts put behind pain points, over settled days from `first` to `last`: RATES.

    Where up is better, those without success are hit. Only rates of everyone: an alert about one segment says nothing of all.
    """
    raised = columns(col(PainPoint.id).label("pain_id"), PainPoint.alert_id).where(
        PainPoint.journey_id == journey_id, col(PainPoint.alert_id).is_not(None)
    )
    shown = (
        columns(Evidence.pain_id, Evidence.alert_id)
        .join(PainPoint, col(PainPoint.id) == Evidence.pain_id)
        .where(PainPoint.journey_id == journey_id, col(Evidence.alert_id).is_not(None), col(Evidence.deleted_at).is_(None))
    )
    behind = union(raised, shown).subquery()
    failed = case((col(Metric.direction) == Direction.UP, Observation.n - col(Observation.total)), else_=Observation.total)
    query = (
        columns(
            behind.c.pain_id, col(Metric.name).label("metric"), func.sum(failed).label("hit"),
            func.sum(Observation.n).label("n"),
        )
        .join(Alert, col(Alert.id) == behind.c.alert_id)
        .join(Metric, col(Metric.id) == Alert.metric_id)
        .join(Observation, col(Observation.metric_id) == Metric.id)
        .where(Metric.kind == MetricKind.RATE, col(Metric.deleted_at).is_(None), Alert.segment == "")
        .where(Observation.grain == "day", Observation.segment == "", col(Observation.mature))
        .where(col(Observation.day) >= first, col(Observation.day) <= last)
        .group_by(behind.c.pain_id, col(Metric.id), col(Metric.name))
        .order_by(behind.c.pain_id, col(Metric.id))
    )  # fmt: skip
    return frame(engine, query, RATES)


def behind(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The evidence and the kept quotes of pain points whose text belongs to a theme, one row a text: BEHIND."""
    texts = [_of_text(table, source, journey_id) for table in (Evidence, Quote) for source in (Verbatim, Turn)]
    every: Any = union(*texts).subquery()  # what is evidence and a quote is one piece
    query = columns(every.c.pain_id, every.c.stage_id, every.c.theme_id).order_by(every.c.pain_id, every.c.text)
    return frame(engine, query, BEHIND)


def _of_text(table: type[Evidence | Quote], source: type[Verbatim | Turn], journey_id: int) -> Any:
    own = table.verbatim_id if source is Verbatim else table.turn_id
    key = col(source.id) if source is Verbatim else -col(source.id)
    return (
        columns(
            col(PainPoint.id).label("pain_id"), PainPoint.stage_id, key.label("text"),
            func.coalesce(Theme.merged_into, Theme.id).label("theme_id"),
        )
        .join(table, col(table.pain_id) == PainPoint.id)
        .join(source, col(source.id) == own)
        .join(Theme, col(Theme.id) == source.theme_id)
        .where(PainPoint.journey_id == journey_id, col(PainPoint.deleted_at).is_(None), col(table.deleted_at).is_(None))
    )  # fmt: skip


def told(engine: Engine, journey_id: int, *, since: datetime, until: datetime) -> pl.DataFrame:
    """How many answers and tickets of each stage there are from `since` until before `until`, by theme: TOLD."""
    theme = func.coalesce(Theme.merged_into, Theme.id).label("theme_id")
    query = (
        columns(Verbatim.stage_id, theme, func.count().label("n"))
        .join(Theme, col(Theme.id) == Verbatim.theme_id, isouter=True)
        .where(Verbatim.journey_id == journey_id, col(Verbatim.deleted_at).is_(None), col(Verbatim.stage_id).is_not(None))
        .where(col(Verbatim.at) >= since.astimezone(UTC), col(Verbatim.at) < until.astimezone(UTC))
        .group_by(col(Verbatim.stage_id), theme)
        .order_by(col(Verbatim.stage_id), theme)
    )
    return frame(engine, query, TOLD)
