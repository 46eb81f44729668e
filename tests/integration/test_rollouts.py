"""A change that came to one part after the other: what it did there beside the parts without it, and when nothing can be said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from journey.routine.experiments.rollouts import read_rollout, splits
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric
from journey.store.engine import writing
from journey.store.readers.journeys import stages
from journey.store.tables import Metric, Observation

YOU = 1
FIRST, UNTIL = date(2026, 6, 1), date(2026, 10, 31)
NORTH, SOUTH = date(2026, 8, 3), date(2026, 9, 7)
ROLLOUT = [{"segment": "region=north", "on": NORTH.isoformat()}, {"segment": "region=south", "on": SOUTH.isoformat()}]
CAME = {"north": NORTH, "south": SOUTH, "east": None, "west": None}
ON_SQLITE = pytest.mark.parametrize("home", ["sqlite"], indirect=True)


def a_metric(engine: Engine, came: Mapping[str, date | None], *, fall: float = 0.08, rise: float = 0.05) -> Metric:
    """Drop-off of 400 a day and region at 30 %, `fall` lower where the change came, and `rise` higher everywhere in autumn."""
    shop = add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key
    metric = add_metric(engine, by=YOU, journey=shop, formula="drop_off", stage=stages(engine, shop)[0].key)
    draw, rows = np.random.default_rng(17), []
    for number in range((UNTIL - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        for region, since in came.items():
            rate = 0.30 + (rise if day >= NORTH else 0) - (fall if since and day >= since else 0)
            gone = int(draw.binomial(400, rate))
            sums = {"n": 400, "total": gone, "total_sq": gone, "mature": True}
            rows.append({"metric_id": metric.key, "grain": "day", "day": day, "segment": f"region={region}", **sums})
    with writing(engine) as session:
        session.connection().execute(insert(Observation), rows)
    return metric


@ON_SQLITE
def test_what_rose_everywhere_is_not_taken_for_the_change(engine: Engine) -> None:
    metric = a_metric(engine, CAME)
    found = read_rollout(engine, metric, ROLLOUT, until=UNTIL)
    assert found.staged is not None
    assert found.staged.effect == pytest.approx(-0.08, abs=0.02)
    assert found.staged.hi95 is not None
    assert found.staged.hi95 < 0  # beside the others it fell; before and after it would have seen three points only
    assert [wave.beside for wave in found.staged.waves][1] == ("region=east", "region=west")
    assert (found.attribute, found.adopted) == ("region", CAME)
    assert "more than chance, beside 2 parts without it" in found.sentence
    assert splits(engine, metric) == {"region": ("east", "north", "south", "west")}


@ON_SQLITE
def test_only_what_is_known_by_the_day_counts_and_the_days_of_taking_it_up_are_left_out(engine: Engine) -> None:
    metric = a_metric(engine, CAME)
    early = read_rollout(engine, metric, ROLLOUT, until=NORTH + timedelta(days=3))
    assert early.sentence.startswith("Too early to say")
    assert read_rollout(engine, metric, ROLLOUT, until=NORTH - timedelta(days=1)).staged is None
    later = read_rollout(engine, metric, ROLLOUT, until=SOUTH - timedelta(days=1), lag_days=14).staged
    at_once = read_rollout(engine, metric, ROLLOUT, until=SOUTH - timedelta(days=1)).staged
    assert later is not None
    assert at_once is not None
    assert [wave.impact.days_after for wave in at_once.waves] == [35]
    assert [wave.impact.days_after for wave in later.waves] == [21]
    assert [wave.on for wave in later.waves] == [NORTH + timedelta(days=14)]


@ON_SQLITE
def test_where_nothing_stands_beside_it_that_is_said(engine: Engine) -> None:
    metric = a_metric(engine, {"north": NORTH, "south": NORTH})
    everywhere = [{"segment": f"region={name}", "on": NORTH.isoformat()} for name in ("north", "south")]
    found = read_rollout(engine, metric, everywhere, until=UNTIL)
    assert (found.staged, "nothing to compare with" in found.sentence) == (None, True)
    mixed = [{"segment": "region=north", "on": "2026-08-03"}, {"segment": "plan=team", "on": "2026-08-10"}]
    assert "they overlap" in read_rollout(engine, metric, mixed, until=UNTIL).sentence
