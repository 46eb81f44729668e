"""Themes as they are stored, and the texts that they are found in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl
from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlalchemy.orm import InstrumentedAttribute, defer
from sqlmodel import Session, col, select

from journey.analysis.text.themes.terms import says_something
from journey.store.engine import columns, reading
from journey.store.tables import Conversation, Journey, Theme, Turn, Understanding, Verbatim

TEXT: dict[str, Any] = {
    "id": pl.Int64, "at": pl.Datetime("us", "UTC"), "stage_id": pl.Int64, "emotion": pl.Float64, "theme_id": pl.Int64,
    "text": pl.String, "language": pl.String,
}  # fmt: skip
"""A verbatim, or with its id below zero a customer's turn; `emotion` is measured from its score, else told from its words."""
HEARD = ("id", "at", "stage_id", "emotion", "theme_id")
"""The columns of TEXT without its words."""
SAYS_MORE = 30
"""Characters that a turn has at least: "ok thanks" is of no theme."""


def themes(engine: Engine, journey_id: int) -> list[Theme]:
    """The journey's themes by number, without what they are known again by."""
    with reading(engine) as session:
        query = select(Theme).where(Theme.journey_id == journey_id, col(Theme.deleted_at).is_(None))
        return list(session.exec(query.order_by(col(Theme.number)).options(defer(_attribute(Theme.says)))))


def state(engine: Engine, journey_id: int) -> str:
    """What changes whenever a theme does, or what its texts say; cheap to ask."""
    decided = select(func.sum(Theme.revision)).where(Theme.journey_id == journey_id).scalar_subquery()
    query = columns(Journey.themed, Journey.data_version, col(Understanding.at), decided).select_from(Journey)
    query = query.join(Understanding, col(Understanding.journey_id) == Journey.id, isouter=True).where(Journey.id == journey_id)
    with reading(engine) as session:
        return "|".join(map(str, session.connection().execute(query).one()))


def heard(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Every text of the journey, without its words: HEARD."""
    with reading(engine) as session:
        return _rows(session, journey_id, HEARD)


def said_in(engine: Engine, journey_id: int, theme_ids: Iterable[int]) -> pl.DataFrame:
    """The texts of these themes: TEXT."""
    with reading(engine) as session:
        return _rows(session, journey_id, tuple(TEXT), theme_id=list(theme_ids))


def quoted(engine: Engine, journey_id: int, ids: Iterable[int]) -> pl.DataFrame:
    """The texts of these ids: TEXT."""
    with reading(engine) as session:
        return _rows(session, journey_id, tuple(TEXT), id=list(ids))


def texts(session: Session, journey_id: int) -> pl.DataFrame:
    """All that customers said in the journey; of their turns those that say something: TEXT."""
    rows = _rows(session, journey_id, tuple(TEXT))
    telling = [
        id > 0 or says_something(text, language) for id, text, language in rows.select("id", "text", "language").iter_rows()
    ]
    return rows.filter(pl.Series(telling, dtype=pl.Boolean))


def mark(session: Session, journey_id: int) -> str:
    """What tells the journey's texts from others: how many, how long, the newest."""
    newest = func.max(col(Verbatim.batch_id)), func.max(col(Verbatim.id))
    said = columns(*_extent(Verbatim), *newest).where(Verbatim.journey_id == journey_id, _kept(Verbatim))
    talked = _of_customers(columns(*_extent(Turn), func.max(col(Turn.id))), journey_id)
    counted = [count for query in (said, talked) for count in session.connection().execute(query).one()]
    return " ".join(str(count or 0) for count in counted)


def _extent(table: type[Verbatim | Turn]) -> tuple[Any, ...]:
    return func.count(), func.sum(func.length(col(table.text)))


def _rows(session: Session, journey_id: int, names: tuple[str, ...], **among: list[int]) -> pl.DataFrame:
    """Verbatims and turns as TEXT has them, where the columns of `among` are among the values."""
    said, talked = _as_text(Verbatim), _as_text(Turn)
    queries = (
        (said, columns(*(said[name] for name in names)).where(Verbatim.journey_id == journey_id, _kept(Verbatim))),
        (talked, _of_customers(columns(*(talked[name] for name in names)), journey_id)),
    )
    found: list[tuple[Any, ...]] = []
    for shape, query in queries:
        wanted = [shape[name].in_(values) for name, values in among.items()]
        found += map(tuple, session.connection().execute(query.where(*wanted)))
    return pl.DataFrame(found, schema={name: TEXT[name] for name in names}, orient="row")


def _as_text(table: type[Verbatim | Turn]) -> dict[str, Any]:
    """The columns of TEXT as the table has them; a turn's day and stage are its conversation's."""
    own = {"theme_id": col(table.theme_id), "text": col(table.text), "language": col(table.language)}
    if table is Turn:
        return own | {
            "id": -col(Turn.id),
            "at": col(Conversation.at),
            "stage_id": col(Conversation.stage_id),
            "emotion": col(Turn.felt),
        }
    emotion = func.coalesce(col(Verbatim.emotion), col(Verbatim.felt))
    return own | {"id": col(Verbatim.id), "at": col(Verbatim.at), "stage_id": col(Verbatim.stage_id), "emotion": emotion}


def _of_customers(query: Any, journey_id: int) -> Any:
    """Of all turns those of customers in the journey, if they are not all too short."""
    own = Conversation.journey_id == journey_id, _kept(Conversation), col(Turn.customer)
    long = func.length(col(Turn.text)) >= SAYS_MORE
    return query.select_from(Turn).join(Conversation, col(Conversation.id) == Turn.conversation_id).where(*own, long)


def _kept(table: type[Verbatim | Conversation]) -> Any:
    return col(table.deleted_at).is_(None)


def _attribute(column: Any) -> InstrumentedAttribute[Any]:
    assert isinstance(column, InstrumentedAttribute)
    return column
