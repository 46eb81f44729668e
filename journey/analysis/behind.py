"""Which customers' words stand behind a stage's lows and highs: those that people kept, then the answers at either end."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from journey.analysis.triangulation import NEUTRAL

MOST = 3
"""Quotes of each end."""
SAID: dict[str, pl.DataType] = {
    "item": pl.String(), "stage_id": pl.Int64(), "text": pl.String(), "emotion": pl.Float64(), "kept": pl.Boolean(),
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What a customer said, where it is to be heard ("v12", "c3"), how they felt, and whether somebody kept it as a quote."""

    item: str
    text: str
    emotion: float
    kept: bool


def said(kept: pl.DataFrame, ends: pl.DataFrame, voices: pl.DataFrame) -> pl.DataFrame:
    """Everything to choose from, kept quotes first; follows SAID.

    kept: item, stage_id, text, emotion (null: that of its voice, as scored, heard or told from the words). ends: item,
    stage_id, text, emotion, of scored answers. voices: as in triangulation.
    """
    own = voices.select(item="key", voice=pl.coalesce("emotion", "felt"), at_stage="stage_id")
    quoted = kept.join(own, on="item", how="left", maintain_order="left").with_columns(
        emotion=pl.coalesce(pl.col("emotion").cast(pl.Float64), "voice"), stage_id=pl.coalesce("stage_id", "at_stage"), kept=True
    )
    rest = ends.with_columns(kept=False)
    return pl.concat([part.select(pl.col(name).cast(kind) for name, kind in SAID.items()) for part in (quoted, rest)])


def behind(words: pl.DataFrame, stage_id: int, *, most: int = MOST) -> tuple[list[Words], list[Words]]:
    """The lows and the highs of a stage, at most `most` of each, from SAID: kept quotes first, then the farthest from zero.

    What is nearer to zero than NEUTRAL is neither; a text stands there once.
    """
    own = words.filter(pl.col("stage_id") == stage_id).unique("text", keep="first", maintain_order=True)
    ends = (own.filter(pl.col("emotion") < -NEUTRAL), own.filter(pl.col("emotion") > NEUTRAL))
    low, high = (
        end.sort("kept", pl.col("emotion").abs(), descending=True, maintain_order=True).head(most).iter_rows(named=True)
        for end in ends
    )
    return [_words(row) for row in low], [_words(row) for row in high]


def _words(row: dict[str, object]) -> Words:
    return Words(str(row["item"]), str(row["text"]), float(str(row["emotion"])), bool(row["kept"]))
