"""Journeys and what belongs to them: stages, team views, people, teams, personas."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import polars as pl
from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.errors import NotFound
from journey.store.engine import columns, frame, reading
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
    with reading(engine) as session:
        return list(session.exec(select(Journey).where(col(Journey.deleted_at).is_(None)).order_by(Journey.name)))


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
    with reading(engine) as session:
        query = select(Stage).where(Stage.journey_id == journey_id, col(Stage.deleted_at).is_(None))
        return list(session.exec(query.order_by(col(Stage.position), col(Stage.id))))


def personas(engine: Engine, journey_id: int) -> list[Persona]:
    """The journey's personas, by name."""
    with reading(engine) as session:
        query = select(Persona).where(Persona.journey_id == journey_id, col(Persona.deleted_at).is_(None))
        return list(session.exec(query.order_by(Persona.name)))


def views(engine: Engine, journey_id: int) -> list[TeamView]:
    """The journey's team views, by name."""
    with reading(engine) as session:
        query = select(TeamView).where(TeamView.journey_id == journey_id, col(TeamView.deleted_at).is_(None))
        return list(session.exec(query.order_by(TeamView.name)))


def teams(engine: Engine) -> list[Team]:
    """Every team, by name."""
    with reading(engine) as session:
        return list(session.exec(select(Team).where(col(Team.deleted_at).is_(None)).order_by(Team.name)))


def people(engine: Engine) -> list[Person]:
    """Everybody, by name."""
    with reading(engine) as session:
        return list(session.exec(select(Person).where(col(Person.deleted_at).is_(None)).order_by(Person.name)))


def metrics(engine: Engine, journey_id: int) -> list[Metric]:
    """The journey's metrics, those of stages in the bin left out: the whole journey's first, then stage by stage."""
    with reading(engine) as session:
        query = select(Metric).join(Stage, col(Stage.id) == Metric.stage_id, isouter=True)
        query = query.where(Metric.journey_id == journey_id, col(Metric.deleted_at).is_(None), col(Stage.deleted_at).is_(None))
        return list(session.exec(query.order_by(col(Stage.position).is_not(None), col(Stage.position), col(Metric.id))))


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


def row(engine: Engine, table: type[E], id: int) -> E:
    """One row that people edit, with its revision, to fill a form; NotFound if it is in the bin."""
    with reading(engine) as session:
        found = session.get(table, id)
    if found is None or found.deleted_at is not None:
        raise NotFound("It is no longer here. Somebody may have put it in the bin: see History.")
    return found


def last_data_day(engine: Engine, journey_id: int) -> date | None:
    """The UTC day of the newest row of any batch that is in; None for a journey without dated data."""
    query = (
        select(func.max(ImportBatch.last_at))
        .join(Source, col(Source.id) == ImportBatch.source_id)
        .where(Source.journey_id == journey_id, col(ImportBatch.undone_at).is_(None))
    )
    with reading(engine) as session:
        newest = session.exec(query).one()
    return newest.date() if newest else None
