"""The very words that the past weeks speak of, set on answers and tickets that the simulation brought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from journey.demo.texts import grammar
from journey.demo.visits import Span
from journey.demo.world import read_toml

REACH = 10
"""Days before a listening hour in which the words were said."""


@dataclass(frozen=True)
class Quote:
    """What somebody said; `day` is the day of listening, counted from this week's Monday; tickets have no score."""

    key: str
    origin: str
    day: int
    stage: str
    theme: str
    text: str
    score: float | None = None


@lru_cache(maxsize=1)
def quotes() -> dict[str, Quote]:
    """All quotes of `data/demo/quotes.toml` by key."""
    return {item["key"]: Quote(**item) for item in read_toml("quotes")["quote"]}


def say(frame: pl.DataFrame, origin: str, span: Span) -> pl.DataFrame:
    """`frame` with the words of every quote of `origin` on the newest row of its stage within reach; without one, left out.

    The frame has moment (days since the span's first), stage, theme, text and, for answers, score; no row is said twice.
    """
    rows = frame.with_row_index("row")
    said: dict[int, Quote] = {}
    for quote in (item for item in quotes().values() if item.origin == origin):
        last = span.days + quote.day
        near = rows.filter(pl.col("stage") == quote.stage, pl.col("moment").is_between(last - REACH, last, closed="left"))
        free = near.filter(~pl.col("row").is_in(list(said)))
        if len(free):
            said[int(free["row"][-1])] = quote
    return _reworded(rows, said).drop("row") if said else frame


def _reworded(rows: pl.DataFrame, said: dict[int, Quote]) -> pl.DataFrame:
    def put(column: str, values: Iterable[object]) -> pl.Expr:
        found = dict(zip(said, values, strict=True))
        return pl.col("row").replace_strict(found, default=pl.col(column), return_dtype=rows.schema[column]).alias(column)

    words = list(said.values())
    changed = [put("text", (q.text for q in words)), put("theme", (q.theme for q in words))]
    if "score" in rows.columns:
        changed.append(put("score", (q.score for q in words)))
    else:
        changed.append(put("topic", (grammar().themes[q.theme].topic for q in words)))
    return rows.with_columns(changed)
