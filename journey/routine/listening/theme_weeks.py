"""The themes as people see them, each with all that is part of it, and its texts week by week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.localtime import local_day
from journey.analysis.text.themes import pertinent, whole
from journey.analysis.text.themes.course import ROWS
from journey.store.readers import themes as read
from journey.store.readers.journeys import row as read_row
from journey.store.tables import Journey, Theme


@dataclass(frozen=True)
class ThemeWeeks:
    """The themes by id as they are spoken of, those merged into each, and all texts of the journey by theme and week: ROWS."""

    shown: Mapping[int, Theme]
    parts: Mapping[int, tuple[Theme, ...]]
    rows: pl.DataFrame

    def whole_of(self, theme_id: int) -> int:
        """The theme that one counts as."""
        return next((id for id, parts in self.parts.items() if any(part.key == theme_id for part in parts)), theme_id)

    def members(self, theme_id: int) -> list[int]:
        """The themes, by id, whose texts are of this one."""
        return [theme_id, *(part.key for part in self.parts.get(theme_id, ()))]


def theme_weeks(engine: Engine, journey_id: int) -> ThemeWeeks:
    """The journey's themes as they stand, their texts read once for each state of texts, scores and decisions."""
    return _read(engine, journey_id, read.state(engine, journey_id))


def quotes(engine: Engine, journey_id: int, theme_id: int, *, since: date, until: date, wanted: int = 3) -> pl.DataFrame:
    """The most telling texts of a theme from the day `since` to `until`, both included, where the journey is: TEXT."""
    known = theme_weeks(engine, journey_id)
    zone = read_row(engine, Journey, journey_id).timezone
    id = known.whole_of(theme_id)
    said = read.said_in(engine, journey_id, known.members(id)).filter(local_day(pl.col("at"), zone).is_between(since, until))
    said = said.sort("at", "id", descending=[True, False])
    words = known.shown[id].words if id in known.shown else []
    return said[pertinent(said["text"].to_list(), words, wanted)]


@lru_cache(maxsize=8)
def _read(engine: Engine, journey_id: int, _state: str) -> ThemeWeeks:
    themes = read.themes(engine, journey_id)
    merged = {theme.key: theme.merged_into for theme in themes if theme.merged_into is not None}
    wholes = {theme.key: whole(theme.key, merged) for theme in themes}
    shown = {theme.key: theme for theme in themes if wholes[theme.key] == theme.key}
    parts = {id: tuple(theme for theme in themes if theme.key != id and wholes[theme.key] == id) for id in shown}
    zone = read_row(engine, Journey, journey_id).timezone
    heard = read.heard(engine, journey_id).with_columns(
        pl.col("theme_id").replace_strict(wholes, default=None, return_dtype=pl.Int64),
        week=local_day(pl.col("at"), zone).dt.truncate("1w"),
    )
    return ThemeWeeks(shown, parts, heard.select(list(ROWS)))
