"""Why a figure moved: what each segment, channel and touchpoint adds to the move, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from journey.analysis.intervals import interval
from journey.analysis.rollup import is_slow
from journey.domain.model import MetricSpec
from journey.domain.words import MetricKind

PARTS: dict[str, pl.DataType] = {
    "dimension": pl.String(),  # "platform"
    "part": pl.String(),  # "mobile"; "" is the rest: rows of which the source does not say it
    "n_before": pl.Float64(),  # of a typical week before
    "n": pl.Float64(),
    "share_before": pl.Float64(),  # of everyone's n; of a count, of its total
    "share": pl.Float64(),
    "before": pl.Float64(),  # its own value; null where it had nobody
    "now": pl.Float64(),
    "moved": pl.Float64(),  # what it adds to everyone's move: the parts of a dimension sum to it; null for durations
    "rate": pl.Float64(),  # by its own value having changed; null for counts and durations
    "mix": pl.Float64(),  # by its share of everyone having changed
    "low": pl.Float64(),  # 95 % interval of its own change
    "high": pl.Float64(),
}
REST = ""
_STATS = ("n", "total", "total_sq")


@dataclass(frozen=True)
class Shift:
    """A move of everyone's figure and its parts: PARTS, a row a segment, the largest addition of each dimension first."""

    kind: MetricKind
    before: float
    now: float
    weeks: int
    parts: pl.DataFrame

    @property
    def change(self) -> float:
        return self.now - self.before

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(self.parts["dimension"].unique(maintain_order=True))


def shift(observations: pl.DataFrame, metric: MetricSpec, now: date, before: Sequence[date]) -> Shift | None:
    """What moved `metric` from the weeks `before` taken together to the week `now`, each named by its Monday.

    observations: the metric's, of everyone and of every segment ("platform=mobile"). Only mature days are read, as they
    are where the week is told. None where either side has nobody. Rates, means, NPS and ratios are taken apart into rate
    and mix, counts (a week's mean before) by plain difference; medians do not add up, so a duration's parts stand with
    their own values and n, and `moved` is null.
    """
    sides = [_pooled(observations, metric, weeks) for weeks in ((now,), tuple(before))]
    told = [_everyone(side, metric.kind) for side in sides]
    if told[0] is None or told[1] is None:
        return None
    joined = _joined(*sides)
    parts = _plain(joined) if metric.kind is MetricKind.DURATION else _taken_apart(joined, metric.kind)
    size = pl.coalesce(pl.col("moved").abs(), pl.col("n"))
    ordered = parts.with_columns(size=size).sort("size", "part", descending=[True, False]).sort("dimension", maintain_order=True)
    shaped = ordered.select(pl.col(name).cast(dtype) for name, dtype in PARTS.items())
    return Shift(metric.kind, before=told[1], now=told[0], weeks=len(before), parts=shaped)


def _pooled(observations: pl.DataFrame, metric: MetricSpec, weeks: Sequence[date]) -> pl.DataFrame:
    """Mature days by segment: `n` a week, `all_n`, `total`, `value`, `low`, `high`; of a count all are a week's."""
    monday = pl.col("day").dt.truncate("1w")
    wanted = (pl.col("metric_id") == metric.id) & pl.col("mature") & monday.is_in(list(weeks))
    rows, per = observations.filter(wanted), max(len(weeks), 1)
    summed = rows.filter(pl.col("grain") == "day").group_by("segment").agg(pl.col(_STATS).sum())
    low, high = interval(metric.kind, *(summed[name].cast(pl.Float64).to_numpy() for name in _STATS))
    found = summed.with_columns(low=low, high=high, value=_value(metric.kind)).with_columns(pl.col("low", "high").fill_nan(None))
    found = found.with_columns(n=pl.col("n") / per, all_n="n")
    if metric.kind is MetricKind.COUNT:
        found = found.with_columns(pl.col("total", "value", "low", "high") / per)
    if metric.kind is not MetricKind.DURATION:
        return found
    own = rows.filter(pl.col("grain") == "week").group_by("segment")
    medians = own.agg(value=pl.col("p90" if is_slow(metric) else "median").median())
    return found.drop("value").join(medians, on="segment", how="left")


def _value(kind: MetricKind) -> pl.Expr:
    if kind is MetricKind.COUNT:
        return pl.col("total")
    return _over("total", "n") * (100.0 if kind is MetricKind.NPS else 1.0)


def _everyone(side: pl.DataFrame, kind: MetricKind) -> float | None:
    row = side.filter(pl.col("segment") == "")
    return None if row.is_empty() or row["value"][0] is None else float(row["value"][0])


