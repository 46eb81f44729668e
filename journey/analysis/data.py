"""What metrics are computed from: a journey's frames with the stages, event meanings and time zone to read them by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from journey.analysis.localtime import end_of
from journey.domain.model import EventRule, StageSpec


@dataclass(frozen=True)
class JourneyData:
    """A journey's data, read lazily; a kind of source that the journey does not have is None.

    Frames follow domain.schemas (EVENTS, TICKETS, SURVEYS, USABILITY, SERIES); columns beyond the required ones may be
    missing, and further ones are attributes to segment by. `surveys` may carry `scale` ("nps", "csat5", "ces7", "1-10")
    where answers on several scales stand together. `case` names the column of `events` that one passage through the
    journey has in common: the customer, or e.g. a session or an application where a customer sets out many times.
    """

    stages: tuple[StageSpec, ...]
    rules: tuple[EventRule, ...]
    timezone: str
    events: pl.LazyFrame | None = None
    tickets: pl.LazyFrame | None = None
    surveys: pl.LazyFrame | None = None
    usability: pl.LazyFrame | None = None
    series: pl.LazyFrame | None = None
    case: str = "customer"

    def stage(self, stage_id: int) -> StageSpec | None:
        """The stage of that id, if the journey still has it."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    @property
    def in_order(self) -> tuple[StageSpec, ...]:
        """The stages as customers pass them."""
        return tuple(sorted(self.stages, key=lambda stage: stage.position))


def known(frame: pl.LazyFrame, column: str, *, as_of: date, timezone: str) -> pl.LazyFrame:
    """The rows whose `column` lies before the end of the day `as_of` in `timezone`; rows without a time are left out."""
    return frame.filter(pl.col(column) < end_of(as_of, timezone))


def in_stage(frame: pl.LazyFrame, stage: StageSpec | None) -> pl.LazyFrame:
    """The rows whose `stage` names that stage, whatever the case and outer spaces; all rows for the whole journey."""
    if stage is None:
        return frame
    if "stage" not in frame.collect_schema():
        return frame.clear()
    return frame.filter(pl.col("stage").str.strip_chars().str.to_lowercase() == stage.name.strip().lower())
