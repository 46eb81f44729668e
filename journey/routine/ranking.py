"""The pain points in the order of what they cost, with how frequent the data say they are."""

from __future__ import annotations

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.pain_frequency import frequencies
from journey.analysis.priority import rank
from journey.domain.weeks import Week
from journey.domain.words import PainStatus, Standing
from journey.store.readers import frequency as read
from journey.store.readers.journeys import row
from journey.store.readers.work import evidence, pains
from journey.store.tables import Journey

WEEKS = 4
"""Weeks of data that a frequency is told from, up to the one that the routine's week reviews."""


def ranked(engine: Engine, journey_id: int, *, week: Week) -> pl.DataFrame:
    """The pain points that are neither resolved nor struck, worst first; as `readers.work.pains` and `priority.rank` give them.

    `frequency` is the data's where they know it, as of the routine's `week`; `rated` is what people said, and `from_data` the
    sentence that tells what the data count, "" where they do not.
    """
    open_ones = pains(engine, journey_id).filter(
        pl.col("status") != PainStatus.RESOLVED.value, pl.col("standing") != Standing.STRUCK.value
    )
    return rank(_with_data(engine, journey_id, open_ones, week).drop("evidence"), evidence(engine, journey_id))


def _with_data(engine: Engine, journey_id: int, rows: pl.DataFrame, week: Week) -> pl.DataFrame:
    zone = row(engine, Journey, journey_id).timezone
    first, last = week.shift(-WEEKS), week.shift(-1)
    known = frequencies(
        read.rates(engine, journey_id, first=first.monday, last=last.sunday),
        read.behind(engine, journey_id),
        read.told(engine, journey_id, since=first.bounds(zone)[0], until=last.bounds(zone)[1]),
    )
    told = [known.get(id) for id in rows["id"]]
    return rows.with_columns(
        pl.col("frequency").alias("rated"),
        pl.Series(
            "frequency", [one.level if one else rated for one, rated in zip(told, rows["frequency"], strict=True)], pl.Int64
        ),
        pl.Series("from_data", [one.said if one else "" for one in told], pl.String),
    )
