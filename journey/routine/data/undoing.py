"""The acts of taking a batch out again, and putting it back."""

from __future__ import annotations

from datetime import datetime

import polars as pl
from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.config import Settings
from journey.domain.words import SourceKind
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.data.batches import count_events, wait_for_others
from journey.routine.data.datasets import ROW_ID, scan
from journey.routine.data.growing import hand_over
from journey.routine.data.observations import recompute
from journey.store.readers.data import BatchFile, batch, batch_files
from journey.store.tables import Conversation, ImportBatch, Source, Verbatim, now


def undo_batch(engine: Engine, settings: Settings, *, by: int, batch_id: int, why: str = "") -> tuple[str, ...]:
    """Take a batch out of every figure and every queue; its file stays, so that it can be put back.

    Returns sentences, such as which later files left rows out because this batch had brought them.
    """
    _, source = batch(engine, batch_id)
    with act(engine, "import.undo", by=by, journey=source.journey_id, why=why) as doing:
        wait_for_others(doing)
        row = doing.session.get_one(ImportBatch, batch_id)
        if row.undone_at is not None:
            raise Refused(f"Batch {batch_id} ({row.file_name}) is out already. Nothing was changed.")
        _count(doing, settings, row, source, sign=-1)
        if source.kind is SourceKind.CONVERSATIONS:
            hand_over(doing, row, settings.events, _others(doing, row, source))
        row.undone_at = now()
        _words(doing, row, None, row.undone_at)
        doing.log(row, before={"rows": row.rows_new}, after={"rows": 0})
        doing.data_changed()
        notes = _left_out(doing, row)
    recompute(engine, settings, journey=source.journey_id)
    return notes


def redo_batch(engine: Engine, settings: Settings, *, by: int, batch_id: int, why: str = "") -> None:
    """Put an undone batch back; Refused if some of its rows have come in again since."""
    _, source = batch(engine, batch_id)
    with act(engine, "import.redo", by=by, journey=source.journey_id, why=why) as doing:
        wait_for_others(doing)
        row = doing.session.get_one(ImportBatch, batch_id)
        if row.undone_at is None:
            raise Refused(f"Batch {batch_id} ({row.file_name}) is in already. Nothing was changed.")
        _refuse_twice(settings, row, source, _others(doing, row, source))
        _words(doing, row, row.undone_at, None)
        row.undone_at = None
        _count(doing, settings, row, source, sign=1)
        doing.log(row, before={"rows": 0}, after={"rows": row.rows_new})
        doing.data_changed()
    recompute(engine, settings, journey=source.journey_id)


def _others(doing: Act, row: ImportBatch, source: Source) -> list[BatchFile]:
    """The other batches that may have the same rows; a conversation may have come in from any source."""
    files = (file for file in batch_files(doing.session, source.journey_id) if file.batch_id != row.key)
    if source.kind is SourceKind.CONVERSATIONS:
        return [file for file in files if file.kind is source.kind]
    return [file for file in files if file.source_id == source.key]


def _count(doing: Act, settings: Settings, row: ImportBatch, source: Source, *, sign: int) -> None:
    path = settings.events / row.path
    if source.kind is SourceKind.EVENTS and row.path and path.exists():
        count_events(doing, pl.scan_parquet(path), sign)


def _words(doing: Act, row: ImportBatch, old: datetime | None, new: datetime | None) -> None:
    """Bin the batch's words and conversations with it, or take exactly those out again: not what people had binned."""
    for table in (Verbatim, Conversation):
        was = col(table.deleted_at).is_(None) if old is None else col(table.deleted_at) == old
        doing.session.connection().execute(
            update(table).where(col(table.batch_id) == row.key, was).values(deleted_at=new, revision=table.revision + 1)
        )


def _left_out(doing: Act, row: ImportBatch) -> tuple[str, ...]:
    later = select(ImportBatch.file_name).where(
        ImportBatch.source_id == row.source_id, col(ImportBatch.id) > row.key,
        col(ImportBatch.undone_at).is_(None), ImportBatch.rows_known > 0,
    )  # fmt: skip
    files = list(dict.fromkeys(doing.session.exec(later)))
    if not files:
        return ()
    return (
        f"Later files left rows out because they were there already: {', '.join(files)}. Import them again to bring those in.",
    )


def _refuse_twice(settings: Settings, row: ImportBatch, source: Source, others: list[BatchFile]) -> None:
    path = settings.events / row.path
    if not row.path or not others:
        return
    rows, there = pl.scan_parquet(path), scan(others, settings.events)
    keys = [ROW_ID] if source.kind is not SourceKind.EVENTS else [n for n in rows.collect_schema() if n in there.collect_schema()]
    twice = rows.join(there, on=keys, how="semi", nulls_equal=True).select(pl.len()).collect().item()
    if twice:
        raise Refused(
            f"{twice:,} rows of batch {row.key} ({row.file_name}) have come in again since. Nothing was changed. "
            "Import the file again instead: what is new goes in."
        )
