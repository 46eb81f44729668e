"""Weeks of the routine: their days, entries and who took part."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import bindparam
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.words import EntryKind, Weekday
from journey.store.engine import JOURNEY, columns, frame, reading
from journey.store.tables import Day, Entry, Participation, Person, Team, WeekRow

WEEK: Any = bindparam("week")


def days(engine: Engine, journey_id: int, week: str) -> dict[Weekday, Day]:
    """The five days of a week; a day nobody touched yet is open, with revision 0."""
    with reading(engine) as session:
        known = {day.weekday: day for day in session.exec(_days(), params={"journey": journey_id, "week": week})}
    return {day: known.get(day) or Day(week_id=0, weekday=day, revision=0) for day in Weekday}


@cache
def _days() -> Any:
    theirs = select(Day).join(WeekRow, col(WeekRow.id) == Day.week_id)
    return theirs.where(WeekRow.journey_id == JOURNEY, WeekRow.label == WEEK)


def week_row(engine: Engine, journey_id: int, week: str) -> WeekRow | None:
    """The week as it is kept; None if nobody has written to it yet."""
    with reading(engine) as session:
        found: WeekRow | None = session.exec(_week(), params={"journey": journey_id, "week": week}).first()
        return found


@cache
def _week() -> Any:
    return select(WeekRow).where(WeekRow.journey_id == JOURNEY, WeekRow.label == WEEK)


def entries(engine: Engine, journey_id: int, *, week: str | None = None, kinds: tuple[EntryKind, ...] = ()) -> pl.DataFrame:
    """What was written down: the entry's columns with the writer's and team's names; of all weeks without `week`."""
    return frame(engine, _entries(week is None, kinds), None, **_values(journey_id, week))


@cache
def _entries(every_week: bool, kinds: tuple[EntryKind, ...]) -> Any:
    names = "id revision week weekday kind text trade_off stage_id team_id change_id settled at"
    query = (
        columns(*(getattr(Entry, name) for name in names.split()), col(Person.name).label("person"), col(Team.name).label("team"))
        .join(Person, col(Person.id) == Entry.person_id, isouter=True)
        .join(Team, col(Team.id) == Entry.team_id, isouter=True)
        .where(Entry.journey_id == JOURNEY, col(Entry.deleted_at).is_(None))
        .order_by(Entry.week, col(Entry.id))
    )
    query = query if every_week else query.where(Entry.week == WEEK)
    return query.where(col(Entry.kind).in_(kinds)) if kinds else query


def _values(journey_id: int, week: str | None) -> dict[str, Any]:
    return {"journey": journey_id} | ({} if week is None else {"week": week})


def history(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Every week that was begun, newest first: week, closed_at, weekday, state, reason; one row a day that was touched."""
    return frame(engine, _history(), journey=journey_id)


@cache
def _history() -> Any:
    return (
        columns(col(WeekRow.label).label("week"), WeekRow.closed_at, Day.weekday, Day.state, Day.reason)
        .join(Day, col(Day.week_id) == WeekRow.id, isouter=True)
        .where(WeekRow.journey_id == JOURNEY)
        .order_by(col(WeekRow.label).desc())
    )


def participants(engine: Engine, journey_id: int, week: str | None = None) -> pl.DataFrame:
    """Who took part: week, weekday, person_id, person, team."""
    return frame(engine, _participants(week is None), None, **_values(journey_id, week))


@cache
def _participants(every_week: bool) -> Any:
    query = (
        columns(
            col(WeekRow.label).label("week"),
            Participation.weekday,
            Participation.person_id,
            col(Person.name).label("person"),
            col(Team.name).label("team"),
        )
        .join(WeekRow, col(WeekRow.id) == Participation.week_id)
        .join(Person, col(Person.id) == Participation.person_id)
        .join(Team, col(Team.id) == Person.team_id, isouter=True)
        .where(WeekRow.journey_id == JOURNEY)
        .order_by(Person.name)
    )
    return query if every_week else query.where(WeekRow.label == WEEK)
