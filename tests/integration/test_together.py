"""Twenty people at work on one journey in the same moments, each with another act: nobody is turned away, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import func, select

from journey.domain.words import AlertState, DayState, EntryKind, PainStatus, Weekday, WorthKind
from journey.errors import Refused, StaleEdit
from journey.routine.changes import add_change
from journey.routine.goals import add_key_result, add_objective
from journey.routine.journeys import add_journey
from journey.routine.listening.hearing import hear
from journey.routine.listening.quotes import keep_quote
from journey.routine.metrics import add_metric
from journey.routine.money import add_worth
from journey.routine.pains import add_evidence, add_pain, change_pain
from journey.routine.people import add_person
from journey.routine.scenarios import save_scenario
from journey.routine.weeks import add_entry, set_day, take_part
from journey.routine.work import add_action, bin_action, change_action
from journey.store.engine import reading, writing
from journey.store.readers.journeys import row, stages
from journey.store.readers.listening import readings
from journey.store.readers.maps import lately
from journey.store.readers.weeks import days, entries, participants
from journey.store.readers.work import actions, changes, evidence, pains
from journey.store.tables import Alert, AuditEvent, PainPoint, Verbatim

YOU = 1
TODAY = date(2026, 11, 18)
ROUNDS = 10
WRITERS = 20


def retried(edit: Callable[[int], object], id: int, engine: Engine) -> None:
    """Edit as a person does who is told that somebody was first: look again, then save."""
    while True:
        try:
            edit(row(engine, PainPoint, id).revision)
        except StaleEdit:
            continue
        return


def test_what_was_done_lately_is_another_thing_once_an_act_that_began_earlier_is_seen(engine: Engine) -> None:
    """On PostgreSQL the act with the lower audit id may be finished last: a picture drawn in between must not stay."""
    shop = add_journey(engine, by=YOU, name="Shop").key

    def event() -> AuditEvent:
        return AuditEvent(person_id=YOU, person="You", act="card.add", journey_id=shop)

    before = lately(engine, shop)
    assert lately(engine, shop) == before
    if engine.dialect.name == "sqlite":  # one writer at a time: nothing can be seen late
        with writing(engine) as session:
            session.add(event())
        assert lately(engine, shop) != before
        return
    with writing(engine) as slow:
        slow.add(event())
        slow.flush()
        with writing(engine) as quick:
            quick.add(event())
        between = lately(engine, shop)
        assert between != before
    assert lately(engine, shop) != between


@pytest.mark.parametrize("what", ["worth", "key result", "scenario"])
def test_of_six_who_say_at_once_what_there_is_one_of_one_does(engine: Engine, what: str) -> None:
    here: dict[str, Any] = {"by": YOU, "journey": add_journey(engine, by=YOU, name="Shop", stages=("Pay",)).key}
    metric = add_metric(engine, **here, formula="drop_off", stage=stages(engine, here["journey"])[0].key).key
    goal = add_objective(engine, **here, title="Paying is easy", starts_on=TODAY, ends_on=date(2026, 12, 31)).key
    worth = {"kind": WorthKind.RETENTION, "amount": 10.0, "source": "Finance", "noted_on": TODAY}
    levers = [{"kind": "arrivals", "factor": 2}]
    acts: dict[str, Callable[[], object]] = {
        "worth": lambda: add_worth(engine, **here, metric=metric, **worth),  # type: ignore[arg-type]
        "key result": lambda: add_key_result(engine, **here, objective=goal, metric=metric, baseline=0.2, target=0.1),
        "scenario": lambda: save_scenario(engine, **here, name="Twice as many", levers=levers, base_week="2026-W46"),
    }

    def said(_: int) -> str:
        try:
            acts[what]()
        except Refused as refusal:
            return str(refusal)
        return "saved"

    with ThreadPoolExecutor(6) as pool:
        told = sorted(pool.map(said, range(6)))
    assert told.count("saved") == 1, told


def test_twenty_people_work_at_once(engine: Engine) -> None:
    shop = add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key
    pay = stages(engine, shop)[1].key
    people = [add_person(engine, by=YOU, name=f"Person {n}").key for n in range(WRITERS)]
    pain = add_pain(engine, by=YOU, journey=shop, stage=pay, title="Cards").key
    with writing(engine) as session:
        said = [Verbatim(journey_id=shop, text=f"Words {n}") for n in range(WRITERS * ROUNDS)]
        session.add_all(said)
        session.flush()
        words = [one.key for one in said]
    numbers = count(1)
    here = {"by": YOU, "journey": shop}

    def note(number: int) -> None:
        week = f"2026-W{40 + number % 8}"
        add_entry(engine, **here, week=week, weekday=Weekday.MONDAY, kind=EntryKind.NOTE, text=f"Note {number}")  # type: ignore[arg-type]

    def act(number: int) -> None:
        made = add_action(engine, **here, title=f"Action {number}")  # type: ignore[arg-type]
        change_action(engine, **here, action=made.key, revision=1, today=TODAY, status="resolved")  # type: ignore[arg-type]
        if number % 2:
            bin_action(engine, **here, action=made.key, revision=2)

    def ship(number: int) -> None:
        add_change(engine, **here, title=f"Change {number}", shipped_on=TODAY)  # type: ignore[arg-type]

    def listen(number: int) -> None:
        item = (Verbatim, words[next(numbers) - 1])
        hear(engine, **here, week="2026-W47", item=item, on=TODAY, stage=pay)  # type: ignore[arg-type]
        keep_quote(engine, **here, item=item, text="Words", pain=pain)  # type: ignore[arg-type]

    def take(number: int) -> None:
        person = people[number % WRITERS]
        take_part(engine, **here, week="2026-W47", weekday=Weekday.MONDAY, people=[person], seen=[])

    def prove(number: int) -> None:
        add_evidence(engine, **here, pain=pain, source="note", text=f"Proof {number}")

    def rate(number: int) -> None:
        text = f"Rated {number}"
        retried(lambda revision: change_pain(engine, **here, pain=pain, revision=revision, description=text), pain, engine)  # type: ignore[arg-type]

    def close(number: int) -> None:
        day = list(Weekday)[number % 5]
        week = f"2026-W{30 + number % 10}"
        try:
            set_day(engine, **here, week=week, weekday=day, state=DayState.DONE, revision=0)  # type: ignore[arg-type]
        except StaleEdit:
            assert days(engine, shop, week)[day].state is DayState.DONE

    kinds = (note, act, ship, listen, take, prove, rate, close)

    def work(writer: int) -> list[int]:
        done = [0] * len(kinds)
        for turn in range(ROUNDS):
            which = (writer + turn) % len(kinds)
            kinds[which](writer * ROUNDS + turn)
            done[which] += 1
        return done

    with ThreadPoolExecutor(WRITERS) as pool:
        noted, acted, ships, heard, _, proved, rated, _ = map(sum, zip(*pool.map(work, range(WRITERS)), strict=True))
    assert entries(engine, shop).height == noted
    assert changes(engine, shop).height == ships
    assert readings(engine, shop).height == heard
    assert evidence(engine, shop).height == proved + heard
    assert row(engine, PainPoint, pain).revision == 1 + rated + 1, "each rating, and the one step to evidenced"
    assert pains(engine, shop)["status"].to_list() == [PainStatus.OPEN]
    assert participants(engine, shop, "2026-W47")["person_id"].n_unique() == participants(engine, shop, "2026-W47").height
    with reading(engine) as session:
        told = dict(session.exec(select(AuditEvent.act, func.count()).group_by(AuditEvent.act)).all())
        assert session.exec(select(func.count()).select_from(Alert).where(Alert.state == AlertState.OPEN)).one() == 0
    assert told["entry.add"] == noted
    assert told["action.add"] == told["action.change"] == acted
    assert actions(engine, shop).height == acted - told["action.bin"]
