"""Stores what customers said with its batch: verbatims of surveys and tickets, and conversations turn by turn."""

from __future__ import annotations

import json

import polars as pl

from journey.domain.words import SourceKind
from journey.routine.act import Act
from journey.routine.data.datasets import CONTENT_ID, ROW_ID, stage_key
from journey.routine.data.growing import conversations_of, grow, name_of_row
from journey.store.bulk import insert_frame
from journey.store.tables import Conversation, ImportBatch, Source, Turn, Verbatim

TURNS = pl.List(
    pl.Struct({"speaker": pl.String, "customer": pl.Boolean, "start": pl.Float64, "end": pl.Float64, "text": pl.String})
)
"""The turns of a conversation in a dataset's column `turns`."""
_APART = {"text", "score", "at", "opened_at", "closed_at", ROW_ID, CONTENT_ID}


def store_verbatims(doing: Act, owner: Source, batch: ImportBatch, words: pl.DataFrame) -> None:
    """Store the rows' texts, each with its stage, its emotion by the score, and the row's other columns."""
    from journey.analysis.emotion import emotion_expr

    scale = str(owner.answers.get("scale", ""))
    score = pl.col("score") if "score" in words.columns else pl.lit(None, dtype=pl.Float64)
    stage = stage_key(pl.col("stage")).replace_strict(owner.answers.get("stages") or {}, default=None, return_dtype=pl.Int64)
    made = words.select(
        revision=pl.lit(1),
        journey_id=pl.lit(doing.journey_id),
        batch_id=pl.lit(batch.key),
        origin=pl.lit(owner.kind.value),
        at=pl.col("opened_at" if owner.kind is SourceKind.TICKETS else "at"),
        text=_storable(pl.col("text")),
        stage_id=stage,
        score=score,
        scale=pl.lit(scale[:40]),
        emotion=emotion_expr(score, scale) if scale else pl.lit(None, dtype=pl.Float64),
        attributes=pl.Series(_attributes(words)),
    )
    insert_frame(doing.session, Verbatim, made)


def store_conversations(doing: Act, batch: ImportBatch, rows: pl.DataFrame) -> None:
    """Store conversations (columns title, channel, at, turns) with their turns in order; one that is there goes on instead."""
    assert doing.journey_id is not None
    there = conversations_of(doing, rows[ROW_ID])
    new = [id not in there or not grow(doing, there[id], turns) for id, turns in rows.select(ROW_ID, "turns").iter_rows()]
    rows = rows.filter(pl.Series(new, dtype=pl.Boolean))
    made = [
        Conversation(
            journey_id=doing.journey_id, batch_id=batch.key, title=row["title"][:200], channel=row["channel"][:40], at=row["at"],
            row_id=name_of_row(row[ROW_ID]),
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    doing.session.add_all(made)
    doing.session.flush()
    told = rows.select("turns", conversation_id=pl.Series([row.key for row in made])).explode("turns").unnest("turns")
    position = pl.int_range(pl.len()).over("conversation_id")
    turns = told.select(
        "conversation_id", "customer", "start", "end", position=position,
        speaker=_storable(pl.col("speaker")).str.slice(0, 80), text=_storable(pl.col("text")),
    )  # fmt: skip
    insert_frame(doing.session, Turn, turns)


def _storable(text: pl.Expr) -> pl.Expr:
    """PostgreSQL has no place for the character NUL."""
    return text.str.replace_all("\x00", "", literal=True)


def _attributes(words: pl.DataFrame) -> list[str]:
    """The columns that are not stored on their own, as JSON text; empty ones are left out."""
    kept = words.select(name for name in words.columns if name not in _APART)
    return [
        json.dumps({name: str(value).replace("\x00", "") for name, value in row.items() if value is not None})
        for row in kept.iter_rows(named=True)
    ]
