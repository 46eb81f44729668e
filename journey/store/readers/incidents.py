"""What happened to a journey that nobody of us shipped, and which metrics it may have moved."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.store.engine import JOURNEY, columns, frame
from journey.store.tables import Incident, Stage


def incidents(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Incidents, the latest first: id, revision, title, details, starts_on, ends_on (its last day), stage_id, stage, leave_out.

    One whose stage is in the bin, like one without a stage, is of the whole journey.
    """
    return frame(engine, _incidents(), journey=journey_id)


@cache
def _incidents() -> Any:
    names = ("id", "revision", "title", "details", "starts_on", "ends_on")
    return (
        columns(
            *(getattr(Incident, name) for name in names),
            col(Stage.id).label("stage_id"),
            col(Stage.name).label("stage"),
            Incident.leave_out,
        )
        .join(Stage, (col(Stage.id) == Incident.stage_id) & col(Stage.deleted_at).is_(None), isouter=True)
        .where(Incident.journey_id == JOURNEY, col(Incident.deleted_at).is_(None))
        .order_by(col(Incident.starts_on).desc(), col(Incident.id).desc())
    )


def touching(found: pl.DataFrame, stage_id: int | None, *, first: date | None = None, last: date | None = None) -> pl.DataFrame:
    """Those of `incidents` that may have moved a metric of that stage (None: of the whole journey) from `first` to `last`.

    An incident of a stage touches its metrics and those of the whole journey; one of the whole journey touches all.
    """
    if stage_id is not None:
        found = found.filter(pl.col("stage_id").is_null() | (pl.col("stage_id") == stage_id))
    if first is not None:
        found = found.filter(pl.col("ends_on") >= first)
    return found if last is None else found.filter(pl.col("starts_on") <= last)


def days_left_out(found: pl.DataFrame, stage_id: int | None) -> list[date]:
    """The days that say nothing of usual days for a metric of that stage, in order: those of incidents that are left out."""
    spans = touching(found, stage_id).filter("leave_out").select("starts_on", "ends_on").iter_rows()
    return sorted({start + timedelta(days=day) for start, end in spans for day in range((end - start).days + 1)})
