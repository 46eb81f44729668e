"""What waits in every journey at once, counted."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import bindparam, func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.words import ActionStatus, AlertState, PainStatus, Standing
from journey.store.engine import columns, frame
from journey.store.tables import Action, Alert, Card, Journey, Lane, PainPoint, Stage, WeekRow

OPEN = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.WATCH)
"""Alerts that nobody has settled, put to sleep or made a blocker."""


def waiting(engine: Engine, *, today: date) -> pl.DataFrame:
    """Of each journey that is not in the bin: journey_id, stages, cards, hypotheses (cards not evidenced yet), alerts, blockers,
    overdue (actions), closed (the last closed week, null before the first)."""
    return frame(engine, _waiting(), {"closed": pl.String}, today=today)


@cache
def _waiting() -> Any:
    on_map = (col(Stage.deleted_at).is_(None),)
    cards = _of(Card).join(Stage, col(Stage.id) == Card.stage_id).join(Lane, col(Lane.id) == Card.lane_id)
    cards = cards.where(*on_map, col(Lane.deleted_at).is_(None))
    overdue = (col(Action.due) < bindparam("today"), Action.status != ActionStatus.RESOLVED)
    closed = select(func.max(WeekRow.label)).where(WeekRow.journey_id == Journey.id, col(WeekRow.closed_at).is_not(None))
    return (
        columns(
            col(Journey.id).label("journey_id"),
            _of(Stage).correlate(Journey).scalar_subquery().label("stages"),
            cards.correlate(Journey).scalar_subquery().label("cards"),
            cards.where(Card.standing == Standing.HYPOTHESIS).correlate(Journey).scalar_subquery().label("hypotheses"),
            select(func.count()).where(Alert.journey_id == Journey.id, col(Alert.state).in_(OPEN)).correlate(Journey)
            .scalar_subquery().label("alerts"),
            _of(PainPoint).where(PainPoint.status == PainStatus.BLOCKER).correlate(Journey).scalar_subquery().label("blockers"),
            _of(Action).where(*overdue).correlate(Journey).scalar_subquery().label("overdue"),
            closed.correlate(Journey).scalar_subquery().label("closed"),
        )
        .where(col(Journey.deleted_at).is_(None))
        .order_by(Journey.id)
    )  # fmt: skip


def _of(table: Any) -> Any:
    """The count of a table's rows that belong to the journey and are not in the bin."""
    return select(func.count()).select_from(table).where(table.journey_id == Journey.id, table.deleted_at.is_(None))
