"""Counts what happened at a stage by touchpoint: each event by its name, each ticket by its topic."""

from __future__ import annotations

from datetime import UTC

import polars as pl

from journey.analysis.data import JourneyData
from journey.domain.weeks import Week

TOUCHPOINTS: dict[str, pl.DataType] = {
    "touchpoint": pl.String(),
    "source": pl.String(),  # "event" or "ticket"
    "n": pl.Int64(),  # in the week
    "usual": pl.Float64(),  # a week's mean over the weeks before
}
BEFORE = 4
"""Weeks that say what is usual."""


def touchpoints(data: JourneyData, stage_id: int | None, week: Week) -> pl.DataFrame:
    """What happened at a stage (None: anywhere) in `week` beside the mean of the BEFORE weeks before it: schema TOUCHPOINTS.

    Events count by name, tickets by topic, as they happened, not by customer; the largest difference first.
    """
    frames = [_events(data, stage_id, week), _tickets(data, stage_id, week)]
    counted = pl.concat([pl.DataFrame(schema=TOUCHPOINTS), *(frame for frame in frames if frame is not None)])
    return counted.sort((pl.col("n") - pl.col("usual")).abs(), descending=True, maintain_order=True)


def _events(data: JourneyData, stage_id: int | None, week: Week) -> pl.DataFrame | None:
    names = [rule.event for rule in data.rules if rule.stage_id is not None and stage_id in (None, rule.stage_id)]
    if data.events is None or not names:
        return None
    rows = data.events.filter(pl.col("event").cast(pl.String).is_in(names))
    return _counted(rows.select("at", touchpoint=pl.col("event").cast(pl.String)), "event", week, data.timezone)


def _tickets(data: JourneyData, stage_id: int | None, week: Week) -> pl.DataFrame | None:
    if data.tickets is None:
        return None
    rows = data.tickets.filter(pl.col("topic").is_not_null())
    if stage_id is not None:
        stage = data.stage(stage_id)
        rows = rows.filter(pl.col("stage").str.to_lowercase() == (stage.name.lower() if stage else ""))
    return _counted(rows.select(at="opened_at", touchpoint="topic"), "ticket", week, data.timezone)


def _counted(rows: pl.LazyFrame, source: str, week: Week, timezone: str) -> pl.DataFrame:
    start, end = (bound.astimezone(UTC) for bound in week.bounds(timezone))
    first = week.shift(-BEFORE).bounds(timezone)[0].astimezone(UTC)
    near = rows.filter(pl.col("at") >= first, pl.col("at") < end)
    inside = (pl.col("at") >= start).cast(pl.Int64)
    counted = near.group_by("touchpoint").agg(n=inside.sum(), usual=(1 - inside).sum() / BEFORE)
    found = counted.with_columns(source=pl.lit(source)).sort("touchpoint").collect()
    return found.select(pl.col(name).cast(dtype) for name, dtype in TOUCHPOINTS.items())
