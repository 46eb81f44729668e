"""The frames that layers hand each other: column names and types, and the columns a source must bring."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from journey.domain.words import SourceKind

UTC_TIME = pl.Datetime("us", "UTC")

EVENTS: dict[str, pl.DataType] = {"customer": pl.String(), "at": UTC_TIME, "event": pl.String()}
TICKETS: dict[str, pl.DataType] = {
    "ticket": pl.String(),
    "opened_at": UTC_TIME,
    "closed_at": UTC_TIME,
    "customer": pl.String(),
    "topic": pl.String(),
    "text": pl.String(),
    "stage": pl.String(),
    "status": pl.String(),
}
SURVEYS: dict[str, pl.DataType] = {
    "response": pl.String(),
    "at": UTC_TIME,
    "score": pl.Float64(),
    "text": pl.String(),
    "stage": pl.String(),
    "customer": pl.String(),
}
USABILITY: dict[str, pl.DataType] = {
    "participant": pl.String(),
    "task": pl.String(),
    "at": UTC_TIME,
    "success": pl.Boolean(),
    "seconds": pl.Float64(),
    "stage": pl.String(),
}
SERIES: dict[str, pl.DataType] = {
    "metric": pl.String(),
    "at": UTC_TIME,
    "value": pl.Float64(),
    "n": pl.Float64(),
    "stage": pl.String(),
}

OBSERVATIONS: dict[str, pl.DataType] = {
    "metric_id": pl.Int64(),
    "grain": pl.String(),  # "day" or "week"; week rows exist for durations only, whose days do not add up
    "day": pl.Date(),  # the day, or the week's Monday, in the journey's time zone
    "segment": pl.String(),  # "" for everyone, else "platform=desktop"
    "n": pl.Int64(),
    "total": pl.Float64(),
    "total_sq": pl.Float64(),
    "median": pl.Float64(),  # durations only
    "p90": pl.Float64(),  # durations only
    "mature": pl.Boolean(),  # False while a cohort is younger than its stage's window
}


@dataclass(frozen=True)
class Kind:
    """What one kind of source brings: its frame's schema, the columns it cannot do without, and what names a row."""

    schema: dict[str, pl.DataType]
    required: tuple[str, ...]
    identity: tuple[str, ...]
    """Columns that make a row itself when they are given; otherwise the whole row does."""


KINDS: dict[SourceKind, Kind] = {
    SourceKind.EVENTS: Kind(EVENTS, ("customer", "at", "event"), ()),
    SourceKind.TICKETS: Kind(TICKETS, ("opened_at",), ("ticket",)),
    SourceKind.SURVEYS: Kind(SURVEYS, (), ("response",)),
    SourceKind.USABILITY: Kind(USABILITY, ("task", "success"), ()),
    SourceKind.SERIES: Kind(SERIES, ("at", "value"), ()),
}
