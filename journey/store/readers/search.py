"""Search over everything a journey holds: what fits a question, best first, and how much of each kind there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.engine import Engine

from journey.analysis.search.meaning import fused
from journey.analysis.search.query import Asked, telling
from journey.analysis.search.words import indexed, nearest, spellings, words_of
from journey.domain.finding import TextKind
from journey.store.engine import connected
from journey.store.matching import Corpus, Match, Term, holds, matched
from journey.store.readers.found_in import Scope, narrowed
from journey.store.readers.hits import Hit, hits_of
from journey.store.tables import UtcTime

MOST = 500
"""Hits that are put in order; of more than these only how many there are is told."""
NEAR = 60
"""Texts that mean the same which are looked at."""
LIKE_ENOUGH = 0.5
"""The least cosine of a text that is called similar in meaning."""
MEANING_COUNTS = 0.8
"""What a place in the order by meaning counts for, against one by words."""

Near = Callable[[str, int], list[tuple[int, float]]]
"""Texts nearest in meaning: the ids of search_text with their cosine, for stems and how many are wanted."""


@dataclass(frozen=True)
class Found:
    """The best hits; `counts` by kind are of all that hold the words, `similar` those that only mean the same."""

    hits: tuple[Hit, ...] = ()
    counts: dict[TextKind, int] = field(default_factory=dict)
    similar: int = 0
    languages: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        """How many texts hold the words."""
        return sum(self.counts.values())


def search(
    engine: Engine, journey_id: int, asked: Asked, *, timezone: str = "UTC", scope: Scope | None = None,
    kind: TextKind | None = None, limit: int = 20, near: Near | None = None,
) -> Found:  # fmt: skip
    """The `limit` best of what fits the question: texts with all the words first, then by bm25 (newest first without words).

    With `near`, texts that mean the same in other words are among them. `kind` narrows the hits, not the counts.
    Raises Refused for a stage or tag that the journey has not.
    """
    with connected(engine) as connection:
        corpus, languages = _corpus(connection, journey_id)
        conditions, values = narrowed(connection, journey_id, asked, timezone, scope)
        question = _Question(connection, asked, languages, _match(asked, languages), conditions, values, kind)
        counts, ids = _ranked(question, corpus)
        similar = frozenset[int]()
        if near is not None and asked.words and not asked.phrases and not asked.beginnings:
            alike = _alike(question, near)
            similar = frozenset(alike) - set(ids)
            ids = fused(ids, alike, weights=(1.0, MEANING_COUNTS))
        hits = hits_of(connection, ids[:limit], timezone=timezone, similar=similar, asked=asked, languages=languages)
    return Found(tuple(hits), counts, len(similar), languages)


@dataclass(frozen=True)
class _Question:
    """What was asked, as the database is asked it."""

    connection: Connection
    asked: Asked
    languages: frozenset[str]
    match: Match | None
    conditions: str
    values: dict[str, Any]
    kind: TextKind | None

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """Run it, its lists and instants bound as what they are."""
        values = {**self.values, "only": self.kind and self.kind.value, **values}
        used = [name for name in values if re.search(rf":{name}\b", sql)]
        listed: list[Any] = [
            bindparam(name, expanding=True) for name in used if isinstance(values[name], list) and name != "cuts"
        ]
        instants = [bindparam(name, type_=UtcTime()) for name in used if name in ("since", "until")]
        return list(self.connection.execute(text(sql).bindparams(*listed, *instants), {name: values[name] for name in used}))


def _ranked(question: _Question, corpus: Corpus) -> tuple[dict[TextKind, int], list[int]]:
    """How many of each kind, and the ids of the best."""
    values: dict[str, Any] = {}
    if question.match is None:
        found = f"SELECT t.id, t.kind, t.at AS score, 1 AS every FROM search_text t WHERE {question.conditions}"
        order = "score IS NULL, score DESC, id DESC"
    else:
        sql, values = matched(question.match, corpus, question.connection.dialect.name)
        # CROSS JOIN keeps SQLite from asking its full text row by row
        found = (
            f"SELECT t.id, t.kind, m.score, m.every FROM ({sql}) m CROSS JOIN search_text t"
            f" WHERE t.id = m.id AND {question.conditions}"
        )
        order = "every DESC, score DESC, id DESC"  # of a phrase alone, all score 0: the newest first
    within = "WHERE kind = :only" if question.kind else ""
    rows = question.rows(
        f"WITH h AS MATERIALIZED ({found}) SELECT kind, count(*) AS n, 0 AS id FROM h GROUP BY kind"
        f" UNION ALL SELECT kind, 0, id FROM (SELECT kind, id FROM h {within} ORDER BY {order} LIMIT :most) best",
        most=MOST, **values,
    )  # fmt: skip
    return {TextKind(kind): number for kind, number, _ in rows if number}, [id for _, number, id in rows if not number]


def _alike(question: _Question, near: Near) -> list[int]:
    """The ids of the texts nearest in meaning that fit the rest of the question, nearest first."""
    said = " ".join(telling(question.asked.words, question.languages))
    language = nearest(said, question.languages, "en" if "en" in question.languages else max(question.languages, default=""))
    close = [id for id, likeness in near(" ".join(indexed(said, language)[0]), NEAR) if likeness >= LIKE_ENOUGH]
    if not close:
        return []
    sql = f"SELECT t.id FROM search_text t WHERE t.id IN :close AND {question.conditions}"
    sql += " AND t.kind = :only" if question.kind else ""
    values: dict[str, Any] = {"close": close}
    if question.match is not None and question.match.without:
        holding, values["holding"] = holds(question.match.without, question.connection.dialect.name)
        sql += f" AND NOT {holding}"
    fits = {row.id for row in question.rows(sql, **values)}
    return [id for id in close if id in fits]


def _match(asked: Asked, languages: frozenset[str]) -> Match | None:
    """The question in stems; None if it has no words."""
    if not asked.has_words:
        return None
    phrases = tuple(tuple(word.plain for word in words_of(phrase, "")) for phrase in asked.phrases)
    ranking = telling(asked.words, languages) if asked.words else ()
    groups = tuple(dict.fromkeys(_group(word, languages) for word in ranking))
    beginnings = tuple(word.plain for said in asked.beginnings for word in words_of(said, ""))
    without = tuple(_group(word, languages) for word in asked.without)
    return Match(tuple(group for group in groups if group), phrases, beginnings, without)


def _group(said: str, languages: frozenset[str]) -> tuple[Term, ...]:
    """The stems that a word may have; of one that is several to the index, as e-mail is, the stems in a row."""
    parts = [spellings(said[word.start : word.end], languages) for word in words_of(said, "")]
    if len(parts) == 1:
        return tuple((stem,) for stem in parts[0])
    return (tuple(part[0] for part in parts),) if parts else ()


def stems_since(engine: Engine, journey_id: int, newest: int = 0) -> list[tuple[int, str]]:
    """The ids of the journey's texts that were written after search_text `newest`, each with its stems in order."""
    with connected(engine) as connection:
        # a tsvector is in the order of the alphabet
        rows = connection.execute(_STEMS, {"journey": journey_id, "newest": newest})
        ordered = _in_order if connection.dialect.name == "postgresql" else str
        return [(id, ordered(stems)) for id, stems in rows]


