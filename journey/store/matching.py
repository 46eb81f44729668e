"""Asks the database's full text for the texts that hold what was asked, scored by bm25: SQLite's FTS5, PostgreSQL's tsvector."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

K1, B = 1.2, 0.75
"""Robertson and Zaragoza (2009), The Probabilistic Relevance Framework; FTS5 has the same built in."""
LEAST_IDF = 1e-6
"""What a word that most texts hold counts for."""
_TOLD_APART = 30
"""How often a word may come in one text and still be counted."""

Term = tuple[str, ...]
"""A stem, or several that must follow each other."""


@dataclass(frozen=True)
class Match:
    """What to look for: `groups` are the words, each by the stems it may have; a text that holds any of them is found.

    `phrases` and `beginnings` (of words) must be in the text, `without` must not.
    """

    groups: tuple[tuple[Term, ...], ...] = ()
    phrases: tuple[Term, ...] = ()
    beginnings: tuple[str, ...] = ()
    without: tuple[tuple[Term, ...], ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every stem that is looked for, once."""
        return tuple(dict.fromkeys(term for group in self.groups for term in group))

    @property
    def is_narrow(self) -> bool:
        """Whether something must or must not be there."""
        return bool(self.phrases or self.beginnings or self.without)


@dataclass(frozen=True)
class Corpus:
    """How many texts there are, and how many words they have on average."""

    texts: int
    length: float


def matched(match: Match, corpus: Corpus, dialect: str) -> tuple[str, dict[str, Any]]:
    """SQL for the rows (id, score, every) of the texts that fit, and its values; `every`: 1 where all the words are there.

    Nothing that was typed stands in the SQL itself.
    """
    return _postgres(match, corpus) if dialect == "postgresql" else _sqlite(match)


def holds(terms: Sequence[Sequence[Term]], dialect: str) -> tuple[str, Any]:
    """SQL that tells whether t, a search_text, holds any of these; its value goes by the name `holding`."""
    if dialect == "postgresql":
        return "t.stems @@ CAST(:holding AS tsquery)", " | ".join(_any_tsquery(group) for group in terms)
    return "t.id IN (SELECT rowid FROM search_fts WHERE search_fts MATCH :holding)", " OR ".join(_any_fts(g) for g in terms)


def _sqlite(match: Match) -> tuple[str, dict[str, Any]]:
    some = " OR ".join(_any_fts(group) for group in match.groups)
    must = [f'words : "{" ".join(phrase)}"' for phrase in match.phrases] + [f'words : "{word}" *' for word in match.beginnings]
    asked = some
    if must:
        needed = " AND ".join(f"({each})" for each in must)
        # what must be there finds; the words beside it only rank
        asked = f"({needed}) AND (({must[0]}) OR {some})" if some else needed
    if match.without:
        asked = f"({asked}) NOT ({' OR '.join(_any_fts(group) for group in match.without)})"
    values = {"asked": asked}
    every = "1"
    if len(match.groups) > 1:
        every = "rowid IN (SELECT rowid FROM search_fts WHERE search_fts MATCH :every)"
        values["every"] = " AND ".join(_any_fts(group) for group in match.groups)
    sql = (
        f"SELECT rowid AS id, -bm25(search_fts, 1.0, 0.0) AS score, {every} AS every"
        " FROM search_fts WHERE search_fts MATCH :asked"
    )
    return sql, values


def _any_fts(group: Sequence[Term]) -> str:
    return "(" + " OR ".join(f'stems : "{" ".join(term)}"' for term in group) + ")"


def _postgres(match: Match, corpus: Corpus) -> tuple[str, dict[str, Any]]:
    terms = match.terms
    values: dict[str, Any] = {f"term{at}": _tsquery(term) for at, term in enumerate(terms)}
    values |= {"texts": float(corpus.texts), "mean": max(corpus.length, 1.0), "cuts": _CUTS}
    where = _postgres_where(match, values)
    counted = "".join(f", {_times(term, at)} AS f{at}" for at, term in enumerate(terms))
    if len(match.groups) > 1:
        values["every"] = " & ".join(_any_tsquery(group) for group in match.groups)
    every = "(stems @@ CAST(:every AS tsquery))::int" if len(match.groups) > 1 else "1"
    found = f"SELECT id, length, {every} AS every{counted} FROM search_text WHERE {where}"
    score = " + ".join(_part(at) for at in range(len(terms))) or "0.0"
    return f"SELECT id, {score} AS score, every FROM ({_with_spread(found, len(terms), match)}) g", values


def _with_spread(found: str, terms: int, match: Match) -> str:
    """The rows with n0, n1 ...: how many of all texts hold each term."""
    if not terms:
        return found
    if match.is_narrow:
        counts = ", ".join(f"(SELECT count(*) FROM search_text WHERE stems @@ CAST(:term{at} AS tsquery)) AS n{at}"
                           for at in range(terms))  # fmt: skip
        return f"SELECT f.*, s.* FROM ({found}) f CROSS JOIN (SELECT {counts}) s"
    # counted on the way, as every text that holds a term was found
    counts = ", ".join(f"count(*) FILTER (WHERE f{at} > 0) OVER () AS n{at}" for at in range(terms))
    return f"SELECT f.*, {counts} FROM ({found}) f"


def _postgres_where(match: Match, values: dict[str, Any]) -> str:
    conditions = []
    must = [_tsquery(phrase) for phrase in match.phrases] + [f"'{word}':*" for word in match.beginnings]
    if must:
        values["must"] = " & ".join(must)
        conditions.append("words @@ CAST(:must AS tsquery)")
    else:
        values["asked"] = " | ".join(_any_tsquery(group) for group in match.groups)
        conditions.append("stems @@ CAST(:asked AS tsquery)")
    if match.without:
        values["without"] = " | ".join(_any_tsquery(group) for group in match.without)
        conditions.append("NOT stems @@ CAST(:without AS tsquery)")
    return " AND ".join(conditions)


def _times(term: Term, at: int) -> str:
    """How often a text holds a term.

    PostgreSQL does not say; but of one word with all weights 1, ts_rank is 6/π² times the sum of 1/j² over its occurrences,
    from which their number follows.
    """
    if len(term) > 1:
        return f"(stems @@ CAST(:term{at} AS tsquery))::int"
    return f"width_bucket(ts_rank('{{1,1,1,1}}', stems, CAST(:term{at} AS tsquery)), CAST(:cuts AS real[]))"


def _part(at: int) -> str:
    idf = f"greatest(ln(((:texts - n{at} + 0.5) / (n{at} + 0.5))::float8), {LEAST_IDF})"
    return f"{idf} * f{at} * {K1 + 1} / (f{at} + {K1} * ({1 - B} + {B} * length / :mean))"


def _tsquery(term: Term) -> str:
    return " <-> ".join(f"'{stem}'" for stem in term)


def _any_tsquery(group: Sequence[Term]) -> str:
    return "(" + " | ".join(f"({_tsquery(term)})" for term in group) + ")"


def _cuts() -> list[float]:
    """Between which values of ts_rank a word comes once, twice, three times."""
    sums = [0.0]
    for times in range(1, _TOLD_APART + 1):
        sums.append(sums[-1] + 6 / math.pi**2 / times**2)
    return [(low + high) / 2 for low, high in pairwise(sums)]


_CUTS = _cuts()
