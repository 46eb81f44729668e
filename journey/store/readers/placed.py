"""Where texts belong: what describes a journey's stages and touchpoints, and the texts that somebody placed there."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.domain.words import LaneKind
from journey.store.engine import JOURNEY, columns, connected, frame
from journey.store.tables import (
    Card,
    EventName,
    Lane,
    PainPoint,
    Quote,
    Reading,
    Stage,
    Step,
    Touchpoint,
    Turn,
    Verbatim,
)

EACH = 150
"""Texts of a stage, the newest, that are learned from because their file named it."""
MOST = 600
"""Texts that people placed that are learned from, the last ones."""
BACKGROUND = 1_200
"""Other texts, the newest, that tell how common words are."""
_LONGEST = 2_000
"""Characters of a conversation's customer that say what it is about."""
_TELLING = (LaneKind.ACTION, LaneKind.TOUCHPOINT, LaneKind.THOUGHT)


def descriptions(engine: Engine, journey_id: int) -> pl.DataFrame:
    """What describes each stage: stage_id, touchpoint_id (null for the stage itself), name, words; in the stages' order.

    A stage is told by its description, its steps, what customers do, meet and think there, its pain points and the events
    that have no touchpoint; a touchpoint by its events.
    """
    stages = frame(
        engine, columns(Stage.id, Stage.name, Stage.description).where(*_alive(Stage, journey_id)).order_by(Stage.position)
    )
    spots = frame(engine, _spots(journey_id))
    words = frame(engine, _cards(journey_id)).vstack(frame(engine, _pains(journey_id))).vstack(frame(engine, _steps(journey_id)))
    events = frame(
        engine, columns(EventName.stage_id, EventName.touchpoint_id, EventName.name).where(*_alive(EventName, journey_id))
    )
    return pl.concat([_stages(stages, words, events), _with_events(spots, events)])


