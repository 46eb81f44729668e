"""A map as a document: read whole, brought in whole or not at all, put in beside what is there."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.analysis.documents import faults, fitted
from journey.config import Settings
from journey.domain.document import CardPart, Document, LanePart, StagePart
from journey.domain.weeks import Week
from journey.domain.words import LaneKind, Role
from journey.errors import NotAllowed, Refused
from journey.routine.act import act
from journey.routine.board import perform
from journey.routine.iteration import add_card
from journey.routine.journeys import add_journey, add_stage
from journey.routine.map_document import bring_in, document, figures, put_in, unknown_teams
from journey.routine.people import add_person, add_team, set_member
from journey.routine.start import start
from journey.store.engine import reading
from journey.store.readers.audit import history
from journey.store.readers.journeys import journeys, stages, teams
from journey.store.readers.maps import lanes
from journey.store.readers.work import actions, pains
from journey.store.tables import AuditEvent, Card, Journey, PainPoint, Stage
from tests.demos import TODAY
from tests.documents import RICH, documents, renamed

YOU = 1
WHY = "It was drawn elsewhere"


def test_a_map_that_comes_in_is_read_as_it_was(engine: Engine) -> None:
    made = bring_in(engine, by=YOU, document=RICH, why=WHY)
    assert renamed(document(engine, made.key)) == renamed(RICH)
    assert [team.name for team in teams(engine)] == ["Product"]


def test_whatever_can_be_kept_is_read_as_it_was(sqlite_home: Settings) -> None:
    engine = start(sqlite_home)

    @given(documents())
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    def holds(wanted: Document) -> None:
        assert faults(wanted) == ()
        wanted = replace(wanted, name=uuid4().hex, lanes=wanted.lanes or (LanePart("l0", "Touchpoints", LaneKind.TOUCHPOINT),))
        made = bring_in(engine, by=YOU, document=wanted, why=WHY)
        assert renamed(document(engine, made.key)) == renamed(wanted)

    holds()
    engine.dispose()


def test_the_audit_says_what_came_in_and_why(engine: Engine) -> None:
    made = bring_in(engine, by=YOU, document=RICH, why=WHY, token="gesture-1")
    with reading(engine) as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.journey_id == made.key)).all()
        pain = session.exec(select(PainPoint)).one()
    assert {event.act for event in events} == {"journey.add", "map.bring_in"}
    assert {event.why for event in events} == {WHY}
    assert {event.token for event in events} == {"gesture-1"}
    assert {"stage", "step", "touchpoint", "lane", "card", "pain_point", "opportunity", "link", "persona"} <= {
        e.subject for e in events
    }
    assert pain.blocked_at is not None


def test_a_journey_without_a_map_takes_one_and_keeps_what_it_says_of_itself(engine: Engine) -> None:
    begun = add_journey(engine, by=YOU, name="Flowers", goal="Ours")
    bring_in(engine, by=YOU, document=RICH, journey=begun.key, why=WHY)
    found = document(engine, begun.key)
    assert (found.name, found.goal, found.starts_with) == ("Flowers", "Ours", "A birthday")
    same = replace(RICH, name="Flowers", goal="Ours", timezone="UTC")
    assert renamed(found) == renamed(same)


def test_a_journey_with_a_map_is_not_mixed_with_another(engine: Engine) -> None:
    begun = add_journey(engine, by=YOU, name="Flowers", stages=("Choose",))
    before = document(engine, begun.key)
    with pytest.raises(Refused, match=r"'Flowers' has a map already.*Bring it in as a new journey"):
        bring_in(engine, by=YOU, document=RICH, journey=begun.key, why=WHY)
    assert document(engine, begun.key) == before


def test_the_name_of_a_new_journey_must_be_free(engine: Engine) -> None:
    bring_in(engine, by=YOU, document=RICH, why=WHY)
    with pytest.raises(Refused, match="There is a journey called 'Buying flowers' already"):
        bring_in(engine, by=YOU, document=RICH, why=WHY)
    assert bring_in(engine, by=YOU, document=RICH, name="Flowers again", why=WHY).slug == "flowers-again"


def test_nothing_is_half_written(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from journey.routine.map_document import bringing

    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(bringing._Placing, "links", broken)
    with pytest.raises(RuntimeError):
        bring_in(engine, by=YOU, document=RICH, why=WHY)
    with reading(engine) as session:
        for table in (Journey, Stage, Card, AuditEvent):
            assert not session.exec(
                select(table).where(*([AuditEvent.act == "map.bring_in"] if table is AuditEvent else []))
            ).all()


def test_a_document_that_leads_nowhere_is_refused_in_words(engine: Engine) -> None:
    lost = replace(RICH, cards=(CardPart("c1", "s9", "l1", "Lost"),), links=())
    with pytest.raises(Refused, match=r"Card 'c1' is in stage 's9', which is not in the document"):
        bring_in(engine, by=YOU, document=lost, why=WHY)


def test_an_editor_brings_in_but_makes_no_teams(engine: Engine) -> None:
    begun = add_journey(engine, by=YOU, name="Flowers")
    add_team(engine, by=YOU, name="product")
    editor = add_person(engine, by=YOU, name="Eda")
    set_member(engine, by=YOU, journey=begun.key, person=editor.key, role=Role.EDITOR)
    wanted = replace(RICH, stages=(replace(RICH.stages[0], team="Logistics"), *RICH.stages[1:]))
    assert unknown_teams(engine, wanted, by=editor.key, journey=begun.key) == ("Logistics",)
    bring_in(engine, by=editor.key, document=wanted, journey=begun.key, why=WHY)
    found = document(engine, begun.key)
    assert found.stages[0].team == ""
    assert {card.team for card in found.cards} == {"", "product"}
    assert [team.name for team in teams(engine)] == ["product"]


def test_a_viewer_brings_nothing_in(engine: Engine) -> None:
    begun = add_journey(engine, by=YOU, name="Flowers")
    viewer = add_person(engine, by=YOU, name="Vic")
    set_member(engine, by=YOU, journey=begun.key, person=viewer.key, role=Role.VIEWER)
    with pytest.raises(NotAllowed, match="Vic may not bring in maps"):
        bring_in(engine, by=viewer.key, document=RICH, journey=begun.key, why=WHY)


def test_two_lanes_of_one_name_stay_two(engine: Engine) -> None:
    wanted = Document("Twins", lanes=tuple(LanePart(key, "Systems", LaneKind.SYSTEM) for key in "ab"))
    begun = bring_in(engine, by=YOU, document=wanted, why="Both are needed")
    assert [lane.name for lane in lanes(engine, begun.key)] == ["Systems", "Systems"]


def test_stages_are_put_among_others_in_the_lanes_that_are_there(engine: Engine) -> None:
    begun = add_journey(engine, by=YOU, name="Shop", stages=("Before", "After"))
    does, *_, hurts, _could = lanes(engine, begun.key)
    part = Document(
        "Returns", stages=(StagePart("a", "Send back"), StagePart("b", "Refund")),
        lanes=(LanePart("x", "what customers do ", LaneKind.ACTION), LanePart("y", "Hurts", LaneKind.PAIN),
               LanePart("z", "Systems", LaneKind.SYSTEM)),
        cards=(CardPart("1", "a", "x", "Prints a label"), CardPart("2", "b", "y", "Waits"), CardPart("3", "b", "z", "Ledger")),
    )  # fmt: skip
    with act(engine, "module.use", by=YOU, journey=begun.key, why=WHY) as doing:
        placed = put_in(doing, doing.get(Journey, begun.key), part, at=1)
    assert [stage.name for stage in stages(engine, begun.key)] == ["Before", "Send back", "Refund", "After"]
    assert (placed["x"], placed["y"]) == (f"lane:{does.key}", f"lane:{hurts.key}")
    assert [lane.name for lane in lanes(engine, begun.key)][-1] == "Systems"
    assert placed["2"].startswith("pain:")
    found = {card.text: card.lane for card in document(engine, begun.key).cards}
    assert found == {"Prints a label": placed["x"], "Waits": placed["y"], "Ledger": placed["z"]}


def test_pain_points_without_a_lane_stand_in_a_hidden_one(engine: Engine) -> None:
    begun = add_journey(engine, by=YOU, name="Shop", stages=("Pay",))
    with act(engine, "lane.bin", by=YOU, journey=begun.key) as doing:
        for lane in lanes(engine, begun.key):
            if lane.kind is LaneKind.PAIN:
                doing.bin(doing.session.merge(lane), lane.revision)
        doing.add(PainPoint(journey_id=begun.key, stage_id=stages(engine, begun.key)[0].key, title="Too slow"))
    found = document(engine, begun.key)
    assert found.lanes[-1] == LanePart("lane:pains", "Pain points", LaneKind.PAIN, shown=False)
    assert [(card.text, card.lane) for card in found.cards] == [("Too slow", "lane:pains")]
    assert faults(found) == ()


def test_what_is_in_the_bin_is_not_on_the_document(engine: Engine) -> None:
    begun = add_journey(engine, by=YOU, name="Shop", stages=("Pay",))
    late = add_stage(engine, by=YOU, journey=begun.key, name="Late")
    thinks = lanes(engine, begun.key)[2]
    add_card(engine, by=YOU, journey=begun.key, stage=late.key, lane=thinks.key, text="Hm", why=WHY)
    with act(engine, "stage.bin", by=YOU, journey=begun.key) as doing:
        doing.bin(doing.get(Stage, late.key), late.revision)
    found = document(engine, begun.key)
    assert ([stage.name for stage in found.stages], found.cards) == (["Pay"], ())


def test_what_is_too_long_is_cut_and_kept_in_the_details() -> None:
    long = "word " * 60
    made, notes = fitted(
        replace(RICH, cards=(replace(RICH.cards[1], text=long, details="Before", tags=("Two  Words",)),), links=())
    )
    (card,) = made.cards
    assert (len(card.text) <= 200, card.details, card.tags) == (True, f"{long.strip()}\n\nBefore", ("two words",))
    assert notes == (
        "A card has 299 characters and 200 fit: 'word word word word word word word word …'. The whole text is in its details.",
    )
    assert faults(made) == ()
    assert fitted(made) == (made, ())


def test_history_tells_a_map_that_came_in_once_and_takes_it_back_whole(engine: Engine) -> None:
    begun = add_journey(engine, by=YOU, name="Flowers")
    bring_in(engine, by=YOU, document=RICH, journey=begun.key, why=WHY, token="gesture-1")
    told = history(engine, begun.key, limit=50, act="map.")
    assert told.height == 1
    assert told["after"][0] == {"name": "Buying flowers", "stages": 3, "cards": 4}
    perform(engine, by=YOU, journey=begun.key, token=uuid4().hex, kind="undo", of="gesture-1")
    assert document(engine, begun.key).stages == ()
    bring_in(engine, by=YOU, document=RICH, journey=begun.key, why=WHY)
    assert len(document(engine, begun.key).cards) == len(RICH.cards)


def test_figures_of_the_demo_are_those_that_its_pages_show(demo_built: Path, tmp_path: Path) -> None:
    home = shutil.copytree(demo_built, tmp_path / "demo")
    engine = start(Settings(home=home, today=TODAY))
    demo = next(row for row in journeys(engine) if row.demo)
    drawn, found = document(engine, demo.key), figures(engine, demo.key, week=Week.of(TODAY), today=TODAY)
    stages = {stage.key for stage in drawn.stages}
    assert faults(drawn) == ()
    assert {mark.stage for mark in found.kpis} <= stages
    assert {mark.state for mark in found.kpis} <= {"better", "worse", "watch", "calm"}
    assert "worse" in {mark.state for mark in found.kpis}
    assert found.felt
    assert all(mark.n > 0 and (mark.low is None or mark.low <= mark.mean <= (mark.high or 5)) for mark in found.felt)
    assert set(found.alerts) <= stages
    assert any(" worse since " in said for own in found.alerts.values() for said in own)
    behind = {f"pain:{id}": count for id, count in pains(engine, demo.key).select("id", "evidence").iter_rows() if count}
    assert found.evidence.items() >= behind.items()
    assert len(found.actions) == actions(engine, demo.key).height
    assert {mark.stage for mark in found.actions} <= stages | {""}
    engine.dispose()
