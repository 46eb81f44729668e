"""Search over everything a journey holds: what fits a question, best first, and how much of each kind there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.engine import Engine

from journey.analysis.search.meaning import fused, topical
from journey.analysis.search.query import Asked, telling
from journey.analysis.search.words import indexed, nearest, spellings, words_of
from journey.domain.finding import TextKind
from journey.store.engine import connected
from journey.store.matching import Corpus, Match, Spread, Term, any_of, asked_of, fits, holding, holds, matched, newest, sampled
from journey.store.readers.found_in import Scope, narrowed
from journey.store.readers.hits import Hit, hits_of
from journey.store.tables import UtcTime

MOST = 500
"""Hits that are put in order; of more than these only how many there are is told."""
ENOUGH = 3_000
"""Texts that are scored. Where more hold the words, these are: those with the rarer words, and the newest of the others."""
NEAR = 200
"""Texts that mean the same which are looked at."""
LIKE_ENOUGH = 0.5
"""The least cosine of a text that is called similar in meaning."""

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
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL jit = off")  # to compile a query takes longer than to answer it
        corpus, languages = _corpus(connection, journey_id)
        conditions, values = narrowed(connection, journey_id, asked, timezone, scope)
        question = _Question(connection, asked, languages, _match(asked, languages), conditions, values, kind)
        counts, scores = _found(question, corpus)
        similar = frozenset[int]()
        if near is not None and asked.words and not asked.phrases and not asked.beginnings:
            alike = _alike(question, near)
            similar = frozenset(id for id, (_, says) in alike.items() if not says)
            ids = fused(scores, {id: likeness for id, (likeness, _) in alike.items()})
        else:
            ids = list(scores)
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

    @property
    def dialect(self) -> str:
        """The database's."""
        return self.connection.dialect.name

    def fits(self, value: str = "asked") -> str:
        """SQL, from FROM on, for the texts t that fit words and all the rest."""
        assert self.match is not None
        return f"{fits(self.match, self.dialect, value)} AND {self.conditions}"

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """Run it, its lists and instants bound as what they are."""
        values = {**self.values, "only": self.kind and self.kind.value, **values}
        used = [name for name in values if re.search(rf":{name}\b", sql)]
        listed: list[Any] = [
            bindparam(name, expanding=True) for name in used if isinstance(values[name], list) and name != "cuts"
        ]
        instants = [bindparam(name, type_=UtcTime()) for name in used if name in ("since", "until")]
        return list(self.connection.execute(text(sql).bindparams(*listed, *instants), {name: values[name] for name in used}))


def _found(question: _Question, corpus: Corpus) -> tuple[dict[TextKind, int], dict[int, float]]:
    """How many of each kind, and the best with their scores, best first: from 0 to 1, and 1 more with all of several words."""
    if question.match is None or not question.match.groups:
        return _newest(question)
    counted = f"SELECT t.kind, count(*) {question.fits()} GROUP BY t.kind"
    asked = asked_of(question.match, question.dialect)
    counts = {TextKind(kind): number for kind, number in question.rows(counted, **asked)}
    rows = _ranked(question, question.match, corpus, sum(counts.values())) if counts else []
    best = max((row.score for row in rows), default=0.0) or 1.0
    several = len(question.match.groups) > 1
    return counts, {row.id: row.score / best + (several and row.every) for row in rows}


def _newest(question: _Question) -> tuple[dict[TextKind, int], dict[int, float]]:
    """The same where nothing ranks: by their dates, of phrases by when they were written."""
    values: dict[str, Any] = {"most": MOST}
    found, order = f"FROM search_text t WHERE {question.conditions}", "at IS NULL, at DESC, id DESC"
    if question.match is not None:
        values |= asked_of(question.match, question.dialect)
        found, order = question.fits(), "id DESC"
    rows = question.rows(
        f"WITH h AS MATERIALIZED (SELECT t.id, t.kind, t.at {found})"
        " SELECT kind, count(*) AS n, 0 AS id FROM h GROUP BY kind UNION ALL SELECT kind, 0, id FROM"
        f" (SELECT kind, id FROM h {'WHERE kind = :only' if question.kind else ''} ORDER BY {order} LIMIT :most) best",
        **values,
    )  # fmt: skip
    return {TextKind(kind): number for kind, number, _ in rows if number}, {id: 0.0 for _, number, id in rows if not number}


def _ranked(question: _Question, match: Match, corpus: Corpus, total: int) -> list[Any]:
    """The best rows (id, score, every)."""
    spread = _spread(question, match.terms, corpus)
    among, values = "", dict[str, Any]()
    if total > ENOUGH:
        among, values = _worth_scoring(question, match, spread)
    conditions = question.conditions + (" AND t.kind = :only" if question.kind else "")
    sql, more = matched(match, corpus, spread, question.dialect, conditions=conditions, among=among)
    return question.rows(
        f"WITH m AS MATERIALIZED ({sql}) SELECT id, score, every FROM m ORDER BY every DESC, score DESC, id DESC LIMIT :most",
        most=MOST, **{**values, **more},
    )  # fmt: skip


