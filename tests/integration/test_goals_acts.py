"""Objectives and key results: shared by teams, each a metric that is here, edited by revision, binned and brought back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from journey.errors import NotFound, Refused, StaleEdit
from journey.routine.bin import restore
from journey.routine.goals import (
    add_key_result,
    add_objective,
    bin_key_result,
    bin_objective,
    change_key_result,
    change_objective,
)
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric
from journey.routine.people import add_team
from journey.store.readers.audit import binned
from journey.store.readers.goals import key_results, objectives
from journey.store.readers.journeys import stages

YOU = 1
PERIOD: dict[str, Any] = {"starts_on": date(2026, 10, 5), "ends_on": date(2026, 12, 27)}


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Pay",)).key


@pytest.fixture
def metric(engine: Engine, shop: int) -> int:
    [pay] = stages(engine, shop)
    return add_metric(engine, by=YOU, journey=shop, formula="drop_off", stage=pay.key).key


def test_an_objective_is_shared_and_edited_by_revision(engine: Engine, shop: int) -> None:
    teams = [add_team(engine, by=YOU, name=name).key for name in ("Support", "Product")]
    row = add_objective(engine, by=YOU, journey=shop, title=" Paying is easy ", teams=[*teams, teams[0]], **PERIOD)
    assert (row.title, row.teams) == ("Paying is easy", sorted(teams))
    changed = change_objective(engine, by=YOU, journey=shop, objective=row.key, revision=1, ends_on=date(2027, 1, 31))
    assert changed.ends_on == date(2027, 1, 31)
    with pytest.raises(StaleEdit):
        change_objective(engine, by=YOU, journey=shop, objective=row.key, revision=1, title="Other")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": " "}, "needs a title"),
        ({"ends_on": date(2026, 10, 5)}, "ends after it starts"),
        ({"ends_on": date(2027, 12, 31)}, "a year at most"),
    ],
)
def test_an_objective_that_is_none_is_refused(engine: Engine, shop: int, values: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        add_objective(engine, by=YOU, journey=shop, **{"title": "Paying is easy", **PERIOD, **values})
    assert objectives(engine, shop) == []


def test_a_key_result_goes_the_better_way_within_reach_and_once(engine: Engine, shop: int, metric: int) -> None:
    goal = add_objective(engine, by=YOU, journey=shop, title="Paying is easy", **PERIOD).key
    for baseline, target, said in ((0.2, 0.3, "below 20 %"), (0.2, 0.2, "below 20 %"), (0.2, -0.1, "out of reach")):
        with pytest.raises(Refused, match=said):
            add_key_result(engine, by=YOU, journey=shop, objective=goal, metric=metric, baseline=baseline, target=target)
    row = add_key_result(engine, by=YOU, journey=shop, objective=goal, metric=metric, baseline=0.2, target=0.1)
    with pytest.raises(Refused, match="has a key result of that metric"):
        add_key_result(engine, by=YOU, journey=shop, objective=goal, metric=metric, baseline=0.3, target=0.1)
    with pytest.raises(Refused, match="below 5"):
        change_key_result(engine, by=YOU, journey=shop, key_result=row.key, revision=1, baseline=0.05)
    assert change_key_result(engine, by=YOU, journey=shop, key_result=row.key, revision=1, target=0.15).target == 0.15


def test_another_journeys_key_result_is_not_touched(engine: Engine, shop: int, metric: int) -> None:
    goal = add_objective(engine, by=YOU, journey=shop, title="Paying is easy", **PERIOD).key
    row = add_key_result(engine, by=YOU, journey=shop, objective=goal, metric=metric, baseline=0.2, target=0.1).key
    other = add_journey(engine, by=YOU, name="Other").key
    with pytest.raises(NotFound):
        bin_key_result(engine, by=YOU, journey=other, key_result=row, revision=1)
    assert len(key_results(engine, shop)) == 1


def test_what_was_binned_comes_back_from_the_history(engine: Engine, shop: int, metric: int) -> None:
    goal = add_objective(engine, by=YOU, journey=shop, title="Paying is easy", **PERIOD).key
    row = add_key_result(engine, by=YOU, journey=shop, objective=goal, metric=metric, baseline=0.2, target=0.1).key
    bin_key_result(engine, by=YOU, journey=shop, key_result=row, revision=1)
    bin_objective(engine, by=YOU, journey=shop, objective=goal, revision=1)
    assert {(one.subject, one.name) for one in binned(engine, shop)} == {
        ("objective", "Paying is easy"),
        ("key_result", "Drop-off"),
    }
    with pytest.raises(NotFound, match="bring that back first"):
        restore(engine, by=YOU, journey=shop, subject="key_result", id=row)
    restore(engine, by=YOU, journey=shop, subject="objective", id=goal)
    restore(engine, by=YOU, journey=shop, subject="key_result", id=row)
    assert [metric.name for _, metric in key_results(engine, shop)] == ["Drop-off"]
