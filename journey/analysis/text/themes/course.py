"""How much customers speak of each theme week by week, and whether that is more or less than before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import polars as pl

from journey.analysis.alerts.topics import CHANCE, COUNTS, spikes

ROWS: dict[str, pl.DataType] = {
    "id": pl.Int64(),
    "theme_id": pl.Int64(),  # null: of no theme
    "week": pl.Date(),  # its Monday; null where undated
    "stage_id": pl.Int64(),
    "emotion": pl.Float64(),
}
"""A text as the course of its theme sees it."""
WEEK = timedelta(weeks=1)
LATELY, BEFORE = 4, 12
"""Weeks that are compared: the last ones, and those before them."""
FEWEST_WEEKS = 4
"""Fewer weeks before say nothing of what is usual."""
_SURE = 0.01
"""How seldom a theme whose share stays the same may look as if it rose or faded; some thirty are looked at at once."""
_CLEAR = 1.25
"""A change of the share by less is no direction, however sure."""
AT_LEAST = 5
"""Texts that a week needs for its theme to be called a spike, and four weeks for a theme to be called new."""


class Direction(StrEnum):
    """Where a theme is going; UNKNOWN where too few weeks, or none, are dated."""

    NEW = "new"
    RISING = "rising"
    STEADY = "steady"
    FADING = "fading"
    QUIET = "quiet"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Course:
    """A theme's texts by week, oldest first; how many lately and before that, in how many weeks; and where it is going."""

    counts: tuple[int, ...]
    lately: int
    before: int
    weeks_before: int
    direction: Direction


@dataclass(frozen=True)
class Fact:
    """Of a theme: its texts; their mean emotion, of so many scored; and the stage of most of those `staged`, with how many."""

    n: int
    mean: float | None
    scored: int
    stage_id: int | None
    at_stage: int
    staged: int


def facts(rows: pl.DataFrame) -> dict[int, Fact]:
    """What is told of each theme that has texts among `rows` (ROWS)."""
    own = rows.drop_nulls("theme_id")
    told = own.group_by("theme_id").agg(n=pl.len(), mean=pl.col("emotion").mean(), scored=pl.col("emotion").count())
    at = own.drop_nulls("stage_id").group_by("theme_id", "stage_id").agg(at_stage=pl.len())
    at = at.with_columns(staged=pl.col("at_stage").sum().over("theme_id")).sort("at_stage", "stage_id", descending=[True, False])
    most = at.unique("theme_id", keep="first", maintain_order=True)
    both = told.join(most, on="theme_id", how="left").with_columns(pl.col("at_stage", "staged").fill_null(0))
    return {row.pop("theme_id"): Fact(**row) for row in both.to_dicts()}


def courses(rows: pl.DataFrame, *, until: date) -> dict[int, Course]:
    """The course of every theme of `rows` (ROWS) up to the week of the Monday `until`, over LATELY + BEFORE weeks.

    A direction is told by the theme's share of all texts, so that a week in which everybody writes more raises nothing: exact
    conditional test of two Poisson rates (Przyborowski and Wilenski 1940, Biometrika 31:313-323).
    """
    dated = rows.filter(pl.col("week") <= until)
    first = dated["week"].min()
    since = until - WEEK * (LATELY + BEFORE - 1)
    start = max(since, first) if isinstance(first, date) else since
    calendar = [start + WEEK * at for at in range((until - start).days // 7 + 1)] if isinstance(first, date) else []
    volume = _by_week(dated, calendar)
    ids = rows["theme_id"].drop_nulls().unique().sort().to_list()
    by_theme = dict(dated.filter(pl.col("week") >= start).partition_by("theme_id", as_dict=True))
    earlier = set(dated.filter(pl.col("week") <= until - WEEK * LATELY)["theme_id"])
    return {
        id: _course(_by_week(by_theme.get((id,), dated.clear()), calendar), volume, known=id in earlier) for id in ids
    }  # fmt: skip


def spiking(rows: pl.DataFrame, *, until: date, weeks: int = 1, budget: float) -> pl.DataFrame:
    """The last `weeks` weeks up to `until` of themes that came up AT_LEAST times in one: JUDGED, segment "topic=<theme_id>".

    As `topics.spikes` judges tickets, but held against how much more was said in the week altogether; and no more often by chance
    than leaves all themes together `budget` false alarms a month.
    """
    counted = rows.drop_nulls("week").group_by("theme_id", "week").agg(n=pl.len())
    volume = counted.group_by("week").agg(pl.col("n").sum())
    counts = counted.drop_nulls("theme_id").select(
        topic=pl.col("theme_id").cast(pl.String), week="week", n=pl.col("n").cast(pl.Int64), stage=pl.lit(None, pl.String)
    )
    themes = max(counts["topic"].n_unique(), 1)
    chance = min(CHANCE, budget / (themes * 52 / 12))
    return spikes(counts.select(list(COUNTS)), until=until, weeks=weeks, at_least=AT_LEAST, chance=chance, volume=volume)


def _course(counts: list[int], volume: list[int], *, known: bool) -> Course:
    lately, before = sum(counts[-LATELY:]), sum(counts[:-LATELY])
    weeks = max(len(counts) - LATELY, 0)
    return Course(tuple(counts), lately, before, weeks, _direction(counts, volume, known))


def _direction(counts: list[int], volume: list[int], known: bool) -> Direction:
    from scipy.special import bdtr, bdtrc

    lately, before = sum(counts[-LATELY:]), sum(counts[:-LATELY])
    all_lately, all_before = sum(volume[-LATELY:]), sum(volume[:-LATELY])
    if len(counts) < LATELY + FEWEST_WEEKS or not all_lately or not all_before:
        return Direction.UNKNOWN
    if not known and lately >= AT_LEAST:
        return Direction.NEW
    share = all_lately / (all_lately + all_before)
    ratio = lately * all_before / max(before * all_lately, 1e-12)
    if ratio >= _CLEAR and bdtrc(lately - 1, lately + before, share) < _SURE:
        return Direction.RISING
    if before and ratio <= 1 / _CLEAR and bdtr(lately, lately + before, share) < _SURE:
        return Direction.FADING
    return Direction.STEADY if lately else Direction.QUIET


def _by_week(rows: pl.DataFrame, calendar: list[date]) -> list[int]:
    counted = dict(rows.group_by("week").agg(n=pl.len()).iter_rows())
    return [int(counted.get(week, 0)) for week in calendar]
