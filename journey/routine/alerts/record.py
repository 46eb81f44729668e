"""How far alerts can be trusted: what became of the last ones, and how often this journey's own quiet weeks would ring."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.analysis.alerts.budget import QuietRate, quiet_rate
from journey.analysis.alerts.moves import stories
from journey.analysis.alerts.record import WEEKS, Outcome, Record, outcomes, record
from journey.analysis.compare import LOOK_BACK, compare
from journey.analysis.rollup import known_so_far
from journey.domain.weeks import Week
from journey.routine.alerts.anomalies import moves_of
from journey.routine.alerts.raising import ONE_EPISODE
from journey.routine.alerts.watching import Watch
from journey.store.engine import reading
from journey.store.readers import alerts as store
from journey.store.readers.watching import last_days
from journey.store.tables import Change

REPLAYED = 52
"""Weeks of history that are replayed."""
AFTER_A_CHANGE = timedelta(days=28)
"""How long after a change shipped its stage is not quiet."""
Window = tuple[date, date]


def measured(engine: Engine, journey_id: int, *, today: date) -> Record:
    """What became of the alerts of the last WEEKS weeks; see `analysis.alerts.record.outcome` for what counts as what."""
    known = store.alerts(engine, journey_id)
    recent = known.filter(pl.col("week") > str(Week.of(today).shift(-WEEKS)), pl.col("week") <= str(Week.of(today)))
    return record(outcomes(recent, store.flips(engine, journey_id)).values())


def replayed(engine: Engine, journey_id: int, *, until: Week) -> QuietRate:
    """How many alerts a month the journey's quiet history would raise, by the limits and lessons of now.

    The last REPLAYED weeks are replayed, each metric with its segments as one. Left out, as not quiet: at a stage the weeks
    after a change shipped, and the days of alerts that people called real. What is left may still hold things that happened and
    that nobody told, so the true rate is at most this.
    """
    watch = Watch(engine, journey_id)
    specs = [watch.specs[id] for id in sorted(watch.critical) if id in watch.specs]
    seen = watch.observed(segments=bool(watch.segments)).filter(pl.col("day") <= until.sunday)
    weeks = known_so_far(seen.filter(pl.col("metric_id").is_in([spec.id for spec in specs])), specs, as_of=until.sunday)
    history = {spec.id: dict[date, bool]() for spec in specs}
    for back in range(REPLAYED - 1, -1, -1):
        _replay(watch, weeks, until.shift(-back), history)
    busy = _busy(engine, journey_id)
    frames = [
        (_as_account(history[spec.id]), [window for stage, window in busy if stage in (None, spec.stage_id)]) for spec in specs
    ]
    return quiet_rate(frames)


def unknown(engine: Engine, journey_id: int, week: Week) -> dict[int, date | None]:
    """The critical metrics of which nothing is known in `week`, with the newest day before it that is; unknown is not calm."""
    watch = Watch(engine, journey_id)
    specs = [watch.specs[id] for id in sorted(watch.critical) if id in watch.specs]
    newest = last_days(engine, specs, until=week.sunday)
    return {spec.id: newest.get(spec.id) for spec in specs if newest.get(spec.id, date.min) < week.monday}


def _replay(watch: Watch, weeks: pl.DataFrame, week: Week, history: dict[int, dict[date, bool]]) -> None:
    """Say for each metric that `week` could be judged of whether it would have told a story."""
    near = weeks.filter(pl.col("week").is_between(week.shift(-LOOK_BACK - 1).monday, week.monday))
    compared = compare(near, week, watch.specs.values(), settled=True).filter(pl.col("week") == week.monday)
    for key, rows in compared.partition_by("metric_id", as_dict=True).items():
        if rows.filter((pl.col("segment") == "") & pl.col("usual").is_not_null()).height:
            history[key[0]][week.monday] = bool(stories(moves_of(watch, rows.to_dicts())))


def _as_account(history: dict[date, bool]) -> pl.DataFrame:
    """A metric's replayed weeks in the columns that `quiet_rate` reads."""
    rows = {"date": list(history), "flagged": list(history.values()), "score": [1.0] * len(history)}
    return pl.DataFrame(rows, schema={"date": pl.Date, "flagged": pl.Boolean, "score": pl.Float64})


def _busy(engine: Engine, journey_id: int) -> list[tuple[int | None, Window]]:
    """When something was known to happen, and at which stage (None: everywhere)."""
    with reading(engine) as session:
        query = select(Change).where(Change.journey_id == journey_id, col(Change.deleted_at).is_(None))
        changes = [(row.stage_id, row.shipped_on) for row in session.exec(query) if row.shipped_on]
    known = store.alerts(engine, journey_id)
    real = [id for id, came_to in outcomes(known, store.flips(engine, journey_id)).items() if came_to is Outcome.REAL]
    told = known.filter(pl.col("id").is_in(real)).select("stage_id", "since", "week")
    return [
        *((stage, (day - timedelta(days=6), day + AFTER_A_CHANGE)) for stage, day in changes),
        *((stage, (day - ONE_EPISODE, Week.parse(week).sunday)) for stage, day, week in told.iter_rows()),
    ]
