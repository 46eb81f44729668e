"""Frames of daily figures or single durations become observation rows: for everyone, and for each value of each segment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

STATS = ("n", "total", "total_sq")


def spread(daily: pl.DataFrame, segments: Sequence[str]) -> pl.DataFrame:
    """Sum `n`, `total`, `total_sq` by `day` for everyone (segment "") and for each "name=value"; null values take no part."""
    return _by_segment(daily, segments, [pl.col("day")], [pl.col(STATS).sum()]).with_columns(grain=pl.lit("day"))


def durations(single: pl.DataFrame, segments: Sequence[str], grains: Sequence[str] = ("day", "week")) -> pl.DataFrame:
    """Day, ISO week or calendar month rows of `seconds`: n, sums, median and 90th percentile, each from the single durations.

    The percentiles are the sample's with linear interpolation (type 7 of Hyndman & Fan 1996, The American Statistician
    50(4)): the default of NumPy, R and spreadsheets.
    """
    return pl.concat(
        _by_segment(single, segments, [pl.col("day").dt.truncate(_EVERY[grain])], _OF_DURATIONS).with_columns(grain=pl.lit(grain))
        for grain in grains
    )


def fill_days(rows: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    """The rows with a zero on every day from `first` to `last`, for everyone and every segment seen in them."""
    days = pl.select(day=pl.date_range(first, last))
    whom = pl.concat([pl.DataFrame({"segment": [""]}), rows.select("segment")]).unique()
    full = days.join(whom, how="cross").join(rows, on=["day", "segment"], how="left")
    return full.with_columns(pl.col(STATS).fill_null(0), grain=pl.lit("day"))


_EVERY = {"day": "1d", "week": "1w", "month": "1mo"}
_SECONDS = pl.col("seconds")
_OF_DURATIONS = [
    pl.len().cast(pl.Int64).alias("n"),
    _SECONDS.sum().alias("total"),
    (_SECONDS * _SECONDS).sum().alias("total_sq"),
    _SECONDS.median().alias("median"),
    _SECONDS.quantile(0.9, interpolation="linear").alias("p90"),
]


def _by_segment(frame: pl.DataFrame, segments: Sequence[str], keys: list[pl.Expr], figures: list[pl.Expr]) -> pl.DataFrame:
    """The figures by keys for everyone and by each segment of which the frame has a column "by:name"."""
    parts = [frame.group_by(*keys, segment=pl.lit("")).agg(figures)]
    for name in segments:
        if (by := f"by:{name}") in frame.columns:
            grouped = frame.drop_nulls(by).group_by(*keys, segment=pl.col(by)).agg(figures)
            parts.append(grouped.with_columns(segment=pl.format("{}={}", pl.lit(name), "segment")))
    return pl.concat(parts)
