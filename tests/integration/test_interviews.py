"""Interviews and shadowing: redacted before they are kept, counted for everybody who was there, changed, binned, restored."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.domain.weeks import Week
from journey.errors import NotFound, Refused, StaleEdit
from journey.routine.bin import restore
from journey.routine.journeys import add_journey, add_step, add_touchpoint
from journey.routine.listening.interviews import bin_interview, change_interview, kept_of, log_interview
from journey.routine.people import add_person, add_team
from journey.store.engine import reading, writing
from journey.store.readers.audit import binned
from journey.store.readers.interviews import attended, interviews
from journey.store.readers.journeys import stages
from journey.store.readers.listening import turns
from journey.store.tables import AuditEvent, Conversation, Quote, Turn

YOU = 1
ON = date(2026, 11, 11)
NOTES = (
    "Store near the station.\nMaria Silva: I can't pay, write to maria@example.org\nMe: Since when?\nMaria Silva: Since Monday"
)


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", timezone="Pacific/Auckland", stages=("Browse", "Pay")).key


def logged(engine: Engine, shop: int, **values: Any) -> Conversation:
    return log_interview(engine, **{"by": YOU, "journey": shop, "on": ON, "notes": NOTES, **values})


def test_notes_become_turns_without_what_points_to_a_person(engine: Engine, shop: int) -> None:
    kept = kept_of(engine, NOTES, [YOU])
    assert kept.removed == {"email": 1}
    row = logged(engine, shop)
    assert row.title == "Interview of 11 November"
    assert [(turn.speaker, turn.customer, turn.text) for turn in turns(engine, row.key)] == list(kept.turns) == [
        ("Note", False, "Store near the station."),
        ("Customer", True, "I can't pay, write to [EMAIL 1]"),
        ("Interviewer", False, "Since when?"),
        ("Customer", True, "Since Monday"),
    ]  # fmt: skip
    with reading(engine) as session:
        assert all("maria" not in f"{event.after} {event.before}".lower() for event in session.exec(select(AuditEvent)))


def test_its_day_is_the_journeys(engine: Engine, shop: int) -> None:
    row = logged(engine, shop, stage=stages(engine, shop)[1].key)
    start, end = Week.of(ON).bounds("Pacific/Auckland")
    assert row.at is not None
    assert start < row.at < end
    assert attended(engine, shop, "Pacific/Auckland")["on"].to_list() == [ON]


def test_everybody_who_was_there_heard_a_customer(engine: Engine, shop: int) -> None:
    team = add_team(engine, by=YOU, name="Payments").key
    ana, bo = (add_person(engine, by=YOU, name=name, team_id=team).key for name in ("Ana", "Bo"))
    logged(engine, shop, held_by=ana, others=(bo, ana), stage=stages(engine, shop)[1].key)
    met = attended(engine, shop, "UTC").select("person", "team", "stage_id").rows()
    assert met == [("Ana", "Payments", stages(engine, shop)[1].key), ("Bo", "Payments", stages(engine, shop)[1].key)]


def test_its_fields_and_its_words_are_edited_by_revision(engine: Engine, shop: int) -> None:
    row = logged(engine, shop)
    ids = {turn.key for turn in turns(engine, row.key)}
    again = change_interview(
        engine, by=YOU, journey=shop, interview=row.key, revision=1, notes="Customer: It works now",
        title="With Bo's mail bo@x.com", on=date(2026, 11, 12), emotion=4,
    )  # fmt: skip
    assert {turn.key for turn in turns(engine, row.key)}.isdisjoint(ids), "new words are not taken for the old ones"
    assert (again.revision, again.emotion, again.title) == (2, 4, "With Bo's mail [EMAIL 1]")
    assert [turn.text for turn in turns(engine, row.key)] == ["It works now"]
    words_only = change_interview(engine, by=YOU, journey=shop, interview=row.key, revision=2, notes="Customer: It broke again")
    assert words_only.revision == 3
    with pytest.raises(StaleEdit):
        change_interview(engine, by=YOU, journey=shop, interview=row.key, revision=2, notes="Customer: Mine")
    assert [turn.text for turn in turns(engine, row.key)] == ["It broke again"]


def test_what_was_kept_reads_the_same_when_it_is_saved_again(engine: Engine, shop: int) -> None:
    notes = f"{NOTES}\nPaulo Reis: Me too\nIt rained."
    row = logged(engine, shop, notes=notes)
    kept = [(turn.speaker, turn.customer, turn.text) for turn in turns(engine, row.key)]
    again = "\n".join(f"{speaker}: {text}" for speaker, _, text in kept)
    assert list(kept_of(engine, again, [YOU]).turns) == kept
    change_interview(engine, by=YOU, journey=shop, interview=row.key, revision=1, notes=again)
    assert interviews(engine, shop)["revision"].to_list() == [1], "nothing changed"


def test_words_that_a_quote_stands_on_stay(engine: Engine, shop: int) -> None:
    row = logged(engine, shop)
    with writing(engine) as session:
        turn = turns(engine, row.key)[1].key
        session.add(Quote(journey_id=shop, text="I can't pay", turn_id=turn, person_id=YOU))
    with pytest.raises(Refused, match="stand on these words"):
        change_interview(engine, by=YOU, journey=shop, interview=row.key, revision=1, notes="Other words", emotion=1)
    assert interviews(engine, shop)["emotion"].to_list() == [None]


def test_it_is_binned_and_restored_and_a_call_from_a_file_is_not_an_interview(engine: Engine, shop: int) -> None:
    row = logged(engine, shop)
    bin_interview(engine, by=YOU, journey=shop, interview=row.key, revision=1)
    assert interviews(engine, shop).is_empty()
    assert attended(engine, shop, "UTC").is_empty()
    [lying] = binned(engine, shop)
    restore(engine, by=YOU, journey=shop, subject=lying.subject, id=lying.id)
    assert interviews(engine, shop).height == 1
    with writing(engine) as session:
        call = Conversation(journey_id=shop, title="A call", channel="voice", at=datetime(2026, 11, 11, tzinfo=UTC))
        session.add(call)
        session.flush()
        id = call.key
    with pytest.raises(NotFound):
        change_interview(engine, by=YOU, journey=shop, interview=id, revision=1, title="Mine")


def test_nothing_half_said_is_kept(engine: Engine, shop: int) -> None:
    pay = stages(engine, shop)[1].key
    step = add_step(engine, by=YOU, journey=shop, stage=pay, name="Enter the card").key
    card = add_touchpoint(engine, by=YOU, journey=shop, step=step, name="Form").key
    for wrong in (
        {"notes": " "},
        {"emotion": 6},
        {"touchpoint": card},
        {"touchpoint": card, "stage": stages(engine, shop)[0].key},
    ):
        with pytest.raises(Refused):
            logged(engine, shop, **wrong)
    with pytest.raises(NotFound):
        logged(engine, shop, others=(99,))
    assert interviews(engine, shop).is_empty()
    assert logged(engine, shop, touchpoint=card, stage=pay).touchpoint_id == card
    with reading(engine) as session:
        assert len(session.exec(select(Turn)).all()) == 4
