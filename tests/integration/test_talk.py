"""What the reading pane reads: turns in their order, an item's own quotes, and when any of it is no longer what it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.engine import Engine

from journey.routine.journeys import add_journey
from journey.routine.listening.quotes import bin_quote, keep_quote
from journey.store.engine import writing
from journey.store.readers.quotes import quotes_of_item
from journey.store.readers.talk import recording_of, stamp, turns
from journey.store.tables import Conversation, Turn, Understanding, Verbatim

YOU = 1


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Pay",)).key


@pytest.fixture
def calls(engine: Engine, shop: int) -> list[int]:
    """Two calls of two turns, the second turn of each written first."""
    with writing(engine) as session:
        rows = [Conversation(journey_id=shop, title=title, audio=f"/calls/{title}.wav") for title in ("one", "two")]
        session.add_all(rows)
        session.flush()
        for row in rows:
            for position in (1, 0):
                text = f"{row.title} said {position}"
                session.add(Turn(conversation_id=row.key, position=position, customer=True, text=text))
                session.flush()
        return [row.key for row in rows]


def test_an_item_has_its_own_turns_quotes_and_recording(engine: Engine, shop: int, calls: list[int]) -> None:
    assert turns(engine, calls[1])["text"].to_list() == ["two said 0", "two said 1"]
    with writing(engine) as session:
        answer = Verbatim(journey_id=shop, text="late again")
        session.add(answer)
        session.flush()
        said = answer.key
    keep_quote(engine, by=YOU, journey=shop, item=(Verbatim, said), text="late")
    kept = keep_quote(engine, by=YOU, journey=shop, item=(Conversation, calls[1]), text="two said", emotion=-2)
    assert quotes_of_item(engine, shop, f"v{said}")["text"].to_list() == ["late"]
    assert quotes_of_item(engine, shop, f"c{calls[0]}").is_empty()
    [quote] = quotes_of_item(engine, shop, f"c{calls[1]}").iter_rows(named=True)
    assert (quote["text"], quote["turn_id"], quote["emotion"]) == ("two said", turns(engine, calls[1])["id"][0], -2)
    bin_quote(engine, by=YOU, journey=shop, quote=kept.key, revision=kept.revision)
    assert quotes_of_item(engine, shop, f"c{calls[1]}").is_empty()
    assert recording_of(engine, calls[1]) == "/calls/two.wav"


def test_a_stamp_changes_with_its_conversation_only(engine: Engine, shop: int, calls: list[int]) -> None:
    one, two = (stamp(engine, shop, call) for call in calls)
    with writing(engine) as session:
        session.add(Turn(conversation_id=calls[1], position=2, text="goes on"))
    assert stamp(engine, shop, calls[0]) == one
    assert stamp(engine, shop, calls[1]) != two
    with writing(engine) as session:
        session.add(Understanding(journey_id=shop, at=datetime(2026, 11, 18, tzinfo=UTC)))
    assert stamp(engine, shop, calls[0]) != one, "what was understood shows in every conversation"
