"""Visits become the event log that an analytics tool would hand over."""

from __future__ import annotations

import numpy as np
import polars as pl

from journey.demo.visits import LOST, ON, Floats, Rng, Span, at_work
from journey.demo.world import World, WorldStage
from journey.domain.schemas import UTC_TIME

HOUR = 1 / 24


def instants(span: Span, timezone: str, moment: str = "moment") -> pl.Expr:
    """Column `moment` (local days since the span's first) as UTC instants; an hour that a clock change skips moves on."""
    naive = pl.lit(span.first).cast(pl.Datetime("us")) + pl.duration(
        microseconds=(pl.col(moment) * 86_400).round().cast(pl.Int64) * 1_000_000
    )
    local = naive.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    later = (naive + pl.duration(hours=1)).dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    return pl.coalesce(local, later).dt.convert_time_zone("UTC").cast(UTC_TIME)


def event_log(world: World, span: Span, visits: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """The events of all visits within the span: EVENTS columns, then the attributes, in order of time."""
    parts = [
        _stage_events(stage, span, visits.filter(pl.col("stage") == position), rng) for position, stage in enumerate(world.stages)
    ]
    raw = pl.concat([*parts, _unmapped(world, span, visits, rng), *_detours(world, visits, rng)])
    return (
        raw.filter(pl.col("moment").is_between(0, span.days, closed="left"))
        .sort("moment", "company", "event")
        .select(customer_id("company"), instants(span, world.timezone).alias("at"), "event", *world.attributes)
        .unique(maintain_order=True)
    )


def customer_id(company: str) -> pl.Expr:
    """A company's row as the id that every source uses."""
    return pl.format("acc-{}", pl.col(company) + 20_000).alias("customer")


def _stage_events(stage: WorldStage, span: Span, visits: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Enter, middle, failures, then success, goal or loss, each at its moment between entering and leaving."""
    names, n = stage.events, len(visits)
    entered, leaving = visits["entered"].to_numpy(), _leaving(visits)
    done = visits["done"].fill_null(np.inf).to_numpy()
    outcome, fails = visits["outcome"].to_numpy(), visits["fails"].to_numpy()
    middle = np.minimum(entered + rng.uniform(2, 40, n) / 1440, (entered + done) / 2)
    parts = [_rows(visits, names["enter"], entered, np.ones(n, dtype=bool))]
    parts.append(_rows(visits, names["middle"], middle, (outcome == ON) | (rng.random(n) < 0.7)))
    for attempt in (1, 2):
        soon = np.minimum(leaving - entered, 1.0) * rng.uniform(0.1, 0.6, n)
        tried = at_work(entered + soon, 0.0, span, rng)
        parts.append(_rows(visits, names["fail"], np.minimum(tried, leaving), fails >= attempt))
    if "success" in names:
        parts.append(_rows(visits, names["success"], done, np.isfinite(done)))
    if "goal" in names:
        parts.append(_rows(visits, names["goal"], leaving, outcome == ON))
    if "lost" in names:
        parts.append(_rows(visits, names["lost"], leaving, outcome == LOST))
    return pl.concat(parts)


def _leaving(visits: pl.DataFrame) -> Floats:
    """When a visit ends; who went silent was last active within a day."""
    return np.asarray(visits["left"].fill_null(visits["entered"] + 0.8).to_numpy(), dtype=np.float64)


def _unmapped(world: World, span: Span, visits: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """Events that nobody has given a meaning yet: reading help, opening the chat."""
    n = len(visits)
    weights = np.array(world.unmapped_weights) / sum(world.unmapped_weights)
    names = np.array(world.unmapped)[rng.choice(len(weights), size=n, p=weights)]
    moment = at_work(visits["entered"].to_numpy() + rng.random(n) * 0.6, 0.0, span, rng)
    return _rows(visits.with_columns(event=names), None, moment, rng.random(n) < world.unmapped_rate)


def _detours(world: World, visits: pl.DataFrame, rng: Rng) -> list[pl.DataFrame]:
    """What was done in an earlier stage on the way through a later one, by those who went on from it."""
    found = []
    for detour in world.detours:
        own = visits.filter(pl.col("stage") == world.stage_names.index(detour.stage), pl.col("outcome") == ON)
        entered = own["entered"].to_numpy()
        # between entering and what ends the visit, so that the visit goes on after it
        moment = entered + (_leaving(own) - entered) * rng.uniform(0.3, 0.7, len(own))
        found.append(_rows(own, detour.event, moment, rng.random(len(own)) < detour.share))
    return found


def _rows(visits: pl.DataFrame, event: str | None, moment: Floats, keep: np.ndarray) -> pl.DataFrame:
    name = pl.col("event") if event is None else pl.lit(event).alias("event")
    attributes = ("plan", "channel", "region", "platform")
    return visits.select("company", name, pl.Series("moment", moment), *attributes).filter(keep)
