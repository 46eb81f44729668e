"""A workshop: planned, led step by step in silence and aloud, merged, and put on the map."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine

from journey.domain.library import workshops as shelf
from journey.errors import NotFound, Refused, StaleEdit
from journey.routine import workshops as acts
from journey.routine.bin import restore
from journey.routine.journeys import add_journey
from journey.routine.map_document import document
from journey.store.engine import reading
from journey.store.readers import workshops as read
from journey.store.readers.audit import binned
from journey.store.readers.journeys import personas, stages
from journey.store.tables import Workshop, told_at

YOU = 1
LEAN = shelf().agendas[0]
STEP = {step.name: number for number, step in enumerate(LEAN.steps)}
NINE = datetime(2026, 11, 19, 9, tzinfo=UTC)


@pytest.fixture
def journey(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


@pytest.fixture
def running(engine: Engine, journey: int) -> Workshop:
    people = [("Ines", "Facilitator"), ("Tomasz", "")]
    planned = acts.plan_workshop(engine, by=YOU, journey=journey, name="Mapping", agenda=LEAN, people=people)
    return at(engine, planned, "Welcome")


def at(engine: Engine, workshop: Workshop, step: str) -> Workshop:
    """The workshop at that step of its agenda."""
    target = {"by": YOU, "journey": workshop.journey_id, "workshop": workshop.key}
    return acts.go_to_step(engine, **target, revision=now(engine, workshop).revision, step=STEP[step])


def now(engine: Engine, workshop: Workshop) -> Workshop:
    with reading(engine) as session:
        return session.get_one(Workshop, workshop.key)


def note(engine: Engine, workshop: Workshop, text: str, **values: object) -> int:
    return acts.write_note(engine, by=YOU, journey=workshop.journey_id, workshop=workshop.key, text=text, **values).key  # type: ignore[arg-type]


def put(engine: Engine, workshop: Workshop, *notes: int) -> list[str]:
    return acts.put_notes(engine, by=YOU, journey=workshop.journey_id, notes=notes, why="Workshop of the 19th")


def test_notes_become_personas_stages_and_claims_of_their_step(engine: Engine, running: Workshop) -> None:
    journey = running.journey_id
    at(engine, running, "Persona")
    put(engine, running, note(engine, running, "Petra, finance lead\nWants to be home by six"))
    at(engine, running, "Stages")
    put(engine, running, note(engine, running, "Receive"))
    at(engine, running, "What hurts")
    pay = stages(engine, journey)[1].key
    made = put(engine, running, note(engine, running, "They wait for access", stage=pay))
    assert [(one.name, one.profile) for one in personas(engine, journey)] == [("Petra, finance lead", "Wants to be home by six")]
    assert [one.name for one in stages(engine, journey)] == ["Browse", "Pay", "Receive"]
    (card,) = document(engine, journey).cards
    assert card.text == "They wait for access"
    assert card.pain is not None
    assert made[0].startswith("pain_point ")
    assert read.notes(engine, running.key)["became"].to_list()[-1] == made[0]


def test_feelings_of_a_stage_are_what_the_room_said_on_average(engine: Engine, running: Workshop) -> None:
    at(engine, running, "How they feel")
    pay = stages(engine, running.journey_id)[1].key
    put(engine, running, *[note(engine, running, f"Voice {felt}", stage=pay, emotion=felt) for felt in (-4, -2, -2)])
    assert [stage.assumed_emotion for stage in stages(engine, running.journey_id)] == [None, -2.5]


def test_merged_notes_go_on_the_map_as_one_and_can_be_parted(engine: Engine, running: Workshop) -> None:
    at(engine, running, "What hurts")
    pay = stages(engine, running.journey_id)[1].key
    first, second, third = (note(engine, running, text, stage=pay) for text in ("They wait", "Waiting for access", "Too dear"))
    acts.merge_notes(engine, by=YOU, journey=running.journey_id, notes=[first, second], text="They wait for access")
    assert len(put(engine, running, first, second, third)) == 2
    assert {card.text for card in document(engine, running.journey_id).cards} == {"They wait for access", "Too dear"}
    row = read.notes(engine, running.key).row(1, named=True)
    assert row["merged_into"] == first
    acts.part_note(engine, by=YOU, journey=running.journey_id, note=second, revision=row["revision"])
    assert len(put(engine, running, first, second, third)) == 1


def test_a_claim_without_a_stage_keeps_all_of_them_off_the_map(engine: Engine, running: Workshop) -> None:
    at(engine, running, "What hurts")
    pay = stages(engine, running.journey_id)[1].key
    placed, lost = note(engine, running, "They wait", stage=pay), note(engine, running, "Too dear")
    with pytest.raises(Refused, match="names no stage"):
        put(engine, running, placed, lost)
    assert document(engine, running.journey_id).cards == ()


def test_what_is_parked_stays_off_the_map(engine: Engine, running: Workshop) -> None:
    at(engine, running, "What hurts")
    assert put(engine, running, note(engine, running, "Who pays for lunch?", parked=True)) == []


def test_the_clock_stands_while_it_is_held(engine: Engine, journey: int) -> None:
    planned = acts.plan_workshop(engine, by=YOU, journey=journey, name="Mapping", agenda=LEAN)
    target = {"by": YOU, "journey": journey, "workshop": planned.key}
    with told_at(NINE):
        began = acts.go_to_step(engine, **target, revision=planned.revision, step=0)
    with told_at(NINE + timedelta(minutes=4)):
        held = acts.pause_step(engine, **target, revision=began.revision)
    with told_at(NINE + timedelta(minutes=9)):
        on = acts.pause_step(engine, **target, revision=held.revision)
    assert (on.step_began_at, on.paused_at) == (NINE + timedelta(minutes=5), None)


def test_nothing_is_written_before_it_begins_or_after_it_ended(engine: Engine, journey: int) -> None:
    planned = acts.plan_workshop(engine, by=YOU, journey=journey, name="Mapping", agenda=LEAN)
    with pytest.raises(Refused, match="has not begun"):
        note(engine, planned, "Too early")
    running = at(engine, planned, "What hurts")
    acts.end_workshop(engine, by=YOU, journey=journey, workshop=running.key, revision=running.revision)
    with pytest.raises(Refused, match="is over"):
        note(engine, planned, "Too late")


def test_two_who_lead_at_once_do_not_skip_a_step(engine: Engine, running: Workshop) -> None:
    target = {"by": YOU, "journey": running.journey_id, "workshop": running.key, "revision": running.revision}
    acts.go_to_step(engine, **target, step=1)
    with pytest.raises(StaleEdit):
        acts.go_to_step(engine, **target, step=1)


def test_who_joins_twice_is_one_person(engine: Engine, running: Workshop) -> None:
    acts.join_workshop(engine, by=YOU, journey=running.journey_id, workshop=running.key, name="tomasz", role="Expert")
    assert [(one.name, one.role) for one in read.people(engine, running.key)] == [("Ines", "Facilitator"), ("Tomasz", "Expert")]


def test_a_note_belongs_to_the_step_that_its_writer_saw(engine: Engine, running: Workshop) -> None:
    at(engine, running, "What we could do")
    pay = stages(engine, running.journey_id)[1].key
    late = note(engine, running, "They wait", stage=pay, step=STEP["What hurts"])
    put(engine, running, late)
    assert [card.pain is not None for card in document(engine, running.journey_id).cards] == [True]
    with pytest.raises(Refused, match="no such step"):
        note(engine, running, "They wait", step=len(LEAN.steps))


def test_only_who_takes_part_writes_and_only_feelings_of_the_scale(engine: Engine, running: Workshop, journey: int) -> None:
    other = acts.plan_workshop(engine, by=YOU, journey=journey, name="Other", agenda=LEAN, people=[("Eve", "")])
    with pytest.raises(Refused, match="does not take part"):
        note(engine, running, "They wait", author=read.people(engine, other.key)[0].key)
    with pytest.raises(Refused, match="from -5 to"):
        note(engine, running, "They wait", emotion=9)
    assert read.notes(engine, running.key).is_empty()


def test_a_note_merged_or_parked_meanwhile_is_not_merged_again_and_lost(engine: Engine, running: Workshop) -> None:
    at(engine, running, "What hurts")
    one, two, three = (note(engine, running, text) for text in ("They wait", "Waiting", "They waited"))
    parked = note(engine, running, "Lunch?", parked=True)
    target = {"by": YOU, "journey": running.journey_id}
    acts.merge_notes(engine, notes=[one, two], text="They wait", **target)
    for notes in ([two, three], [parked, three]):
        with pytest.raises(Refused, match="meanwhile"):
            acts.merge_notes(engine, notes=notes, text="They wait", **target)
    assert read.notes(engine, running.key)["merged_into"].to_list() == [None, one, None, None]


def test_every_voice_counts_in_what_a_stage_feels_however_notes_are_merged_and_put(engine: Engine, running: Workshop) -> None:
    at(engine, running, "How they feel")
    pay = stages(engine, running.journey_id)[1].key
    lost = note(engine, running, "Is it safe?", emotion=-4)
    rest = [note(engine, running, f"Safe? {number}", stage=pay, emotion=-4) for number in range(2)]
    joy = note(engine, running, "At last", stage=pay, emotion=4)
    acts.merge_notes(engine, by=YOU, journey=running.journey_id, notes=[lost, *rest], text="Is it safe?")
    put(engine, running, lost, lost)
    assert [stage.assumed_emotion for stage in stages(engine, running.journey_id)] == [None, -4]
    put(engine, running, joy)
    assert [stage.assumed_emotion for stage in stages(engine, running.journey_id)] == [None, -2]
    assert len(document(engine, running.journey_id).cards) == 2


def test_a_note_of_any_length_goes_on_the_map_whole(engine: Engine, running: Workshop) -> None:
    long = " ".join(["They wait for the access that nobody gives"] * 9)
    pay = stages(engine, running.journey_id)[1].key
    for step in ("What hurts", "What we could do", "Stages"):
        at(engine, running, step)
        put(engine, running, note(engine, running, long, stage=pay))
    found = document(engine, running.journey_id)
    assert [(card.text[-1], card.details) for card in found.cards] == [("…", long)] * 2
    assert found.stages[-1].description == long


def test_a_stage_or_persona_that_the_map_has_is_not_made_twice(engine: Engine, running: Workshop) -> None:
    at(engine, running, "Stages")
    made = put(engine, running, note(engine, running, "pay"), note(engine, running, "Receive"))
    pay = stages(engine, running.journey_id)[1].key
    assert made[0] == f"stage {pay}"
    assert [one.name for one in stages(engine, running.journey_id)] == ["Browse", "Pay", "Receive"]


def test_a_note_on_the_map_is_not_taken_back_and_one_of_another_journey_not_touched(engine: Engine, running: Workshop) -> None:
    at(engine, running, "Stages")
    mine = note(engine, running, "Receive")
    elsewhere = add_journey(engine, by=YOU, name="Club", stages=("Join",)).key
    with pytest.raises(NotFound):
        acts.bin_note(engine, by=YOU, journey=elsewhere, note=mine, revision=1)
    put(engine, running, mine)
    with pytest.raises(Refused, match="on the map already"):
        acts.bin_note(engine, by=YOU, journey=running.journey_id, note=mine, revision=1)


def test_a_workshop_lies_in_the_bin_with_its_notes_and_comes_back_with_them(engine: Engine, running: Workshop) -> None:
    mine = note(engine, running, "They wait")
    row = now(engine, running)
    acts.bin_workshop(engine, by=YOU, journey=row.journey_id, workshop=row.key, revision=row.revision)
    for act in (acts.bin_note, acts.part_note):
        with pytest.raises(NotFound):
            act(engine, by=YOU, journey=row.journey_id, note=mine, revision=1)
    assert read.workshops(engine, row.journey_id) == []
    assert [(one.subject, one.name) for one in binned(engine, row.journey_id)] == [("workshop", "Mapping")]
    restore(engine, by=YOU, journey=row.journey_id, subject="workshop", id=row.key)
    assert read.notes(engine, read.workshops(engine, row.journey_id)[0].key)["text"].to_list() == ["They wait"]