def _stages(stages: pl.DataFrame, words: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    own = events.filter(pl.col("touchpoint_id").is_null()).select("stage_id", pl.col("name").alias("text"))
    said = (
        pl.concat([words, own])
        .drop_nulls("stage_id")
        .group_by("stage_id", maintain_order=True)
        .agg(pl.col("text").str.join(". "))
    )
    found = stages.join(said, left_on="id", right_on="stage_id", how="left", maintain_order="left")
    text = pl.concat_str("description", pl.col("text").fill_null(""), separator=". ").str.replace_all("_", " ", literal=True)
    return found.select(stage_id="id", touchpoint_id=pl.lit(None, pl.Int64), name="name", words=text.str.slice(0, _LONGEST))


def _with_events(spots: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    own = (
        events.drop_nulls("touchpoint_id").group_by("touchpoint_id", maintain_order=True).agg(words=pl.col("name").str.join("\n"))
    )
    found = spots.join(own, on="touchpoint_id", how="left", maintain_order="left")
    return found.select("stage_id", "touchpoint_id", "name", pl.col("words").fill_null(""))


def _alive(table: Any, journey_id: int) -> tuple[Any, ...]:
    return table.journey_id == journey_id, table.deleted_at.is_(None)


def _spots(journey_id: int) -> Any:
    query = columns(Step.stage_id, col(Touchpoint.id).label("touchpoint_id"), Touchpoint.name)
    query = query.join(Step, col(Step.id) == Touchpoint.step_id).join(Stage, col(Stage.id) == Step.stage_id)
    query = query.where(*_alive(Stage, journey_id), col(Step.deleted_at).is_(None), col(Touchpoint.deleted_at).is_(None))
    return query.order_by(Stage.position, Step.position, Touchpoint.id)


def _cards(journey_id: int) -> Any:
    query = columns(Card.stage_id, Card.text).join(Lane, col(Lane.id) == Card.lane_id)
    return query.where(*_alive(Card, journey_id), col(Lane.kind).in_(_TELLING)).order_by(Card.id)


def _pains(journey_id: int) -> Any:
    return (
        columns(PainPoint.stage_id, col(PainPoint.title).label("text"))
        .where(*_alive(PainPoint, journey_id))
        .order_by(PainPoint.id)
    )


def _steps(journey_id: int) -> Any:
    query = columns(Step.stage_id, col(Step.name).label("text")).join(Stage, col(Stage.id) == Step.stage_id)
    return query.where(*_alive(Stage, journey_id), col(Step.deleted_at).is_(None)).order_by(Step.position)


def accepted(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Texts that people placed, oldest first: text, stage_id, touchpoint_id (both null: at none of these).

    A verbatim or conversation counts as it was heard last, a quote as it was kept.
    """
    place = (Reading.stage_id, Reading.touchpoint_id, Reading.at)
    heard = (*_alive(Reading, journey_id), ~col(Reading.skipped))
    verbatims = columns(Reading.verbatim_id, Verbatim.text, *place).join(Verbatim, col(Verbatim.id) == Reading.verbatim_id)
    quotes = columns(Quote.text, Quote.stage_id, Quote.touchpoint_id, Quote.at).where(*_alive(Quote, journey_id))
    talks = columns(Reading.conversation_id, *place).where(*heard, col(Reading.conversation_id).is_not(None))
    said = frame(engine, verbatims.where(*heard).order_by(Reading.at)).unique("verbatim_id", keep="last", maintain_order=True)
    calls = frame(engine, talks.order_by(Reading.at)).unique("conversation_id", keep="last", maintain_order=True).tail(MOST // 4)
    words = [customer_words(engine, id) for id in calls["conversation_id"]]
    told = calls.with_columns(text=pl.Series(words, dtype=pl.String))
    kept = frame(engine, quotes.where(col(Quote.stage_id).is_not(None)))
    wanted = ("text", "stage_id", "touchpoint_id", "at")
    return pl.concat([part.select(wanted) for part in (said, told, kept)]).sort("at", maintain_order=True).tail(MOST).drop("at")


def from_files(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The newest EACH texts of each stage that their file named it and nobody heard: text, stage_id, touchpoint_id."""
    heard = columns(Reading.verbatim_id).where(Reading.journey_id == journey_id, col(Reading.verbatim_id).is_not(None))
    newest = func.row_number().over(partition_by=col(Verbatim.stage_id), order_by=col(Verbatim.id).desc())
    named = (
        columns(Verbatim.id, newest.label("place"))
        .where(*_alive(Verbatim, journey_id), col(Verbatim.stage_id).is_not(None), col(Verbatim.id).not_in(heard))
        .subquery()
    )
    query = columns(Verbatim.text, Verbatim.stage_id, Verbatim.touchpoint_id).join(named, named.c.id == Verbatim.id)
    return frame(engine, query.where(named.c.place <= EACH).order_by(Verbatim.id))


def background(engine: Engine, journey_id: int) -> list[str]:
    """The newest texts of the journey, wherever they belong."""
    query = columns(Verbatim.text).where(*_alive(Verbatim, journey_id)).order_by(col(Verbatim.id).desc()).limit(BACKGROUND)
    with connected(engine) as connection:
        return list(connection.execute(query).scalars())


def words_of(engine: Engine, key: str) -> str:
    """The words of an item of the queue: "v" and a verbatim's id, "t" a turn's, "c" a conversation's; "" if it is gone."""
    id = int(key[1:])
    if key.startswith("c"):
        return customer_words(engine, id)
    table = Turn if key.startswith("t") else Verbatim
    with connected(engine) as connection:
        return connection.execute(columns(table.text).where(table.id == id)).scalar() or ""


def customer_words(engine: Engine, conversation_id: int) -> str:
    """What the customer says in a conversation, from its beginning as far as it tells what it is about."""
    query = columns(Turn.text).where(Turn.conversation_id == conversation_id, col(Turn.customer)).order_by(Turn.position)
    with connected(engine) as connection:
        return " ".join(connection.execute(query).scalars())[:_LONGEST]


def stands_on(engine: Engine, journey_id: int) -> tuple[int, ...]:
    """What suggestions would be learned from now: it changes when stages, touchpoints or placed texts do."""
    with connected(engine) as connection:
        return tuple(map(int, connection.execute(_stands_on(), {"journey": journey_id}).one()))


@cache
def _stands_on() -> Any:
    steps = columns(Step.id).join(Stage, col(Stage.id) == Step.stage_id).where(Stage.journey_id == JOURNEY)
    spots = columns(func.coalesce(func.sum(Touchpoint.revision), 0)).where(col(Touchpoint.step_id).in_(steps))
    newest = columns(func.coalesce(func.max(Verbatim.id), 0)).where(Verbatim.journey_id == JOURNEY)
    edited = [
        columns(func.coalesce(func.sum(table.revision), 0)).where(table.journey_id == JOURNEY)
        for table in (Stage, EventName, Reading, Quote, PainPoint)
    ]
    return columns(*(query.scalar_subquery() for query in (*edited, spots, newest)))
