"""The customers' words that stand behind a persona: which quotes and answers were linked to it."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col

from journey.store.engine import columns, frame
from journey.store.readers.quotes import quotes
from journey.store.tables import Link, Verbatim

SUBJECT, QUOTE, VERBATIM = "persona", "quote", "verbatim"
WORDS: dict[str, pl.DataType] = {
    "other": pl.String(), "other_id": pl.Int64(), "text": pl.String(), "emotion": pl.Float64(),
    "said_at": pl.Datetime("us", "UTC"), "item": pl.String(),
}  # fmt: skip
"""`other` is QUOTE or VERBATIM; `item` is what the Wednesday page opens: "v12" an answer or ticket, "c3" a conversation."""


def quoted(engine: Engine, journey_id: int) -> pl.DataFrame:
    """The words linked to personas whose source is still there, in the order they were linked: link_id, revision, persona_id,
    and the columns of WORDS."""
    links = frame(
        engine,
        columns(
            col(Link.id).label("link_id"), Link.revision, col(Link.subject_id).label("persona_id"), Link.other, Link.other_id
        )
        .where(Link.journey_id == journey_id, Link.subject == SUBJECT, col(Link.deleted_at).is_(None))
        .where(col(Link.other).in_((QUOTE, VERBATIM)))
        .order_by(col(Link.id)),
    )  # fmt: skip
    if links.is_empty():
        return links.join(pl.DataFrame(schema=WORDS), on=["other", "other_id"])
    answers = links.filter(pl.col("other") == VERBATIM)["other_id"].to_list()
    words = pl.concat([kept(engine, journey_id), _answers(engine, journey_id, answers)])
    return links.join(words, on=["other", "other_id"], maintain_order="left")


def kept(engine: Engine, journey_id: int) -> pl.DataFrame:
    """Every quote that somebody kept, the newest first: WORDS."""
    item = pl.coalesce(pl.format("v{}", "verbatim_id"), pl.format("c{}", "conversation_id"))
    return _words(quotes(engine, journey_id).with_columns(item=item, other=pl.lit(QUOTE), other_id="id"))


def of_segment(engine: Engine, journey_id: int, items: Iterable[str], segment: str) -> set[str]:
    """Those of the answers and tickets ("v12") whose attribute has the value of the rule: "plan=team"."""
    name, _, value = segment.partition("=")
    ids = [int(item[1:]) for item in items if item.startswith("v")]
    query = columns(Verbatim.id).where(Verbatim.journey_id == journey_id, col(Verbatim.id).in_(ids))
    rows = frame(engine, query.where(col(Verbatim.attributes)[name].as_string() == value))
    return {f"v{id}" for id in rows["id"]}


def _answers(engine: Engine, journey_id: int, ids: list[int]) -> pl.DataFrame:
    query = columns(col(Verbatim.id).label("other_id"), Verbatim.text, Verbatim.emotion, col(Verbatim.at).label("said_at"))
    query = query.where(Verbatim.journey_id == journey_id, col(Verbatim.deleted_at).is_(None), col(Verbatim.id).in_(ids))
    return _words(frame(engine, query).with_columns(item=pl.format("v{}", "other_id"), other=pl.lit(VERBATIM)))


def _words(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.col(name).cast(kind) for name, kind in WORDS.items())
