"""What several metrics of one run need: read once, computed once, kept."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import polars as pl

from journey.analysis.data import JourneyData, in_stage, known
from journey.analysis.localtime import local_day
from journey.analysis.metrics.cohorts import Cohorts
from journey.analysis.metrics.eventlog import EventLog, read_log
from journey.domain.model import StageSpec


class Work:
    """One run over a journey's data as it was known on `as_of`."""

    def __init__(
        self, data: JourneyData, segments: tuple[str, ...], as_of: date, *, grains: tuple[str, ...] = ("day", "week")
    ) -> None:
        self.data, self.segments, self.as_of, self.grains = data, segments, as_of, grains

    @cached_property
    def log(self) -> EventLog | None:
        return read_log(self.data, self.segments, as_of=self.as_of)

    @cached_property
    def cohorts(self) -> Cohorts | None:
        return Cohorts(self.log, self.data) if self.log and self.data.stages else None

    def known(self, frame: pl.LazyFrame | None, column: str) -> pl.DataFrame | None:
        """Rows known on `as_of` with their local `day` and a column "by:name" a segment, or None where there are none."""
        if frame is None or column not in (columns := frame.collect_schema()):
            return None
        rows = known(frame, column, as_of=self.as_of, timezone=self.data.timezone).drop("text", strict=False)
        by = [pl.col(name).cast(pl.String).alias(f"by:{name}") for name in self.segments if name in columns]
        found = rows.with_columns(*by, day=local_day(pl.col(column), self.data.timezone)).collect()
        return None if found.is_empty() else found

    @cached_property
    def tickets(self) -> pl.DataFrame | None:
        return self.known(self.data.tickets, "opened_at")

    @cached_property
    def surveys(self) -> pl.DataFrame | None:
        return self.known(self.data.surveys, "at")

    @cached_property
    def usability(self) -> pl.DataFrame | None:
        return self.known(self.data.usability, "at")

    @cached_property
    def series(self) -> pl.DataFrame | None:
        return self.known(self.data.series, "at")

    @cached_property
    def event_days(self) -> pl.DataFrame:
        """How often each event happened: `event`, `day`, `count` and a column "by:name" a segment."""
        if (log := self.log) is None:
            return pl.DataFrame(schema={"event": pl.String, "day": pl.Date, "count": pl.Int64})
        keys = [pl.col("event").cast(pl.String), log.code().alias("code"), log.day(pl.col("at")).alias("day")]
        return log.unpack_code(log.events.group_by(keys).agg(count=pl.len().cast(pl.Int64)).collect(engine="streaming"))


def of_stage(frame: pl.DataFrame, stage: StageSpec | None) -> pl.DataFrame:
    """The rows of that stage, or all of them for the whole journey."""
    return in_stage(frame.lazy(), stage).collect()


def counted(frame: pl.DataFrame, count: pl.Expr) -> pl.DataFrame:
    """Each row's count as n, total and total_sq: a count is its own sample."""
    return frame.with_columns(n=count, total=count.cast(pl.Float64), total_sq=count.cast(pl.Float64))


def covered(frame: pl.DataFrame) -> tuple[date, date]:
    """The first and last day that a source speaks of."""
    first, last = frame.select(first=pl.col("day").min(), last=pl.col("day").max()).row(0)
    return first, last
