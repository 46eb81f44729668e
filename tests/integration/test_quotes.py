"""Quotes: a customer's own words, kept with their source and what they show."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from journey.domain.words import Role, SourceKind, Standing
from journey.errors import NotAllowed, NotFound, Refused
from journey.routine.bin import restore
from journey.routine.journeys import add_journey
from journey.routine.listening.hearing import Item
from journey.routine.listening.quotes import bin_quote, change_quote, keep_quote, restore_quote
from journey.routine.pains import add_pain
from journey.routine.people import add_person, set_member
from journey.store.engine import writing
from journey.store.readers.audit import binned
from journey.store.readers.journeys import stages
from journey.store.readers.quotes import quotes
from journey.store.readers.understanding import Heard, feeling
from journey.store.readers.work import evidence, pains
from journey.store.tables import Conversation, Quote, Turn, Verbatim

YOU = 1
SAID = "I paid twice.\nMy card was refused both times, and nobody told me why."


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


def pay(engine: Engine, shop: int) -> int:
    return stages(engine, shop)[1].key


@pytest.fixture
def answer(engine: Engine, shop: int) -> Item:
    with writing(engine) as session:
        row = Verbatim(journey_id=shop, text=SAID, stage_id=pay(engine, shop))
        session.add(row)
        session.flush()
        return Verbatim, row.key


@pytest.fixture
def call(engine: Engine, shop: int) -> Item:
    with writing(engine) as session:
        row = Conversation(journey_id=shop, title="A call", channel="call")
        session.add(row)
        session.flush()
        for position, (speaker, text) in enumerate((("Agent", "Was your card refused?"), ("Customer", "It was refused twice"))):
            turn = Turn(conversation_id=row.key, position=position, speaker=speaker, customer=speaker == "Customer", text=text)
            session.add(turn)
        return Conversation, row.key


def keep(engine: Engine, shop: int, item: Item, text: str, **values: Any) -> Quote:
    return keep_quote(engine, **{"by": YOU, "journey": shop, "item": item, "text": text, **values})


def test_words_are_kept_with_where_they_were_said(engine: Engine, shop: int, answer: Item, call: Item) -> None:
    keep(engine, shop, answer, " paid twice. My card ")
    keep(engine, shop, call, "refused twice", stage=pay(engine, shop), emotion=-3)
    of_call, of_answer = quotes(engine, shop).iter_rows(named=True)
    assert (of_answer["text"], of_answer["verbatim_id"], of_answer["stage"]) == ("paid twice. My card", answer[1], "Pay")
    assert (of_call["conversation_id"], of_call["channel"], of_call["emotion"]) == (call[1], "call", -3)
    assert (of_answer["origin"], of_call["origin"], of_call["person"]) == ("surveys", "conversations", "You")


@pytest.mark.parametrize("text", ["My card was accepted", "card was refused twice", " "])
def test_words_that_were_not_said_are_refused(engine: Engine, shop: int, answer: Item, text: str) -> None:
    with pytest.raises(Refused, match="Nothing was saved"):
        keep(engine, shop, answer, text)
    assert quotes(engine, shop).is_empty()


def test_the_agents_words_are_no_quote(engine: Engine, shop: int, call: Item) -> None:
    with pytest.raises(Refused, match="Agent said this, not the customer"):
        keep(engine, shop, call, "Was your card refused?")


def test_a_new_pain_point_is_evidenced_by_the_quote(engine: Engine, shop: int, call: Item) -> None:
    with pytest.raises(Refused, match="belongs to a stage"):
        keep(engine, shop, call, "refused twice", new_pain="Cards are refused")
    assert quotes(engine, shop).is_empty(), "a refusal keeps nothing by halves"
    keep(engine, shop, call, "refused twice", stage=pay(engine, shop), new_pain=" Cards are refused ")
    row = pains(engine, shop).row(0, named=True)
    assert (row["title"], row["stage"], row["evidence"], row["standing"]) == ("Cards are refused", "Pay", 1, Standing.EVIDENCED)
    proof, quote = evidence(engine, shop).row(0, named=True), quotes(engine, shop).row(0, named=True)
    assert (proof["source"], proof["turn_id"]) == ("conversation", quote["turn_id"])
    assert quote["pain"] == "Cards are refused"


@pytest.mark.parametrize(("origin", "source"), [(SourceKind.SURVEYS, "survey"), (SourceKind.TICKETS, "ticket")])
def test_evidence_names_its_kind_of_source(engine: Engine, shop: int, origin: SourceKind, source: str) -> None:
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay(engine, shop), title="Cards").key
    with writing(engine) as session:
        row = Verbatim(journey_id=shop, text="Refused again", origin=origin)
        session.add(row)
        session.flush()
        id = row.key
    quote = keep(engine, shop, (Verbatim, id), "Refused", pain=pain)
    assert quote.stage_id == pay(engine, shop), "a pain point says where"
    assert evidence(engine, shop).select("source", "verbatim_id").rows() == [(source, id)]


def test_the_same_words_are_not_kept_twice_but_may_show_something_later(engine: Engine, shop: int, answer: Item) -> None:
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay(engine, shop), title="Cards").key
    first = keep(engine, shop, answer, "I paid twice")
    with pytest.raises(Refused, match="kept already"):
        keep(engine, shop, answer, "I paid twice")
    assert keep(engine, shop, answer, "I paid twice", pain=pain).id == first.id
    with pytest.raises(Refused, match="kept already"):
        keep(engine, shop, answer, "I paid twice", pain=pain)
    assert (quotes(engine, shop).height, evidence(engine, shop).height) == (1, 1)


def test_a_quote_and_the_evidence_it_was_go_and_come_back_together(engine: Engine, shop: int, answer: Item) -> None:
    quote = keep(engine, shop, answer, "I paid twice", new_pain="Double charges")
    bin_quote(engine, by=YOU, journey=shop, quote=quote.key, revision=1)
    assert quotes(engine, shop).is_empty()
    assert evidence(engine, shop).is_empty()
    [found] = [one for one in binned(engine, shop) if one.subject == "quote"]
    restore(engine, by=YOU, journey=shop, subject=found.subject, id=found.id)
    assert (quotes(engine, shop).height, evidence(engine, shop).height) == (1, 1)


def test_a_quote_moves_to_another_stage(engine: Engine, shop: int, answer: Item) -> None:
    quote, browse = keep(engine, shop, answer, "I paid twice"), stages(engine, shop)[0].key
    change_quote(engine, by=YOU, journey=shop, quote=quote.key, revision=1, stage_id=browse, emotion=2)
    assert quotes(engine, shop).select("stage", "emotion").rows() == [("Browse", 2)]


def test_another_journeys_words_cannot_be_kept_here(engine: Engine, shop: int, answer: Item) -> None:
    bank = add_journey(engine, by=YOU, name="Bank", stages=("Open",)).key
    with pytest.raises(NotFound):
        keep(engine, bank, answer, "I paid twice")


def test_a_viewer_keeps_quotes_and_touches_only_their_own(engine: Engine, shop: int, answer: Item) -> None:
    vera = add_person(engine, by=YOU, name="Vera").key
    set_member(engine, by=YOU, journey=shop, person=vera, role=Role.VIEWER)
    theirs, own = keep(engine, shop, answer, "I paid twice"), keep(engine, shop, answer, "both times", by=vera)
    with pytest.raises(NotAllowed, match="somebody else kept"):
        bin_quote(engine, by=vera, journey=shop, quote=theirs.key, revision=1)
    with pytest.raises(NotAllowed, match="somebody else kept"):
        change_quote(engine, by=vera, journey=shop, quote=theirs.key, revision=1, stage_id=None)
    bin_quote(engine, by=YOU, journey=shop, quote=theirs.key, revision=1)
    for bring_back in (restore_quote, lambda *a, quote, **k: restore(*a, subject="quote", id=quote, **k)):
        with pytest.raises(NotAllowed, match="somebody else kept"):
            bring_back(engine, by=vera, journey=shop, quote=theirs.key)
    with pytest.raises(NotAllowed, match="change pain points"):
        keep(engine, shop, answer, "refused", by=vera, new_pain="Cards are refused")
    assert pains(engine, shop).is_empty()
    bin_quote(engine, by=vera, journey=shop, quote=own.key, revision=1)
    assert quotes(engine, shop).is_empty()


def test_a_turns_emotion_follows_its_quote_at_once(engine: Engine, shop: int, call: Item) -> None:
    quote = keep(engine, shop, call, "refused twice", emotion=-3)
    change_quote(engine, by=YOU, journey=shop, quote=quote.key, revision=1, stage_id=None, emotion=-1)
    assert quote.turn_id is not None
    assert feeling(engine, f"t{quote.turn_id}") == Heard(felt=-1.0, sure=1.0, language="", corrected=True)


def test_two_who_keep_the_same_words_at_once_keep_them_once(engine: Engine, shop: int, answer: Item) -> None:
    start = Barrier(4)

    def come(_: int) -> bool:
        start.wait()
        try:
            keep(engine, shop, answer, "I paid twice")
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(come, range(4))) == [False, False, False, True]
    assert quotes(engine, shop).height == 1
