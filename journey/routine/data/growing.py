"""Conversations that come in again: one that has grown goes on where it ended, and belongs to whatever batch still has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import delete, update
from sqlmodel import col, select

from journey.errors import Refused
from journey.routine.act import Act
from journey.routine.data.datasets import ROW_ID, scan
from journey.store.readers.data import BatchFile
from journey.store.tables import Conversation, ImportBatch, Quote, Turn

ALIKE = 0.5
"""Share of the turns that must be the same as before: in others, more may have been taken out by now."""
_AT_ONCE = 5_000


def name_of_row(id: int) -> str:
    """A row's id as the conversation carries it."""
    return f"{id:016x}"


def conversations_of(doing: Act, ids: Iterable[int]) -> dict[int, Conversation]:
    """The journey's conversations of those rows, by the row's id; those in the bin are not among them."""
    found: dict[int, Conversation] = {}
    for some in _some(ids):
        query = select(Conversation).where(
            Conversation.journey_id == doing.journey_id, col(Conversation.deleted_at).is_(None),
            col(Conversation.row_id).in_([name_of_row(id) for id in some]),
        )  # fmt: skip
        found |= {int(row.row_id, 16): row for row in doing.session.exec(query.order_by(col(Conversation.id)))}
    return found


def _some(ids: Iterable[int]) -> Iterable[Sequence[int]]:
    left = list(ids)
    return (left[at : at + _AT_ONCE] for at in range(0, len(left), _AT_ONCE))


def grow(doing: Act, row: Conversation, turns: Sequence[dict[str, Any]]) -> bool:
    """Let a conversation go on with the turns of its newer version; False if that is another conversation altogether.

    A turn that is there keeps its place and its quotes; its text follows, since a name may be known by now.
    """
    query = select(Turn).where(Turn.conversation_id == row.key).order_by(col(Turn.position))
    there = doing.session.exec(query).all()
    pairs = list(zip(there, turns, strict=False))
    if sum(old.text == new["text"] for old, new in pairs) < max(ALIKE * len(pairs), 1):
        return False
    for old, new in pairs:
        if len(turns) >= len(there) and old.text != new["text"]:
            old.text, old.speaker, old.language, old.felt, old.sure = new["text"], new["speaker"][:80], "", None, None
            doing.session.add(old)
    for position, new in enumerate(turns[len(there) :], start=len(there)):
        doing.session.add(Turn(conversation_id=row.key, position=position, **{**new, "speaker": new["speaker"][:80]}))
    row.revision += 1
    doing.session.add(row)
    return True


def hand_over(doing: Act, batch: ImportBatch, events: Path, others: Sequence[BatchFile]) -> None:
    """Before a batch goes out: what it let grow shrinks again, and what another batch has as well becomes that batch's.

    Refused where a quote was kept of what would go: its turn would not come back the same.
    """
    if not batch.path:
        return
    ids = pl.read_parquet(events / batch.path, columns=[ROW_ID])[ROW_ID].to_list()
    rows = conversations_of(doing, ids)
    if not rows or not others:
        return
    there = scan(others, events).filter(pl.col(ROW_ID).is_in(list(rows))).select(ROW_ID, turns=pl.col("turns").list.len())
    lengths = dict(there.unique(ROW_ID, keep="last", maintain_order=True).collect().iter_rows())
    owner = {id: file.batch_id for file in others for id in _ids_of(file, events)}
    for id, length in lengths.items():
        beyond = (col(Turn.conversation_id) == rows[id].key, col(Turn.position) >= length)
        _refuse_quoted(doing, batch, select(Quote.id).join(Turn).where(*beyond, col(Quote.deleted_at).is_(None)))
        doing.session.connection().execute(delete(Turn).where(*beyond))
        if rows[id].batch_id == batch.key:
            doing.session.connection().execute(
                update(Conversation).where(col(Conversation.id) == rows[id].key).values(batch_id=owner[id])
            )


def _refuse_quoted(doing: Act, batch: ImportBatch, quotes: Any) -> None:
    if doing.session.exec(quotes).first() is not None:
        raise Refused(
            f"Quotes were kept of words that only batch {batch.key} ({batch.file_name}) brought into a conversation that other "
            "files hold too. Nothing was changed. Take those quotes back on Wednesday's page, then undo the batch."
        )


def _ids_of(file: BatchFile, events: Path) -> list[int]:
    return pl.read_parquet(events / file.path, columns=[ROW_ID])[ROW_ID].to_list()
