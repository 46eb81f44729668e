"""A daily path around a change told in weeks that begin on the day it shipped, where single days rest on too few."""

from __future__ import annotations

from datetime import date

import polars as pl

from journey.domain.words import MetricKind

FEW = 50
"""Customers or answers a day below which the day-to-day noise hides what one should see."""
SUMMED = (MetricKind.RATE, MetricKind.MEAN, MetricKind.NPS, MetricKind.RATIO)
"""Kinds of which a week is exactly the days weighted by their n; a median or a total is not."""
_TOLD = ("value", "expected", "expected_low", "expected_high")


def weekly_if_few(path: pl.DataFrame, shipped: date, kind: MetricKind) -> tuple[pl.DataFrame, bool]:
    """The path by week and True, where its median day rests on fewer than `FEW`; else as it is and False.

    path: at, value, n, expected, expected_low, expected_high and perhaps left_out, a row a day. Weeks are named by their first
    day and counted from `shipped`, so that none mixes before and after; one that is not whole at either end is left away
    unless it is all there is after the change. Days left out count only in a week that has no others, which is left out then.
    """
    known = path.filter(pl.col("n") > 0)
    typical = known["n"].median()
    if kind not in SUMMED or not isinstance(typical, float) or typical >= FEW:
        return path, False
    days = path if "left_out" in path.columns else path.with_columns(left_out=pl.lit(value=False))
    days = days.with_columns(pl.col("left_out").fill_null(value=False))
    week = (pl.col("at") - pl.lit(shipped)).dt.total_days().floordiv(7)
    days = days.with_columns(week=week, out=pl.col("left_out").all().over(week))
    counted = days.filter(pl.col("out") | ~pl.col("left_out"))
    weeks = counted.group_by("week", maintain_order=True).agg(
        *(_weighted(name) for name in _TOLD), n=pl.col("n").sum(), left_out=pl.col("out").first(), days=pl.len()
    )
    spans = days.group_by("week").agg(span=pl.len())
    whole = weeks.join(spans, on="week").filter((pl.col("span") == 7) | (pl.col("week") == 0))
    at = pl.lit(shipped) + pl.duration(days=pl.col("week") * 7)
    return whole.sort("week").select(*_TOLD, "n", "left_out", at=at.cast(pl.Date)), True


def _weighted(name: str) -> pl.Expr:
    """The mean of a column weighted by n, of the days that have both; null without any."""
    there = pl.col(name).is_not_null() & (pl.col("n") > 0)
    total = (pl.col(name) * pl.col("n")).filter(there).sum()
    rests = pl.col("n").filter(there).sum()
    return pl.when(rests > 0).then(total / rests).alias(name)
