"""How often each event name occurs, and which of them the map has no place for."""

from __future__ import annotations

from datetime import date

import polars as pl

from journey.analysis.data import JourneyData, known
from journey.domain.words import Outcome


def volumes(data: JourneyData, *, as_of: date) -> dict[str, int]:
    """Events by name, known by the end of the local day `as_of`."""
    if data.events is None:
        return {}
    events = known(data.events, "at", as_of=as_of, timezone=data.timezone)
    counted = events.group_by(pl.col("event").cast(pl.String)).agg(pl.len().cast(pl.Int64)).collect(engine="streaming")
    return {str(name): count for name, count in counted.iter_rows() if name is not None}


def off_map(data: JourneyData, counts: dict[str, int]) -> dict[str, int]:
    """Those of the counted events that are in no stage of the journey and say nothing of its goal or of a loss either."""
    stages = {stage.id for stage in data.stages}
    said = {rule.event for rule in data.rules if rule.stage_id in stages or rule.outcome in {Outcome.GOAL, Outcome.LOST}}
    return {name: count for name, count in counts.items() if name not in said}
