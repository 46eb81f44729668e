"""A month or a quarter of a metric beside the one before, from the sufficient statistics of its settled weeks."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from journey.analysis.compare import is_solid
from journey.analysis.intervals import interval
from journey.analysis.rollup import value
from journey.domain.model import MetricSpec
from journey.domain.weeks import Week
from journey.domain.words import MetricKind

OVER: dict[str, pl.DataType] = {
    "metric_id": pl.Int64(),
    "value": pl.Float64(),  # of the whole period; a count is told as a week's average
    "n": pl.Int64(),
    "total": pl.Float64(),
    "weeks": pl.Int64(),  # settled weeks that it rests on
    "before": pl.Float64(),
    "change": pl.Float64(),  # value - before, in the metric's own unit
    "change_lo": pl.Float64(),  # 95 % interval
    "change_hi": pl.Float64(),
}


def over(weekly: pl.DataFrame, metrics: Iterable[MetricSpec], *, first: Week, last: Week) -> pl.DataFrame:
    """Each metric over the settled weeks from `first` to `last` beside as many weeks before: schema OVER, one row a metric.

    Never a mean of weekly values. Durations are left out: the median of a period needs its single durations. The interval
    of the change joins those of both periods (MOVER: Zou & Donner 2008, Statistics in Medicine 27:1693-1702).
    """
    span = (last.monday - first.monday).days // 7 + 1
    rows = []
    for metric in metrics:
        if metric.kind is MetricKind.DURATION:
            continue
        own = weekly.filter((pl.col("metric_id") == metric.id) & (pl.col("segment") == "") & is_solid())
        now, before = _sums(own, first, last), _sums(own, first.shift(-span), first.shift(-1))
        if now["weeks"]:
            rows.append(_row(metric, now, before))
    return pl.DataFrame(rows, schema=OVER)


def _sums(own: pl.DataFrame, first: Week, last: Week) -> dict[str, float]:
    part = own.filter(pl.col("week").is_between(first.monday, last.monday))
    return {**{name: float(part[name].sum()) for name in ("n", "total", "total_sq")}, "weeks": part.height}


def _row(metric: MetricSpec, now: dict[str, float], before: dict[str, float]) -> dict[str, float | int | None]:
    this, low, high = _valued(metric.kind, now)
    row: dict[str, float | int | None] = {
        "metric_id": metric.id, "value": this, "n": int(now["n"]), "total": now["total"], "weeks": int(now["weeks"]),
        "before": None, "change": None, "change_lo": None, "change_hi": None,
    }  # fmt: skip
    earlier, before_low, before_high = _valued(metric.kind, before) if before["weeks"] else (None, None, None)
    if this is None or earlier is None:
        return row
    row |= {"before": earlier, "change": this - earlier}
    if low is not None and high is not None and before_low is not None and before_high is not None:
        down = float(np.hypot(this - low, before_high - earlier))
        up = float(np.hypot(high - this, earlier - before_low))
        row |= {"change_lo": this - earlier - down, "change_hi": this - earlier + up}
    return row


def _valued(kind: MetricKind, sums: dict[str, float]) -> tuple[float | None, float | None, float | None]:
    """Value and ends of its interval; of a count, a week's."""
    weeks = sums["weeks"] if kind is MetricKind.COUNT else 1.0
    known = value(kind, sums["n"], sums["total"])
    arrays = (np.array([sums[name]]) for name in ("n", "total", "total_sq"))
    low, high = (float(bound[0]) for bound in interval(kind, *arrays))
    ends = (None, None) if np.isnan(low) or np.isnan(high) else (low / weeks, high / weeks)
    return (None if known is None else known / weeks, *ends)
