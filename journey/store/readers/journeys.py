"""Journeys and what belongs to them: stages, team views, people, teams, personas."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, TypeVar

import polars as pl
from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain.policy import Who
from journey.domain.words import Role
from journey.errors import NotFound
from journey.store.engine import JOURNEY, columns, connected, frame, reading
from journey.store.tables import (
    Edited,
    ImportBatch,
    Journey,
    Membership,
    Metric,
    Person,
    Persona,
    Source,
    Stage,
    Team,
    TeamView,
)

E = TypeVar("E", bound=Edited)


def journeys(engine: Engine) -> list[Journey]:
    """Every journey that is not in the bin, by name."""
    return _rows(engine, _every(Journey))


def slugs(engine: Engine) -> set[str]:
    """The names in addresses that are taken, also by journeys in the bin."""
    with reading(engine) as session:
        return set(session.exec(select(Journey.slug)))


def journey(engine: Engine, name: str) -> Journey:
    """The journey with that slug, or else that name; NotFound lists those there are."""
    known = journeys(engine)
    for row in known:
        if name in (row.slug, row.name):
            return row
    there = ", ".join(row.slug for row in known) or "none yet"
    raise NotFound(f"There is no journey '{name}'. There are: {there}.")


def stages(engine: Engine, journey_id: int) -> list[Stage]:
    """The journey's stages in order."""
    return _rows(engine, _stages(), journey=journey_id)


def personas(engine: Engine, journey_id: int) -> list[Persona]:
    """The journey's personas, by name."""
    return _rows(engine, _of_journey(Persona), journey=journey_id)


def views(engine: Engine, journey_id: int) -> list[TeamView]:
    """The journey's team views, by name."""
    return _rows(engine, _of_journey(TeamView), journey=journey_id)


def teams(engine: Engine) -> list[Team]:
    """Every team, by name."""
    return _rows(engine, _every(Team))


def people(engine: Engine) -> list[Person]:
    """Everybody, by name."""
    return _rows(engine, _every(Person))


def metrics(engine: Engine, journey_id: int) -> list[Metric]:
    """The journey's metrics, those of stages in the bin left out: the whole journey's first, then stage by stage."""
    return _rows(engine, _metrics(), journey=journey_id)


def members(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Who has which role on the journey: person_id, name, role, team, leadership."""
    query = (
        columns(
            col(Person.id).label("person_id"),
            col(Person.name),
            col(Membership.role),
            col(Team.name).label("team"),
            col(Person.leadership),
        )
        .join(Membership, col(Membership.person_id) == Person.id)
        .join(Team, col(Team.id) == Person.team_id, isouter=True)
        .where(Membership.journey_id == journey_id, col(Person.deleted_at).is_(None))
        .order_by(Person.name)
    )
    return frame(engine, query)


def who(engine: Engine, journey_id: int, person_id: int) -> Who:
    """A person as the policy sees them on that journey: nobody in particular if they are not among the people."""
    with reading(engine) as session:
        person = session.get(Person, person_id)
        query = select(Membership.role).where(Membership.person_id == person_id, Membership.journey_id == journey_id)
        role = session.exec(query).first()
    if person is None or person.deleted_at is not None:
        return Who(None)
    return Who(Role(role) if role else None, local=person.local, leadership=person.leadership, team_id=person.team_id)


def row(engine: Engine, table: type[E], id: int) -> E:
    """One row that people edit, with its revision, to fill a form; NotFound if it is in the bin."""
    with reading(engine) as session:
        found = session.get(table, id)
    if found is None or found.deleted_at is not None:
        raise NotFound("It is no longer here. Somebody may have put it in the bin: see History.")
    return found


def last_data_day(engine: Engine, journey_id: int) -> date | None:
    """The UTC day of the newest row of any batch that is in; None for a journey without dated data."""
    with connected(engine) as connection:
        newest = connection.execute(_newest(), {"journey": journey_id}).scalar_one()
    return newest.date() if newest else None


def _rows(engine: Engine, query: Any, **values: Any) -> list[Any]:
    with reading(engine) as session:
        return list(session.exec(query, params=values))


@cache
def _every(table: Any) -> Any:
    return select(table).where(table.deleted_at.is_(None)).order_by(table.name)


@cache
def _of_journey(table: Any) -> Any:
    return select(table).where(table.journey_id == JOURNEY, table.deleted_at.is_(None)).order_by(table.name)


@cache
def _stages() -> Any:
    query = select(Stage).where(Stage.journey_id == JOURNEY, col(Stage.deleted_at).is_(None))
    return query.order_by(col(Stage.position), col(Stage.id))


@cache
def _metrics() -> Any:
    query = select(Metric).join(Stage, col(Stage.id) == Metric.stage_id, isouter=True)
    query = query.where(Metric.journey_id == JOURNEY, col(Metric.deleted_at).is_(None), col(Stage.deleted_at).is_(None))
    return query.order_by(col(Stage.position).is_not(None), col(Stage.position), col(Metric.id))


@cache
def _newest() -> Any:
    query = select(func.max(ImportBatch.last_at)).join(Source, col(Source.id) == ImportBatch.source_id)
    return query.where(Source.journey_id == JOURNEY, col(ImportBatch.undone_at).is_(None))
