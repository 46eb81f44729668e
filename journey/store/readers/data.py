"""What came in: sources with their freshness, batches, event names and customers' words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import Select, case, func, select
from sqlalchemy.engine import Engine
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from journey.domain.weeks import Week
from journey.domain.words import SourceKind
from journey.errors import NotFound
from journey.store.engine import JOURNEY, columns, frame, reading
from journey.store.tables import EventName, ImportBatch, Person, Source, Stage, Step, Touchpoint, Verbatim

FRESH, STALE, NEVER = "fresh", "stale", "never"


@dataclass(frozen=True)
class BatchFile:
    """A batch that is in: where its rows lie under the events folder, and what its source says of them."""

    batch_id: int
    source_id: int
    kind: SourceKind
    source: str
    file_name: str
    path: str
    answers: Mapping[str, Any]
    segments: tuple[str, ...]


def sources(engine: Engine, journey_id: int, *, today: date, timezone: str) -> pl.DataFrame:
    """The sources by kind and name: source_id, kind, name, freshness, days_behind, rows, batches, problems, last_day,
    last_file, imported_at, stale_after_days, revision, first_day.

    freshness is "never" before the first batch, "stale" once the newest row (where rows carry no time, the newest
    import) is more than stale_after_days before `today`, else "fresh".
    """
    found = frame(engine, _sources(), journey=journey_id)
    return _freshness(found, today, timezone)


@cache
def _sources() -> Any:
    brought = (col(ImportBatch.source_id) == Source.id) & col(ImportBatch.undone_at).is_(None)
    file = col(ImportBatch.file_name)
    newest = select(file).where(brought).order_by(col(ImportBatch.id).desc()).limit(1).correlate(Source).scalar_subquery()
    own = (col(Source.id), col(Source.kind), col(Source.name), col(Source.stale_after_days), col(Source.revision))
    return (
        columns(
            own[0].label("source_id"),
            *own[1:],
            func.coalesce(func.sum(ImportBatch.rows_new), 0).label("rows"),
            func.count(col(ImportBatch.id)).label("batches"),
            func.coalesce(func.sum(ImportBatch.problems), 0).label("problems"),
            func.min(ImportBatch.first_at).label("first_at"),
            func.max(ImportBatch.last_at).label("last_at"),
            func.max(ImportBatch.imported_at).label("imported_at"),
            newest.label("last_file"),
        )
        .join(ImportBatch, brought, isouter=True)
        .where(col(Source.journey_id) == JOURNEY, col(Source.deleted_at).is_(None))
        .group_by(*own)
        .order_by(col(Source.kind), col(Source.name))
    )


def _freshness(found: pl.DataFrame, today: date, timezone: str) -> pl.DataFrame:
    newest = pl.coalesce("last_at", "imported_at").dt.convert_time_zone(timezone).dt.date()
    behind = (pl.lit(today) - newest).dt.total_days()
    said = pl.when(pl.col("batches") == 0).then(pl.lit(NEVER)).when(behind > pl.col("stale_after_days")).then(pl.lit(STALE))
    return found.select(
        "source_id", "kind", "name", said.otherwise(pl.lit(FRESH)).alias("freshness"), behind.alias("days_behind"), "rows",
        "batches", "problems", newest.alias("last_day"), "last_file", "imported_at", "stale_after_days", "revision",
        pl.col("first_at").dt.convert_time_zone(timezone).dt.date().alias("first_day"),
    )  # fmt: skip


def source(engine: Engine, journey_id: int, kind: SourceKind, name: str) -> Source | None:
    """The source of that kind and name, None before its first import."""
    query = select_rows(Source).where(col(Source.journey_id) == journey_id, Source.kind == kind, Source.name == name)
    with reading(engine) as session:
        return session.exec(query).first()


def batches(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Every batch, newest first: batch_id, kind, source, file_name, rows_read, rows_new, rows_known, problems,
    problems_path, first_at, last_at, imported_at, by, undone_at, notes."""
    query = (
        select(
            col(ImportBatch.id).label("batch_id"),
            col(Source.kind),
            col(Source.name).label("source"),
            *(
                col(getattr(ImportBatch, name))
                for name in (
                    "file_name", "rows_read", "rows_new", "rows_known", "problems", "problems_path",
                    "first_at", "last_at", "imported_at", "undone_at", "notes",
                )
            ),
            col(Person.name).label("by"),
        )
        .join(Source, col(Source.id) == ImportBatch.source_id)
        .join(Person, col(Person.id) == ImportBatch.imported_by, isouter=True)
        .where(col(Source.journey_id) == journey_id)
        .order_by(col(ImportBatch.id).desc())
    )  # fmt: skip
    return frame(engine, query, {"notes": pl.List(pl.String)})


