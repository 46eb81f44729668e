"""Which series are worth watching: every metric for everyone, and for the segments that bring enough."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from journey.domain.words import MetricKind

WEEKS = 12
"""The weeks that say how much a segment usually brings."""
ENOUGH = 20
"""Customers, answers or tickets in a usual week below which a segment is not watched."""
NEARLY_ALL = 0.95
"""A segment with more than this share of everyone is everyone, seen twice."""
MOST = 12
"""Segments of one metric that are watched, the largest first."""


def worth_watching(volumes: pl.DataFrame, kinds: Mapping[int, MetricKind]) -> list[tuple[int, str]]:
    """The (metric, segment)s to watch beside everyone, of the metrics in `kinds`, from what WEEKS weeks brought.

    volumes: metric_id, segment, n, total over those weeks; "" is everyone. The rules:
    1. ENOUGH in a usual week: below it a week can't be told from chance (of 20 customers one is five points).
    2. A count is weighed by what it counts, everything else by its customers or answers.
    3. NEARLY_ALL of everyone would be the same series twice.
    4. MOST for each metric: each series watched makes the limits of all others wider.
    """
    counts = [id for id, kind in kinds.items() if kind is MetricKind.COUNT]
    own = volumes.filter(pl.col("metric_id").is_in(list(kinds)))
    size = own.with_columns(size=pl.when(pl.col("metric_id").is_in(counts)).then("total").otherwise("n"))
    everyone = size.filter(pl.col("segment") == "").select("metric_id", whole="size")
    joined = size.filter(pl.col("segment") != "").join(everyone, on="metric_id")
    kept = joined.filter(pl.col("size") >= ENOUGH * WEEKS, pl.col("size") <= NEARLY_ALL * pl.col("whole"))
    largest = kept.sort("metric_id", -pl.col("size"), "segment").group_by("metric_id", maintain_order=True).head(MOST)
    return list(largest.select("metric_id", "segment").iter_rows())
