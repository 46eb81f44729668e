"""The acts of keeping a week: a day done, skipped or carried over, what was written down, who took part, the week closed."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from journey.domain.weeks import Week
from journey.domain.words import DayState, EntryKind, Weekday
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.store.tables import Day, Entry, Participation, WeekRow, now

LEFT_OVER = (EntryKind.PARKED, EntryKind.CARRIED)
"""What the end of a week carries into the next, unless it is settled."""


def set_day(
    engine: Engine, *, by: int, journey: int, week: str, weekday: Weekday, state: DayState, revision: int, reason: str = ""
) -> Day:
    """Say where a day of the week stands; skipping or carrying over needs a reason. `revision` 0: nobody touched it yet."""
    if state in (DayState.SKIPPED, DayState.CARRIED) and not reason.strip():
        word = "skipped" if state is DayState.SKIPPED else "carried over"
        raise Refused(f"Say why {weekday.value.title()} is {word}. Nothing was changed.")

    with act(engine, "day.change", by=by, journey=journey, why=reason) as doing:
        day = _day(doing, week, weekday)
        done_at = now() if state is DayState.DONE else None
        # revision 0 is the day as nobody had touched it; the row was made with revision 1 a line above
        return doing.change(day, max(revision, 1), state=state, reason=reason.strip(), done_at=done_at)


def take_part(
    engine: Engine, *, by: int, journey: int, week: str, weekday: Weekday, people: list[int], seen: list[int] | None = None
) -> None:
    """Say who took part in a day; the list replaces what was said before.

    With `seen`, the list the person had before them, only what differs from it changes: whom others named meanwhile stays.
    """
    with act(engine, "day.take_part", by=by, journey=journey) as doing:
        row = week_row(doing, week)
        there = select(Participation).where(Participation.week_id == row.key, Participation.weekday == weekday)
        known = {one.person_id: one for one in doing.session.exec(there)}
        wanted = set(people) if seen is None else (set(known) - (set(seen) - set(people))) | (set(people) - set(seen))
        for person_id in sorted(wanted - set(known)):
            _insert_once(doing, Participation, week_id=row.key, weekday=weekday, person_id=person_id)
        for person_id in set(known) - wanted:
            doing.session.delete(known[person_id])
        doing.log(row, before={"weekday": weekday, "people": sorted(known)}, after={"weekday": weekday, "people": sorted(wanted)})


def add_entry(
    engine: Engine, *, by: int, journey: int, week: str, weekday: Weekday, kind: EntryKind, text: str,
    trade_off: str = "", stage_id: int | None = None, team_id: int | None = None, change_id: int | None = None,
) -> Entry:  # fmt: skip
    """Write down a note, decision, parked matter, learning or carry-over; a closed week carries nothing over any more."""
    if not text.strip():
        raise Refused(f"The {kind.value} is empty. Write a sentence, then save.")
    with act(engine, "entry.add", by=by, journey=journey, team_id=team_id) as doing:
        row = week_row(doing, week)
        if row.closed_at is not None and kind in LEFT_OVER:
            raise Refused(f"Week {row.label} is closed and has carried over what it left. Write this in the week after it.")
        return doing.add(
            Entry(
                journey_id=journey, week=row.label, weekday=weekday, kind=kind, text=text.strip(),
                trade_off=trade_off.strip(), stage_id=stage_id, team_id=team_id, change_id=change_id, person_id=doing.person.key,
            )
        )  # fmt: skip


def change_entry(engine: Engine, *, by: int, journey: int, entry: int, revision: int, **values: object) -> Entry:
    """Change an entry's text, trade_off, team or whether it is settled."""
    with act(engine, "entry.change", by=by, journey=journey) as doing:
        return doing.change(doing.get(Entry, entry), revision, **values)


def bin_entry(engine: Engine, *, by: int, journey: int, entry: int, revision: int) -> Entry:
    """Put an entry in the bin."""
    with act(engine, "entry.bin", by=by, journey=journey) as doing:
        return doing.bin(doing.get(Entry, entry), revision)


def close_week(engine: Engine, *, by: int, journey: int, week: str) -> WeekRow:
    """Close a week: what is parked and unsettled is carried into the next one."""
    with act(engine, "week.close", by=by, journey=journey) as doing:
        row = week_row(doing, week, lock=True)
        if row.closed_at is not None:
            raise Refused(f"Week {row.label} is closed already. Nothing was changed.")
        following = str(Week.parse(week).shift(1))
        week_row(doing, following)
        doing.change(row, row.revision, closed_at=now())
        for entry in doing.session.exec(_unsettled(journey, row.label)).all():
            doing.add(
                Entry(
                    journey_id=journey, week=following, weekday=entry.weekday, kind=EntryKind.CARRIED, text=entry.text,
                    trade_off=entry.trade_off, stage_id=entry.stage_id, team_id=entry.team_id, person_id=entry.person_id,
                )
            )  # fmt: skip
        return row


def _unsettled(journey: int, week: str) -> SelectOfScalar[Entry]:
    return select(Entry).where(
        Entry.journey_id == journey,
        Entry.week == week,
        col(Entry.kind).in_(LEFT_OVER),
        col(Entry.settled).is_(False),
        col(Entry.deleted_at).is_(None),
    )


def week_row(doing: Act, label: str, *, lock: bool = False) -> WeekRow:
    """The week's row, made when somebody first writes to it; of two who make it at once, the second finds the first's.

    With `lock` whoever writes to the week waits until this act is over, so that nothing is parked while it closes.
    """
    label = str(Week.parse(label))
    query = select(WeekRow).where(WeekRow.journey_id == doing.journey_id, WeekRow.label == label)
    query = query.with_for_update(read=not lock)
    found = doing.session.exec(query).first()
    if found is None and doing.journey_id is not None:
        _insert_once(doing, WeekRow, journey_id=doing.journey_id, label=label)
        found = doing.session.exec(query).one()
    assert found is not None
    return found


def _day(doing: Act, week: str, weekday: Weekday) -> Day:
    row = week_row(doing, week)
    query = select(Day).where(Day.week_id == row.key, Day.weekday == weekday)
    found = doing.session.exec(query).first()
    if found is None:
        _insert_once(doing, Day, week_id=row.key, weekday=weekday)
        found = doing.session.exec(query).one()
    return found


def _insert_once(doing: Act, table: type[WeekRow] | type[Day] | type[Participation], **values: Any) -> None:
    """Insert unless somebody did a moment ago: `on conflict do nothing`, in either database's own words."""
    from sqlalchemy.dialects import postgresql, sqlite

    insert = postgresql.insert if doing.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    filled = table(**values).model_dump(exclude={"id"})
    doing.session.connection().execute(insert(table).values(**filled).on_conflict_do_nothing())
