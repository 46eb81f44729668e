"""Modules: stages kept in the library, used in another journey, bettered in one and offered to the other."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.analysis.modules import Update
from journey.domain.words import LaneKind
from journey.errors import NotFound, Refused, StaleEdit
from journey.routine import modules
from journey.routine.bin import restore
from journey.routine.iteration import (
    add_card,
    add_lane,
    bin_stage,
    change_card,
    change_stage,
)
from journey.routine.journeys import add_journey, add_step
from journey.routine.map_document import document
from journey.store.engine import reading, writing
from journey.store.readers import maps
from journey.store.readers.audit import binned
from journey.store.readers.journeys import stages
from journey.store.tables import AuditEvent, Card, Module
from tests.on_map import put_on_map, to_bin

YOU = 1
WHY = {"by": YOU, "why": "Both journeys pay alike"}


@pytest.fixture
def shop(engine: Engine) -> int:
    """A journey whose last stage has a step and three claims."""
    journey = add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key
    pay = stages(engine, journey)[1].key
    add_step(engine, by=YOU, journey=journey, stage=pay, name="Enter the card")
    lanes = {lane.kind: lane.key for lane in maps.lanes(engine, journey)}
    for kind, text in ((LaneKind.THOUGHT, "Is it safe?"), (LaneKind.THOUGHT, "How much?"), (LaneKind.PAIN, "It is slow")):
        put_on_map(engine, journey=journey, stage=pay, lane=lanes[kind], text=text, **WHY)
    return journey


@pytest.fixture
def club(engine: Engine) -> int:
    """Another journey, of one stage."""
    return add_journey(engine, by=YOU, name="Club", stages=("Join",)).key


def kept(engine: Engine, shop: int) -> int:
    pay = stages(engine, shop)[1].key
    return modules.keep_module(engine, journey=shop, stages=[pay], name="Paying", **WHY).key


def card_named(engine: Engine, journey: int, text: str) -> Card:
    with reading(engine) as session:
        return session.exec(select(Card).where(Card.journey_id == journey, Card.text == text)).one()


def words(engine: Engine, journey: int) -> set[str]:
    return {card.text for card in document(engine, journey).cards}


def test_a_module_is_used_with_all_that_stands_in_its_stages(engine: Engine, shop: int, club: int) -> None:
    modules.use_module(engine, journey=club, module=kept(engine, shop), at=0, **WHY)
    assert [stage.name for stage in stages(engine, club)] == ["Pay", "Join"]
    assert words(engine, club) == {"Is it safe?", "How much?", "It is slow"}
    assert document(engine, club).stages[0].steps[0].name == "Enter the card"
    assert [offer.update for offer in modules.offers(engine, club)] == [None]


def test_what_is_bettered_in_one_journey_is_offered_to_the_other_and_taken(engine: Engine, shop: int, club: int) -> None:
    modules.use_module(engine, journey=club, module=kept(engine, shop), **WHY)
    lane = card_named(engine, shop, "Is it safe?").lane_id
    pay = stages(engine, shop)[1]
    change_stage(engine, journey=shop, stage=pay.key, revision=pay.revision, name="Pay at last", **WHY)
    add_card(engine, journey=shop, stage=pay.key, lane=lane, text="Which card did I use?", **WHY)
    gone = card_named(engine, shop, "How much?")
    to_bin(engine, gone, journey=shop, **WHY)
    (first,) = modules.offers(engine, shop)
    assert first.update is None
    modules.better_module(engine, journey=shop, use=first.use.key, revision=first.module.revision, **WHY)

    (offer,) = modules.offers(engine, club)
    assert offer.update is not None
    assert offer.update.sentences == (
        "Stage “Pay”: name becomes “Pay at last”.",
        "Card “Which card did I use?” comes.",
        "Card “How much?” goes.",
    )
    modules.take_update(engine, journey=club, use=offer.use.key, revision=offer.use.revision, **WHY)
    assert [stage.name for stage in stages(engine, club)] == ["Join", "Pay at last"]
    assert words(engine, club) == {"Is it safe?", "Which card did I use?", "It is slow"}
    assert modules.offers(engine, club)[0].update is None
    assert words(engine, shop) == words(engine, club)


def test_what_a_journey_made_its_own_stays_when_the_update_comes(engine: Engine, shop: int, club: int) -> None:
    modules.use_module(engine, journey=club, module=kept(engine, shop), **WHY)
    for journey, text in ((shop, "Is it safe and fast?"), (club, "Is it safe for members?")):
        row = card_named(engine, journey, "Is it safe?")
        change_card(engine, journey=journey, card=row.key, revision=row.revision, text=text, **WHY)
    (first,) = modules.offers(engine, shop)
    modules.better_module(engine, journey=shop, use=first.use.key, revision=first.module.revision, **WHY)
    (offer,) = modules.offers(engine, club)
    what = modules.take_update(engine, journey=club, use=offer.use.key, revision=offer.use.revision, **WHY)
    assert what.stays == ("Card “Is it safe for members?”: wording stays as it is here.",)
    assert "Is it safe for members?" in words(engine, club)


def test_a_journey_that_parted_is_offered_nothing(engine: Engine, shop: int, club: int) -> None:
    use = modules.use_module(engine, journey=club, module=kept(engine, shop), **WHY)
    modules.part_module(engine, by=YOU, journey=club, use=use.key, revision=use.revision)
    assert modules.offers(engine, club) == []
    assert "Is it safe?" in words(engine, club)


def test_nothing_is_kept_without_stages_a_name_or_a_reason(engine: Engine, shop: int) -> None:
    pay = stages(engine, shop)[1].key
    for values, said in (
        ({"stages": [], "name": "Paying"}, "Choose the stages"),
        ({"stages": [pay], "name": " "}, "Give the module a name"),
        ({"stages": [pay], "name": "Paying", "why": " "}, "Say why"),
    ):
        with pytest.raises(Refused, match=said):
            modules.keep_module(engine, journey=shop, **{**WHY, **values})
    assert modules.modules(engine) == []


def test_bettering_is_refused_where_nothing_differs_and_before_an_update_is_taken(engine: Engine, shop: int, club: int) -> None:
    modules.use_module(engine, journey=club, module=kept(engine, shop), **WHY)
    (first,) = modules.offers(engine, shop)
    with pytest.raises(Refused, match="has them already"):
        modules.better_module(engine, journey=shop, use=first.use.key, revision=first.module.revision, **WHY)
    pay = stages(engine, shop)[1]
    change_stage(engine, journey=shop, stage=pay.key, revision=pay.revision, name="Pay at last", **WHY)
    modules.better_module(engine, journey=shop, use=first.use.key, revision=first.module.revision, **WHY)
    (offer,) = modules.offers(engine, club)
    with pytest.raises(Refused, match="Take it first"):
        modules.better_module(engine, journey=club, use=offer.use.key, revision=offer.module.revision, **WHY)


def test_each_act_is_in_the_audit_with_its_reason(engine: Engine, shop: int, club: int) -> None:
    modules.use_module(engine, journey=club, module=kept(engine, shop), **WHY)
    with reading(engine) as session:
        acts = session.exec(select(AuditEvent).where(AuditEvent.act.in_(("module.keep", "module.use")))).all()  # type: ignore[attr-defined]
    assert {event.act for event in acts} == {"module.keep", "module.use"}
    assert {event.why for event in acts} == {WHY["why"]}


def bettered(engine: Engine, shop: int) -> None:
    """The shop's stages of its module are the module from now on."""
    (first,) = modules.offers(engine, shop)
    modules.better_module(engine, journey=shop, use=first.use.key, revision=first.module.revision, **WHY)


