"""A journey changes hands with its open work; a week is closed with its clock, its focus, and opened again."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.engine import Engine

from journey.domain.words import ActionStatus, EntryKind, Role, Weekday
from journey.errors import NotAllowed, Refused, StaleEdit
from journey.routine.act import Act
from journey.routine.board import perform
from journey.routine.closing import reopen_week, set_focus, start_clock
from journey.routine.handing_over import hand_over, mark_read
from journey.routine.journeys import add_journey
from journey.routine.metrics import add_metric
from journey.routine.people import add_person, set_member
from journey.routine.weeks import add_entry, change_entry, close_week
from journey.routine.work import add_action, change_action
from journey.store.readers.audit import history
from journey.store.readers.handovers import handovers
from journey.store.readers.journeys import journey as journey_named
from journey.store.readers.journeys import members, metrics
from journey.store.readers.weeks import entries
from journey.store.readers.work import actions

YOU, TODAY, WEEK, NEXT = 1, date(2026, 11, 18), "2026-W47", "2026-W48"


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop").key


@pytest.fixture
def ana(engine: Engine, shop: int) -> int:
    """Somebody who owns the journey without being the local user."""
    ana = add_person(engine, by=YOU, name="Ana", email="ana@shop.example").key
    set_member(engine, by=YOU, journey=shop, person=ana, role=Role.OWNER)
    return ana


@pytest.fixture
def bo(engine: Engine, shop: int) -> int:
    bo = add_person(engine, by=YOU, name="Bo", email="bo@shop.example").key
    set_member(engine, by=YOU, journey=shop, person=bo, role=Role.EDITOR)
    return bo


def test_handing_over_makes_an_owner_and_only_an_owner_may(engine: Engine, shop: int, ana: int, bo: int) -> None:
    with pytest.raises(NotAllowed):
        hand_over(engine, by=bo, journey=shop, revision=1, person=bo, today=TODAY)
    hand_over(engine, by=ana, journey=shop, revision=1, person=bo, today=TODAY)
    assert journey_named(engine, "shop").owner_id == bo
    assert dict(members(engine, shop).select("name", "role").iter_rows())["Bo"] == "owner"
    with pytest.raises(StaleEdit):
        hand_over(engine, by=ana, journey=shop, revision=1, person=ana, today=TODAY)
    with pytest.raises(Refused, match="theirs already"):
        hand_over(engine, by=ana, journey=shop, revision=2, person=bo, today=TODAY)


def test_open_work_goes_along_in_one_gesture(engine: Engine, shop: int, ana: int, bo: int) -> None:
    mine = add_action(engine, by=ana, journey=shop, title="Call them", owner_id=ana).key
    stays = add_action(engine, by=ana, journey=shop, title="Stays mine", owner_id=ana).key
    metric = add_metric(engine, by=ana, journey=shop, formula="nps", owner_id=ana).key
    given = {"actions": [mine], "metrics": [metric], "note": "Ask Finance first."}
    hand_over(engine, by=ana, journey=shop, revision=1, person=bo, today=TODAY, **given)  # type: ignore[arg-type]
    owners = dict(actions(engine, shop).select("id", "owner_id").iter_rows())
    assert owners == {mine: bo, stays: ana}
    assert metrics(engine, shop)[0].owner_id == bo
    [told] = handovers(engine, shop).iter_rows(named=True)
    assert (told["taker"], told["note"], told["read_on"]) == ("Bo", "Ask Finance first.", None)
    assert told["work"] == {"actions": [mine], "changes": [], "metrics": [metric]}
    gesture = history(engine, shop, limit=20, act="journey.hand_over")
    assert set(gesture["subject"]) == {"journey", "membership", "action", "metric", "handover"}
    [token] = gesture["token"].unique()
    with pytest.raises(Refused, match="not taken back"):
        perform(engine, by=ana, journey=shop, token="t1", kind="undo", **{"from": token})
    assert dict(actions(engine, shop).select("id", "owner_id").iter_rows()) == {mine: bo, stays: ana}, "never by halves"


def test_nothing_is_handed_over_by_halves(engine: Engine, shop: int, ana: int, bo: int, monkeypatch: pytest.MonkeyPatch) -> None:
    done = add_action(engine, by=ana, journey=shop, title="Done", owner_id=ana).key
    change_action(engine, by=ana, journey=shop, action=done, revision=1, today=TODAY, status=ActionStatus.RESOLVED)
    with pytest.raises(Refused, match="resolved by now"):
        hand_over(engine, by=ana, journey=shop, revision=1, person=bo, today=TODAY, actions=[done])
    monkeypatch.setattr(Act, "log", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        hand_over(engine, by=ana, journey=shop, revision=1, person=bo, today=TODAY)
    assert journey_named(engine, "shop").owner_id != bo
    assert handovers(engine, shop).is_empty()


def test_only_the_newcomer_says_that_they_are_up_to_date(engine: Engine, shop: int, ana: int, bo: int) -> None:
    hand_over(engine, by=ana, journey=shop, revision=1, person=bo, today=TODAY)
    id = handovers(engine, shop)["id"][0]
    with pytest.raises(NotAllowed):
        mark_read(engine, by=ana, journey=shop, handover=id, today=TODAY)
    mark_read(engine, by=bo, journey=shop, handover=id, today=TODAY)
    mark_read(engine, by=bo, journey=shop, handover=id, today=date(2026, 12, 1))
    assert handovers(engine, shop)["read_on"][0] == TODAY, "the first time counts"


def test_a_week_has_one_focus(engine: Engine, shop: int) -> None:
    said = set_focus(engine, by=YOU, journey=shop, week=NEXT, text=" Fewer refused cards ")
    with pytest.raises(StaleEdit):
        set_focus(engine, by=YOU, journey=shop, week=NEXT, text="Somebody else's")
    set_focus(engine, by=YOU, journey=shop, week=NEXT, text="Refused cards", revision=said.revision)
    with pytest.raises(Refused):
        set_focus(engine, by=YOU, journey=shop, week=NEXT, text=" ", revision=2)
    kept = entries(engine, shop, week=NEXT).select("kind", "text").rows()
    assert kept == [(EntryKind.FOCUS.value, "Refused cards")]


def test_a_week_that_was_closed_too_soon_is_opened_with_what_it_left(engine: Engine, shop: int) -> None:
    for text in ("Who pays?", "Who calls?"):
        add_entry(engine, by=YOU, journey=shop, week=WEEK, weekday=Weekday.FRIDAY, kind=EntryKind.PARKED, text=text)
    start_clock(engine, by=YOU, journey=shop, week=WEEK)
    close_week(engine, by=YOU, journey=shop, week=WEEK)
    with pytest.raises(Refused, match="closed already"):
        start_clock(engine, by=YOU, journey=shop, week=WEEK)
    touched = entries(engine, shop, week=NEXT).row(0, named=True)
    change_entry(engine, by=YOU, journey=shop, entry=touched["id"], revision=1, settled=True)
    reopen_week(engine, by=YOU, journey=shop, week=WEEK)
    assert entries(engine, shop, week=NEXT)["text"].to_list() == ["Who pays?"], "what somebody touched stays"
    with pytest.raises(Refused, match="is open"):
        reopen_week(engine, by=YOU, journey=shop, week=WEEK)
    close_week(engine, by=YOU, journey=shop, week=WEEK)
    close_week(engine, by=YOU, journey=shop, week=NEXT)
    with pytest.raises(Refused, match="2026-W48 is closed, too"):
        reopen_week(engine, by=YOU, journey=shop, week=WEEK)
