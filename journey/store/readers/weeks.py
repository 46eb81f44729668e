"""Weeks of the routine: their days, entries and who took part."""

from __future__ import annotations

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.words import EntryKind, Weekday
from journey.store.engine import columns, frame, reading
from journey.store.tables import Day, Entry, Participation, Person, Team, WeekRow


def days(engine: Engine, journey_id: int, week: str) -> dict[Weekday, Day]:
    """The five days of a week; a day nobody touched yet is open, with revision 0."""
    query = (
        select(Day).join(WeekRow, col(WeekRow.id) == Day.week_id).where(WeekRow.journey_id == journey_id, WeekRow.label == week)
    )
    with reading(engine) as session:
        known = {day.weekday: day for day in session.exec(query)}
    return {day: known.get(day) or Day(week_id=0, weekday=day, revision=0) for day in Weekday}


def entries(engine: Engine, journey_id: int, *, week: str | None = None, kinds: tuple[EntryKind, ...] = ()) -> pl.DataFrame:
    """What was written down: the entry's columns with the writer's and team's names; of all weeks without `week`."""
    query = (
        columns(
            *(
                col(getattr(Entry, name))
                for name in ("id", "revision", "week", "weekday", "kind", "text", "trade_off", "stage_id")
            ),
            *(col(getattr(Entry, name)) for name in ("team_id", "change_id", "settled", "at")),
            col(Person.name).label("person"),
            col(Team.name).label("team"),
        )
        .join(Person, col(Person.id) == Entry.person_id, isouter=True)
        .join(Team, col(Team.id) == Entry.team_id, isouter=True)
        .where(Entry.journey_id == journey_id, col(Entry.deleted_at).is_(None))
        .order_by(Entry.week, col(Entry.id))
    )
    if week is not None:
        query = query.where(Entry.week == week)
    if kinds:
        query = query.where(col(Entry.kind).in_(kinds))
    return frame(engine, query)


def history(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Every week that was begun, newest first: week, closed_at, weekday, state, reason; one row a day that was touched."""
    query = (
        columns(col(WeekRow.label).label("week"), WeekRow.closed_at, Day.weekday, Day.state, Day.reason)
        .join(Day, col(Day.week_id) == WeekRow.id, isouter=True)
        .where(WeekRow.journey_id == journey_id)
        .order_by(col(WeekRow.label).desc())
    )
    return frame(engine, query)


def participants(engine: Engine, journey_id: int, week: str | None = None) -> pl.DataFrame:
    """Who took part: week, weekday, person_id, person, team."""
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
        .where(WeekRow.journey_id == journey_id)
        .order_by(Person.name)
    )
    if week is not None:
        query = query.where(WeekRow.label == week)
    return frame(engine, query)
