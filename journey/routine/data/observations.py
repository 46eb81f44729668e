"""Keeps the stored observations of a journey in step with its data, its mapping, its metrics and the day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy import delete, update
from sqlalchemy.engine import CursorResult, Engine
from sqlmodel import Session, col, select

from journey.config import Settings
from journey.routine.data.datasets import left_out, load
from journey.store.bulk import insert_frame
from journey.store.engine import reading, writing
from journey.store.readers import metrics as read
from journey.store.tables import Journey, Metric, Observation

TRIES = 5
"""How often figures are computed beside the others' work before the others have to wait."""


def today(settings: Settings, timezone: str) -> date:
    """Today in `timezone`, or the day that the settings pretend it is."""
    return settings.today or datetime.now(ZoneInfo(timezone)).date()


def recompute(engine: Engine, settings: Settings, *, journey: int) -> bool:
    """Compute every observation of the journey's metrics anew and put it in place of the stored ones.

    The computing happens outside the transaction; if the data moved meanwhile it is done again, the last time with the
    others waiting. Nobody's edit is touched and nothing is audited: observations are derived. True if any figure changed.
    Figures are not split by attributes with too many values.
    Raises what `observe` and the datasets raise. Within `once_at_the_end` nothing is computed yet.
    """
    if waits(journey):
        return False
    for _ in range(TRIES - 1):
        with reading(engine) as session:
            version, day, found = _compute(session, settings, journey)
        with writing(engine) as session:
            if _claim(session, journey, version, day):
                return _replace(engine, session, journey, found)
    with writing(engine) as session:
        session.exec(select(Journey).where(col(Journey.id) == journey).with_for_update()).one()
        version, day, found = _compute(session, settings, journey)
        _claim(session, journey, version, day)
        return _replace(engine, session, journey, found)


_later: ContextVar[int | None] = ContextVar("later", default=None)


@contextmanager
def once_at_the_end(engine: Engine, settings: Settings, *, journey: int) -> Iterator[None]:
    """Within, the figures of `journey` wait; they are computed once at the end, for all that came in between."""
    token = _later.set(journey)
    try:
        yield
    finally:
        _later.reset(token)
    recompute(engine, settings, journey=journey)


def waits(journey: int) -> bool:
    """Whether more is to come in before anything is computed for the journey."""
    return _later.get() == journey


def catch_up(engine: Engine, settings: Settings, *, journey: int) -> bool:
    """Recompute if the data or the day moved on since the stored observations; True if it did. One short query if not."""
    with reading(engine) as session:
        row = session.get(Journey, journey)
    if row is None or (row.observed_version == row.data_version and row.observed_on == today(settings, row.timezone)):
        return False
    recompute(engine, settings, journey=journey)
    return True


def _compute(session: Session, settings: Settings, journey: int) -> tuple[int, date, pl.DataFrame]:
    from journey.analysis.metrics import observe

    dataset = load(session, settings.events, journey)
    day = today(settings, dataset.data.timezone)
    crowded = left_out(dataset)
    segments = [name for name in dataset.segments if name not in crowded]
    found = observe(read.specs(session, journey), dataset.data, segments=segments, as_of=day)
    return dataset.version, day, found


def _claim(session: Session, journey: int, version: int, day: date) -> bool:
    """Take the right to write figures of that version: only one of many may, and only while the data stand still."""
    query = (
        update(Journey)
        .where(col(Journey.id) == journey, col(Journey.data_version) == version)
        .values(data_version=version + 1, observed_version=version + 1, observed_on=day)
    )
    done = session.connection().execute(query)
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def _replace(engine: Engine, session: Session, journey: int, found: pl.DataFrame) -> bool:
    """Put the new figures of each metric in place of the old where any differs."""
    stored = read.stored_observations(session, journey)
    moved = pl.concat([found.join(stored, on=found.columns, how="anti", nulls_equal=True),
                       stored.join(found, on=found.columns, how="anti", nulls_equal=True)])  # fmt: skip
    metrics = moved["metric_id"].unique().to_list()
    if not metrics:
        return False
    session.connection().execute(delete(Observation).where(col(Observation.metric_id).in_(metrics)))
    there = session.exec(select(Metric.id).where(Metric.journey_id == journey)).all()
    insert_frame(session, Observation, found.filter(pl.col("metric_id").is_in(metrics), pl.col("metric_id").is_in(there)))
    return True