def take(engine: Engine, journey: int) -> Update:
    """The one update that waits for the journey, taken: what was offered is what was done."""
    (offer,) = modules.offers(engine, journey)
    taken = modules.take_update(engine, journey=journey, use=offer.use.key, revision=offer.use.revision, **WHY)
    assert taken == offer.update
    return taken


def test_a_module_whose_stages_all_left_the_map_is_not_emptied_for_the_others(engine: Engine, shop: int, club: int) -> None:
    modules.use_module(engine, journey=club, module=kept(engine, shop), **WHY)
    pay = stages(engine, shop)[1]
    bin_stage(engine, journey=shop, stage=pay.key, revision=pay.revision, **WHY)
    with pytest.raises(Refused, match="on this map any more"):
        bettered(engine, shop)
    (offer,) = modules.offers(engine, club)
    assert offer.update is None


def test_what_has_no_place_here_does_not_come_and_that_is_said(engine: Engine, shop: int, club: int) -> None:
    browse, pay = stages(engine, shop)
    module = modules.keep_module(engine, journey=shop, stages=[browse.key, pay.key], name="All", **WHY).key
    modules.use_module(engine, journey=club, module=module, **WHY)
    theirs = stages(engine, club)[2]
    bin_stage(engine, journey=club, stage=theirs.key, revision=theirs.revision, **WHY)
    lane = card_named(engine, shop, "Is it safe?").lane_id
    add_card(engine, journey=shop, stage=pay.key, lane=lane, text="Which card?", **WHY)
    bettered(engine, shop)
    taken = take(engine, club)
    assert (taken.sentences, taken.stays) == ((), ("Card “Which card?” does not come: its place is not here.",))
    assert modules.offers(engine, club)[0].update is None


