"""Rolls readings finer than a day up to days, which is what the detector reads."""

from __future__ import annotations

import polars as pl

WHOLE = {"count": 0.9}
"""The share of a usual day's readings that a day needs; half of them where a mean is taken."""


def by_day(readings: pl.DataFrame, kind: str) -> tuple[pl.DataFrame, str]:
    """Readings (`day`, `value`, `n`, in order of time) as one row a day, and a sentence on what was done, if anything.

    Counts are added up, anything else is averaged by n (evenly where n is missing). A day that lacks readings keeps its row
    without a value: half a day of calls is not few calls. Left as it is unless most days have several readings.
    """
    a_day = readings.group_by("day", maintain_order=True).agg(pl.len().alias("readings"))
    usual = a_day["readings"].median()
    if not isinstance(usual, float) or usual < 1.5:
        return readings, ""
    value, n, has = pl.col("value"), pl.col("n"), pl.col("value").is_not_null()
    weight = n.fill_null(0.0) if readings["n"].is_not_null().any() else pl.lit(1.0)
    mean = (value * weight).sum() / weight.filter(has).sum()
    days = readings.group_by("day", maintain_order=True).agg(
        (value.sum() if kind == "count" else mean).alias("value"),
        n.filter(has).sum().alias("n") if readings["n"].is_not_null().any() else pl.lit(None, pl.Float64).first().alias("n"),
        has.sum().alias("readings"),
    )
    whole = pl.col("readings") >= WHOLE.get(kind, 0.5) * usual
    part = days.filter(~whole).height
    days = days.with_columns(pl.when(whole).then("value").fill_nan(None)).drop("readings")
    how = "added up to" if kind == "count" else "averaged to"
    left = {0: "", 1: " 1 day that is not whole is left out."}.get(part, f" {part} days that are not whole are left out.")
    return days, f"About {usual:.0f} readings a day were {how} {days.height} days.{left}"
