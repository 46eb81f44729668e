"""Many acts as one: all of them are kept or none; and the clock that tells a past."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Thread

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.errors import Refused
from journey.routine.journeys import add_journey
from journey.store.engine import as_one, reading
from journey.store.readers.journeys import journeys
from journey.store.readers.metrics import metrics
from journey.store.tables import AuditEvent, now, told_at

YOU = 1


def names(engine: Engine) -> list[str]:
    return [row.name for row in journeys(engine)]


def test_what_is_done_as_one_is_read_within_and_kept_at_its_end(engine: Engine) -> None:
    with as_one(engine):
        made = add_journey(engine, by=YOU, name="Shop", stages=("Browse",))
        assert names(engine) == ["Shop"]
        assert metrics(engine, made.key).is_empty()
    assert names(engine) == ["Shop"]


def two_journeys_and_a_power_cut(engine: Engine) -> None:
    with as_one(engine):
        add_journey(engine, by=YOU, name="Shop")
        add_journey(engine, by=YOU, name="Bank")
        raise RuntimeError("power cut")


def test_an_error_on_the_way_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="power"):
        two_journeys_and_a_power_cut(engine)
    assert names(engine) == []
    with reading(engine) as session:
        assert [event.act for event in session.exec(select(AuditEvent))] == ["person.add"]


def test_a_refused_act_takes_back_only_itself(engine: Engine) -> None:
    with as_one(engine):
        add_journey(engine, by=YOU, name="Shop")
        with pytest.raises(Refused):
            add_journey(engine, by=YOU, name="shop")
        add_journey(engine, by=YOU, name="Bank")
    assert names(engine) == ["Bank", "Shop"]


def test_others_see_nothing_until_it_is_whole(engine: Engine) -> None:
    seen: list[list[str]] = []
    with as_one(engine):
        add_journey(engine, by=YOU, name="Shop")
        other = Thread(target=lambda: seen.append(names(engine)))
        other.start()
        other.join()
    assert seen == [[]]


def test_a_told_moment_stamps_what_is_stored_and_nothing_after(engine: Engine) -> None:
    past = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)
    with told_at(past):
        add_journey(engine, by=YOU, name="Shop")
    before = now()
    add_journey(engine, by=YOU, name="Bank")
    with reading(engine) as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.act == "journey.add")).all()
    at = {event.after["name"]: event.at for event in events if event.after}
    assert at["Shop"] == past
    assert at["Bank"] >= before