def _joined(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Now and before (`_0`) side by side with everyone's (`_all`), by dimension and part; the rest of each dimension added."""
    sides = now.join(before, on="segment", how="full", coalesce=True, suffix="_0")
    sums = [f"{name}{end}" for name in ("n", "total", "all_n") for end in ("", "_0")]
    sides = sides.with_columns(pl.col(sums).fill_null(0.0))
    everyone = sides.filter(pl.col("segment") == "").select(pl.col(sums).name.suffix("_all"))
    named = pl.col("segment").str.splitn("=", 2).struct.rename_fields(["dimension", "part"])
    parts = sides.filter(pl.col("segment") != "").with_columns(named.alias("named")).unnest("named").drop("segment")
    of_parts = parts.group_by("dimension", maintain_order=True).agg(pl.col(sums).sum())
    rest = of_parts.join(everyone, how="cross").select(
        "dimension", *((pl.col(f"{name}_all") - pl.col(name)).alias(name) for name in sums), part=pl.lit(REST)
    )
    rest = rest.filter(pl.any_horizontal(pl.col(sums).abs() > 1e-9))
    return pl.concat([parts, rest], how="diagonal").join(everyone, how="cross")


def _taken_apart(rows: pl.DataFrame, kind: MetricKind) -> pl.DataFrame:
    """Kitagawa's decomposition: share times rate, each change weighted by the mean of the other's two values.

    Kitagawa 1955, Components of a difference between two rates, Journal of the American Statistical Association
    50:1168-1194; its symmetrical form splits the interaction evenly, so that rate and mix sum to the difference. The mix
    counts against everyone's mean of the two, so that a part that grew adds only by how far it stands from the rest: as
    the shares' changes sum to zero, that leaves the sum as it is. A part with nobody on one side is all mix; happenings
    of a ratio in a part that nobody is in are all rate.
    """
    scale = 100.0 if kind is MetricKind.NPS else 1.0
    if kind is MetricKind.COUNT:
        shares = {f"share{end}": _over(f"total{end}", f"total{end}_all") for end in ("", "_0")}
        moved = rows.with_columns(moved=pl.col("total") - pl.col("total_0"), rate=None, mix=None, **shares)
        return _named(moved.with_columns(value=pl.col("total"), value_0=pl.col("total_0")))
    every = [scale * pl.col(f"total{end}_all") / pl.col(f"all_n{end}_all") for end in ("", "_0")]
    rows = rows.with_columns(
        **{f"share{end}": _over(f"all_n{end}", f"all_n{end}_all") for end in ("", "_0")},
        **{f"value{end}": scale * _over(f"total{end}", f"all_n{end}") for end in ("", "_0")},
        **{f"adds{end}": scale * pl.col(f"total{end}") / pl.col(f"all_n{end}_all") for end in ("", "_0")},
        middle=(every[0] + every[1]) / 2,
    )
    grown = pl.col("share") - pl.col("share_0")
    rows = rows.with_columns(moved=pl.col("adds") - pl.col("adds_0") - grown * pl.col("middle"))
    of_nobody = ((pl.col("all_n") == 0) & (pl.col("total") != 0)) | ((pl.col("all_n_0") == 0) & (pl.col("total_0") != 0))
    by_rate = (pl.col("value") - pl.col("value_0")) * (pl.col("share") + pl.col("share_0")) / 2
    rows = rows.with_columns(rate=pl.when(of_nobody).then("moved").otherwise(by_rate.fill_null(0.0)))
    return _named(rows.with_columns(mix=pl.col("moved") - pl.col("rate")))


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """A duration's parts with their medians: they do not add up. The rest has none that could be told."""
    shares = {f"share{end}": _over(f"all_n{end}", f"all_n{end}_all") for end in ("", "_0")}
    known = rows.filter(pl.col("part") != REST).with_columns(**shares)
    unknown = ("moved", "rate", "mix", "low", "high", "low_0", "high_0")
    return _named(known.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in unknown))


def _over(part: str, whole: str) -> pl.Expr:
    return pl.when(pl.col(whole) != 0).then(pl.col(part) / pl.col(whole))


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """The columns by their names in PARTS, with the MOVER interval of each part's own change (Zou & Donner 2008)."""
    value, before = pl.col("value"), pl.col("value_0")
    down = ((value - pl.col("low")) ** 2 + (pl.col("high_0") - before) ** 2).sqrt()
    up = ((pl.col("high") - value) ** 2 + (before - pl.col("low_0")) ** 2).sqrt()
    told = {"n_before": "n_0", "share_before": "share_0", "before": "value_0", "now": "value"}
    return rows.select(
        "dimension", "part", "n", "share", "moved", "rate", "mix",
        low=value - before - down, high=value - before + up, **{name: pl.col(column) for name, column in told.items()},
    )  # fmt: skip
