"""What every act promises: allowed, whole, audited, never over somebody else's edit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.errors import NotAllowed, NotFound, StaleEdit
from journey.routine.act import Act, act
from journey.store.engine import reading, writing
from journey.store.tables import AuditEvent, Journey, Membership, Person, Stage

YOU = 1


def a_journey(engine: Engine) -> int:
    with act(engine, "journey.add", by=YOU) as doing:
        return doing.add(Journey(slug="shop", name="Shop")).key


def a_stage(engine: Engine, journey: int) -> Stage:
    with act(engine, "stage.add", by=YOU, journey=journey) as doing:
        return doing.add(Stage(journey_id=journey, name="Browse"))


def audit(engine: Engine) -> list[AuditEvent]:
    with reading(engine) as session:
        return list(session.exec(select(AuditEvent).order_by(AuditEvent.id)))  # type: ignore[arg-type]


def test_an_act_writes_who_what_and_why(engine: Engine) -> None:
    journey = a_journey(engine)
    stage = a_stage(engine, journey)
    with act(engine, "stage.change", by=YOU, journey=journey, why="Customers say look around") as doing:
        doing.change(doing.get(Stage, stage.key), 1, name="Look around")
    event = audit(engine)[-1]
    assert (event.person, event.act, event.why) == ("You", "stage.change", "Customers say look around")
    assert (event.before, event.after) == ({"name": "Browse"}, {"name": "Look around"})
    with reading(engine) as session:
        assert session.get_one(Stage, stage.key).revision == 2


def test_when_the_audit_cannot_be_written_nothing_changes(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    journey = a_journey(engine)
    stage = a_stage(engine, journey)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the audit is down")

    monkeypatch.setattr(Act, "log", broken)
    with pytest.raises(RuntimeError), act(engine, "stage.change", by=YOU, journey=journey) as doing:
        doing.change(doing.get(Stage, stage.key), 1, name="Lost")
    with reading(engine) as session:
        row = session.get_one(Stage, stage.key)
    assert (row.name, row.revision) == ("Browse", 1)


def test_a_stale_edit_is_refused_and_shows_both_versions(engine: Engine) -> None:
    journey = a_journey(engine)
    stage = a_stage(engine, journey)
    with act(engine, "stage.change", by=YOU, journey=journey) as doing:
        doing.change(doing.get(Stage, stage.key), 1, name="Theirs")
    with pytest.raises(StaleEdit) as refusal, act(engine, "stage.change", by=YOU, journey=journey) as doing:
        doing.change(doing.get(Stage, stage.key), 1, name="Mine")
    assert (refusal.value.mine, refusal.value.theirs) == ({"name": "Mine"}, {"name": "Theirs"})
    assert refusal.value.revision == 2
    assert "You" in str(refusal.value)


def test_of_twenty_people_who_saw_the_same_revision_one_wins(engine: Engine) -> None:
    journey = a_journey(engine)
    stage = a_stage(engine, journey)

    def rename(number: int) -> str:
        try:
            with act(engine, "stage.change", by=YOU, journey=journey) as doing:
                doing.change(doing.get(Stage, stage.key), 1, name=f"Name {number}")
        except StaleEdit:
            return "told"
        return "saved"

    with ThreadPoolExecutor(20) as pool:
        said = list(pool.map(rename, range(20)))
    assert sorted(said) == ["saved"] + ["told"] * 19


def test_twenty_writers_at_once_lose_nothing(engine: Engine) -> None:
    journey = a_journey(engine)

    def add(number: int) -> None:
        with act(engine, "stage.add", by=YOU, journey=journey) as doing:
            doing.add(Stage(journey_id=journey, name=f"Stage {number}"))

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(add, range(100)))
    with reading(engine) as session:
        names = {s.name for s in session.exec(select(Stage))}
    assert names == {f"Stage {n}" for n in range(100)}


def test_the_bin_gives_back(engine: Engine) -> None:
    journey = a_journey(engine)
    stage = a_stage(engine, journey)
    with act(engine, "stage.bin", by=YOU, journey=journey) as doing:
        doing.bin(doing.get(Stage, stage.key), 1)
    with pytest.raises(NotFound), act(engine, "stage.change", by=YOU, journey=journey) as doing:
        doing.get(Stage, stage.key)
    with act(engine, "stage.restore", by=YOU, journey=journey) as doing:
        doing.restore(doing.get(Stage, stage.key, binned=True))
        assert doing.get(Stage, stage.key).name == "Browse"


def test_somebody_without_the_role_changes_nothing(engine: Engine) -> None:
    journey = a_journey(engine)
    with writing(engine) as session:
        person = Person(name="Vera")
        session.add(person)
        session.flush()
        session.add(Membership(journey_id=journey, person_id=person.key))
    with (
        pytest.raises(NotAllowed, match="Vera may not add stages"),
        act(engine, "stage.add", by=person.key, journey=journey) as doing,
    ):
        doing.add(Stage(journey_id=journey, name="Sneaky"))
    with reading(engine) as session:
        assert not session.exec(select(Stage)).all()


def test_one_journeys_act_cannot_reach_anothers_rows(engine: Engine) -> None:
    journey = a_journey(engine)
    stage = a_stage(engine, journey)
    with act(engine, "journey.add", by=YOU) as doing:
        other = doing.add(Journey(slug="other", name="Other")).key
    with pytest.raises(NotFound), act(engine, "stage.change", by=YOU, journey=other) as doing:
        doing.get(Stage, stage.key)
