"""What the journey's people believe of its customers: claims that are held for evidenced with what stands behind them, and those
that were struck with why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.domain.words import Standing
from journey.store.engine import columns, frame
from journey.store.readers.claims import ABOUT_CUSTOMERS
from journey.store.tables import AuditEvent, Card, Evidence, Lane, PainPoint, Stage


@dataclass(frozen=True)
class Belief:
    """A claim of the map: `behind` are its pieces of evidence as (source, text); `struck` tells when, by whom and why."""

    subject: str
    id: int
    stage_id: int
    stage: str
    text: str
    standing: Standing
    behind: tuple[tuple[str, str], ...] = ()
    struck: tuple[datetime, str, str] | None = None


def beliefs(engine: Engine, journey_id: int) -> list[Belief]:
    """Pain points and what the map says of customers, in the order of its stages; the first evidence first."""
    behind: dict[int, list[tuple[str, str]]] = {}
    for pain, source, text in frame(engine, _evidence(journey_id)).iter_rows():
        behind.setdefault(pain, []).append((source, text))
    struck = _struck(engine, journey_id)
    found = [
        Belief(
            subject, row["id"], row["stage_id"], row["stage"], row["text"], Standing(row["standing"]),
            tuple(behind.get(row["id"], ())) if subject == "pain_point" else (), struck.get((subject, row["id"])),
        )
        for subject, query in (("pain_point", _pains(journey_id)), ("card", _cards(journey_id)))
        for row in frame(engine, query).iter_rows(named=True)
    ]  # fmt: skip
    return found


def _pains(journey_id: int) -> Any:
    query = columns(PainPoint.id, PainPoint.stage_id, col(Stage.name).label("stage"), col(PainPoint.title).label("text"))
    query = query.add_columns(PainPoint.standing).join(Stage, col(Stage.id) == PainPoint.stage_id)
    query = query.where(PainPoint.journey_id == journey_id, col(PainPoint.deleted_at).is_(None), col(Stage.deleted_at).is_(None))
    return query.order_by(Stage.position, col(PainPoint.id))


def _cards(journey_id: int) -> Any:
    query = columns(Card.id, Card.stage_id, col(Stage.name).label("stage"), Card.text, Card.standing)
    query = query.join(Stage, col(Stage.id) == Card.stage_id).join(Lane, col(Lane.id) == Card.lane_id)
    alive = (col(table.deleted_at).is_(None) for table in (Card, Stage, Lane))
    query = query.where(Card.journey_id == journey_id, col(Lane.kind).in_(ABOUT_CUSTOMERS), *alive)
    return query.order_by(Stage.position, col(Card.position), col(Card.id))


def _evidence(journey_id: int) -> Any:
    query = columns(Evidence.pain_id, Evidence.source, Evidence.text).join(PainPoint, col(PainPoint.id) == Evidence.pain_id)
    return query.where(PainPoint.journey_id == journey_id, col(Evidence.deleted_at).is_(None)).order_by(Evidence.id)


def _struck(engine: Engine, journey_id: int) -> dict[tuple[str, int], tuple[datetime, str, str]]:
    """When each claim was struck last, by whom and why, as the audit has it."""
    names = ("subject", "subject_id", "at", "person", "why", "after")
    query = columns(*(getattr(AuditEvent, name) for name in names)).where(AuditEvent.journey_id == journey_id)
    query = query.where(col(AuditEvent.subject).in_(("pain_point", "card")), col(AuditEvent.before).is_not(None))
    events = frame(engine, query.order_by(col(AuditEvent.id)), {"subject_id": pl.Int64, "after": pl.Object})
    return {
        (row["subject"], row["subject_id"]): (row["at"], row["person"], row["why"])
        for row in events.iter_rows(named=True)
        if (row["after"] or {}).get("standing") == Standing.STRUCK.value
    }
