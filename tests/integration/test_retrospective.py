"""Friday's trials: a change against its metric, with whatever is known of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from journey.domain.weeks import Week
from journey.domain.words import Direction, Verdict
from journey.routine.alerts.acts import check
from journey.routine.changes import add_change, bin_change
from journey.routine.journeys import add_journey, bin_stage
from journey.routine.metrics import add_metric, bin_metric
from journey.routine.verdicts import Trial, trials
from journey.store.engine import writing
from journey.store.readers.alerts import alerts
from journey.store.readers.journeys import stages
from journey.store.tables import Observation

YOU = 1
REVIEWED, WEEK = Week.parse("2026-W46"), Week.parse("2026-W47")
TODAY = date(2026, 11, 20)
SHIPPED = date(2026, 10, 5)


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


def a_metric(engine: Engine, journey: int, *, since: date | None = None, to: float = 0.1, days: int = 365, at: int = 1) -> int:
    """Drop-off at a stage: 20 % for `days` up to the reviewed Sunday, `to` from `since` on."""
    metric = add_metric(engine, by=YOU, journey=journey, formula="drop_off", stage=stages(engine, journey)[at].key).key
    draw = np.random.default_rng(3)
    rows = []
    for back in range(days):
        day = REVIEWED.sunday - timedelta(days=back)
        gone = int(draw.binomial(400, to if since and day >= since else 0.20))
        sums = {"n": 400, "total": gone, "total_sq": gone}
        rows.append({"metric_id": metric, "grain": "day", "day": day, "segment": "", "mature": True, **sums})
    if rows:
        with writing(engine) as session:
            session.connection().execute(insert(Observation), rows)
    return metric


def shipped(engine: Engine, journey: int, metric: int | None, day: date = SHIPPED, **values: Any) -> int:
    hypothesis = {"metric_id": metric, "shipped_on": day, "direction": Direction.DOWN, "size": 0.05, **values}
    return add_change(engine, by=YOU, journey=journey, title="Fewer fields", **hypothesis).key


def the_trial(engine: Engine, journey: int) -> Trial:
    [trial] = trials(engine, journey, until=REVIEWED.sunday)
    return trial


@pytest.mark.parametrize(
    ("to", "said"), [(0.10, Verdict.VALIDATED), (0.30, Verdict.HARMFUL), (0.20, Verdict.REJECTED)], ids=["fell", "rose", "stayed"]
)
def test_the_data_say_what_became_of_a_change(engine: Engine, shop: int, to: float, said: Verdict) -> None:
    shipped(engine, shop, a_metric(engine, shop, since=SHIPPED, to=to))
    trial = the_trial(engine, shop)
    assert trial.ruling.verdict is said
    assert trial.path["at"].max() == REVIEWED.sunday
    assert trial.path.filter(trial.path["at"] < SHIPPED)["value"].drop_nulls().mean() == pytest.approx(0.2, abs=0.01)


def test_what_happens_after_the_reviewed_sunday_is_not_known_yet(engine: Engine, shop: int) -> None:
    metric = a_metric(engine, shop, since=SHIPPED, to=0.10)
    shipped(engine, shop, metric)
    before = [trial.impact for trial in trials(engine, shop, until=date(2026, 10, 25))]
    with writing(engine) as session:
        later = {"metric_id": metric, "grain": "day", "day": date(2026, 11, 16), "segment": "", "mature": True}
        session.connection().execute(insert(Observation), [{**later, "n": 400, "total": 400, "total_sq": 400}])
    assert [trial.impact for trial in trials(engine, shop, until=date(2026, 10, 25))] == before
    assert trials(engine, shop, until=SHIPPED - timedelta(days=1)) == []


@pytest.mark.parametrize("day", [REVIEWED.sunday, REVIEWED.sunday - timedelta(days=1), REVIEWED.sunday - timedelta(days=2)])
def test_days_after_a_change_it_is_too_early_to_tell(engine: Engine, shop: int, day: date) -> None:
    shipped(engine, shop, a_metric(engine, shop), day)
    assert the_trial(engine, shop).ruling.verdict is Verdict.TOO_EARLY


@pytest.mark.parametrize("day", [date(2020, 1, 6), REVIEWED.sunday - timedelta(days=364), REVIEWED.sunday - timedelta(days=360)])
def test_a_change_from_before_the_data_is_not_judged(engine: Engine, shop: int, day: date) -> None:
    shipped(engine, shop, a_metric(engine, shop), day)
    assert the_trial(engine, shop).ruling.verdict in (Verdict.CANT_TELL, Verdict.TOO_EARLY)


@pytest.mark.parametrize("days", [0, 1, 2])
def test_a_metric_with_hardly_any_data_is_not_judged(engine: Engine, shop: int, days: int) -> None:
    shipped(engine, shop, a_metric(engine, shop, days=days))
    trial = the_trial(engine, shop)
    assert trial.ruling.verdict in (Verdict.CANT_TELL, Verdict.TOO_EARLY)
    assert trial.ruling.sentence
    assert trial.path.schema["value"].is_float()


def test_only_shipped_changes_with_a_metric_are_tried(engine: Engine, shop: int) -> None:
    metric = a_metric(engine, shop)
    shipped(engine, shop, None)
    shipped(engine, shop, metric, shipped_on=None)
    gone = shipped(engine, shop, metric)
    bin_change(engine, by=YOU, journey=shop, change=gone, revision=1)
    assert trials(engine, shop, until=REVIEWED.sunday) == []


def test_a_metric_in_the_bin_takes_its_trials_with_it(engine: Engine, shop: int) -> None:
    metric = a_metric(engine, shop)
    shipped(engine, shop, metric)
    bin_metric(engine, by=YOU, journey=shop, metric=metric, revision=1)
    assert trials(engine, shop, until=REVIEWED.sunday) == []


def test_a_stage_in_the_bin_takes_its_trials_with_it(engine: Engine, shop: int) -> None:
    shipped(engine, shop, a_metric(engine, shop))
    bin_stage(engine, by=YOU, journey=shop, stage=stages(engine, shop)[1].key, revision=1)
    assert trials(engine, shop, until=REVIEWED.sunday) == []
    assert check(engine, by=YOU, journey=shop, week=REVIEWED) == []


def test_of_ten_who_look_at_once_one_raises_the_alert(engine: Engine, shop: int) -> None:
    from concurrent.futures import ThreadPoolExecutor

    a_metric(engine, shop, since=REVIEWED.monday, to=0.45)
    with ThreadPoolExecutor(10) as pool:
        raised = list(pool.map(lambda _: check(engine, by=YOU, journey=shop, week=REVIEWED), range(10)))
    assert sorted(map(len, raised)) == [0] * 9 + [1]
    assert alerts(engine, shop).height == 1