def _spread(question: _Question, terms: tuple[Term, ...], corpus: Corpus) -> Spread:
    """How many texts hold each term; of one that very many hold, PostgreSQL, which has no list of them, tells by a tenth."""
    common: dict[Term, int] = {}
    if question.dialect == "postgresql" and corpus.texts > ENOUGH:
        sql, values = sampled(terms)
        [shares] = question.rows(sql, **values)
        common = {term: round(corpus.texts * (share or 0)) for term, share in zip(terms, shares, strict=True)}
        common = {term: number for term, number in common.items() if number > 2 * ENOUGH}
    exact = tuple(term for term in terms if term not in common)
    if not exact:
        return common
    sql, values = holding(exact, question.dialect, 2 * ENOUGH + 1)
    [counts] = question.rows(sql, **values)
    return {**common, **dict(zip(exact, counts, strict=True))}


def _worth_scoring(question: _Question, match: Match, spread: Spread) -> tuple[str, dict[str, Any]]:
    """SQL for the ids of those that may be best: with all the words, with the rarest of them, and the newest; and its values."""
    holding = {group: sum(spread[term] for term in group) for group in match.groups}
    rarest = sorted(holding, key=lambda group: holding[group])
    sums = list(accumulate(holding[group] for group in rarest))
    rare = [group for group, sum in zip(rarest, sums, strict=True) if sum <= ENOUGH]
    wanted = ["asked", *(["every"] if len(match.groups) > 1 else []), *(["rare"] if rare else [])]
    only = "AND t.kind = :only" if question.kind else ""
    parts = [f"SELECT id FROM (SELECT t.id AS id {question.fits(name)} {only} {newest(question.dialect)} LIMIT :enough) {name}"
             for name in wanted]  # fmt: skip
    return " UNION ".join(parts), {"enough": ENOUGH, "rare": any_of(rare, question.dialect)}


def _alike(question: _Question, near: Near) -> dict[int, tuple[float, bool]]:
    """The texts nearest in meaning that fit the rest of the question, by id: their cosine, and whether they say a word of it."""
    said = " ".join(telling(question.asked.words, question.languages))
    language = nearest(said, question.languages, "en" if "en" in question.languages else max(question.languages, default=""))
    about = topical(" ".join(indexed(said, language)[0]), language)
    close = {id: likeness for id, likeness in near(about, NEAR) if likeness >= LIKE_ENOUGH}
    if not close or question.match is None:
        return {}
    says, value = holds(question.match.groups, question.dialect, "says")
    values: dict[str, Any] = {"close": list(close), "says": value}
    sql = f"SELECT t.id, {says} AS says FROM search_text t WHERE t.id IN :close AND {question.conditions}"
    sql += " AND t.kind = :only" if question.kind else ""
    if question.match.without:
        without, values["without"] = holds(question.match.without, question.dialect, "without")
        sql += f" AND NOT {without}"
    fit = {row.id: bool(row.says) for row in question.rows(sql, **values)}
    return {id: (likeness, fit[id]) for id, likeness in close.items() if id in fit}


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
    """What the journey's texts are about that were written after search_text `newest`: their ids, and stems in order."""
    with connected(engine) as connection:
        # a tsvector is in the order of the alphabet
        rows = connection.execute(_STEMS, {"journey": journey_id, "newest": newest})
        ordered = _in_order if connection.dialect.name == "postgresql" else str
        return [(id, topical(ordered(stems), language)) for id, language, stems in rows]


_STEMS = text(
    "SELECT id, language, CAST(stems AS TEXT) FROM search_text WHERE journey_id = :journey AND id > :newest AND NOT gone"
    " ORDER BY id"
)


def _in_order(vector: str) -> str:
    places = ((int(place), stem) for stem, where in _LEXEME.findall(vector) for place in where.split(","))
    return " ".join(stem for _, stem in sorted(places))


_LEXEME = re.compile(r"'([^']+)':([\d,]+)")


def _corpus(connection: Connection, journey_id: int) -> tuple[Corpus, frozenset[str]]:
    """How many texts there are and how long, and the languages of this journey's; counted again once a text was written."""
    newest = connection.scalar(text("SELECT max(id) FROM search_text")) or 0
    of = str(connection.engine.url), journey_id
    counted = _COUNTED.get(of)
    if counted is None or counted[0] != newest:
        number, length = connection.execute(text("SELECT count(*), avg(length) FROM search_text")).one()
        spoken = text("SELECT DISTINCT language FROM search_text WHERE journey_id = :journey")
        languages = frozenset(connection.scalars(spoken, {"journey": journey_id}))
        counted = _COUNTED[of] = newest, Corpus(number, float(length or 0)), languages
    return counted[1:]


_COUNTED: dict[tuple[str, int], tuple[int, Corpus, frozenset[str]]] = {}
"""By database and journey: the newest text then, and what was counted."""
