"""What the audit says of gestures: the story of one thing, reasons given later, and what was taken back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from journey.store.engine import columns, frame, reading
from journey.store.tables import AuditEvent

Named = tuple[str, int]
GIVEN, UNDO, REDO = "board.why", "board.undo", "board.redo"
TOLD = ("id", "at", "person", "act", "subject", "subject_id", "why", "before", "after", "token")


def story(engine: Engine, journey_id: int, subject: str, subject_id: int, *, limit: int = 200) -> pl.DataFrame:
    """What was done to one thing, newest first, also before it became what it is: the columns of TOLD."""
    with reading(engine) as session:
        named = _lives(session, journey_id, (subject, subject_id))
    query = columns(*(getattr(AuditEvent, name) for name in TOLD)).where(AuditEvent.journey_id == journey_id)
    one_of = [(col(AuditEvent.subject) == table) & (col(AuditEvent.subject_id) == id) for table, id in named]
    query = query.where(_any(one_of)).order_by(col(AuditEvent.id).desc()).limit(limit)
    return frame(engine, query, {"subject_id": pl.Int64, "before": pl.Object, "after": pl.Object})


def _any(conditions: list[Any]) -> Any:
    return conditions[0] if len(conditions) == 1 else conditions[0] | _any(conditions[1:])


def _lives(session: Session, journey_id: int, named: Named) -> list[Named]:
    """The thing, and what it was before: a card that became a pain point is one thing."""
    lives = [named]
    while len(lives) < 20:
        table, id = lives[-1]
        about = (AuditEvent.journey_id == journey_id, AuditEvent.subject == table, AuditEvent.subject_id == id)
        born = session.exec(select(AuditEvent).where(*about).order_by(col(AuditEvent.id)).limit(1)).first()
        if born is None or not born.token:
            return lives
        same = session.exec(select(AuditEvent).where(AuditEvent.token == born.token, AuditEvent.journey_id == journey_id))
        refs = {f"{table}:{id}", f"{table.removesuffix('_point')}:{id}"}
        before = [one for one in same if (one.after or {}).get("became") in refs and one.subject_id is not None]
        if not before or (before[0].subject, before[0].subject_id) in lives:
            return lives
        lives.append((before[0].subject, int(before[0].subject_id or 0)))
    return lives


def reasons(engine: Engine, journey_id: int, tokens: Collection[str]) -> dict[str, str]:
    """The reasons that were given after the deed, by the gesture that they are for; the last one stands."""
    if not tokens:
        return {}
    query = columns(AuditEvent.why, AuditEvent.after).where(AuditEvent.journey_id == journey_id, AuditEvent.act == GIVEN)
    told = frame(engine, query.order_by(col(AuditEvent.id)), {"after": pl.Object})
    return {
        token: why for why, after in told.iter_rows() for token in (after or {}).get("gestures", ()) if why and token in tokens
    }


def undone(engine: Engine, journey_id: int, tokens: Collection[str]) -> set[str]:
    """Those of the gestures that stand taken back now."""
    query = columns(AuditEvent.token, AuditEvent.act).where(AuditEvent.journey_id == journey_id, AuditEvent.subject == "")
    query = query.where(col(AuditEvent.act).in_((UNDO, REDO)), col(AuditEvent.token).in_(list(tokens)))
    last = dict(row for row in frame(engine, query.order_by(col(AuditEvent.id))).iter_rows()) if tokens else {}
    return {token for token, act in last.items() if act == UNDO}
