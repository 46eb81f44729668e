"""What people put on the list of knowledge gaps, and the words in which customers ask."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
from sqlalchemy import case
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.store.engine import columns, frame
from journey.store.tables import Conversation, KnowledgeGap, Person, Stage, Team, Turn, Verbatim


def gaps(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The list, open ones first, then newest: id, revision, kind, question, article, stage_id, stage, team_id, team, status,
    answer, person, at, item ("v12" or "c3", where a customer asked it)."""
    names = ("id", "revision", "kind", "question", "article", "stage_id", "team_id", "status", "answer", "verbatim_id", "at")
    query = (
        columns(
            *(getattr(KnowledgeGap, name) for name in names),
            col(Stage.name).label("stage"), col(Team.name).label("team"), col(Person.name).label("person"), Turn.conversation_id,
        )
        .join(Stage, (col(Stage.id) == KnowledgeGap.stage_id) & col(Stage.deleted_at).is_(None), isouter=True)
        .join(Team, col(Team.id) == KnowledgeGap.team_id, isouter=True)
        .join(Person, col(Person.id) == KnowledgeGap.person_id, isouter=True)
        .join(Turn, col(Turn.id) == KnowledgeGap.turn_id, isouter=True)
        .where(KnowledgeGap.journey_id == journey_id, col(KnowledgeGap.deleted_at).is_(None))
        .order_by(case((col(KnowledgeGap.status) == "open", 0), else_=1), col(KnowledgeGap.id).desc())
    )  # fmt: skip
    item = pl.coalesce(pl.format("v{}", "verbatim_id"), pl.format("c{}", "conversation_id"))
    return frame(engine, query).with_columns(item=item).drop("verbatim_id", "conversation_id")


def asked(engine: Engine, journey_id: int, *, since: datetime, until: datetime) -> pl.DataFrame:
    """Customers' words with a question mark or without, of tickets, surveys and conversations, in the order of time.

    key ("v12" or "c3"), verbatim_id, turn_id, position (of a turn), at, stage_id, language, text; of conversations every
    turn, with `customer` False for ours.
    """
    within = {"since": since.astimezone(UTC), "until": until.astimezone(UTC)}
    return pl.concat([_texts(engine, journey_id, **within), _turns(engine, journey_id, **within)]).sort(
        "at", "key", "position", nulls_last=True
    )


_ASKED: dict[str, pl.DataType] = {
    "key": pl.String(), "verbatim_id": pl.Int64(), "turn_id": pl.Int64(), "position": pl.Int64(), "customer": pl.Boolean(),
    "at": pl.Datetime("us", "UTC"), "stage_id": pl.Int64(), "language": pl.String(), "text": pl.String(),
}  # fmt: skip


def _texts(engine: Engine, journey_id: int, since: datetime, until: datetime) -> pl.DataFrame:
    query = columns(
        col(Verbatim.id).label("verbatim_id"), Verbatim.at, Verbatim.stage_id, Verbatim.language, Verbatim.text
    ).where(
        Verbatim.journey_id == journey_id, col(Verbatim.deleted_at).is_(None), col(Verbatim.at) >= since, col(Verbatim.at) < until
    )
    rows = frame(engine, query).with_columns(
        key=pl.format("v{}", "verbatim_id"), turn_id=None, position=None, customer=pl.lit(True)
    )
    return rows.select(pl.col(name).cast(kind) for name, kind in _ASKED.items())


def _turns(engine: Engine, journey_id: int, since: datetime, until: datetime) -> pl.DataFrame:
    query = (
        columns(
            Turn.conversation_id, col(Turn.id).label("turn_id"), Turn.position, Turn.customer, Conversation.at,
            Conversation.stage_id, Turn.language, Turn.text,
        )
        .join(Conversation, col(Conversation.id) == Turn.conversation_id)
        .where(Conversation.journey_id == journey_id, col(Conversation.deleted_at).is_(None))
        .where(col(Conversation.at) >= since, col(Conversation.at) < until)
    )  # fmt: skip
    rows = frame(engine, query)
    rows = rows.with_columns(key=pl.format("c{}", "conversation_id"), verbatim_id=None)
    return rows.select(pl.col(name).cast(kind) for name, kind in _ASKED.items())
