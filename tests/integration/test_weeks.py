"""The week as it is kept: its days, who took part, what was written down, what its end carries over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.words import DayState, EntryKind, Role, Weekday
from journey.errors import NotAllowed, Refused, StaleEdit
from journey.routine.journeys import add_journey
from journey.routine.people import add_person, set_member
from journey.routine.weeks import add_entry, bin_entry, change_entry, close_week, set_day, take_part
from journey.store.engine import reading
from journey.store.readers.weeks import days, entries, history, participants
from journey.store.tables import AuditEvent, Day, Entry

YOU = 1
WEEK, NEXT, AFTER = "2026-W47", "2026-W48", "2026-W49"


@pytest.fixture
def shop(engine: Engine) -> int:
    return add_journey(engine, by=YOU, name="Shop", stages=("Browse", "Pay")).key


def audit(engine: Engine, act: str) -> list[AuditEvent]:
    with reading(engine) as session:
        return list(session.exec(select(AuditEvent).where(AuditEvent.act == act).order_by(col(AuditEvent.id))))


def say(engine: Engine, journey: int, state: DayState, *, revision: int = 0, reason: str = "", week: str = WEEK) -> Day:
    return set_day(
        engine, by=YOU, journey=journey, week=week, weekday=Weekday.TUESDAY, state=state, revision=revision, reason=reason
    )


def write(engine: Engine, journey: int, text: str, kind: EntryKind = EntryKind.PARKED, week: str = WEEK) -> Entry:
    return add_entry(engine, by=YOU, journey=journey, week=week, weekday=Weekday.TUESDAY, kind=kind, text=text)


def carried(engine: Engine, journey: int, week: str) -> list[str]:
    return entries(engine, journey, week=week, kinds=(EntryKind.CARRIED,))["text"].to_list()


def test_a_day_nobody_touched_is_open(engine: Engine, shop: int) -> None:
    found = days(engine, shop, WEEK)
    assert list(found) == list(Weekday)
    assert {(day.state, day.revision) for day in found.values()} == {(DayState.OPEN, 0)}


def test_a_day_is_done_and_reopened_on_record(engine: Engine, shop: int) -> None:
    done = say(engine, shop, DayState.DONE)
    assert done.done_at is not None
    again = say(engine, shop, DayState.OPEN, revision=done.revision)
    assert (again.state, again.done_at) == (DayState.OPEN, None)
    said = [(event.before or {}).get("state") for event in audit(engine, "day.change")]
    assert said == ["open", "done"]
    assert days(engine, shop, WEEK)[Weekday.MONDAY].state is DayState.OPEN


@pytest.mark.parametrize(("state", "word"), [(DayState.SKIPPED, "skipped"), (DayState.CARRIED, "carried over")])
def test_skipping_and_carrying_over_need_a_reason(engine: Engine, shop: int, state: DayState, word: str) -> None:
    with pytest.raises(Refused, match=f"Say why Tuesday is {word}"):
        say(engine, shop, state, reason="  ")
    assert history(engine, shop).is_empty(), "a refusal leaves no trace"
    day = say(engine, shop, state, reason=" All ill ")
    assert (day.state, day.reason) == (state, "All ill")
    assert audit(engine, "day.change")[-1].why.strip() == "All ill"


def test_the_second_of_two_who_saw_the_day_open_is_told(engine: Engine, shop: int) -> None:
    say(engine, shop, DayState.DONE)
    with pytest.raises(StaleEdit) as refusal:
        say(engine, shop, DayState.SKIPPED, reason="Holiday")
    assert refusal.value.theirs["state"] is DayState.DONE
    assert refusal.value.mine["state"] is DayState.SKIPPED
    chosen = say(engine, shop, DayState.SKIPPED, revision=refusal.value.revision, reason="Holiday")
    assert chosen.state is DayState.SKIPPED


def test_twenty_who_touch_a_new_week_at_once_make_one(engine: Engine, shop: int) -> None:
    def touch(number: int) -> None:
        write(engine, shop, f"Matter {number}")

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(touch, range(20)))
    assert history(engine, shop)["week"].to_list() == [WEEK]
    assert set(entries(engine, shop, week=WEEK)["text"]) == {f"Matter {n}" for n in range(20)}


def named(engine: Engine, journey: int) -> list[str]:
    return participants(engine, journey, WEEK)["person"].to_list()


def test_who_took_part_replaces_what_was_said_before(engine: Engine, shop: int) -> None:
    ana, bo = (add_person(engine, by=YOU, name=name).key for name in ("Ana", "Bo"))
    for people in ([ana], [ana, bo], [bo]):
        take_part(engine, by=YOU, journey=shop, week=WEEK, weekday=Weekday.MONDAY, people=people)
    assert named(engine, shop) == ["Bo"]
    assert [(e.before or {})["people"] for e in audit(engine, "day.take_part")] == [[], [ana], [ana, bo]]


def test_whom_somebody_else_named_meanwhile_stays(engine: Engine, shop: int) -> None:
    ana, bo, cy = (add_person(engine, by=YOU, name=name).key for name in ("Ana", "Bo", "Cy"))
    here = {"by": YOU, "journey": shop, "week": WEEK, "weekday": Weekday.MONDAY}
    take_part(engine, **here, people=[ana])  # type: ignore[arg-type]
    take_part(engine, **here, people=[ana, bo], seen=[ana])  # type: ignore[arg-type]
    take_part(engine, **here, people=[cy], seen=[ana])  # type: ignore[arg-type]
    assert named(engine, shop) == ["Bo", "Cy"]


def test_twenty_who_name_the_same_person_at_once_name_them_once(engine: Engine, shop: int) -> None:
    ana = add_person(engine, by=YOU, name="Ana").key

    def name(_: int) -> None:
        take_part(engine, by=YOU, journey=shop, week=WEEK, weekday=Weekday.MONDAY, people=[ana])

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(name, range(20)))
    assert named(engine, shop) == ["Ana"]


@pytest.mark.parametrize("kind", list(EntryKind))
def test_an_empty_entry_is_refused(engine: Engine, shop: int, kind: EntryKind) -> None:
    with pytest.raises(Refused, match=f"The {kind.value} is empty"):
        write(engine, shop, " \n ", kind)
    assert entries(engine, shop).is_empty()


def test_an_entry_is_kept_with_who_wrote_it_changed_and_binned(engine: Engine, shop: int) -> None:
    entry = write(engine, shop, " Invoices ")
    row = entries(engine, shop, week=WEEK).row(0, named=True)
    assert (row["text"], row["person"], row["settled"]) == ("Invoices", "You", False)
    change_entry(engine, by=YOU, journey=shop, entry=entry.key, revision=1, settled=True)
    with pytest.raises(StaleEdit):
        change_entry(engine, by=YOU, journey=shop, entry=entry.key, revision=1, text="Mine")
    bin_entry(engine, by=YOU, journey=shop, entry=entry.key, revision=2)
    assert entries(engine, shop).is_empty()
    assert [e.act for act in ("add", "change", "bin") for e in audit(engine, f"entry.{act}")] == [
        "entry.add", "entry.change", "entry.bin",
    ]  # fmt: skip


def test_closing_a_week_carries_over_what_is_unsettled_and_nothing_else(engine: Engine, shop: int) -> None:
    write(engine, shop, "Open matter")
    settled = write(engine, shop, "Settled matter")
    gone = write(engine, shop, "Binned matter")
    change_entry(engine, by=YOU, journey=shop, entry=settled.key, revision=1, settled=True)
    bin_entry(engine, by=YOU, journey=shop, entry=gone.key, revision=1)
    for kind in (EntryKind.NOTE, EntryKind.DECISION, EntryKind.LEARNING):
        write(engine, shop, f"A {kind.value}", kind)
    close_week(engine, by=YOU, journey=shop, week=WEEK)
    assert carried(engine, shop, NEXT) == ["Open matter"]
    close_week(engine, by=YOU, journey=shop, week=NEXT)
    assert carried(engine, shop, AFTER) == ["Open matter"], "what stays unsettled travels on"


def test_a_week_written_without_its_hyphen_is_the_same_week(engine: Engine, shop: int) -> None:
    write(engine, shop, "Open matter")
    close_week(engine, by=YOU, journey=shop, week="2026W47")
    assert carried(engine, shop, NEXT) == ["Open matter"]


def test_the_last_week_of_a_year_carries_into_the_first_of_the_next(engine: Engine, shop: int) -> None:
    write(engine, shop, "Open matter", week="2026-W53")
    close_week(engine, by=YOU, journey=shop, week="2026-W53")
    assert carried(engine, shop, "2027-W01") == ["Open matter"]


def test_a_week_is_closed_once(engine: Engine, shop: int) -> None:
    write(engine, shop, "Open matter")
    close_week(engine, by=YOU, journey=shop, week=WEEK)
    with pytest.raises(Refused, match="2026-W47 is closed already"):
        close_week(engine, by=YOU, journey=shop, week=WEEK)
    assert carried(engine, shop, NEXT) == ["Open matter"]


def test_of_ten_who_close_a_week_at_once_one_does_and_nothing_is_carried_twice(engine: Engine, shop: int) -> None:
    write(engine, shop, "Open matter")

    def close(_: int) -> str:
        try:
            close_week(engine, by=YOU, journey=shop, week=WEEK)
        except Refused as refusal:
            return str(refusal)
        return "closed"

    with ThreadPoolExecutor(10) as pool:
        said = sorted(pool.map(close, range(10)))
    assert said == ["Week 2026-W47 is closed already. Nothing was changed."] * 9 + ["closed"]
    assert carried(engine, shop, NEXT) == ["Open matter"]


def test_nothing_parked_is_lost_while_a_week_closes(engine: Engine, shop: int) -> None:
    """What was accepted into the week before it closed is carried; what came too late was refused in words."""

    refused: list[str] = []

    def park(number: int) -> str | None:
        if number == 10:
            close_week(engine, by=YOU, journey=shop, week=WEEK)
            return None
        try:
            return write(engine, shop, f"Matter {number}").text
        except Refused as refusal:
            refused.append(str(refusal))
            return None

    with ThreadPoolExecutor(10) as pool:
        kept = {text for text in pool.map(park, range(20)) if text}
    assert set(carried(engine, shop, NEXT)) == kept
    assert all("Write this in the week after it" in one for one in refused)


def test_a_closed_week_still_takes_notes_but_carries_nothing_more(engine: Engine, shop: int) -> None:
    close_week(engine, by=YOU, journey=shop, week=WEEK)
    with pytest.raises(Refused, match="2026-W47 is closed"):
        write(engine, shop, "Too late")
    assert write(engine, shop, "What we learned", EntryKind.LEARNING).text == "What we learned"


def test_a_viewer_takes_part_and_writes_but_closes_nothing(engine: Engine, shop: int) -> None:
    vera = add_person(engine, by=YOU, name="Vera").key
    set_member(engine, by=YOU, journey=shop, person=vera, role=Role.VIEWER)
    take_part(engine, by=vera, journey=shop, week=WEEK, weekday=Weekday.MONDAY, people=[vera])
    note = {"week": WEEK, "weekday": Weekday.MONDAY, "kind": EntryKind.NOTE, "text": "Seen"}
    add_entry(engine, by=vera, journey=shop, **note)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="Vera may not close the week"):
        close_week(engine, by=vera, journey=shop, week=WEEK)
    with pytest.raises(NotAllowed):
        set_day(engine, by=vera, journey=shop, week=WEEK, weekday=Weekday.MONDAY, state=DayState.DONE, revision=0)
    assert history(engine, shop).filter(pl.col("closed_at").is_not_null()).is_empty()
