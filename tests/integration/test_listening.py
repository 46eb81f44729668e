"""Listening: a customer heard once a week, by one listener, with what it shows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.weeks import Week
from journey.domain.words import Role
from journey.errors import NotAllowed, NotFound, Refused, StaleEdit
from journey.routine.journeys import add_journey, add_step, add_touchpoint
from journey.routine.listening.hearing import Item, change_reading, hear, skip
from journey.routine.people import add_person, set_member
from journey.store.engine import reading, writing
from journey.store.readers.journeys import stages
from journey.store.readers.listening import readings, turns
from journey.store.readers.tags import tags_of
from journey.store.readers.week_words import item, last_said, talks, texts
from journey.store.tables import AuditEvent, Conversation, Turn, Verbatim

YOU = 1
WEEK, ON = "2026-W47", date(2026, 11, 18)


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", timezone="Europe/Berlin", stages=("Browse", "Pay")).key


def a_verbatim(engine: Engine, journey: int, text: str = "My card was refused", at: datetime | None = None) -> Item:
    with writing(engine) as session:
        row = Verbatim(journey_id=journey, text=text, at=at)
        session.add(row)
        session.flush()
        return Verbatim, row.key


def a_call(engine: Engine, journey: int) -> Item:
    with writing(engine) as session:
        row = Conversation(journey_id=journey, title="A call", at=datetime(2026, 11, 11, 9, tzinfo=UTC))
        session.add(row)
        session.flush()
        session.add(Turn(conversation_id=row.key, position=1, speaker="Agent", text="Hello"))
        session.add(Turn(conversation_id=row.key, position=2, speaker="Customer", customer=True, text="My card was refused"))
        return Conversation, row.key


def heard(engine: Engine, journey: int, item: Item, **values: Any) -> None:
    hear(engine, **{"by": YOU, "journey": journey, "week": WEEK, "item": item, "on": ON, **values})


@pytest.mark.parametrize("make", [a_verbatim, a_call])
def test_what_was_heard_is_kept_with_stage_emotion_and_note(engine: Engine, shop: int, make: Any) -> None:
    item = make(engine, shop)
    pay = stages(engine, shop)[1].key
    heard(engine, shop, item, stage=pay, emotion=-4, note=" Angry ")
    row = readings(engine, shop).row(0, named=True)
    assert (row["stage_id"], row["emotion"], row["note"], row["person"], row["on"]) == (pay, -4, "Angry", "You", ON)
    with reading(engine) as session:
        moved: Any = session.get_one(*item)
        assert moved.stage_id == pay, "the words themselves move to the stage that was heard"
        said = session.exec(select(AuditEvent.subject).where(AuditEvent.act == "reading.add").order_by(col(AuditEvent.id))).all()
    assert said == ["reading", item[0].__tablename__]


def test_hearing_without_a_stage_leaves_the_stage(engine: Engine, shop: int) -> None:
    item, pay = a_verbatim(engine, shop), stages(engine, shop)[1].key
    heard(engine, shop, item, stage=pay)
    heard(engine, shop, item, week="2026-W48")
    with reading(engine) as session:
        kept: Any = session.get_one(*item)
        assert kept.stage_id == pay


@pytest.mark.parametrize(
    "again", [heard, lambda engine, journey, item: skip(engine, by=YOU, journey=journey, week=WEEK, item=item, on=ON)]
)
def test_the_second_listener_is_told_who_was_first(engine: Engine, shop: int, again: Any) -> None:
    item = a_verbatim(engine, shop)
    heard(engine, shop, item, note="First")
    with pytest.raises(Refused, match="You listened to this one a moment ago"):
        again(engine, shop, item)
    assert readings(engine, shop)["note"].to_list() == ["First"]
    heard(engine, shop, item, week="2026-W48")
    assert readings(engine, shop).height == 2, "another week is another hour of listening"


@pytest.mark.parametrize("make", [a_verbatim, a_call])
def test_of_ten_who_listen_at_once_one_is_kept_and_the_others_are_told(engine: Engine, shop: int, make: Any) -> None:
    item = make(engine, shop)
    pay = stages(engine, shop)[1].key
    start = Barrier(10)

    def listen(number: int) -> str:
        start.wait()
        try:
            heard(engine, shop, item, stage=pay, emotion=-3, note=f"Note {number}")
        except Refused as refusal:
            return str(refusal)
        return "kept"

    with ThreadPoolExecutor(10) as pool:
        said = list(pool.map(listen, range(10)))
    assert said.count("kept") == 1
    assert all("listened to this one a moment ago" in one for one in said if one != "kept")
    assert readings(engine, shop).height == 1


@pytest.mark.parametrize("emotion", [-6, 6, 9])
def test_emotion_stays_on_its_scale(engine: Engine, shop: int, emotion: int) -> None:
    with pytest.raises(Refused, match="Emotion runs from -5 to \\+5"):
        heard(engine, shop, a_verbatim(engine, shop), emotion=emotion)


def test_a_touchpoint_is_heard_with_its_stage(engine: Engine, shop: int) -> None:
    browse, pay = (stage.key for stage in stages(engine, shop))
    step = add_step(engine, by=YOU, journey=shop, stage=pay, name="Enters a card").key
    card = add_touchpoint(engine, by=YOU, journey=shop, step=step, name="Card form").key
    item = a_verbatim(engine, shop)
    with pytest.raises(Refused, match="belongs to another stage"):
        heard(engine, shop, item, stage=browse, touchpoint=card)
    heard(engine, shop, item, touchpoint=card)
    row = readings(engine, shop).row(0, named=True)
    assert (row["stage_id"], row["touchpoint_id"]) == (pay, card)
    with reading(engine) as session:
        moved: Any = session.get_one(*item)
        assert (moved.stage_id, moved.touchpoint_id) == (pay, card)


def test_what_was_noted_is_corrected_unless_somebody_corrected_it_first(engine: Engine, shop: int) -> None:
    item, (browse, pay) = a_verbatim(engine, shop), [stage.key for stage in stages(engine, shop)]
    heard(engine, shop, item, stage=browse, emotion=-3, note="Angry", tags=("card",))
    row = readings(engine, shop).row(0, named=True)
    corrected = {"by": YOU, "journey": shop, "reading": row["id"], "revision": row["revision"]}
    change_reading(engine, **corrected, stage=pay, emotion=-1, note="Rather tired")
    with pytest.raises(StaleEdit):
        change_reading(engine, **corrected, stage=browse)
    row = readings(engine, shop).row(0, named=True)
    assert (row["stage_id"], row["emotion"], row["note"]) == (pay, -1, "Rather tired")
    assert tags_of(engine, shop, item) == ["card"]
    with reading(engine) as session:
        moved: Any = session.get_one(*item)
        assert moved.stage_id == pay


def test_what_was_skipped_can_be_heard_after_all(engine: Engine, shop: int) -> None:
    item = a_verbatim(engine, shop)
    skip(engine, by=YOU, journey=shop, week=WEEK, item=item, on=ON)
    id = readings(engine, shop)["id"][0]
    change_reading(engine, by=YOU, journey=shop, reading=id, revision=1, note="Worth it")
    assert readings(engine, shop).select("skipped", "note").rows() == [(False, "Worth it")]


def test_a_viewer_corrects_only_what_they_heard(engine: Engine, shop: int) -> None:
    vera = add_person(engine, by=YOU, name="Vera").key
    set_member(engine, by=YOU, journey=shop, person=vera, role=Role.VIEWER)
    heard(engine, shop, a_verbatim(engine, shop))
    heard(engine, shop, a_verbatim(engine, shop, "Nobody answered"), by=vera)
    yours, own = readings(engine, shop)["id"]
    change_reading(engine, by=vera, journey=shop, reading=own, revision=1, note="Mine")
    with pytest.raises(NotAllowed, match="Vera may not change what somebody else heard"):
        change_reading(engine, by=vera, journey=shop, reading=yours, revision=1, note="Hers")


def test_what_was_skipped_was_not_heard(engine: Engine, shop: int) -> None:
    item = a_verbatim(engine, shop)
    skip(engine, by=YOU, journey=shop, week=WEEK, item=item, on=ON)
    assert readings(engine, shop)["skipped"].to_list() == [True]


def test_another_journeys_customers_cannot_be_heard_here(engine: Engine, shop: int) -> None:
    other = add_journey(engine, by=YOU, name="Bank", stages=("Open",)).key
    with pytest.raises(NotFound):
        heard(engine, other, a_verbatim(engine, shop))


def test_a_viewer_listens_but_makes_nobody_elses_words_theirs(engine: Engine, shop: int) -> None:
    item = a_verbatim(engine, shop)
    vera, eve = (add_person(engine, by=YOU, name=name).key for name in ("Vera", "Eve"))
    set_member(engine, by=YOU, journey=shop, person=vera, role=Role.VIEWER)
    with pytest.raises(NotAllowed, match="Eve may not"):
        heard(engine, shop, item, by=eve)
    heard(engine, shop, item, by=vera, note="Heard")
    assert readings(engine, shop)["person"].to_list() == ["Vera"]


def test_a_week_begins_at_midnight_where_the_journey_is(engine: Engine, shop: int) -> None:
    for text, at in (
        ("Sunday 23:30", datetime(2026, 11, 8, 22, 30, tzinfo=UTC)),
        ("Monday 00:30", datetime(2026, 11, 8, 23, 30, tzinfo=UTC)),
        ("Sunday after, 23:30", datetime(2026, 11, 15, 22, 30, tzinfo=UTC)),
        ("Monday after, 00:30", datetime(2026, 11, 15, 23, 30, tzinfo=UTC)),
    ):
        a_verbatim(engine, shop, text, at)
    found = texts(engine, shop, Week.parse("2026-W46"), "Europe/Berlin")
    assert set(found["text"]) == {"Monday 00:30", "Sunday after, 23:30"}


def test_undated_words_are_heard_in_weeks_that_have_none_of_their_own(engine: Engine, shop: int) -> None:
    a_verbatim(engine, shop, "Undated")
    a_verbatim(engine, shop, "Dated", datetime(2026, 11, 11, tzinfo=UTC))
    assert texts(engine, shop, Week.parse("2026-W46"), "UTC")["text"].to_list() == ["Dated"]
    assert texts(engine, shop, Week.parse("2026-W45"), "UTC")["text"].to_list() == ["Undated"]


def test_a_conversation_is_read_turn_by_turn(engine: Engine, shop: int) -> None:
    _, call = a_call(engine, shop)
    assert [(turn.speaker, turn.text) for turn in turns(engine, call)] == [
        ("Agent", "Hello"), ("Customer", "My card was refused"),
    ]  # fmt: skip
    assert talks(engine, shop, Week.parse("2026-W46"), "UTC").select("id", "length").rows() == [(call, 24)]
    assert talks(engine, shop, Week.parse("2026-W47"), "UTC").is_empty()


def test_one_item_is_read_by_its_key_in_its_own_journey_only(engine: Engine, shop: int) -> None:
    (_, said), (_, call) = a_verbatim(engine, shop, "Words", datetime(2026, 11, 3, tzinfo=UTC)), a_call(engine, shop)
    other = add_journey(engine, by=YOU, name="Bank", stages=("Open",)).key
    found = [item(engine, shop, key) or {} for key in (f"v{said}", f"c{call}")]
    assert [(row["text"], row["origin"]) for row in found] == [("Words", "surveys"), ("A call", "conversations")]
    assert item(engine, other, f"v{said}") is None
    assert last_said(engine, shop, datetime(2026, 11, 9, tzinfo=UTC)) == datetime(2026, 11, 3, tzinfo=UTC)
    assert last_said(engine, shop, datetime(2026, 11, 12, tzinfo=UTC)) == datetime(2026, 11, 11, 9, tzinfo=UTC)
    assert last_said(engine, other, datetime(2026, 11, 12, tzinfo=UTC)) is None
