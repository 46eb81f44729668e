"""Which of many verbatims to read first: those about what moved, the most negative first."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from journey.analysis.emotion import emotion_of

MOST = 5
NEUTRAL = -0.5
"""Where nobody said how they felt: somebody who wrote to support is a little unhappy."""


def telling(verbatims: pl.DataFrame, about: Iterable[str], *, most: int = MOST) -> pl.DataFrame:
    """At most `most` of the verbatims: those about most of `about` first, among these the most negative, then the newest.

    verbatims: id, at, text, emotion, score, scale, attributes. about: what moved, as values of attributes ("mobile",
    "Document photo") or words of the text. Adds `hits`, how much of it a verbatim is about, and `mood`, -5 to +5: the
    emotion somebody read in it, else the score given with it.
    """
    wanted = [word.casefold() for word in about if word.strip()]
    rows = verbatims.to_dicts()
    added = pl.DataFrame(
        {"hits": [_hits(row, wanted) for row in rows], "mood": [_mood(row) for row in rows]},
        schema={"hits": pl.Int64, "mood": pl.Float64},
    )
    told = (
        verbatims.hstack(added).filter(pl.col("text").str.strip_chars() != "").unique("text", keep="first", maintain_order=True)
    )
    order = told.sort("hits", pl.col("mood").fill_null(NEUTRAL), "at", "id", descending=[True, False, True, True])
    return order.head(most)


def _hits(row: dict[str, object], wanted: list[str]) -> int:
    """How many of the wanted words are a value of the verbatim's attributes or stand in its text."""
    attributes = row.get("attributes")
    values = {str(value).casefold() for value in attributes.values()} if isinstance(attributes, dict) else set()
    text = str(row["text"]).casefold()
    return sum(word in values or word in text for word in wanted)


def _mood(row: dict[str, object]) -> float | None:
    emotion, score, scale = row["emotion"], row["score"], row["scale"]
    if isinstance(emotion, int | float):
        return float(emotion)
    try:
        return emotion_of(score, str(scale)) if isinstance(score, int | float) and scale else None
    except ValueError:
        return None
