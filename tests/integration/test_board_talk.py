"""Together on one map: what is said to whom, who is there, the story of one thing, reasons given later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.config import Settings
from journey.domain.words import Role
from journey.errors import NotAllowed, NotFound, Refused
from journey.routine.board import stack
from journey.routine.board.presence import GONE_AFTER, be_here, leave
from journey.routine.board.reasons import reason_of
from journey.routine.journeys import add_persona
from journey.routine.pains import add_pain, change_pain
from journey.routine.people import add_person, set_member
from journey.routine.start import reader
from journey.store.engine import reading
from journey.store.readers.audit import binned, history
from journey.store.readers.board import links
from journey.store.readers.comments import threads, waiting_for
from journey.store.readers.gestures import story, undone
from journey.store.readers.presence import here_now
from journey.store.tables import Presence, now, told_at
from tests.integration.board_builders import YOU, Shop, Window, item, number


@pytest.fixture
def shop(engine: Engine) -> Shop:
    return Shop(engine)


def test_who_is_spoken_to_finds_it_until_they_answer_or_it_is_settled(shop: Shop) -> None:
    ref = shop.you.card("Price?", shop.browse, shop.thinks)
    stranger = add_person(shop.engine, by=YOU, name="Stranger").key
    [first] = shop.you.do("comment", ref=ref, text="@Ann is that so?", mentions=[shop.ann.by, stranger, 4711])
    [asked] = waiting_for(shop.engine, shop.id, shop.ann.by)
    assert (asked.by, asked.about, asked.text) == ("You", "Price?", "@Ann is that so?")
    assert waiting_for(shop.engine, shop.id, YOU) == waiting_for(shop.engine, shop.id, stranger) == []
    shop.ann.do("comment", ref=ref, text="Nine of twelve said so, @You", mentions=[YOU], answers=number(first))
    assert waiting_for(shop.engine, shop.id, shop.ann.by) == []
    assert [one.by for one in waiting_for(shop.engine, shop.id, YOU)] == ["Ann"]
    shop.ann.do("resolve", comment=number(first), rev=1)
    assert waiting_for(shop.engine, shop.id, YOU) == []
    shop.you.do("comment", ref=ref, text="But @Ann?", mentions=[shop.ann.by], answers=number(first))
    assert len(waiting_for(shop.engine, shop.id, shop.ann.by)) == 1, "an answer opens the thread again"
    shop.you.do("bin", items=[item(ref)])
    assert waiting_for(shop.engine, shop.id, shop.ann.by) == []


def test_what_somebody_said_is_theirs_to_change(shop: Shop) -> None:
    ref = shop.you.card("Price?", shop.browse, shop.thinks)
    [said] = shop.you.do("comment", ref=ref, text="So?")
    for kind, fields in (("text", {"ref": said, "rev": 1, "text": "No"}), ("bin", {"items": [item(said)]})):
        with pytest.raises(NotAllowed, match="somebody else said"):
            shop.ann.do(kind, **fields)
    with pytest.raises(NotAllowed, match="somebody else said"):
        shop.ann.do("undo", of=shop.events()[-1].token)
    shop.you.do("text", ref=said, rev=1, text="So what?")
    card = ("card", number(ref))
    assert threads(shop.engine, shop.id, *card)["text"].to_list() == ["So what?"]
    shop.you.do("bin", items=[item(said, 2)])
    assert threads(shop.engine, shop.id, *card).is_empty()
    assert [row.name for row in binned(shop.engine, shop.id)] == ["So what?"]


def test_who_is_there_is_seen_until_they_are_gone(shop: Shop) -> None:
    for window in (shop.you, shop.ann):
        be_here(shop.engine, by=window.by, journey=shop.id, client=window.client)
    before = len(shop.events())
    be_here(shop.engine, by=shop.ann.by, journey=shop.id, client=shop.ann.client, at="card:1")
    assert here_now(shop.engine, shop.id).select("name", "at").rows() == [("You", ""), ("Ann", "card:1")]
    leave(shop.engine, by=YOU, journey=shop.id, client=shop.you.client)
    assert here_now(shop.engine, shop.id)["name"].to_list() == ["Ann"]
    assert len(shop.events()) == before, "being there is nobody's history"
    with told_at(now() + GONE_AFTER + timedelta(minutes=1)):
        assert here_now(shop.engine, shop.id).is_empty()
        be_here(shop.engine, by=YOU, journey=shop.id, client="new")
    with reading(shop.engine) as session:
        assert [row.client for row in session.exec(select(Presence))] == ["new"], "windows that closed are swept"


def test_somebody_without_a_role_is_not_there(shop: Shop) -> None:
    stranger = add_person(shop.engine, by=YOU, name="Stranger").key
    with pytest.raises(NotAllowed):
        be_here(shop.engine, by=stranger, journey=shop.id, client="x")


def test_the_story_of_a_card_goes_on_when_it_becomes_a_pain_point(shop: Shop) -> None:
    ref = shop.you.card("Slow", shop.browse, shop.thinks)
    shop.ann.do("text", ref=ref, rev=1, text="Too slow")
    [pain] = shop.you.do("move", items=[item(ref)], stage=shop.pay, lane=shop.hurts)
    shop.you.do("change", ref=pain, rev=1, fields={"severity": 5})
    told = story(shop.engine, shop.id, "pain_point", number(pain))
    assert told["person"].unique().sort().to_list() == ["Ann", "You"]
    assert [row for row in told["after"] if row.get("text") == "Too slow"]
    assert [row for row in told["after"] if row.get("severity") == 5]


def test_the_history_tells_reasons_that_were_given_later(shop: Shop) -> None:
    ref = shop.you.card("A", shop.browse, shop.thinks)
    shop.you.do("text", ref=ref, rev=1, text="B")
    assert stack.left(shop.engine, shop.id, shop.you.client) == stack.Left(undo=True, redo=False, unexplained=2)
    shop.you.do("why", text="Twelve said so")
    assert reason_of(shop.engine, shop.id, shop.you.client) == "Twelve said so"
    assert stack.left(shop.engine, shop.id, shop.you.client).unexplained == 0
    shown = history(shop.engine, shop.id, limit=10, act="card")
    assert shown["why"].to_list() == ["Twelve said so", "Twelve said so"]


def test_what_another_page_did_to_the_map_is_taken_back_too(shop: Shop) -> None:
    stage = number(shop.pay)
    pain = add_pain(shop.engine, by=YOU, journey=shop.id, stage=stage, title="Slow").key
    change_pain(shop.engine, by=YOU, journey=shop.id, pain=pain, revision=1, severity=5, title="Slow till")
    token = shop.events()[-1].token
    shop.ann.do("undo", of=token)
    assert (shop.row(f"pain:{pain}").title, shop.row(f"pain:{pain}").severity) == ("Slow", 3)
    assert undone(shop.engine, shop.id, {token, "other"}) == {token}


def test_what_is_beside_the_map_is_not_taken_back_from_it(shop: Shop) -> None:
    token = shop.events()[-1].token  # Ann got her role
    with pytest.raises(Refused, match="Nothing of this is on the map"):
        shop.you.do("undo", of=token)


def test_what_is_beside_the_map_is_not_binned_from_it(shop: Shop) -> None:
    persona = add_persona(shop.engine, by=YOU, journey=shop.id, name="Parent").key
    for kind in ("bin", "restore"):
        with pytest.raises(Refused, match="persona does not stand on the map"):
            shop.you.do(kind, items=[item(f"persona:{persona}")])


def test_a_server_serves_whom_it_is_told_to(shop: Shop, home: Settings) -> None:
    assert reader(shop.engine, "") == YOU
    assert reader(shop.engine, " ANN ") == shop.ann.by
    twin = add_person(shop.engine, by=YOU, name="Ann", email="Ann@example.org").key
    assert reader(shop.engine, "ann@example.org") == twin
    with pytest.raises(NotFound, match="Several people here are called 'Ann'"):
        reader(shop.engine, "Ann")
    with pytest.raises(NotFound, match="Nobody here is called 'Bo'"):
        reader(shop.engine, "Bo")


def test_links_are_made_once_and_come_back(shop: Shop) -> None:
    one, other = (shop.you.card(text, shop.browse, shop.thinks) for text in "AB")
    for kind, ends in (("link", (one, other)), ("link", (other, one)), ("unlink", (other, one)), ("link", (one, other))):
        shop.ann.do(kind, **{"from": ends[0], "to": ends[1]})
    shop.you.do("link", **{"from": one, "to": other, "link": "hand-off"})

    assert sorted(links(shop.engine, shop.id)["kind"]) == ["", "hand-off"]
    with pytest.raises(Refused, match="not linked to itself"):
        shop.you.do("link", **{"from": one, "to": one})


def test_a_viewer_of_another_journey_learns_nothing_here(shop: Shop) -> None:
    vera = add_person(shop.engine, by=YOU, name="Vera").key
    set_member(shop.engine, by=YOU, journey=shop.id, person=vera, role=Role.VIEWER)
    ref = shop.you.card("A", shop.browse, shop.thinks)
    outsider = Window(shop.engine, shop.id, add_person(shop.engine, by=YOU, name="Out").key)
    with pytest.raises(NotAllowed):
        outsider.do("comment", ref=ref, text="Hello")
