"""Data: sources, import batches, what event names mean, metrics and their observations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from journey.domain.words import Direction, MetricKind, Outcome, SourceKind
from journey.store.tables._base import Edited, Row, UtcTime, Word, now


class Source(Edited, table=True):
    """Where data of one kind comes from; remembers how its files are read.

    `mapping` is canonical column → file column; `answers` what a person said that the file could not (date_order, scale).
    """

    __table_args__ = (UniqueConstraint("journey_id", "kind", "name"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    kind: SourceKind = Field(sa_type=Word(SourceKind))
    name: str = Field(max_length=120)
    mapping: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    segments: list[str] = Field(default_factory=list, sa_type=JSON)
    """The attributes that metrics are split by."""
    stale_after_days: int = 8


class ImportBatch(Row, table=True):
    """One file wholly in: its rows live in `path` under the events folder; undone means out of every computation."""

    __tablename__ = "import_batch"

    source_id: int = Field(foreign_key="source.id", index=True, ondelete="CASCADE")
    file_name: str = Field(max_length=400)
    path: str = Field(max_length=400)
    rows_read: int = 0
    rows_new: int = 0
    rows_known: int = 0
    """Rows left out because they were there already, in this file or from an earlier one."""
    problems: int = 0
    problems_path: str = Field(default="", max_length=400)
    first_at: datetime | None = Field(default=None, sa_type=UtcTime)
    last_at: datetime | None = Field(default=None, sa_type=UtcTime)
    notes: list[str] = Field(default_factory=list, sa_type=JSON)
    columns: list[str] = Field(default_factory=list, sa_type=JSON)
    """The file's own column names: one that vanishes later is said."""
    weeks: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    """New rows by the Monday of the week of UTC that they are of: far fewer than usual are said."""
    imported_at: datetime = Field(default_factory=now, sa_type=UtcTime)
    imported_by: int | None = Field(default=None, foreign_key="person.id")
    undone_at: datetime | None = Field(default=None, sa_type=UtcTime)


class EventName(Edited, table=True):
    """What an event name of the log means: its stage, its touchpoint on the map and its outcome; no stage means unmapped."""

    __tablename__ = "event_name"
    __table_args__ = (UniqueConstraint("journey_id", "name"),)

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=200)
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    touchpoint_id: int | None = Field(default=None, foreign_key="touchpoint.id", ondelete="SET NULL")
    outcome: Outcome = Field(default=Outcome.STEP, sa_type=Word(Outcome))
    volume: int = 0


class Metric(Edited, table=True):
    """A KPI of this journey; `formula` is the key of its file in data/kpis.

    target and baseline are in the metric's own unit (0.25 for 25 %). At most three are critical per stage.
    """

    journey_id: int = Field(foreign_key="journey.id", index=True, ondelete="CASCADE")
    formula: str = Field(max_length=60)
    name: str = Field(max_length=120)
    kind: MetricKind = Field(sa_type=Word(MetricKind))
    unit: str = Field(default="", max_length=30)
    direction: Direction = Field(default=Direction.UP, sa_type=Word(Direction))
    leading: bool = True
    critical: bool = True
    success: bool = False
    """One of the success metrics in the scope brief."""
    stage_id: int | None = Field(default=None, foreign_key="stage.id", ondelete="SET NULL")
    event: str | None = Field(default=None, max_length=200)
    target: float | None = None
    baseline: float | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""


class Observation(SQLModel, table=True):
    """Sufficient statistics of one metric, day (or week, for durations) and segment; derived, never edited."""

    __table_args__ = (Index("ix_observation_metric_segment", "metric_id", "segment", "day"),)

    metric_id: int = Field(foreign_key="metric.id", primary_key=True, ondelete="CASCADE")
    grain: str = Field(primary_key=True, max_length=4)
    day: date = Field(primary_key=True)
    segment: str = Field(default="", primary_key=True, max_length=200)
    n: int = 0
    total: float = 0.0
    total_sq: float = 0.0
    median: float | None = None
    p90: float | None = None
    mature: bool = True
