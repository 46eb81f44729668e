"""A journey with a year of drop-off at Pay, for everyone and by segment, moved where a test says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from journey.domain.weeks import Week
from journey.routine.alerts.acts import check
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric
from journey.store.engine import writing
from journey.store.readers.journeys import stages
from journey.store.tables import Alert, Observation, told_at

YOU = 1
WEEK = Week.parse("2026-W46")
Rate = Callable[[str, date], float]
"""What share drops off, by segment and day."""


@dataclass(frozen=True)
class Shop:
    """The journey, its metric, and what to do with them on a Monday."""

    engine: Engine
    journey: int
    metric: int

    def look(self, week: Week = WEEK, *, on: date | None = None) -> list[Alert]:
        """Check a week on the Monday after it, or on another day."""
        day = on or week.shift(1).monday
        with told_at(nine(day)):
            return check(self.engine, by=YOU, journey=self.journey, week=week, today=day)


def nine(day: date) -> datetime:
    """Nine o'clock on a day."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def shop(
    engine: Engine,
    rate: Rate,
    *,
    name: str = "Shop",
    sizes: Mapping[str, int] | None = None,
    until: date = WEEK.sunday,
    days: int = 365,
    seed: int = 7,
) -> Shop:
    """Drop-off at Pay over `days` days: of each segment as many customers a day as `sizes` says, everyone being their sum.

    Without sizes 200 customers a day, in no segment. A size for "" adds customers that are in no segment.
    """
    journey = add_journey(engine, by=YOU, name=name, stages=("Basket", "Pay")).key
    metric = add_metric(engine, by=YOU, journey=journey, formula="drop_off", stage=stages(engine, journey)[1].key).key
    made = Shop(engine, journey, metric)
    fill(made, rate, sizes=sizes, until=until, days=days, seed=seed)
    return made


def fill(
    shop: Shop, rate: Rate, *, sizes: Mapping[str, int] | None = None, until: date = WEEK.sunday, days: int = 365, seed: int = 7
) -> None:
    """Store the days up to `until`."""
    draw, rows = np.random.default_rng(seed), []
    for back in range(days):
        day = until - timedelta(days=back)
        gone = {segment: int(draw.binomial(n, rate(segment, day))) for segment, n in (sizes or {"": 200}).items()}
        rows += [_row(shop.metric, segment, day, (sizes or {})[segment], gone[segment]) for segment in gone if segment]
        rows.append(_row(shop.metric, "", day, sum((sizes or {"": 200}).values()), sum(gone.values())))
    with writing(shop.engine) as session:
        session.connection().execute(insert(Observation), rows)


def _row(metric: int, segment: str, day: date, n: int, total: int) -> dict[str, object]:
    sums = {"n": n, "total": total, "total_sq": total}
    return {"metric_id": metric, "grain": "day", "day": day, "segment": segment, "mature": True, **sums}


def calm(_segment: str, _day: date) -> float:
    """Nothing ever happens."""
    return 0.2


def since(day: date, to: float = 0.45, *, until: date = date.max, only: str | None = None) -> Rate:
    """A step from a fifth to `to` on `day`, back after `until`; of one segment only, if named."""

    def rate(segment: str, on: date) -> float:
        return to if day <= on <= until and only in (None, segment) else 0.2

    return rate
