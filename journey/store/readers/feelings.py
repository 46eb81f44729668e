"""How customers felt, one row a voice: scored, heard by one of us, or told from their words; and the answers at either end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
from sqlalchemy import case, func, or_
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.analysis.triangulation import SURE, VOICES, Kind
from journey.store.engine import columns, frame
from journey.store.readers.interviews import KINDS
from journey.store.tables import Conversation, Reading, Turn, Verbatim

READABLE = (25, 300)
"""Letters of a quote that says something and is read at a glance."""


def voices(engine: Engine, journey_id: int, *, since: datetime, until: datetime, segment: str = "") -> pl.DataFrame:
    """How customers felt from `since` until before `until`, from a verbatim or conversation each; follows VOICES.

    What a person heard counts in place of a score, the latest hearing of several. A conversation's feeling is the mean over
    the customer's turns that are sure enough, one voice however long it is. `segment` ("plan=team") leaves only answers and
    tickets of these customers: conversations do not say whose they are.
    """
    within = {"since": since.astimezone(UTC), "until": until.astimezone(UTC)}
    heard = _heard(engine, journey_id)
    said = _verbatims(engine, journey_id, heard, segment, **within)
    return said if segment else pl.concat([said, _conversations(engine, journey_id, heard, **within)])


def extremes(
    engine: Engine, journey_id: int, *, since: datetime, until: datetime, segment: str = "", most: int = 3
) -> pl.DataFrame:
    """The scored answers at both ends of each stage: item ("v12"), stage_id, emotion, text, at; `most` of each end.

    Of equal scores those long enough to say something and short enough to read come first, then the newest.
    """
    start, end = since.astimezone(UTC), until.astimezone(UTC)
    length = func.length(Verbatim.text)
    unread = case((length.between(*READABLE), 0), else_=1)
    ranks = [
        func.row_number().over(
            partition_by=col(Verbatim.stage_id), order_by=[by, unread, col(Verbatim.at).desc(), col(Verbatim.id)]
        )
        for by in (col(Verbatim.emotion).asc(), col(Verbatim.emotion).desc())
    ]
    query = _of_segment(
        columns(
            col(Verbatim.id), Verbatim.stage_id, Verbatim.emotion, Verbatim.text, Verbatim.at,
            ranks[0].label("lowest"), ranks[1].label("highest"),
        ).where(
            Verbatim.journey_id == journey_id, col(Verbatim.deleted_at).is_(None), col(Verbatim.emotion).is_not(None),
            col(Verbatim.stage_id).is_not(None), col(Verbatim.at) >= start, col(Verbatim.at) < end,
        ),
        segment,
    ).subquery()  # fmt: skip
    ends = columns(*(query.c[name] for name in ("id", "stage_id", "emotion", "text", "at")))
    found = frame(engine, ends.where(or_(query.c.lowest <= most, query.c.highest <= most)).order_by(query.c.emotion, query.c.id))
    return found.select("stage_id", "emotion", "text", "at", item=pl.format("v{}", "id"))


def _verbatims(
    engine: Engine, journey_id: int, heard: pl.DataFrame, segment: str, *, since: datetime, until: datetime
) -> pl.DataFrame:
    query = columns(
        col(Verbatim.id).label("verbatim_id"), Verbatim.stage_id, Verbatim.emotion, Verbatim.felt, Verbatim.sure,
        col(Verbatim.origin).label("source"),
    ).where(
        Verbatim.journey_id == journey_id, col(Verbatim.deleted_at).is_(None), col(Verbatim.at) >= since, col(Verbatim.at) < until
    )  # fmt: skip
    query = _of_segment(query, segment)
    own = heard.filter(pl.col("verbatim_id").is_not_null()).select("verbatim_id", said="emotion", where="stage_id")
    rows = frame(engine, query).join(own, on="verbatim_id", how="left", maintain_order="left")
    kind = (
        pl.when(pl.col("said").is_not_null()).then(pl.lit(Kind.HEARD.value))
        .when(pl.col("emotion").is_not_null()).then(pl.lit(Kind.SCORES.value))
        .otherwise(pl.lit(Kind.WORDS.value))
    )  # fmt: skip
    return _voices(
        rows.with_columns(
            kind.alias("kind"), pl.format("v{}", "verbatim_id").alias("key"),
            pl.coalesce("said", "emotion").alias("emotion"), pl.coalesce("where", "stage_id").alias("stage_id"),
        )
    )  # fmt: skip


def _conversations(engine: Engine, journey_id: int, heard: pl.DataFrame, *, since: datetime, until: datetime) -> pl.DataFrame:
    """A row a conversation; what those who held an interview felt in it counts until somebody hears it anew."""
    surely = (col(Turn.conversation_id) == Conversation.id) & col(Turn.customer) & (col(Turn.sure) >= SURE)
    query = (
        columns(
            col(Conversation.id).label("conversation_id"), Conversation.stage_id, Conversation.channel, Conversation.emotion,
            func.avg(Turn.felt).label("felt"), func.avg(Turn.sure).label("sure"),
        )
        .join(Turn, surely, isouter=True)
        .where(Conversation.journey_id == journey_id, col(Conversation.deleted_at).is_(None))
        .where(col(Conversation.at) >= since, col(Conversation.at) < until)
        .group_by(col(Conversation.id), col(Conversation.stage_id), col(Conversation.channel), col(Conversation.emotion))
        .order_by(col(Conversation.id))
    )  # fmt: skip
    own = heard.filter(pl.col("conversation_id").is_not_null()).select("conversation_id", said="emotion", where="stage_id")
    told = frame(engine, query, dict.fromkeys(("felt", "sure"), pl.Float64()))
    rows = told.join(own, on="conversation_id", how="left", maintain_order="left")
    held, known = pl.col("channel").is_in(KINDS), pl.coalesce("said", "emotion")
    kind = (
        pl.when(held & known.is_not_null()).then(pl.lit(Kind.INTERVIEWS.value))
        .when(pl.col("said").is_not_null()).then(pl.lit(Kind.HEARD.value))
        .otherwise(pl.lit(Kind.WORDS.value))
    )  # fmt: skip
    return _voices(
        rows.with_columns(
            kind.alias("kind"), pl.format("c{}", "conversation_id").alias("key"), known.alias("emotion"),
            pl.coalesce("where", "stage_id").alias("stage_id"), source=pl.lit("conversations"),
        )
    )  # fmt: skip


def _of_segment(query: Any, segment: str) -> Any:
    """Only answers and tickets whose attribute has that value: "plan=team"."""
    name, _, value = segment.partition("=")
    return query.where(col(Verbatim.attributes)[name].as_string() == value) if segment else query


def _voices(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.col(name).cast(kind) for name, kind in VOICES.items())


def _heard(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The latest hearing of each answer and conversation: verbatim_id, conversation_id, stage_id, emotion."""
    query = (
        columns(Reading.verbatim_id, Reading.conversation_id, Reading.stage_id, Reading.emotion)
        .where(Reading.journey_id == journey_id, col(Reading.deleted_at).is_(None), col(Reading.emotion).is_not(None))
        .order_by(col(Reading.at), col(Reading.id))
    )
    return frame(engine, query).unique(["verbatim_id", "conversation_id"], keep="last", maintain_order=True)