def batch(engine: Engine, batch_id: int) -> tuple[ImportBatch, Source]:
    """One batch and its source; NotFound names how to list them."""
    with reading(engine) as session:
        row = session.get(ImportBatch, batch_id)
        owner = session.get(Source, row.source_id) if row else None
    if row is None or owner is None:
        raise NotFound(f"There is no batch {batch_id}. Nothing was changed. See the list with: journey batches")
    return row, owner


def batch_paths(engine: Engine, journey_id: int) -> list[str]:
    """The files, under the events folder, of the batches that count."""
    with reading(engine) as session:
        return [file.path for file in batch_files(session, journey_id)]


def batch_files(session: Session, journey_id: int) -> tuple[BatchFile, ...]:
    """The batches that count, oldest first: committed and not undone."""
    query = (
        select_rows(ImportBatch, Source)
        .join(Source, col(Source.id) == ImportBatch.source_id)
        .where(col(Source.journey_id) == journey_id, col(ImportBatch.undone_at).is_(None), ImportBatch.path != "")
        .order_by(col(ImportBatch.id))
    )
    return tuple(_file(row, owner) for row, owner in session.exec(query))


def _file(row: ImportBatch, owner: Source) -> BatchFile:
    return BatchFile(
        row.key, owner.key, owner.kind, owner.name, row.file_name, row.path, owner.answers or {}, tuple(owner.segments)
    )


def event_names(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Event names, unmapped ones first, then by volume: id, name, volume, stage_id, stage, outcome, revision, touchpoint_id
    (of that stage, else null)."""
    step = (col(Step.id) == Touchpoint.step_id) & (col(Step.stage_id) == col(Stage.id)) & col(Step.deleted_at).is_(None)
    met = (col(Touchpoint.id) == EventName.touchpoint_id) & col(Touchpoint.deleted_at).is_(None)
    query: Select[*tuple[Any, ...]] = (
        select(
            col(EventName.id), col(EventName.name), col(EventName.volume), col(EventName.stage_id),
            col(Stage.name).label("stage"), col(EventName.outcome), col(EventName.revision),
            case((col(Step.id).is_not(None), col(Touchpoint.id))).label("touchpoint_id"),
        )
        .join(Stage, (col(Stage.id) == EventName.stage_id) & col(Stage.deleted_at).is_(None), isouter=True)
        .join(Touchpoint, met, isouter=True)
        .join(Step, step, isouter=True)
        .where(col(EventName.journey_id) == journey_id, col(EventName.deleted_at).is_(None))
        .order_by(col(Stage.id).is_not(None), col(EventName.volume).desc(), col(EventName.name))
    )  # fmt: skip
    return frame(engine, query)


def verbatims(
    engine: Engine,
    journey_id: int,
    *,
    stage_id: int | None = None,
    week: Week | None = None,
    timezone: str = "UTC",
    limit: int = 200,
) -> pl.DataFrame:
    """Customers' words of a stage and week (all stages, all weeks where None), newest first: id, at, text, stage_id, score,
    scale, emotion, origin, source, attributes."""
    query = (
        select(
            col(Verbatim.id), col(Verbatim.at), col(Verbatim.text), col(Verbatim.stage_id), col(Verbatim.score),
            col(Verbatim.scale), col(Verbatim.emotion), col(Verbatim.origin), col(Source.name).label("source"),
            col(Verbatim.attributes),
        )
        .join(ImportBatch, col(ImportBatch.id) == Verbatim.batch_id, isouter=True)
        .join(Source, col(Source.id) == ImportBatch.source_id, isouter=True)
        .where(col(Verbatim.journey_id) == journey_id, col(Verbatim.deleted_at).is_(None))
        .order_by(col(Verbatim.at).desc(), col(Verbatim.id).desc())
        .limit(limit)
    )  # fmt: skip
    if stage_id is not None:
        query = query.where(col(Verbatim.stage_id) == stage_id)
    if week is not None:
        start, end = week.bounds(timezone)
        query = query.where(col(Verbatim.at) >= start, col(Verbatim.at) < end)
    return frame(engine, query)
