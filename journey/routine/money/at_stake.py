"""What is at stake a week at each stage of a journey, from its data and what its metrics are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Engine

from journey.analysis.money import Level, StageStake, WorthSpec, by_stage, level_of, stake
from journey.analysis.money.stakes import kept_here, levels_by_place, onward_of
from journey.analysis.rollup import weekly
from journey.domain.model import StageSpec
from journey.domain.words import MetricKind
from journey.routine.money.worths import worth_specs
from journey.store.engine import reading
from journey.store.readers import metrics as read
from journey.store.readers.journeys import journeys
from journey.store.readers.journeys import metrics as metric_rows
from journey.store.tables import Metric

PASSING = ("drop_off", "churn", "conversion", "step_duration")
"""KPIs whose n is the customers who passed through a stage, in the order they are asked for it."""
AROUND = ("drop_off", "churn", "conversion")


@dataclass(frozen=True)
class AtStake:
    """Money at stake by stage, the whole journey's own first, then in order; a stage without any worth is in `without`.

    The stages' sums stand side by side and are never added: who stays at one stage can leave at the next.
    """

    currency: str
    stages: tuple[StageStake, ...]
    metrics: Mapping[int, Metric]
    names: Mapping[int | None, str]
    without: tuple[str, ...]
    unmeasured: tuple[Metric, ...]
    """Metrics with a worth, but no settled week."""


@dataclass(frozen=True)
class Surroundings:
    """What money is worked out from: worths by metric, the level of every metric that it needs, and the stages in order."""

    worths: Mapping[int, WorthSpec]
    levels: Mapping[int, Level]
    stages: tuple[StageSpec, ...]

    def onward(self, level: Level, worth: WorthSpec) -> dict[str, object]:
        """The share that goes on to the goal and the volume, as `stake` takes them; nothing where they do not matter."""
        spec, found = level.spec, dict[str, object]()
        if spec.kind in (MetricKind.MEAN, MetricKind.NPS):
            found["volume"] = self.passing(spec.stage_id)
        if kept_here(worth.kind, spec):
            ahead = {at.id for at in self.stages if at.position > self._position(spec.stage_id)}
            later = [one for at, one in levels_by_place(self.levels, "drop_off").items() if at in ahead]
            own = levels_by_place(self.levels, "conversion").get(spec.stage_id)
            found["onward"], found["onward_drawn"] = onward_of(own, level, later)
        return found

    def passing(self, stage_id: int | None) -> float:
        """Customers who pass through the stage in a week; 0 where nothing says it."""
        places = (levels_by_place(self.levels, formula).get(stage_id) for formula in PASSING)
        return next((level.volume for level in places if level), 0.0)

    def _position(self, stage_id: int | None) -> int:
        return next((at.position for at in self.stages if at.id == stage_id), -1)


def at_stake(engine: Engine, journey_id: int, *, until: date, around: Surroundings | None = None) -> AtStake:
    """Money at stake with what was known by `until`, a Sunday; `around` are that day's surroundings, where they are known."""
    around = around or surroundings(engine, journey_id, until=until)
    worths = around.worths
    rows = {metric.key: metric for metric in metric_rows(engine, journey_id)}
    known = {id: worth for id, worth in worths.items() if id in around.levels}
    held = [id for id in known if around.levels[id].reference is not None]
    stages = by_stage([stake(around.levels[id], known[id], **around.onward(around.levels[id], known[id])) for id in held])  # type: ignore[arg-type]
    names: dict[int | None, str] = {None: "Whole journey"} | {at.id: at.name for at in around.stages}
    told = {rows[id].stage_id for id in worths if id in rows}
    return AtStake(
        currency=next(row.currency for row in journeys(engine) if row.key == journey_id),
        stages=tuple(stages[at] for at in names if at in stages),
        metrics=rows,
        names=names,
        without=tuple(name for at, name in names.items() if at is not None and at not in told),
        unmeasured=tuple(rows[id] for id in worths if id in rows and id not in held),
    )


def surroundings(engine: Engine, journey_id: int, *, until: date) -> Surroundings:
    """Where each metric that money needs has stood of late, up to `until`."""
    worths = worth_specs(engine, journey_id)
    with reading(engine) as session:
        specs = read.specs(session, journey_id)
        stages = read.stage_specs(session, journey_id)
    wanted = [spec for spec in specs if spec.id in worths or spec.formula in AROUND] if worths else []
    targets = {metric.key: metric.target for metric in metric_rows(engine, journey_id)}
    seen = read.observations(engine, journey_id, metric_ids=[spec.id for spec in wanted], until=until)
    weeks = weekly(seen, wanted, as_of=until)
    found = {spec.id: level_of(weeks, spec, targets.get(spec.id)) for spec in wanted if spec.id in targets}
    return Surroundings(worths, {id: level for id, level in found.items() if level}, stages)
