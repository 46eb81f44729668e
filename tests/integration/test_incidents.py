"""What happened to the journey: which metrics it touches, which days are left out, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.engine import Engine

from journey.errors import Refused, StaleEdit
from journey.routine.board import perform
from journey.routine.experiments.acts import bin_test, change_test, count_by_hand
from journey.routine.incidents import add_incident, bin_incident, change_incident
from journey.routine.journeys import add_journey, bin_stage
from journey.store.readers.audit import history
from journey.store.readers.experiments import tests as known_tests
from journey.store.readers.incidents import days_left_out, incidents, touching
from journey.store.readers.journeys import stages

YOU = 1


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


@pytest.fixture
def places(engine: Engine, shop: int) -> dict[str, int]:
    return {stage.name: stage.key for stage in stages(engine, shop)}


def an_outage(engine: Engine, shop: int, stage: int | None, *, leave_out: bool = True) -> int:
    span: dict[str, Any] = {"starts_on": date(2026, 10, 30), "ends_on": date(2026, 11, 1)}
    return add_incident(engine, by=YOU, journey=shop, title=" Bank was down ", stage_id=stage, leave_out=leave_out, **span).key


def test_an_incident_of_a_stage_touches_its_metrics_and_the_journeys_but_not_its_neighbours(
    engine: Engine, shop: int, places: dict[str, int]
) -> None:
    an_outage(engine, shop, places["Pay"])
    found = incidents(engine, shop)
    assert found.row(0, named=True) | {"id": 0} == {
        "id": 0, "revision": 1, "title": "Bank was down", "details": "", "starts_on": date(2026, 10, 30),
        "ends_on": date(2026, 11, 1), "stage_id": places["Pay"], "stage": "Pay", "leave_out": True,
    }  # fmt: skip
    assert touching(found, places["Pay"]).height == touching(found, None).height == 1
    assert touching(found, places["Browse"]).is_empty()
    assert days_left_out(found, places["Pay"]) == [date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 1)]
    assert days_left_out(found, places["Browse"]) == []


def test_one_of_the_whole_journey_touches_every_metric_and_only_days_that_are_left_out_go(
    engine: Engine, shop: int, places: dict[str, int]
) -> None:
    an_outage(engine, shop, None, leave_out=False)
    found = incidents(engine, shop)
    assert touching(found, places["Browse"], first=date(2026, 11, 1), last=date(2026, 11, 20)).height == 1
    assert touching(found, places["Browse"], first=date(2026, 11, 2)).is_empty()
    assert touching(found, places["Browse"], last=date(2026, 10, 29)).is_empty()
    assert days_left_out(found, None) == []


def test_an_incident_of_a_stage_that_is_gone_is_one_of_the_whole_journey(
    engine: Engine, shop: int, places: dict[str, int]
) -> None:
    an_outage(engine, shop, places["Pay"])
    row = next(stage for stage in stages(engine, shop) if stage.name == "Pay")
    bin_stage(engine, by=YOU, journey=shop, stage=row.key, revision=row.revision)
    assert touching(incidents(engine, shop), places["Browse"]).height == 1


def test_what_cannot_be_an_incident_is_refused_and_leaves_it_as_it_was(engine: Engine, shop: int) -> None:
    id = an_outage(engine, shop, None)
    edit: dict[str, Any] = {"by": YOU, "journey": shop, "incident": id, "revision": 1}
    with pytest.raises(Refused, match="before its first"):
        change_incident(engine, **edit, ends_on=date(2026, 10, 29))
    with pytest.raises(Refused, match="needs a title"):
        change_incident(engine, **edit, title=" ")
    with pytest.raises(Refused, match="a year at most"):
        change_incident(engine, **edit, ends_on=date(2027, 11, 1))
    change_incident(engine, **edit, leave_out=False)
    with pytest.raises(StaleEdit):
        change_incident(engine, **edit, title="Mine")
    assert incidents(engine, shop).select("title", "ends_on", "leave_out").row(0) == ("Bank was down", date(2026, 11, 1), False)


def test_an_incident_in_the_bin_leaves_nothing_out(engine: Engine, shop: int) -> None:
    id = an_outage(engine, shop, None)
    bin_incident(engine, by=YOU, journey=shop, incident=id, revision=1)
    assert days_left_out(incidents(engine, shop), None) == []


def test_an_incident_and_a_test_are_taken_back_from_the_history(engine: Engine, shop: int) -> None:
    """Days come out of the audit as text, and go back into the row as days."""
    outage = an_outage(engine, shop, None)
    change_incident(engine, by=YOU, journey=shop, incident=outage, revision=1, ends_on=date(2026, 11, 3), leave_out=False)
    taken_back(engine, shop)
    back = incidents(engine, shop).row(0, named=True)
    assert (back["ends_on"], back["leave_out"]) == (date(2026, 11, 1), True)
    counts = {"x1": 1, "n1": 9, "x2": 2, "n2": 9}
    test = count_by_hand(engine, by=YOU, journey=shop, name="Poll", counts=counts, smallest=0.1, today=date(2026, 11, 4)).key
    again = {**counts, "x2": 3}
    change_test(engine, by=YOU, journey=shop, test=test, revision=1, today=date(2026, 11, 5), name="Panel", counted=again)
    taken_back(engine, shop)
    [kept] = known_tests(engine, shop)
    assert (kept.test.name, kept.test.counted) == ("Poll", counts)
    bin_test(engine, by=YOU, journey=shop, test=test, revision=kept.test.revision)
    taken_back(engine, shop)
    assert [one.test.name for one in known_tests(engine, shop)] == ["Poll"]


def taken_back(engine: Engine, shop: int) -> None:
    """Undo what was done last."""
    last = history(engine, shop, limit=1)["token"][0]
    perform(engine, by=YOU, journey=shop, token=uuid4().hex, kind="undo", of=last)
