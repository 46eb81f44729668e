"""Search finds words in everything a journey holds, whatever their case and order, and nothing of another journey."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from journey.domain.words import EntryKind, Verdict, Weekday
from journey.routine import iteration
from journey.routine.journeys import add_journey, add_persona, add_stage, bin_stage
from journey.routine.listening.hearing import hear
from journey.routine.pains import add_opportunity, add_pain
from journey.routine.weeks import add_entry
from journey.routine.work import add_action, add_change, bin_action, decide
from journey.store.engine import writing
from journey.store.readers import maps
from journey.store.readers.journeys import stages
from journey.store.readers.search import MOST, search
from journey.store.tables import Conversation, Turn, Verbatim

YOU = 1
TODAY = date(2026, 11, 18)
WORD = "Quixotic ÄRGER"


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", timezone="Pacific/Auckland", stages=("Browse", "Pay")).key


def fill(engine: Engine, journey: int) -> None:
    """One row of every kind that holds the words."""
    here: dict[str, Any] = {"by": YOU, "journey": journey}
    pay = stages(engine, journey)[1].key
    lane = maps.lanes(engine, journey)[0].key
    add_stage(engine, **here, name=WORD)
    add_persona(engine, **here, name=WORD)
    add_pain(engine, **here, stage=pay, title=WORD)
    add_pain(engine, **here, stage=pay, title="Plain", description=WORD)
    add_opportunity(engine, **here, stage=pay, title=WORD)
    add_opportunity(engine, **here, stage=pay, title="Plain", description=WORD)
    add_action(engine, **here, title=WORD)
    change = add_change(engine, **here, title=WORD).key
    add_change(engine, **here, title="Plain", description=WORD)
    decide(engine, **here, change=change, revision=1, verdict=Verdict.VALIDATED, why="It fell", learning=WORD, today=TODAY)
    iteration.add_card(engine, **here, stage=pay, lane=lane, text=WORD, why="Workshop")
    add_entry(engine, **here, week="2026-W47", weekday=Weekday.MONDAY, kind=EntryKind.NOTE, text=WORD)
    add_entry(engine, **here, week="2026-W47", weekday=Weekday.MONDAY, kind=EntryKind.DECISION, text="Plain", trade_off=WORD)
    with writing(engine) as session:
        said = Verbatim(journey_id=journey, text=WORD, at=datetime(2026, 11, 17, 20, tzinfo=UTC))
        call = Conversation(journey_id=journey, title="A call")
        session.add_all([said, call])
        session.flush()
        session.add(Turn(conversation_id=call.key, position=1, text=WORD))
        id = said.key
    hear(engine, **here, week="2026-W47", item=(Verbatim, id), on=TODAY, note=WORD)


KINDS = {
    "Stage": 1, "Persona": 1, "Pain point": 2, "Opportunity": 2, "Action": 1, "Change": 2, "Learning": 1, "Card": 1,
    "Decision or note": 2, "Verbatim": 1, "Listening note": 1, "Conversation": 1,
}  # fmt: skip


@pytest.mark.parametrize("words", ["quixotic ärger", "ÄRGER QUIXOTIC", "ixot  rger", "  Ärger "])
def test_words_are_found_in_every_kind_whatever_their_case_and_order(engine: Engine, shop: int, words: str) -> None:
    fill(engine, shop)
    hits = search(engine, shop, words, timezone="Pacific/Auckland")
    found = {kind: sum(hit.kind == kind for hit in hits) for kind in dict.fromkeys(hit.kind for hit in hits)}
    assert found == KINDS
    assert [hit.at for hit in hits if hit.kind == "Verbatim"] == [date(2026, 11, 18)], "the day it was where the journey is"


def test_every_word_must_be_there(engine: Engine, shop: int) -> None:
    add_action(engine, by=YOU, journey=shop, title="Ask the bank")
    assert [hit.text for hit in search(engine, shop, "bank ask")] == ["Ask the bank"]
    assert search(engine, shop, "bank call") == []
    assert search(engine, shop, "   ") == []


MARKS = {"50%": ["50% off"], "%": ["50% off"], "a_b": ["a_b"], "_": ["a_b"], "\\": ["c\\d"], "'; DROP TABLE action; --": []}


@pytest.mark.parametrize(("words", "found"), MARKS.items())
def test_marks_of_the_database_are_letters_like_others(engine: Engine, shop: int, words: str, found: list[str]) -> None:
    for title in ("50% off", "a_b", "axb", "c\\d"):
        add_action(engine, by=YOU, journey=shop, title=title)
    assert [hit.text for hit in search(engine, shop, words)] == found


def test_what_is_binned_or_anothers_is_not_found(engine: Engine, shop: int) -> None:
    action = add_action(engine, by=YOU, journey=shop, title="Ask the bank").key
    bin_action(engine, by=YOU, journey=shop, action=action, revision=1)
    bank = add_journey(engine, by=YOU, name="Bank", stages=("Bank",)).key
    bin_stage(engine, by=YOU, journey=bank, stage=stages(engine, bank)[0].key, revision=1)
    add_action(engine, by=YOU, journey=bank, title="Ask the other bank")
    assert search(engine, shop, "bank") == []
    assert [hit.text for hit in search(engine, bank, "bank")] == ["Ask the other bank"]


def test_the_newest_of_too_many_are_shown(engine: Engine, shop: int) -> None:
    for number in range(MOST + 3):
        add_action(engine, by=YOU, journey=shop, title=f"Ask {number}")
    assert [hit.text for hit in search(engine, shop, "ask")] == [f"Ask {number}" for number in range(MOST + 2, 2, -1)]
