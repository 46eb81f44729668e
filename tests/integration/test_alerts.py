"""Alerts: raised once, answered on record, and a blocker reaches the map with its evidence."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from journey.domain.weeks import Week
from journey.domain.words import AlertState, PainStatus, Standing
from journey.errors import Refused
from journey.routine.alerts.acts import check, triage
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric
from journey.store.engine import writing
from journey.store.readers.alerts import alerts, flips
from journey.store.readers.journeys import stages
from journey.store.readers.work import pains
from journey.store.tables import Observation

YOU = 1
WEEK = Week.parse("2026-W46")


@pytest.fixture
def shop(engine: Engine) -> tuple[int, int]:
    """A journey whose drop-off at Pay was 20 % for a year and is 45 % in week 46; its id and the metric's."""
    journey = add_journey(engine, by=YOU, name="Shop", stages=("Basket", "Pay")).key
    pay = stages(engine, journey)[1].key
    metric = add_metric(engine, by=YOU, journey=journey, formula="drop_off", stage=pay).key
    draw = np.random.default_rng(7)
    rows = []
    for back in range(365):
        day = WEEK.sunday - timedelta(days=back)
        gone = int(draw.binomial(200, 0.45 if day >= WEEK.monday else 0.20))
        rows.append(
            {
                "metric_id": metric,
                "grain": "day",
                "day": day,
                "segment": "",
                "n": 200,
                "total": gone,
                "total_sq": gone,
                "mature": True,
            }
        )
    with writing(engine) as session:
        session.connection().execute(insert(Observation), rows)
    return journey, metric


def test_what_stands_out_is_raised_once(engine: Engine, shop: tuple[int, int]) -> None:
    journey, metric = shop
    raised = check(engine, by=YOU, journey=journey, week=WEEK)
    assert [alert.metric_id for alert in raised] == [metric]
    assert raised[0].worse
    assert raised[0].since >= date(2026, 11, 8)
    assert "up: 4" in raised[0].why
    assert "usually" in raised[0].why
    assert check(engine, by=YOU, journey=journey, week=WEEK) == []
    assert alerts(engine, journey).height == 1


def test_a_calm_week_raises_nothing(engine: Engine, shop: tuple[int, int]) -> None:
    journey, _ = shop
    assert check(engine, by=YOU, journey=journey, week=WEEK.shift(-1)) == []


def test_a_metric_that_is_not_critical_raises_nothing(engine: Engine, shop: tuple[int, int]) -> None:
    from journey.routine.metrics import change_metric

    journey, metric = shop
    change_metric(engine, by=YOU, journey=journey, metric=metric, revision=1, critical=False)
    assert check(engine, by=YOU, journey=journey, week=WEEK) == []


def test_noise_needs_a_reason_and_is_on_record(engine: Engine, shop: tuple[int, int]) -> None:
    journey, _ = shop
    [alert] = check(engine, by=YOU, journey=journey, week=WEEK)
    with pytest.raises(Refused, match="Say why it is noise"):
        triage(engine, by=YOU, journey=journey, alert=alert.key, revision=1, state=AlertState.NOISE)
    triage(engine, by=YOU, journey=journey, alert=alert.key, revision=1, state=AlertState.NOISE, reason="A test shop")
    said = flips(engine, journey).row(0, named=True)
    assert (said["person"], said["old"], said["new"], said["reason"]) == ("You", "open", "noise", "A test shop")
    assert check(engine, by=YOU, journey=journey, week=WEEK) == [], "what was answered is not raised again"


def test_a_blocker_becomes_a_pain_point_with_the_alert_as_its_evidence(engine: Engine, shop: tuple[int, int]) -> None:
    journey, _ = shop
    [alert] = check(engine, by=YOU, journey=journey, week=WEEK)
    triage(engine, by=YOU, journey=journey, alert=alert.key, revision=1, state=AlertState.BLOCKER)
    pain = pains(engine, journey).row(0, named=True)
    assert (pain["stage"], pain["status"], pain["standing"], pain["evidence"]) == (
        "Pay",
        PainStatus.BLOCKER,
        Standing.EVIDENCED,
        1,
    )


def test_a_known_pain_point_can_be_the_blocker(engine: Engine, shop: tuple[int, int]) -> None:
    from journey.routine.pains import add_pain

    journey, _ = shop
    pay = stages(engine, journey)[1].key
    known = add_pain(engine, by=YOU, journey=journey, stage=pay, title="Cards are refused")
    [alert] = check(engine, by=YOU, journey=journey, week=WEEK)
    triage(engine, by=YOU, journey=journey, alert=alert.key, revision=1, state=AlertState.BLOCKER, pain=known.key)
    rows = pains(engine, journey)
    assert rows.select("id", "status").rows() == [(known.key, "blocker")]
    assert rows.filter(pl.col("evidence") == 1).height == 1
