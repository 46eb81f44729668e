"""What readiness asks of the map: claims that are held for evidenced and what stands behind them, versions, links to read it."""

from __future__ import annotations

import polars as pl
from sqlalchemy import ColumnElement, exists, func, or_
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.domain.words import LaneKind, Standing
from journey.store.engine import columns, connected, frame
from journey.store.tables import Card, Evidence, Lane, Link, MapShare, MapSnapshot, PainPoint, Stage, Step, Touchpoint

ABOUT_CUSTOMERS = (LaneKind.THOUGHT, LaneKind.MOMENT)
"""Lanes whose cards claim something of customers that somebody must have heard or measured."""
SOURCES = ("verbatim", "turn", "quote", "reading", "conversation", "evidence", "alert", "metric", "theme")
"""What a link may name as a source."""


def evidenced(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The claims held for evidenced: subject, id, text, sourced (whether something stands behind it); pain points first.

    A pain point names its sources as evidence; a card of ABOUT_CUSTOMERS by a link to what somebody said or a metric shows.
    """
    behind = exists().where(col(Evidence.pain_id) == PainPoint.id, col(Evidence.deleted_at).is_(None))
    hurts = (
        columns(col(PainPoint.id), col(PainPoint.title).label("text"), behind.label("sourced"))
        .join(Stage, col(Stage.id) == PainPoint.stage_id)
        .where(PainPoint.journey_id == journey_id, PainPoint.standing == Standing.EVIDENCED)
        .where(col(PainPoint.deleted_at).is_(None), col(Stage.deleted_at).is_(None))
        .order_by(col(PainPoint.id))
    )
    thoughts = (
        columns(col(Card.id), col(Card.text), _linked().label("sourced"))
        .join(Lane, col(Lane.id) == Card.lane_id)
        .join(Stage, col(Stage.id) == Card.stage_id)
        .where(Card.journey_id == journey_id, Card.standing == Standing.EVIDENCED, col(Lane.kind).in_(ABOUT_CUSTOMERS))
        .where(col(Card.deleted_at).is_(None), col(Lane.deleted_at).is_(None), col(Stage.deleted_at).is_(None))
        .order_by(col(Card.id))
    )
    found = [
        frame(engine, query).with_columns(subject=pl.lit(name)) for name, query in (("pain_point", hurts), ("card", thoughts))
    ]
    return pl.concat(found).select("subject", "id", "text", pl.col("sourced").cast(pl.Boolean))


def _linked() -> ColumnElement[bool]:
    there = (col(Link.subject) == "card") & (col(Link.subject_id) == Card.id) & col(Link.other).in_(SOURCES)
    back = (col(Link.other) == "card") & (col(Link.other_id) == Card.id) & col(Link.subject).in_(SOURCES)
    return exists().where(col(Link.journey_id) == Card.journey_id, col(Link.deleted_at).is_(None), or_(there, back))


def shared(engine: Engine, journey_id: int) -> tuple[str, int]:
    """The newest named version, "" for none, and how many links open the map for reading."""
    newest = (
        columns(MapSnapshot.name).where(MapSnapshot.journey_id == journey_id).order_by(col(MapSnapshot.number).desc()).limit(1)
    )
    links = columns(func.count()).where(MapShare.journey_id == journey_id, col(MapShare.deleted_at).is_(None))
    with connected(engine) as connection:
        return connection.execute(newest).scalar() or "", connection.execute(links).scalar_one()


def met(engine: Engine, journey_id: int) -> tuple[int, int]:
    """How many steps the map has, and how many touchpoints."""
    alive = (Stage.journey_id == journey_id, col(Stage.deleted_at).is_(None), col(Step.deleted_at).is_(None))
    steps = columns(func.count(col(Step.id))).join(Stage, col(Stage.id) == Step.stage_id).where(*alive)
    spots = (
        columns(func.count(col(Touchpoint.id)))
        .join(Step, col(Step.id) == Touchpoint.step_id)
        .join(Stage, col(Stage.id) == Step.stage_id)
        .where(*alive, col(Touchpoint.deleted_at).is_(None))
    )
    with connected(engine) as connection:
        return connection.execute(steps).scalar_one(), connection.execute(spots).scalar_one()
