"""How every journey is doing, in the figures that an owner of many looks at first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.engine import Engine

from journey.analysis.rollup import known_so_far
from journey.domain.words import Direction
from journey.routine.notify.due import due_week
from journey.routine.readiness import readiness
from journey.store.engine import reading
from journey.store.readers import metrics as measured
from journey.store.readers.journeys import journeys, metrics, stages
from journey.store.readers.portfolio import waiting
from journey.store.tables import Journey, Metric


@dataclass(frozen=True)
class Aim:
    """A success metric of a stage ("" for the whole journey) with its latest settled value.

    `reached` is None without a value or a target.
    """

    metric: Metric
    stage: str
    value: float | None
    reached: bool | None


@dataclass(frozen=True)
class Health:
    """A journey with what waits in it, whether it holds its targets, and how much of being ready it is."""

    journey: Journey
    aims: tuple[Aim, ...]
    stages: int
    cards: int
    hypotheses: int
    alerts: int
    blockers: int
    overdue: int
    closed: str | None
    ready: int
    ready_of: int

    @property
    def settled(self) -> list[Aim]:
        """The aims that can be told."""
        return [aim for aim in self.aims if aim.reached is not None]


def health(engine: Engine, *, today: date) -> list[Health]:
    """Every journey that is not in the bin, by name; figures as of the week that Monday reviews there."""
    counts = {row["journey_id"]: row for row in waiting(engine, today=today).iter_rows(named=True)}
    return [_of(engine, row, counts.get(row.key, {}), today) for row in journeys(engine)]


def _of(engine: Engine, journey: Journey, counts: dict[str, Any], today: date) -> Health:
    ready = readiness(engine, journey.key, today=today)
    figures = {name: counts.get(name) or 0 for name in ("stages", "cards", "hypotheses", "alerts", "blockers", "overdue")}
    aims = _aims(engine, journey, today)
    return Health(journey, aims, **figures, closed=counts.get("closed"), ready=ready.met, ready_of=ready.of)


def _aims(engine: Engine, journey: Journey, today: date) -> tuple[Aim, ...]:
    wanted = [metric for metric in metrics(engine, journey.key) if metric.success]
    if not wanted:
        return ()
    ids = {metric.key for metric in wanted}
    with reading(engine) as session:
        specs = [spec for spec in measured.specs(session, journey.key) if spec.id in ids]
    sunday = due_week(engine, journey, today=today).shift(-1).sunday
    seen = measured.observations(engine, journey.key, metric_ids=sorted(ids), until=sunday)
    weeks = known_so_far(seen, specs, as_of=sunday)
    settled = weeks.filter(weeks["mature"] & weeks["value"].is_not_null()).sort("week")
    latest = {row["metric_id"]: row["value"] for row in settled.iter_rows(named=True)}
    names = {stage.key: stage.name for stage in stages(engine, journey.key)}
    return tuple(_aim(metric, names.get(metric.stage_id or 0, ""), latest.get(metric.key)) for metric in wanted)


def _aim(metric: Metric, stage: str, value: float | None) -> Aim:
    if value is None or metric.target is None:
        return Aim(metric, stage, value, None)
    up = Direction(metric.direction) is Direction.UP
    return Aim(metric, stage, value, value >= metric.target if up else value <= metric.target)
