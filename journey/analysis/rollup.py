"""Days become weeks, and sufficient statistics become values with their intervals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from journey.analysis.intervals import interval
from journey.domain.model import MetricSpec
from journey.domain.words import MetricKind

FIGURES: dict[str, pl.DataType] = {
    "metric_id": pl.Int64(),
    "segment": pl.String(),
    "day": pl.Date(),  # the day, or the week's Monday
    "value": pl.Float64(),  # null where n is 0: nothing was measured
    "n": pl.Int64(),
    "total": pl.Float64(),
    "total_sq": pl.Float64(),
    "lo": pl.Float64(),  # 95 % interval; null for durations and where the figures cannot tell
    "hi": pl.Float64(),
    "mature": pl.Boolean(),  # False if any of its days is a cohort younger than its window: show it pale
}
WEEKLY: dict[str, pl.DataType] = {
    **{"week" if name == "day" else name: dtype for name, dtype in FIGURES.items()},
    "days": pl.Int64(),  # days of the week that have an observation
    "partial": pl.Boolean(),  # the week is not over on `as_of`, or a count does not cover all of its days
}
MONTHLY: dict[str, pl.DataType] = {
    **{"month" if name == "week" else name: dtype for name, dtype in WEEKLY.items()},
    "partial": pl.Boolean(),  # the month is not over on `as_of`, or some of its cohorts are still young
}
MOST_DAYS = 4
"""Days of a week that are enough to read it by, once their cohorts are mature."""


def value(
    kind: MetricKind, n: float, total: float, *, median: float | None = None, p90: float | None = None, slow: bool = False
) -> float | None:
    """The value of a metric from its sufficient statistics; None where there is nothing to divide by.

    A rate is a share of 1, NPS runs from -100 to 100, a duration is its median (or with `slow` its p90) in seconds.
    """
    match kind:
        case MetricKind.COUNT:
            return total
        case MetricKind.DURATION:
            return p90 if slow else median
        case MetricKind.NPS:
            return 100 * total / n if n else None
        case _:
            return total / n if n else None


def is_slow(metric: MetricSpec) -> bool:
    """Whether the metric is about the slowest tenth (p90) rather than the median."""
    return metric.formula.endswith("_p90")


def weekly(observations: pl.DataFrame, metrics: Iterable[MetricSpec], *, as_of: date) -> pl.DataFrame:
    """Observations summed by ISO week, with value and 95 % interval: schema WEEKLY, sorted by metric, segment and week.

    Weeks come from sufficient statistics (durations from their own week rows), never from daily values. A week that holds
    an immature day is immature as a whole: its value shows what is known so far and nothing may be concluded from it.
    """
    days = observations.filter(pl.col("grain") == "day").with_columns(week=pl.col("day").dt.truncate("1w"))
    keys = ["metric_id", "segment", "week"]
    summed = days.group_by(keys).agg(
        pl.col("n", "total", "total_sq").sum(), pl.col("mature").all(), days=pl.col("day").n_unique().cast(pl.Int64)
    )
    own = observations.filter(pl.col("grain") == "week").select(*keys[:2], "median", "p90", week=pl.col("day"))
    full = summed.join(own, on=keys, how="left")
    specs = list(metrics)
    counts = [spec.id for spec in specs if spec.kind is MetricKind.COUNT]
    short = pl.col("metric_id").is_in(counts) & (pl.col("days") < 7)
    over = pl.col("week") + pl.duration(days=6) <= as_of
    valued = _valued(full, specs).with_columns(partial=~over | short)
    return valued.select(pl.col(name).cast(dtype) for name, dtype in WEEKLY.items()).sort(keys)


def known_so_far(observations: pl.DataFrame, metrics: Iterable[MetricSpec], *, as_of: date) -> pl.DataFrame:
    """As `weekly`, but an immature week whose mature days are at least MOST_DAYS is read from those days alone.

    So what broke last Tuesday is seen on Monday, not a week later; `days` says how many days the figure rests on.
    """
    specs, keys = list(metrics), ["metric_id", "segment", "week"]
    weeks = weekly(observations, specs, as_of=as_of)
    young = weeks.filter(~pl.col("mature")).select(keys)
    aged = weekly(observations.filter("mature"), specs, as_of=as_of).join(young, on=keys, how="semi")
    aged = aged.filter(pl.col("days") >= MOST_DAYS, pl.col("value").is_not_null())
    return pl.concat([weeks.join(aged, on=keys, how="anti"), aged]).sort(keys)


def monthly(observations: pl.DataFrame, metrics: Iterable[MetricSpec], *, as_of: date) -> pl.DataFrame:
    """Observations summed by calendar month, with value and 95 % interval: schema MONTHLY.

    From sufficient statistics of the mature days, never from weeks; a duration from its own rows of grain "month". A
    count is told as a week's average, total / days * 7, so that months of any length stand beside weeks.
    """
    keys, specs = ["metric_id", "segment", "month"], list(metrics)
    days = observations.filter(pl.col("grain") == "day").with_columns(month=pl.col("day").dt.truncate("1mo"))
    old = pl.col("mature")
    summed = days.group_by(keys).agg(
        pl.col("n", "total", "total_sq").filter(old).sum(), old.all(), days=pl.col("day").filter(old).n_unique().cast(pl.Int64)
    )
    own = observations.filter(pl.col("grain") == "month").select(*keys[:2], "median", "p90", month=pl.col("day"))
    valued = _valued(summed.filter(pl.col("days") > 0).join(own, on=keys, how="left"), specs)
    a_week = pl.when(pl.col("metric_id").is_in([spec.id for spec in specs if spec.kind is MetricKind.COUNT])).then(
        7.0 / pl.col("days")
    )
    over = pl.col("month").dt.month_end() <= as_of
    told = valued.with_columns(pl.col("value", "lo", "hi") * a_week.otherwise(1.0), partial=~over | ~pl.col("mature"))
    return told.select(pl.col(name).cast(dtype) for name, dtype in MONTHLY.items()).sort(keys)


def daily(observations: pl.DataFrame, metrics: Iterable[MetricSpec]) -> pl.DataFrame:
    """The day rows with value and 95 % interval: schema FIGURES, sorted by metric, segment and day."""
    days = _valued(observations.filter(pl.col("grain") == "day"), list(metrics))
    return days.select(pl.col(name).cast(dtype) for name, dtype in FIGURES.items()).sort("metric_id", "segment", "day")


def _valued(rows: pl.DataFrame, metrics: list[MetricSpec]) -> pl.DataFrame:
    """The rows of the given metrics with `value`, `lo` and `hi`."""
    parts = [_bounded(rows.filter(pl.col("metric_id").is_in(ids)), kind, slow) for (kind, slow), ids in _alike(metrics)]
    return pl.concat(parts) if parts else _bounded(rows.clear(), MetricKind.COUNT, slow=False)


def _alike(metrics: list[MetricSpec]) -> Iterable[tuple[tuple[MetricKind, bool], list[int]]]:
    alike: dict[tuple[MetricKind, bool], list[int]] = {}
    for metric in metrics:
        alike.setdefault((metric.kind, is_slow(metric)), []).append(metric.id)
    return alike.items()


def _bounded(rows: pl.DataFrame, kind: MetricKind, slow: bool) -> pl.DataFrame:
    """Rows of one kind with value and interval."""
    n, total, total_sq = (rows[name].cast(pl.Float64).to_numpy() for name in ("n", "total", "total_sq"))
    lo, hi = interval(kind, n, total, total_sq)
    bounds = pl.DataFrame({"lo": lo, "hi": hi}).with_columns(pl.all().fill_nan(None))
    return rows.with_columns(_value_of(kind, slow), *bounds)


def _value_of(kind: MetricKind, slow: bool) -> pl.Expr:
    """`value` as an expression over sufficient statistics: the same rule for a whole frame."""
    match kind:
        case MetricKind.COUNT:
            amount = pl.col("total")
        case MetricKind.DURATION:
            amount = pl.col("p90" if slow else "median")
        case _:
            scale = 100.0 if kind is MetricKind.NPS else 1.0
            amount = pl.when(pl.col("n") > 0).then(pl.col("total") / pl.col("n") * scale)
    return amount.alias("value")
