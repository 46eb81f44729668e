"""What a theme is, how it is remembered, and what people decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

TEXTS: dict[str, pl.DataType] = {
    "id": pl.Int64(),
    "text": pl.String(),
    "language": pl.String(),  # "" where unknown
    "emotion": pl.Float64(),
    "stage_id": pl.Int64(),
}
ASSIGNED: dict[str, pl.DataType] = {
    "id": pl.Int64(),
    "theme_id": pl.Int64(),  # null: of no theme
    "nearness": pl.Float64(),  # cosine with the theme's centre
}


@dataclass(frozen=True)
class Known:
    """A group of texts as it was found before, to be kept and handed in again: what it says by term, and its name then.

    `parent` is the theme that people split it from.
    """

    id: int
    name: str
    says: Mapping[str, float]
    size: int
    parent: int | None = None


@dataclass(frozen=True)
class Overrides:
    """What people decided: names by theme, and themes to be split in two. Merges need no finding: see `whole`."""

    names: Mapping[int, str] = field(default_factory=dict)
    split: frozenset[int] = frozenset()


def whole(id: int, merged: Mapping[int, int]) -> int:
    """The theme that one counts as, through every merge; a circle of merges ends at its lowest id."""
    seen: list[int] = []
    while id in merged and id not in seen:
        seen.append(id)
        id = merged[id]
    return min(seen[seen.index(id) :]) if id in seen else id


@dataclass(frozen=True)
class Theme:
    """A theme: `id` stays while it is talked about; `words` are the customers' own, the most telling first.

    `emotion` is the mean of the `scored` texts that have one (None: none); `stage_id` where most of those with a stage are, and
    `stage_share` how many of them; `quotes` are ids of texts.
    """

    id: int
    name: str
    words: tuple[str, ...]
    size: int
    emotion: float | None
    scored: int
    stage_id: int | None
    stage_share: float
    quotes: tuple[int, ...]


@dataclass(frozen=True)
class Themes:
    """Themes by size, which text is of which (ASSIGNED), and what to hand in next time."""

    themes: tuple[Theme, ...]
    assigned: pl.DataFrame
    known: tuple[Known, ...]