_STEMS = text(
    "SELECT id, CAST(stems AS TEXT) FROM search_text WHERE journey_id = :journey AND id > :newest AND NOT gone ORDER BY id"
)


def _in_order(vector: str) -> str:
    places = ((int(place), stem) for stem, where in _LEXEME.findall(vector) for place in where.split(","))
    return " ".join(stem for _, stem in sorted(places))


_LEXEME = re.compile(r"'([^']+)':([\d,]+)")


def _corpus(connection: Connection, journey_id: int) -> tuple[Corpus, frozenset[str]]:
    """How many texts there are and how long, and the languages of this journey's; counted again once a text was written."""
    newest = connection.scalar(text("SELECT max(id) FROM search_text")) or 0
    return _counted(_Asks(connection), str(connection.engine.url), newest, journey_id)


class _Asks:
    """A connection that makes no difference to what is remembered."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asks)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=64)
def _counted(asks: _Asks, _url: str, _newest: int, journey_id: int) -> tuple[Corpus, frozenset[str]]:
    number, length = asks.connection.execute(text("SELECT count(*), avg(length) FROM search_text")).one()
    spoken = text("SELECT DISTINCT language FROM search_text WHERE journey_id = :journey")
    languages = frozenset(asks.connection.scalars(spoken, {"journey": journey_id}))
    return Corpus(number, float(length or 0)), languages
