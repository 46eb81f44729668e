"""Counts what happened at a stage by touchpoint: each event at its place on the map, each ticket by its topic."""

from __future__ import annotations

from datetime import UTC
from math import sqrt
from statistics import median

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
BEYOND_CHANCE = 2.0
"""How many standard deviations of a count an event must be from what is usual before a move is laid at its touchpoint's door.

One in twenty by chance alone: it is asked only of a stage whose metric rang, where something did happen."""


def touchpoints(data: JourneyData, stage_id: int | None, week: Week) -> pl.DataFrame:
    """What happened at a stage (None: anywhere) in `week` beside the mean of the BEFORE weeks before it: schema TOUCHPOINTS.

    Events count at the map's touchpoint, by their own name where they have none, tickets by topic; as they happened, not by
    customer; the largest difference first.
    """
    frames = [_events(data, stage_id, week), _tickets(data, stage_id, week)]
    counted = pl.concat([pl.DataFrame(schema=TOUCHPOINTS), *(frame for frame in frames if frame is not None)])
    return counted.sort((pl.col("n") - pl.col("usual")).abs(), descending=True, maintain_order=True)


def moved_touchpoints(data: JourneyData, week: Week) -> dict[int, int]:
    """Of each stage (by id) the touchpoint (by id) where most of the week's move happened; stages without one are left out.

    Compared is what the four weeks before make usual, times what the whole journey's traffic did: a busier week is nobody's
    touchpoint. Each event is counted by itself, so that a touchpoint's failures are not lost among its visits; the one farthest
    from usual, in standard deviations of that difference of counts, tells the place, if it is BEYOND_CHANCE.
    """
    if data.events is None:
        return {}
    names = [rule.event for rule in data.rules if rule.stage_id is not None]
    rows = data.events.filter(pl.col("event").cast(pl.String).is_in(names))
    counted = _counted(rows.select("at", touchpoint=pl.col("event").cast(pl.String)), "event", week, data.timezone)
    counts = {row["touchpoint"]: (row["n"], row["usual"]) for row in counted.iter_rows(named=True)}
    # the middle event's, so that what moved most does not pass for the journey's own traffic
    traffic = median([n / usual for n, usual in counts.values() if usual >= 1] or [1.0])
    moved: dict[int, tuple[float, int]] = {}
    for rule in data.rules:
        n, usual = counts.get(rule.event, (0, 0.0))
        distance = _distance(n, usual * traffic)
        if rule.stage_id is None or rule.touchpoint_id is None or distance < BEYOND_CHANCE:
            continue
        if distance > moved.get(rule.stage_id, (0.0, 0))[0]:
            moved[rule.stage_id] = (distance, rule.touchpoint_id)
    return {stage_id: touchpoint_id for stage_id, (_, touchpoint_id) in moved.items()}


def _distance(n: int, expected: float) -> float:
    """How far a count is from a mean of BEFORE counts, in standard deviations (both vary as counts do)."""
    return abs(n - expected) / sqrt(max(expected * (1 + 1 / BEFORE), 1.0))


def _events(data: JourneyData, stage_id: int | None, week: Week) -> pl.DataFrame | None:
    names = {
        rule.event: rule.touchpoint or rule.event
        for rule in data.rules
        if rule.stage_id is not None and stage_id in (None, rule.stage_id)
    }
    if data.events is None or not names:
        return None
    event = pl.col("event").cast(pl.String)
    rows = data.events.filter(event.is_in(list(names))).select("at", touchpoint=event.replace(names))
    return _counted(rows, "event", week, data.timezone)


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
