"""The acts on metrics: what the library fills in, what is refused, when figures are computed anew."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.engine import Engine

from journey.domain.kpis import load_kpis
from journey.domain.words import Direction, Role
from journey.errors import JourneyError, NotAllowed, NotFound, Refused, StaleEdit
from journey.routine.bin import restore
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric, bin_metric, change_metric
from journey.routine.people import add_person, set_member
from journey.store.readers.journeys import row, stages
from journey.store.readers.metrics import metrics
from journey.store.tables import Journey, Metric

YOU = 1


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


def version(engine: Engine, journey: int) -> int:
    return row(engine, Journey, journey).data_version


def test_what_is_not_said_comes_from_the_library(engine: Engine, shop: int) -> None:
    pay = stages(engine, shop)[1].key
    before = version(engine, shop)
    made = add_metric(engine, by=YOU, journey=shop, formula="drop_off", stage=pay, target=0.2)
    known = load_kpis()["drop_off"]
    assert (made.name, made.kind, made.direction, made.why) == (known.name, known.kind, known.direction, known.why)
    assert (made.target, made.stage_id, made.critical) == (0.2, pay, True)
    assert version(engine, shop) > before, "its figures are yet to be computed"


@pytest.mark.parametrize("formula", sorted(load_kpis()))
def test_every_kpi_of_the_library_can_be_measured(engine: Engine, shop: int, formula: str) -> None:
    assert add_metric(engine, by=YOU, journey=shop, formula=formula).formula == formula


def test_a_kpi_that_is_not_in_the_library_is_refused_with_those_that_are(engine: Engine, shop: int) -> None:
    with pytest.raises(JourneyError, match=r"no KPI 'joy'.*drop_off"):
        add_metric(engine, by=YOU, journey=shop, formula="joy")


def test_the_fourth_critical_metric_of_a_stage_is_refused_plainly(engine: Engine, shop: int) -> None:
    browse, pay = (stage.key for stage in stages(engine, shop))
    for formula in ("drop_off", "csat", "ces"):
        add_metric(engine, by=YOU, journey=shop, formula=formula, stage=pay, critical=True)
    with pytest.raises(Refused, match="three critical metrics already"):
        add_metric(engine, by=YOU, journey=shop, formula="nps", stage=pay, critical=True)
    calm = add_metric(engine, by=YOU, journey=shop, formula="nps", stage=pay, critical=False)
    with pytest.raises(Refused, match="uncritical first"):
        change_metric(engine, by=YOU, journey=shop, metric=calm.key, revision=1, critical=True)
    add_metric(engine, by=YOU, journey=shop, formula="nps", stage=browse, critical=True)
    whole = metrics(engine, shop).filter(stage_id=pay)
    assert whole["critical"].to_list() == [True, True, True, False]


def test_room_comes_free_when_one_is_binned(engine: Engine, shop: int) -> None:
    made = [add_metric(engine, by=YOU, journey=shop, formula=f, critical=True) for f in ("drop_off", "csat", "ces")]
    bin_metric(engine, by=YOU, journey=shop, metric=made[0].key, revision=1)
    assert add_metric(engine, by=YOU, journey=shop, formula="nps", critical=True).critical
    with pytest.raises(Refused, match="three critical metrics already"):
        restore(engine, by=YOU, journey=shop, subject="metric", id=made[0].key)


def test_the_same_thing_is_measured_once_in_one_place(engine: Engine, shop: int) -> None:
    browse, pay = (stage.key for stage in stages(engine, shop))
    add_metric(engine, by=YOU, journey=shop, formula="drop_off", stage=pay)
    with pytest.raises(Refused, match="measured there already"):
        add_metric(engine, by=YOU, journey=shop, formula="drop_off", stage=pay)
    add_metric(engine, by=YOU, journey=shop, formula="drop_off", stage=browse)
    for event in ("click", "error"):
        add_metric(engine, by=YOU, journey=shop, formula="event_count", event=event)
    assert metrics(engine, shop).height == 4


@pytest.mark.parametrize(
    ("formula", "values", "said"),
    [
        ("drop_off", {"target": 25.0}, "between 0 % and 100 %"),
        ("drop_off", {"baseline": -0.1}, "between 0 % and 100 %"),
        ("nps", {"target": 101.0}, "between −100 and 100"),
        ("ces", {"target": 8.0}, "ends at 7"),
        ("time_to_resolution", {"target": -1.0}, "less than nothing"),
        ("ticket_volume", {"baseline": float("inf")}, "less than nothing"),
        ("csat", {"name": "  "}, "needs a name"),
    ],
)
def test_a_target_out_of_reach_is_refused(engine: Engine, shop: int, formula: str, values: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        add_metric(engine, by=YOU, journey=shop, formula=formula, **values)
    made = add_metric(engine, by=YOU, journey=shop, formula=formula)
    with pytest.raises(Refused, match=said):
        change_metric(engine, by=YOU, journey=shop, metric=made.key, revision=1, **values)
    assert row(engine, Metric, made.key).revision == 1


def test_a_stale_edit_shows_both_targets(engine: Engine, shop: int) -> None:
    made = add_metric(engine, by=YOU, journey=shop, formula="drop_off").key
    change_metric(engine, by=YOU, journey=shop, metric=made, revision=1, target=0.2, direction="up")
    with pytest.raises(StaleEdit) as refusal:
        change_metric(engine, by=YOU, journey=shop, metric=made, revision=1, target=0.3)
    assert (refusal.value.mine, refusal.value.theirs) == ({"target": 0.3}, {"target": 0.2})
    assert row(engine, Metric, made).direction is Direction.UP


def test_saving_what_is_there_computes_nothing_anew(engine: Engine, shop: int) -> None:
    made = add_metric(engine, by=YOU, journey=shop, formula="drop_off", target=0.2).key
    before = version(engine, shop)
    change_metric(engine, by=YOU, journey=shop, metric=made, revision=1, target=0.2)
    assert version(engine, shop) == before
    change_metric(engine, by=YOU, journey=shop, metric=made, revision=1, target=0.1)
    assert version(engine, shop) > before


def test_a_binned_metric_comes_back_with_its_target(engine: Engine, shop: int) -> None:
    made = add_metric(engine, by=YOU, journey=shop, formula="drop_off", target=0.2).key
    bin_metric(engine, by=YOU, journey=shop, metric=made, revision=1)
    assert metrics(engine, shop).is_empty()
    restore(engine, by=YOU, journey=shop, subject="metric", id=made)
    assert metrics(engine, shop)["target"].to_list() == [0.2]


def test_a_viewer_changes_no_metric_and_nobody_another_journeys(engine: Engine, shop: int) -> None:
    made = add_metric(engine, by=YOU, journey=shop, formula="drop_off").key
    vera = add_person(engine, by=YOU, name="Vera").key
    set_member(engine, by=YOU, journey=shop, person=vera, role=Role.VIEWER)
    with pytest.raises(NotAllowed):
        change_metric(engine, by=vera, journey=shop, metric=made, revision=1, target=0.5)
    other = add_journey(engine, by=YOU, name="Other").key
    with pytest.raises(NotFound):
        change_metric(engine, by=YOU, journey=other, metric=made, revision=1, target=0.5)
    assert row(engine, Metric, made).target is None
