"""Counts who listened to which stage, and who has not heard a customer for long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import polars as pl

COVERAGE: dict[str, pl.DataType] = {
    "team": pl.String(),
    "stage_id": pl.Int64(),
    "month": pl.Date(),  # its first day
    "heard": pl.Int64(),  # verbatims and conversations listened to
    "listeners": pl.Int64(),  # different people of the team
}


def coverage(readings: pl.DataFrame, *, teams: Iterable[str] = (), stages: Iterable[int] = ()) -> pl.DataFrame:
    """How much each team heard of each stage in each month; follows COVERAGE.

    `readings`: team, person, stage_id, on (date), skipped (optional). A skipped item was not heard. With `teams` and
    `stages` every pair of them has a row for every month that anybody listened in, so that a zero is seen.
    """
    seen = readings.filter(~pl.col("skipped").fill_null(False)) if "skipped" in readings.columns else readings
    counted = (
        seen.filter(pl.col("on").is_not_null())
        .with_columns(pl.col("on").dt.truncate("1mo").alias("month"), pl.col("team").fill_null(""))
        .group_by("team", "stage_id", "month")
        .agg(pl.len().alias("heard"), pl.col("person").n_unique().alias("listeners"))
        .select(pl.col(name).cast(kind) for name, kind in COVERAGE.items())
    )
    pairs = _every(list(teams), list(stages), counted["month"].unique())
    missing = pairs.join(counted, on=["team", "stage_id", "month"], how="anti")
    return pl.concat([counted, missing]).sort("team", "stage_id", "month", nulls_last=True)


def _every(teams: list[str], stages: list[int], months: pl.Series) -> pl.DataFrame:
    every = (
        pl.DataFrame({"team": teams}, schema={"team": pl.String()})
        .join(pl.DataFrame({"stage_id": stages}, schema={"stage_id": pl.Int64()}), how="cross")
        .join(months.to_frame("month"), how="cross")
        .with_columns(pl.lit(0).alias("heard"), pl.lit(0).alias("listeners"))
    )
    return every.select(pl.col(name).cast(kind) for name, kind in COVERAGE.items())


def heard_lately(readings: pl.DataFrame, *, today: date, weeks: int = 4) -> set[int]:
    """Stages that somebody heard in the last `weeks`; skipped items do not count."""
    since = today - timedelta(weeks=weeks)
    recent = readings.filter((pl.col("on") > since) & (pl.col("on") <= today) & pl.col("stage_id").is_not_null())
    if "skipped" in recent.columns:
        recent = recent.filter(~pl.col("skipped").fill_null(False))
    return set(recent["stage_id"].to_list())


def silent(readings: pl.DataFrame, people: Mapping[str, str], *, today: date, weeks: int = 6) -> pl.DataFrame:
    """People who heard no customer in the last `weeks`: person, team, last (date or null), longest silence first.

    `people` names the team of everybody who should listen.
    """
    seen = readings.filter(~pl.col("skipped").fill_null(False)) if "skipped" in readings.columns else readings
    last = seen.group_by("person").agg(pl.col("on").max().alias("last"))
    everybody = pl.DataFrame(
        {"person": list(people), "team": list(people.values())}, schema={"person": pl.String(), "team": pl.String()}
    )
    joined = everybody.join(last.with_columns(pl.col("person").cast(pl.String)), on="person", how="left")
    quiet = joined.filter(pl.col("last").is_null() | (pl.col("last") <= today - timedelta(weeks=weeks)))
    return quiet.sort("last", "person", nulls_last=False)
