"""A week held against the one before and against what is usual."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import polars as pl

from journey.analysis.rollup import WEEKLY
from journey.domain.model import MetricSpec
from journey.domain.weeks import Week
from journey.domain.words import MetricKind

LOOK_BACK = 12
"""Weeks before this one that say what is usual."""
ENOUGH = 5
"""Fewer settled weeks than this say nothing of what is usual."""

COMPARED: dict[str, pl.DataType] = {
    **WEEKLY,
    "before": pl.Float64(),  # the week before; null if it is missing, immature or a part of a week
    "before_n": pl.Int64(),
    "change": pl.Float64(),  # value - before, in the metric's own unit; null while either may still move
    "change_lo": pl.Float64(),  # 95 % interval of the change; null for durations
    "change_hi": pl.Float64(),
    "usual": pl.Float64(),  # the median of the settled weeks before
    "usual_lo": pl.Float64(),
    "usual_hi": pl.Float64(),
    "usual_weeks": pl.Int64(),
}
RANGES = {name: dtype for name, dtype in COMPARED.items() if name in ("metric_id", "segment", "week") or name.startswith("usual")}
_KEYS = ["metric_id", "segment"]
_LIMITS = {MetricKind.RATE: (0.0, 1.0), MetricKind.NPS: (-100.0, 100.0), MetricKind.MEAN: (None, None)}


def compare(weekly: pl.DataFrame, week: Week, metrics: Iterable[MetricSpec], *, settled: bool = False) -> pl.DataFrame:
    """Each metric and segment in `week` beside the week before and the usual range: schema COMPARED.

    With `settled`, each is taken in its latest mature and whole week not after `week`, so that a cohort metric is read
    where its window has run out. The change's interval joins the two weeks' own intervals (MOVER: Zou & Donner 2008,
    Statistics in Medicine 27:1693-1702; for two rates it is Newcombe's hybrid score interval, 1998, ibid. 17:873-890).

    The usual range is the median of the settled weeks among the LOOK_BACK before, give or take twice their spread: the
    median absolute deviation times 1.4826, but no less than chance alone would make it (the standard error of a typical
    week). It needs ENOUGH of them.
    """
    solid = weekly.filter(is_solid())
    chosen = _latest(solid, week) if settled else weekly.filter(pl.col("week") == week.monday)
    with_change = _with_change(chosen, solid)
    ranged = with_change.join(_usual(chosen, solid), on=[*_KEYS, "week"], how="left")
    bounded = _bounded(ranged, {spec.id: spec.kind for spec in metrics})
    return bounded.select(pl.col(name).cast(dtype) for name, dtype in COMPARED.items()).sort(_KEYS)


def usual_ranges(weekly: pl.DataFrame, metrics: Iterable[MetricSpec]) -> pl.DataFrame:
    """For every week the range that `compare` calls usual in it: schema RANGES, null where too few weeks came before."""
    chosen = weekly.select(*_KEYS, "week")
    ranged = chosen.join(_usual(chosen, weekly.filter(is_solid())), on=[*_KEYS, "week"], how="left")
    bounded = _bounded(ranged, {spec.id: spec.kind for spec in metrics})
    return bounded.select(pl.col(name).cast(dtype) for name, dtype in RANGES.items()).sort(*_KEYS, "week")


def is_solid() -> pl.Expr:
    """Whether a weekly figure will not move any more: mature, whole and resting on something."""
    return pl.col("mature") & ~pl.col("partial") & pl.col("value").is_not_null()


def _latest(solid: pl.DataFrame, week: Week) -> pl.DataFrame:
    until = solid.filter(pl.col("week") <= week.monday)
    return until.filter(pl.col("week") == pl.col("week").max().over(_KEYS))


def _with_change(chosen: pl.DataFrame, solid: pl.DataFrame) -> pl.DataFrame:
    """`before` of the preceding calendar week and the change since, with MOVER limits."""
    earlier = solid.select(
        *_KEYS, pl.col("week").dt.offset_by("1w"), before="value", before_n="n", before_lo="lo", before_hi="hi"
    )
    value, before = pl.col("value"), pl.col("before")
    down = ((value - pl.col("lo")) ** 2 + (pl.col("before_hi") - before) ** 2).sqrt()
    up = ((pl.col("hi") - value) ** 2 + (before - pl.col("before_lo")) ** 2).sqrt()
    change = pl.when(is_solid()).then(value - before)
    joined = chosen.join(earlier, on=[*_KEYS, "week"], how="left")
    return joined.with_columns(change=change, change_lo=change - down, change_hi=change + up)


def _usual(chosen: pl.DataFrame, solid: pl.DataFrame) -> pl.DataFrame:
    """The usual range of each metric and segment from the settled weeks before each of its chosen ones."""
    past = solid.join(chosen.select(*_KEYS, now="week"), on=_KEYS).filter(
        pl.col("week") < pl.col("now"), pl.col("week") >= pl.col("now") - timedelta(weeks=LOOK_BACK)
    )
    value = pl.col("value")
    spread = (value - value.median()).abs().median() * 1.4826
    by_chance = ((pl.col("hi") - pl.col("lo")) / (2 * 1.96)).median().fill_null(0.0)
    found = past.group_by(*_KEYS, "now").agg(
        usual=value.median(), half=2 * pl.max_horizontal(spread, by_chance), usual_weeks=pl.len().cast(pl.Int64)
    )
    enough = found.filter(pl.col("usual_weeks") >= ENOUGH)
    low, high = pl.col("usual") - pl.col("half"), pl.col("usual") + pl.col("half")
    return enough.select(*_KEYS, "usual", "usual_weeks", week="now", usual_lo=low, usual_hi=high)


def _bounded(frame: pl.DataFrame, kinds: dict[int, MetricKind]) -> pl.DataFrame:
    """The usual range kept within what the kind can be: a share in 0..1, a count not below zero."""
    limits = {metric_id: _LIMITS.get(kind, (0.0, None)) for metric_id, kind in kinds.items()}
    edges = pl.DataFrame(
        [(metric_id, low, high) for metric_id, (low, high) in limits.items()],
        schema={"metric_id": pl.Int64, "least": pl.Float64, "most": pl.Float64},
        orient="row",
    )
    return frame.join(edges, on="metric_id").with_columns(
        pl.max_horizontal("usual_lo", pl.when(pl.col("usual_lo").is_not_null()).then("least")).alias("usual_lo"),
        pl.min_horizontal("usual_hi", pl.when(pl.col("usual_hi").is_not_null()).then("most")).alias("usual_hi"),
    )
