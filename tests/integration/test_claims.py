"""The queue's claims: two listeners never get the same customer, and who went away keeps nobody waiting."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy.engine import Engine

from journey.domain.words import Role
from journey.errors import NotAllowed, Refused
from journey.routine.journeys import add_journey
from journey.routine.listening.claims import LEFT_ALONE, take
from journey.routine.listening.hearing import Item, hear, skip
from journey.routine.people import add_person, set_member
from journey.store.engine import writing
from journey.store.readers.quotes import claims
from journey.store.tables import Conversation, Verbatim, now, told_at

YOU, WEEK, ON = 1, "2026-W47", date(2026, 11, 18)


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


@pytest.fixture
def queue(engine: Engine, shop: int) -> list[Item]:
    with writing(engine) as session:
        rows: list[Verbatim | Conversation] = [Verbatim(journey_id=shop, text=f"Words {n}") for n in range(5)]
        rows.insert(2, Conversation(journey_id=shop, title="A call"))
        session.add_all(rows)
        session.flush()
        return [(type(row), row.key) for row in rows]


def listener(engine: Engine, shop: int, name: str, role: Role = Role.EDITOR) -> int:
    person = add_person(engine, by=YOU, name=name).key
    set_member(engine, by=YOU, journey=shop, person=person, role=role)
    return person


def takes(engine: Engine, shop: int, by: int, wanted: list[Item]) -> Item | None:
    return take(engine, by=by, journey=shop, week=WEEK, wanted=wanted)


def in_hand(engine: Engine, shop: int) -> list[tuple[int | None, str]]:
    return claims(engine, shop, WEEK).select("verbatim_id", "person").rows()


def test_six_who_come_at_once_get_six_different_customers(engine: Engine, shop: int, queue: list[Item]) -> None:
    people = [listener(engine, shop, f"Person {n}") for n in range(6)]
    start = Barrier(6)

    def come(person: int) -> Item | None:
        start.wait()
        return takes(engine, shop, person, queue)

    with ThreadPoolExecutor(6) as pool:
        got = list(pool.map(come, people))
    assert sorted(got, key=queue.index) == queue  # type: ignore[arg-type]
    assert takes(engine, shop, YOU, queue) is None, "nothing is free"


def test_a_listener_has_one_at_a_time_and_comes_back_to_it(engine: Engine, shop: int, queue: list[Item]) -> None:
    assert takes(engine, shop, YOU, queue) == queue[0]
    assert takes(engine, shop, YOU, queue) == queue[0], "where I stopped is where I go on"
    assert takes(engine, shop, YOU, queue[2:]) == queue[2]
    assert claims(engine, shop, WEEK).select("verbatim_id", "conversation_id").rows() == [(None, queue[2][1])]
    ana = listener(engine, shop, "Ana")
    assert takes(engine, shop, ana, queue) == queue[0], "what was let go is free"


def test_what_somebody_else_has_in_hand_stays_theirs(engine: Engine, shop: int, queue: list[Item]) -> None:
    ana = listener(engine, shop, "Ana")
    takes(engine, shop, ana, queue)
    takes(engine, shop, YOU, queue[1:])
    assert takes(engine, shop, YOU, queue[:1]) is None
    assert in_hand(engine, shop) == [(queue[0][1], "Ana"), (queue[1][1], "You")], "and mine is kept"
    with pytest.raises(Refused, match="being heard by Ana now"):
        hear(engine, by=YOU, journey=shop, week=WEEK, item=queue[0], on=ON)


def test_what_was_left_alone_is_taken_over(engine: Engine, shop: int, queue: list[Item]) -> None:
    ana = listener(engine, shop, "Ana")
    with told_at(now() - LEFT_ALONE - timedelta(seconds=1)):
        takes(engine, shop, ana, queue)
    assert takes(engine, shop, YOU, queue) == queue[0]
    assert takes(engine, shop, ana, queue) == queue[1]
    with pytest.raises(Refused, match="being heard by You now"):
        hear(engine, by=ana, journey=shop, week=WEEK, item=queue[0], on=ON)


@pytest.mark.parametrize("ends", [hear, skip])
def test_hearing_or_skipping_ends_it(engine: Engine, shop: int, queue: list[Item], ends: Callable[..., object]) -> None:
    takes(engine, shop, YOU, queue)
    ends(engine, by=YOU, journey=shop, week=WEEK, item=queue[0], on=ON)
    assert in_hand(engine, shop) == []
    assert takes(engine, shop, listener(engine, shop, "Ana"), queue) == queue[1], "heard is heard"


def test_weeks_have_their_own(engine: Engine, shop: int, queue: list[Item]) -> None:
    takes(engine, shop, YOU, queue)
    take(engine, by=YOU, journey=shop, week="2026-W46", wanted=queue[1:])
    assert in_hand(engine, shop) == [(queue[0][1], "You")]


def test_who_has_no_role_here_takes_nothing(engine: Engine, shop: int, queue: list[Item]) -> None:
    eve = add_person(engine, by=YOU, name="Eve").key
    with pytest.raises(NotAllowed, match="Eve may not take anything of the queue in hand"):
        takes(engine, shop, eve, queue)
    assert takes(engine, shop, listener(engine, shop, "Vera", Role.VIEWER), queue) == queue[0]


def test_what_is_of_another_journey_or_in_the_bin_is_nobodys_to_take(engine: Engine, shop: int, queue: list[Item]) -> None:
    bank = add_journey(engine, by=YOU, name="Bank", stages=("Open",)).key
    with writing(engine) as session:
        other = Verbatim(journey_id=bank, text="Elsewhere")
        session.add(other)
        session.get_one(Verbatim, queue[0][1]).deleted_at = now()
        session.flush()
        theirs = Verbatim, other.key
    assert takes(engine, shop, YOU, [theirs, queue[0]]) is None
    assert takes(engine, shop, YOU, [theirs, queue[0], queue[1]]) == queue[1]
    assert len(in_hand(engine, shop)) == 1
