"""The acts on a journey's brief, stages, steps, touchpoints and personas: each one's rule, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.engine import Engine

from journey.domain.words import Audience, Role
from journey.errors import NotAllowed, NotFound, Refused, StaleEdit
from journey.routine.bin import restore
from journey.routine.journeys import (
    add_journey,
    add_persona,
    add_stage,
    add_step,
    add_touchpoint,
    bin_journey,
    bin_persona,
    bin_stage,
    change_journey,
    change_persona,
    change_stage,
    order_stages,
)
from journey.routine.people import add_person, set_member
from journey.routine.steps import bin_step, bin_touchpoint, change_step, change_touchpoint, order_steps
from journey.store.readers.audit import binned
from journey.store.readers.journeys import journeys, personas, row, stages
from journey.store.readers.maps import steps
from journey.store.tables import Journey, Stage, Step, Touchpoint

YOU = 1


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Basket", "Pay")).key


def names(engine: Engine, journey: int) -> list[str]:
    return [stage.name for stage in stages(engine, journey)]


def version(engine: Engine, journey: int) -> int:
    return row(engine, Journey, journey).data_version


def somebody(engine: Engine, journey: int, role: Role) -> int:
    person = add_person(engine, by=YOU, name=role.value).key
    set_member(engine, by=YOU, journey=journey, person=person, role=role)
    return person


def test_the_scope_brief_is_changed_and_a_stale_one_refused(engine: Engine, shop: int) -> None:
    change_journey(engine, by=YOU, journey=shop, revision=1, goal="Buy", audience="employee", starts_with="An ad")
    with pytest.raises(StaleEdit) as refusal:
        change_journey(engine, by=YOU, journey=shop, revision=1, goal="Sell")
    assert (refusal.value.mine, refusal.value.theirs) == ({"goal": "Sell"}, {"goal": "Buy"})
    kept = row(engine, Journey, shop)
    assert (kept.goal, kept.audience, kept.starts_with) == ("Buy", Audience.EMPLOYEE, "An ad")


def test_a_new_time_zone_moves_the_figures_and_nothing_else_in_the_brief_does(engine: Engine, shop: int) -> None:
    before = version(engine, shop)
    change_journey(engine, by=YOU, journey=shop, revision=1, goal="Buy", timezone="UTC")
    assert version(engine, shop) == before
    change_journey(engine, by=YOU, journey=shop, revision=2, timezone="Europe/Berlin")
    assert version(engine, shop) > before


@pytest.mark.parametrize(("values", "said"), [({"name": "  "}, "needs a name"), ({"timezone": "Mars"}, "not a time zone")])
def test_a_brief_that_makes_no_sense_is_refused(engine: Engine, shop: int, values: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        change_journey(engine, by=YOU, journey=shop, revision=1, **values)
    assert row(engine, Journey, shop).revision == 1


def test_a_journey_is_never_part_of_its_own_parts(engine: Engine, shop: int) -> None:
    checkout = add_journey(engine, by=YOU, name="Checkout", parent_id=shop).key
    card = add_journey(engine, by=YOU, name="Card", parent_id=checkout).key
    for parent in (shop, card):
        with pytest.raises(Refused, match="part of itself"):
            change_journey(engine, by=YOU, journey=shop, revision=1, parent_id=parent)
    assert change_journey(engine, by=YOU, journey=card, revision=1, parent_id=shop).parent_id == shop


def test_an_editor_changes_the_brief_but_neither_bins_nor_hands_over(engine: Engine, shop: int) -> None:
    editor = somebody(engine, shop, Role.EDITOR)
    change_journey(engine, by=editor, journey=shop, revision=1, goal="Buy")
    with pytest.raises(NotAllowed):
        change_journey(engine, by=editor, journey=shop, revision=2, owner_id=editor)
    with pytest.raises(NotAllowed):
        bin_journey(engine, by=editor, journey=shop, revision=2)
    with pytest.raises(NotAllowed):
        add_stage(engine, by=somebody(engine, shop, Role.VIEWER), journey=shop, name="Sneaky")
    assert row(engine, Journey, shop).owner_id == YOU


def test_a_binned_journey_comes_back_whole(engine: Engine, shop: int) -> None:
    bin_journey(engine, by=YOU, journey=shop, revision=1)
    assert journeys(engine) == []
    restore(engine, by=YOU, journey=shop, subject="journey", id=shop)
    assert names(engine, shop) == ["Browse", "Basket", "Pay"]


def test_stages_are_added_at_the_end_and_put_in_order(engine: Engine, shop: int) -> None:
    browse, basket, pay = (stage.key for stage in stages(engine, shop))
    before = version(engine, shop)
    order_stages(engine, by=YOU, journey=shop, stages=[pay, browse, basket])
    add_stage(engine, by=YOU, journey=shop, name=" Return ")
    assert names(engine, shop) == ["Pay", "Browse", "Basket", "Return"]
    assert version(engine, shop) > before, "drop-off is measured against the next stage, so its figures moved"


def test_an_order_that_misses_a_stage_is_refused(engine: Engine, shop: int) -> None:
    browse, basket, _ = (stage.key for stage in stages(engine, shop))
    with pytest.raises(Refused, match="added or removed a stage"):
        order_stages(engine, by=YOU, journey=shop, stages=[basket, browse])
    assert names(engine, shop) == ["Browse", "Basket", "Pay"]


@pytest.mark.parametrize(
    ("values", "said"),
    [({"name": " "}, "needs a name"), ({"window_days": 0}, "1 day or more"), ({"assumed_emotion": 6.0}, "-5 to")],
)
def test_a_stage_that_makes_no_sense_is_refused(engine: Engine, shop: int, values: dict[str, Any], said: str) -> None:
    stage = stages(engine, shop)[0]
    with pytest.raises(Refused, match=said):
        change_stage(engine, by=YOU, journey=shop, stage=stage.key, revision=1, **values)
    assert row(engine, Stage, stage.key).revision == 1


def test_a_binned_stage_is_out_of_the_order_and_comes_back(engine: Engine, shop: int) -> None:
    basket = stages(engine, shop)[1].key
    bin_stage(engine, by=YOU, journey=shop, stage=basket, revision=1)
    assert names(engine, shop) == ["Browse", "Pay"]
    restore(engine, by=YOU, journey=shop, subject="stage", id=basket)
    assert names(engine, shop) == ["Browse", "Basket", "Pay"]


def test_steps_and_touchpoints_are_reworded_reordered_and_binned(engine: Engine, shop: int) -> None:
    browse = stages(engine, shop)[0].key
    look, choose = (add_step(engine, by=YOU, journey=shop, stage=browse, name=name).key for name in ("Look", "Choose"))
    mail = add_touchpoint(engine, by=YOU, journey=shop, step=look, name="Mail").key
    change_step(engine, by=YOU, journey=shop, step=look, revision=1, name=" Look around ")
    change_touchpoint(
        engine, by=YOU, journey=shop, touchpoint=mail, revision=1, channel="e-mail ", own=False, moment_of_truth=True
    )
    order_steps(engine, by=YOU, journey=shop, stage=browse, steps=[choose, look])
    assert steps(engine, shop).select("step", "touchpoint", "channel", "own", "moment_of_truth").rows() == [
        ("Choose", None, None, None, None),
        ("Look around", "Mail", "e-mail", False, True),
    ]
    bin_touchpoint(engine, by=YOU, journey=shop, touchpoint=mail, revision=2)
    bin_step(engine, by=YOU, journey=shop, step=choose, revision=row(engine, Step, choose).revision)
    assert steps(engine, shop).select("step", "touchpoint").rows() == [("Look around", None)]


def test_a_binned_step_and_touchpoint_lie_in_their_own_journeys_bin_and_come_back(engine: Engine, shop: int) -> None:
    browse = stages(engine, shop)[0].key
    look = add_step(engine, by=YOU, journey=shop, stage=browse, name="Look").key
    mail = add_touchpoint(engine, by=YOU, journey=shop, step=look, name="Mail").key
    other = add_journey(engine, by=YOU, name="Other").key
    bin_touchpoint(engine, by=YOU, journey=shop, touchpoint=mail, revision=1)
    bin_step(engine, by=YOU, journey=shop, step=look, revision=1)
    assert {(one.subject, one.name) for one in binned(engine, shop)} == {("step", "Look"), ("touchpoint", "Mail")}
    assert binned(engine, other) == []
    with pytest.raises(NotFound):
        restore(engine, by=YOU, journey=other, subject="step", id=look)
    with pytest.raises(NotFound, match="step"):
        restore(engine, by=YOU, journey=shop, subject="touchpoint", id=mail)
    restore(engine, by=YOU, journey=shop, subject="step", id=look)
    restore(engine, by=YOU, journey=shop, subject="touchpoint", id=mail)
    assert steps(engine, shop).select("step", "touchpoint").rows() == [("Look", "Mail")]


def test_a_stale_step_or_touchpoint_is_refused(engine: Engine, shop: int) -> None:
    browse = stages(engine, shop)[0].key
    look = add_step(engine, by=YOU, journey=shop, stage=browse, name="Look").key
    mail = add_touchpoint(engine, by=YOU, journey=shop, step=look, name="Mail").key
    change_step(engine, by=YOU, journey=shop, step=look, revision=1, name="Theirs")
    change_touchpoint(engine, by=YOU, journey=shop, touchpoint=mail, revision=1, name="Theirs")
    with pytest.raises(StaleEdit):
        change_step(engine, by=YOU, journey=shop, step=look, revision=1, name="Mine")
    with pytest.raises(StaleEdit):
        change_touchpoint(engine, by=YOU, journey=shop, touchpoint=mail, revision=1, name="Mine")
    assert (row(engine, Step, look).name, row(engine, Touchpoint, mail).name) == ("Theirs", "Theirs")


def test_nameless_steps_and_touchpoints_are_refused(engine: Engine, shop: int) -> None:
    browse = stages(engine, shop)[0].key
    with pytest.raises(Refused, match="step needs a name"):
        add_step(engine, by=YOU, journey=shop, stage=browse, name=" ")
    look = add_step(engine, by=YOU, journey=shop, stage=browse, name="Look").key
    with pytest.raises(Refused, match="touchpoint needs a name"):
        add_touchpoint(engine, by=YOU, journey=shop, step=look, name="")
    with pytest.raises(Refused, match="step needs a name"):
        change_step(engine, by=YOU, journey=shop, step=look, revision=1, name="")


def test_one_journey_cannot_reach_the_steps_of_another(engine: Engine, shop: int) -> None:
    browse = stages(engine, shop)[0].key
    look = add_step(engine, by=YOU, journey=shop, stage=browse, name="Look").key
    mail = add_touchpoint(engine, by=YOU, journey=shop, step=look, name="Mail").key
    other = add_journey(engine, by=YOU, name="Other").key
    for attempted in (
        lambda: change_step(engine, by=YOU, journey=other, step=look, revision=1, name="Mine"),
        lambda: bin_step(engine, by=YOU, journey=other, step=look, revision=1),
        lambda: change_touchpoint(engine, by=YOU, journey=other, touchpoint=mail, revision=1, name="Mine"),
        lambda: bin_touchpoint(engine, by=YOU, journey=other, touchpoint=mail, revision=1),
        lambda: order_steps(engine, by=YOU, journey=other, stage=browse, steps=[look]),
    ):
        with pytest.raises(NotFound):
            attempted()
    assert steps(engine, shop).select("step", "touchpoint").rows() == [("Look", "Mail")]


def test_a_persona_is_changed_binned_and_restored(engine: Engine, shop: int) -> None:
    ana = add_persona(engine, by=YOU, journey=shop, name="Ana", quotes=["Why so slow?"]).key
    change_persona(engine, by=YOU, journey=shop, persona=ana, revision=1, feels="rushed", quotes=["Why so slow?", "Fine"])
    with pytest.raises(StaleEdit):
        change_persona(engine, by=YOU, journey=shop, persona=ana, revision=1, feels="calm")
    with pytest.raises(Refused, match="needs a name"):
        change_persona(engine, by=YOU, journey=shop, persona=ana, revision=2, name=" ")
    bin_persona(engine, by=YOU, journey=shop, persona=ana, revision=2)
    assert personas(engine, shop) == []
    restore(engine, by=YOU, journey=shop, subject="persona", id=ana)
    assert [(p.feels, p.quotes) for p in personas(engine, shop)] == [("rushed", ["Why so slow?", "Fine"])]
