"""Why a metric moved in a week, gathered: its parts, where, what moved with it, what customers said and wrote about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from sqlalchemy.engine import Engine

from journey.analysis.compare import ENOUGH, LOOK_BACK, is_solid
from journey.analysis.rollup import known_so_far
from journey.analysis.why import Shift, shift
from journey.analysis.why.places import places
from journey.analysis.why.quotes import telling
from journey.analysis.why.together import first_flagged, in_step, moved_together
from journey.analysis.why.topics import grown_topics
from journey.analysis.why.words import lead
from journey.domain.model import MetricSpec
from journey.domain.weeks import Week
from journey.routine.alerts.watching import Watch
from journey.routine.data.datasets import journey_data
from journey.routine.review import Review
from journey.store.readers import metrics as read
from journey.store.readers.data import verbatims

FARTHEST = 3
"""Weeks before the reviewed one from which customers' words are still read, if the move began so early."""


@dataclass(frozen=True)
class Reasons:
    """What stands behind a metric's figure in the week `told`, against the weeks `before` taken together.

    places: PLACES; together: MOVED; in_step: IN_STEP; topics: TOPICS; quotes: the verbatims to read first.
    """

    told: date
    before: tuple[date, ...]
    since: date
    shift: Shift | None
    places: pl.DataFrame
    together: pl.DataFrame
    in_step: pl.DataFrame
    topics: pl.DataFrame
    quotes: pl.DataFrame


def reasons(
    engine: Engine, events: Path, journey_id: int, seen: Review, metric: MetricSpec, *, since: date | None = None, today: date
) -> Reasons | None:
    """Why `metric` stands where `seen` tells it; None where no week of it is settled.

    since: when the move began, the told week's Monday unless said. It is held against the LOOK_BACK weeks before that, or
    before the told week where fewer than ENOUGH of those are settled. events: the folder of the datasets.
    """
    own = seen.compared.filter(pl.col("metric_id") == metric.id, pl.col("segment") == "")
    if own.is_empty():
        return None
    told: date = own["week"][0]
    since = since or told
    observed = read.observations(engine, journey_id, metric_ids=[metric.id], segment=None, until=seen.week.sunday)
    before = _weeks_before(observed, metric, told, since)
    data = journey_data(engine, events, journey=journey_id).data
    moved = shift(observed, metric, told, before) if before else None
    where = places(data, metric, observed, told, before, as_of=today)
    topics = grown_topics(data, metric.stage_id, seen.week)
    first = lead(moved) if moved else None
    about = [*([first["part"]] if first else []), *topics["topic"], *where.filter(pl.col("place") != "")["place"].head(1)]
    said = _words(engine, journey_id, metric.stage_id, week=seen.week, since=min(since, told), timezone=data.timezone)
    return Reasons(
        told, before, since, moved, where, _together(engine, journey_id, seen, metric, told), in_step(seen.weeks, metric.id),
        topics, telling(said, about),
    )  # fmt: skip


def _together(engine: Engine, journey_id: int, seen: Review, metric: MetricSpec, told: date) -> pl.DataFrame:
    """What else stands out in the week, by the day on which each first did; where this metric does not, beside its told week."""
    watch = Watch(engine, journey_id)
    days = {
        id: (first, direction)
        for id, direction in seen.signals.select("metric_id", "direction").iter_rows()
        if id in watch.specs and (first := first_flagged(watch.account((id, "")), seen.week.sunday)) is not None
    }
    rows = [(id, first, direction) for id, (first, direction) in days.items()]
    signals = pl.DataFrame(rows, schema={"metric_id": pl.Int64, "since": pl.Date, "direction": pl.String}, orient="row")
    return moved_together(signals, metric.id, days[metric.id][0] if metric.id in days else told)


def _weeks_before(observed: pl.DataFrame, metric: MetricSpec, told: date, since: date) -> tuple[date, ...]:
    """The settled weeks that the told one is held against, oldest first."""
    everyone = known_so_far(observed.filter(pl.col("segment") == ""), [metric], as_of=told + timedelta(days=6))
    solid = set(everyone.filter(is_solid())["week"])
    for start in (min(told, Week.of(since).monday), told):
        found = tuple(week for back in range(LOOK_BACK, 0, -1) if (week := start - timedelta(weeks=back)) in solid)
        if len(found) >= ENOUGH:
            return found
    return found


def _words(engine: Engine, journey_id: int, stage_id: int | None, *, week: Week, since: date, timezone: str) -> pl.DataFrame:
    """What customers of the stage said from `since` to the week's end, FARTHEST weeks back at most."""
    first = max(Week.of(since), week.shift(-FARTHEST))
    weeks = [week.shift(-back) for back in range((week.monday - first.monday).days // 7 + 1)]
    said = [verbatims(engine, journey_id, stage_id=stage_id, week=one, timezone=timezone) for one in weeks]
    return pl.concat(said).filter(pl.col("at").dt.convert_time_zone(timezone).dt.date() >= since)