def test_a_card_that_changed_lanes_says_so_in_words_and_stays_in_sight(engine: Engine, shop: int, club: int) -> None:
    modules.use_module(engine, journey=club, module=kept(engine, shop), **WHY)
    other = add_lane(engine, journey=shop, name="Doubts", **WHY)
    row = card_named(engine, shop, "Is it safe?")
    change_card(engine, journey=shop, card=row.key, revision=row.revision, lane_id=other.key, **WHY)
    bettered(engine, shop)
    assert take(engine, club).sentences == ("Card “Is it safe?”: lane becomes “Doubts”.",)
    assert "Doubts" in {lane.name for lane in maps.lanes(engine, club)}
    found = document(engine, club)
    lane_of = {card.text: card.lane for card in found.cards}
    assert {lane.key: lane.name for lane in found.lanes}[lane_of["Is it safe?"]] == "Doubts"


def test_pain_points_and_opportunities_need_no_lane_to_come_and_stay_when_dropped(engine: Engine, shop: int, club: int) -> None:
    for lane in maps.lanes(engine, shop):
        if lane.kind in (LaneKind.PAIN, LaneKind.OPPORTUNITY):
            to_bin(engine, lane, journey=shop, **WHY)
    modules.use_module(engine, journey=club, module=kept(engine, shop), **WHY)
    lanes = {lane.kind: lane.key for lane in maps.lanes(engine, club)}
    theirs = stages(engine, club)[1].key
    idea = put_on_map(engine, journey=club, stage=theirs, lane=lanes[LaneKind.OPPORTUNITY], text="Say what it costs", **WHY)
    put_on_map(engine, journey=club, stage=theirs, lane=lanes[LaneKind.PAIN], text="It costs more", **WHY)
    bettered(engine, club)
    assert take(engine, shop).sentences == ("Pain point “It costs more” comes.", "Opportunity “Say what it costs” comes.")
    assert words(engine, shop) == words(engine, club)
    to_bin(engine, idea, journey=club, **WHY)
    bettered(engine, club)
    assert take(engine, shop).stays == ("Opportunity “Say what it costs” stays, though the module has it no more.",)


def test_a_module_that_cannot_be_read_stops_nobody(engine: Engine, shop: int, club: int) -> None:
    module = kept(engine, shop)
    use = modules.use_module(engine, journey=club, module=module, **WHY)
    with writing(engine) as session:
        row = session.get_one(Module, module)
        row.content, row.number = {"stages": [{"key": "1/stage:1", "future": "wings"}]}, 2
    assert [offer.update for offer in modules.offers(engine, club)] == [None]
    with pytest.raises(Refused, match="can't be read"):
        modules.take_update(engine, journey=club, use=use.key, revision=use.revision, **WHY)
    with pytest.raises(Refused, match="can't be read"):
        modules.use_module(engine, journey=club, module=module, **WHY)


def test_a_stage_of_another_journey_is_not_kept_nor_its_use_bettered(engine: Engine, shop: int, club: int) -> None:
    with pytest.raises(NotFound):
        modules.keep_module(engine, journey=club, stages=[stages(engine, shop)[1].key], name="Paying", **WHY)
    kept(engine, shop)
    (theirs,) = modules.offers(engine, shop)
    with pytest.raises(NotFound):
        modules.better_module(engine, journey=club, use=theirs.use.key, revision=theirs.module.revision, **WHY)
    with pytest.raises(StaleEdit):
        modules.bin_module(engine, by=YOU, journey=club, module=theirs.module.key, revision=theirs.module.revision + 1)


def test_a_module_and_its_use_come_back_from_the_bin_of_whichever_journey(engine: Engine, shop: int, club: int) -> None:
    module = kept(engine, shop)
    use = modules.use_module(engine, journey=club, module=module, **WHY)
    modules.part_module(engine, by=YOU, journey=club, use=use.key, revision=use.revision)
    modules.bin_module(engine, by=YOU, journey=club, module=module, revision=1)
    assert {(row.subject, row.name) for row in binned(engine, club)} == {("module", "Paying"), ("module_use", "Paying")}
    with pytest.raises(NotFound):
        restore(engine, by=YOU, journey=club, subject="module_use", id=use.key)
    restore(engine, by=YOU, journey=club, subject="module", id=module)
    with pytest.raises(NotFound):
        restore(engine, by=YOU, journey=shop, subject="module_use", id=use.key)
    restore(engine, by=YOU, journey=club, subject="module_use", id=use.key)
    assert [offer.stages for offer in modules.offers(engine, club)] == [("Pay",)]
    assert binned(engine, club) == []
