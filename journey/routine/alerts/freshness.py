"""How fresh a journey's sources were when a week's data were reviewed."""

from __future__ import annotations

from datetime import date

import polars as pl
from sqlalchemy.engine import Engine

from journey.domain.weeks import Week
from journey.store.readers import journeys as read
from journey.store.readers.data import sources


def freshness(engine: Engine, journey_id: int, week: Week, *, today: date, timezone: str) -> pl.DataFrame:
    """The sources as `readers.data.sources` has them, with how fresh each was when the data of `week` were reviewed.

    That is `today`, or the last day of the week after `week` if that has passed. Where nothing newer than `week` has come in,
    the review stands still with the data, but time does not: a source into which nothing was brought for longer than it is
    given is as fresh as it is today. So old data that were brought in lately can be looked at in peace, and a journey that
    went silent is not calm.
    """
    then = sources(engine, journey_id, today=min(today, week.shift(1).sunday), timezone=timezone)
    if looked_on(engine, journey_id, week, today) < today:
        return then
    brought = pl.col("imported_at").dt.convert_time_zone(timezone).dt.date()
    silent = then.select(((pl.lit(today) - brought).dt.total_days() > pl.col("stale_after_days")).fill_null(False)).to_series()
    if not silent.any():
        return then
    now = sources(engine, journey_id, today=today, timezone=timezone)
    kept = then.filter(~silent)
    return pl.concat([kept, now.filter(~pl.col("source_id").is_in(kept["source_id"].implode()))]).sort("kind", "name")


def looked_on(engine: Engine, journey_id: int, week: Week, today: date) -> date:
    """The day whose deliveries are judged with the data of `week`: today, or in a look back at a week that newer data follow
    the last day on which it was reviewed."""
    newest = read.last_data_day(engine, journey_id)
    return today if newest is None or newest <= week.sunday else min(today, week.shift(1).sunday)
