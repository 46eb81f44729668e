"""The deliveries of a journey's sources, as the watch over their health reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.store.engine import reading
from journey.store.tables import AuditEvent, ImportBatch, Source


@dataclass(frozen=True)
class SourceBatches:
    """A source that is not in the bin, and its batches that count, oldest first."""

    source: Source
    batches: tuple[ImportBatch, ...]

    def weeks(self) -> dict[date, int]:
        """Rows by the Monday of their week, from the batches that say."""
        found: dict[date, int] = {}
        for batch in self.batches:
            for monday, rows in batch.weeks.items():
                day = date.fromisoformat(monday)
                found[day] = found.get(day, 0) + rows
        return found


def deliveries(engine: Engine, journey_id: int) -> dict[int, SourceBatches]:
    """The journey's sources with their batches, by source id."""
    with reading(engine) as session:
        rows = session.exec(select(Source).where(Source.journey_id == journey_id, col(Source.deleted_at).is_(None)))
        sources = {row.key: row for row in rows}
        query = select(ImportBatch).where(col(ImportBatch.source_id).in_(sources), col(ImportBatch.undone_at).is_(None))
        batches = list(session.exec(query.order_by(col(ImportBatch.id))))
    return {key: SourceBatches(row, tuple(one for one in batches if one.source_id == key)) for key, row in sources.items()}


def set_up(engine: Engine, journey_id: int) -> dict[int, datetime]:
    """When each source was set up by hand, by its id; what began with its first file has no such time."""
    query = (
        select(AuditEvent.subject_id, func.min(AuditEvent.at))
        .where(AuditEvent.journey_id == journey_id, AuditEvent.act == "source.add", AuditEvent.subject == "source")
        .group_by(col(AuditEvent.subject_id))
    )
    with reading(engine) as session:
        return {subject: at for subject, at in session.exec(query) if subject is not None}
