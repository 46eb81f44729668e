"""Tells before a test starts how many customers it takes, when they will have come, and what can tell its groups apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.engine import Engine

from journey.analysis.groups import planning
from journey.analysis.groups.measured import measure, told_apart
from journey.analysis.groups.words import Told, told_as
from journey.analysis.segments import segment_values
from journey.domain import format
from journey.domain.words import Direction
from journey.errors import Refused
from journey.routine.data.datasets import journey_data
from journey.store.readers.journeys import row
from journey.store.readers.metrics import spec_of
from journey.store.tables import Metric


@dataclass(frozen=True)
class TestPlan:
    """What a test takes, in a sentence; `plan` is None where too little came in to say."""

    __test__ = False

    plan: planning.Plan | None
    told: Told | None
    sentence: str

    @property
    def ends_on(self) -> date | None:
        return self.plan.ends_on if self.plan else None

    @property
    def needed(self) -> int | None:
        return self.plan.needed if self.plan else None


def plan_test(
    engine: Engine, events: Path, *, journey: int, metric: int, smallest: float, share: float = 0.5, looks: int = 4,
    starts_on: date, known_to: date, direction: Direction | None = None,
) -> TestPlan:  # fmt: skip
    """What a test on a metric takes to see `smallest` (more than 0, in the metric's unit), from the last twelve weeks.

    known_to: the last day of data to plan from. Refused for a rate that cannot change by so much.
    """
    if smallest <= 0:
        raise Refused("Say how large a difference is worth having; it is more than nothing.")
    its = row(engine, Metric, metric)
    data = told_apart(journey_data(engine, events, journey=journey).data)
    since = known_to - timedelta(days=planning.LOOK_BACK - 1)
    history = measure(spec_of(its), data, since=since, until=known_to)
    if history is None:
        return TestPlan(None, None, f"“{its.name}” cannot be told of single customers: nothing to compare groups by.")
    way = Direction(direction or its.direction)
    told = told_as(its.name, its.kind, its.unit, way, history)
    signed = smallest if way is Direction.UP else -smallest
    until = min(known_to, history.last_day)
    try:
        plan = planning.plan(history, since=since, until=until, smallest=signed, share=share, looks=looks, starts_on=starts_on)
    except ValueError as impossible:
        raise Refused(f"{impossible} Name a smaller difference.") from None
    if plan is None:
        return TestPlan(None, told, "Fewer than 20 customers came in the last twelve weeks: too few to plan a test by.")
    return TestPlan(plan, told, _sentence(plan, told))


def attributes(engine: Engine, events: Path, *, journey: int) -> dict[str, tuple[str, ...]]:
    """What the events tell customers apart by: attributes with two to twelve values, and these, the commonest first."""
    data = journey_data(engine, events, journey=journey).data
    found: dict[str, tuple[str, ...]] = {}
    if data.events is not None:
        for name, value, _ in segment_values(data.events, case=data.case).iter_rows():
            found[name] = (*found.get(name, ()), value)
    return found


def _sentence(plan: planning.Plan, told: Told) -> str:
    now = f"{told.name} is {format.value(told.kind, plan.value, unit=told.unit)} now."
    takes = (
        f"It takes about {format.number(plan.total)} customers in both groups together; {format.number(plan.a_day)} come a day"
    )
    if plan.a_day < 1:
        takes = takes.replace("0 come a day", f"{format.number(plan.a_day * 7, 1)} come a week")
    if plan.weeks is None or plan.ends_on is None:
        return f"{now} {takes}: that is more than a year. Look for a larger difference, or at an earlier step."
    known = f", the last {plan.wait} days of them to know what became of the last ones" if plan.wait else ""
    weeks = f"{plan.weeks} week{'s' if plan.weeks > 1 else ''}"
    return f"{now} {takes}: about {weeks} at this volume{known}, until {plan.ends_on:%A} {plan.ends_on.day} {plan.ends_on:%b %Y}."
