"""All metrics and segments together keep to the false alarms that the owner accepts, on journeys where nothing happens."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.routine.alerts.plan import set_plan
from journey.routine.alerts.record import replayed
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric
from journey.routine.start import start
from journey.store.engine import writing
from journey.store.readers.journeys import stages
from journey.store.tables import Observation
from tests.integration.watched_shop import WEEK, YOU

METRICS, SEGMENTS, DAYS = 8, 4, 420


def quiet_journey(engine: Engine, seed: int) -> int:
    """Drop-off at eight stages and in four segments of each, with weekdays and noise that remembers and is shared; its id."""
    draw = np.random.default_rng(seed)
    journey = add_journey(engine, by=YOU, name="Quiet", stages=tuple(f"Stage {number}" for number in range(METRICS))).key
    for stage in stages(engine, journey):
        metric = add_metric(engine, by=YOU, journey=journey, formula="drop_off", stage=stage.key).key
        with writing(engine) as session:
            session.connection().execute(insert(Observation), _days(draw, metric))
    return journey


def _days(draw: np.random.Generator, metric: int) -> list[dict[str, object]]:
    level, weekdays, shared = draw.uniform(-2, -0.4), draw.normal(0, 0.1, 7), 0.0
    rows: list[dict[str, object]] = []
    for back in range(DAYS, -1, -1):
        day = WEEK.sunday - timedelta(days=back)
        shared = 0.4 * shared + draw.normal(0, 0.06)
        n = draw.poisson([20, 40, 60, 80])
        odds = level + weekdays[day.weekday()] + shared + draw.normal(0, 0.08, SEGMENTS)
        gone = draw.binomial(n, 1 / (1 + np.exp(-odds)))
        sums = [("", int(n.sum()), int(gone.sum())), *((f"region={i}", int(n[i]), int(gone[i])) for i in range(SEGMENTS))]
        common = {"metric_id": metric, "grain": "day", "day": day, "mature": True}
        rows += [{**common, "segment": name, "n": size, "total": total, "total_sq": total} for name, size, total in sums]
    return rows


@pytest.mark.parametrize("seed", [1, 2])
def test_a_quiet_journey_rings_no_more_often_than_accepted(sqlite_home: Settings, seed: int) -> None:
    engine = start(sqlite_home)
    journey = quiet_journey(engine, seed)
    rates = []
    for revision, accepted in enumerate((2.0, 0.5)):
        set_plan(engine, by=YOU, journey=journey, revision=revision, false_alarms_month=accepted)
        found = replayed(engine, journey, until=WEEK)
        assert found.rate is not None
        assert found.months > 10
        assert found.rate <= accepted
        rates.append(found.rate)
    assert rates[1] <= rates[0], "who accepts fewer is told less"
    engine.dispose()
