"""Channels and what they were told, without ever reading an address that could hold a password."""

from __future__ import annotations

from typing import Any

import polars as pl
from sqlalchemy import case, func
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.domain.words import NoticeState
from journey.store.engine import columns, frame
from journey.store.tables import Alert, Channel, Metric, Notice, Source, Stage, Team


def channels(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The journey's channels by name: id, revision, name, shown, team_id, team, alerts, digest, waiting and unclear (counts of
    notices), failed (of those waiting, how many were tried before), sent_at (the last)."""
    counted = {
        "waiting": _count(Notice.state == NoticeState.WAITING),
        "failed": _count((Notice.state == NoticeState.WAITING) & (Notice.tries > 0)),
        "unclear": _count(Notice.state == NoticeState.UNCLEAR),
    }
    fields = ("id", "revision", "name", "shown", "team_id", "alerts", "digest")
    query = (
        columns(
            *(col(getattr(Channel, name)) for name in fields),
            col(Team.name).label("team"),
            *(count.label(name) for name, count in counted.items()),
            func.max(Notice.sent_at).label("sent_at"),
        )
        .join(Team, col(Team.id) == Channel.team_id, isouter=True)
        .join(Notice, col(Notice.channel_id) == Channel.id, isouter=True)
        .where(Channel.journey_id == journey_id, col(Channel.deleted_at).is_(None))
        .group_by(*(col(getattr(Channel, name)) for name in fields), col(Team.name))
        .order_by(Channel.name, col(Channel.id))
    )
    return frame(engine, query)


def notices(engine: Engine, journey_id: int, *, limit: int = 50) -> pl.DataFrame:
    """What channels were told or are to be told, newest first: id, channel_id, channel, shown, kind, about, state, due_at,
    claimed_at, sent_at, tries, error, alert_id, and of its alert why, softened, segment, metric, stage and source."""
    fields = ("id", "channel_id", "kind", "about", "state", "due_at", "claimed_at", "sent_at", "tries", "error", "alert_id")
    query = (
        columns(
            *(col(getattr(Notice, name)) for name in fields),
            col(Channel.name).label("channel"),
            Channel.shown,
            Alert.why,
            Alert.softened,
            Alert.segment,
            col(Metric.name).label("metric"),
            col(Stage.name).label("stage"),
            col(Source.name).label("source"),
        )
        .join(Channel, col(Channel.id) == Notice.channel_id)
        .join(Alert, col(Alert.id) == Notice.alert_id, isouter=True)
        .join(Metric, col(Metric.id) == Alert.metric_id, isouter=True)
        .join(Stage, col(Stage.id) == Alert.stage_id, isouter=True)
        .join(Source, col(Source.id) == Alert.source_id, isouter=True)
        .where(Notice.journey_id == journey_id)
        .order_by(col(Notice.id).desc())
        .limit(limit)
    )
    return frame(engine, query)


def _count(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
