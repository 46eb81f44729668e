"""The interviews, shadowings and visits that were logged, and who of us was there."""

from __future__ import annotations

import polars as pl
from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.domain.words import InterviewKind
from journey.store.engine import columns, frame
from journey.store.tables import Conversation, Person, Stage, Team, Touchpoint, Turn

KINDS = tuple(kind.value for kind in InterviewKind)
_ATTENDED: dict[str, pl.DataType] = {
    "conversation_id": pl.Int64(), "person": pl.String(), "team": pl.String(), "stage_id": pl.Int64(), "on": pl.Date(),
}  # fmt: skip


def interviews(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Every one, newest first: id, revision, title, channel, at, stage_id, stage, touchpoint_id, touchpoint, held_by, person,
    team, others (a list of people's ids), emotion, lines."""
    names = (
        "id", "revision", "title", "channel", "at", "stage_id", "touchpoint_id", "held_by", "others", "emotion",
    )  # fmt: skip
    lines = columns(Turn.conversation_id, func.count().label("lines")).group_by(col(Turn.conversation_id)).subquery()
    query = (
        columns(
            *(getattr(Conversation, name) for name in names), col(Stage.name).label("stage"),
            col(Touchpoint.name).label("touchpoint"), col(Person.name).label("person"), col(Team.name).label("team"),
            func.coalesce(lines.c.lines, 0).label("lines"),
        )
        .join(Stage, (col(Stage.id) == Conversation.stage_id) & col(Stage.deleted_at).is_(None), isouter=True)
        .join(Touchpoint, col(Touchpoint.id) == Conversation.touchpoint_id, isouter=True)
        .join(Person, col(Person.id) == Conversation.held_by, isouter=True)
        .join(Team, col(Team.id) == Person.team_id, isouter=True)
        .join(lines, lines.c.conversation_id == Conversation.id, isouter=True)
        .where(Conversation.journey_id == journey_id, col(Conversation.deleted_at).is_(None))
        .where(col(Conversation.channel).in_(KINDS), col(Conversation.batch_id).is_(None))
        .order_by(col(Conversation.at).desc(), col(Conversation.id).desc())
    )  # fmt: skip
    return frame(engine, query, {"others": pl.List(pl.Int64)})


def attended(engine: Engine, journey_id: int, timezone: str) -> pl.DataFrame:
    """Who met a customer, a row a person and interview: conversation_id, person, team, stage_id, on (in the journey's zone)."""
    held = interviews(engine, journey_id)
    who = held.select(
        "stage_id", conversation_id="id", on=pl.col("at").dt.convert_time_zone(timezone).dt.date(),
        person_id=pl.concat_list(pl.concat_list("held_by"), pl.col("others").fill_null([])),
    ).explode("person_id")  # fmt: skip
    people = frame(
        engine,
        columns(col(Person.id).label("person_id"), col(Person.name).label("person"), col(Team.name).label("team")).join(
            Team, col(Team.id) == Person.team_id, isouter=True
        ),
    )
    met = who.join(people, on="person_id", how="inner", maintain_order="left").unique(
        ["conversation_id", "person_id"], maintain_order=True
    )
    return met.select(pl.col(name).cast(kind) for name, kind in _ATTENDED.items())
