"""Asks the database's full text for the texts that hold what was asked, scored by bm25: SQLite's FTS5, PostgreSQL's tsvector."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
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
Spread = Mapping[Term, int]
"""How many of all texts hold a term."""


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


@dataclass(frozen=True)
class Corpus:
    """How many texts there are, and how many words they have on average."""

    texts: int
    length: float


def matched(
    match: Match, corpus: Corpus, spread: Spread, dialect: str, *, conditions: str = "true", among: str = ""
) -> tuple[str, dict[str, Any]]:
    """SQL for the rows (id, score, every) of the texts that fit, and its values; `every`: 1 where all the words are there.

    `among`: SQL for the ids that are looked at, if not all with the `conditions` on search_text t. Nothing that was typed
    stands in the SQL itself.
    """
    values = asked_of(match, dialect)
    if dialect == "postgresql":
        where = f"FROM search_text t WHERE t.id IN ({among})" if among else f"{fits(match, dialect)} AND {conditions}"
        sql, more = _scored_postgres(match, corpus, spread, where)
        return sql, values | more
    where = f"{fits(match, dialect)} AND {conditions}"
    if among:
        # + keeps SQLite from asking its full text once for each of the ids
        where = f"FROM search_fts WHERE search_fts MATCH :asked AND +search_fts.rowid IN ({among})"
    return f"SELECT search_fts.rowid AS id, -bm25(search_fts, 1.0, 0.0) AS score, {_every_fts(match)} AS every {where}", values


def asked_of(match: Match, dialect: str) -> dict[str, Any]:
    """The values of `fits`: `asked` finds, `every` are the texts with all the words; on PostgreSQL `must` and `without` too."""
    return _asked_postgres(match) if dialect == "postgresql" else _asked_sqlite(match)


def fits(match: Match, dialect: str, value: str = "asked") -> str:
    """SQL, from FROM on, for the texts t that fit; `value` names what is looked for."""
    if dialect == "postgresql":
        beside = f" AND t.stems @@ CAST(:{value} AS tsquery)" if value != "asked" else ""
        return f"FROM search_text t WHERE {_where_postgres(match)}{beside}"
    # CROSS JOIN keeps SQLite from asking its full text row by row
    return f"FROM search_fts CROSS JOIN search_text t WHERE search_fts MATCH :{value} AND t.id = search_fts.rowid"


def newest(dialect: str) -> str:
    """SQL for the order of `fits` that the newest come first in, without that the others are looked at."""
    return "ORDER BY t.id DESC" if dialect == "postgresql" else "ORDER BY search_fts.rowid DESC"


def any_of(groups: Sequence[Sequence[Term]], dialect: str) -> str:
    """What finds the texts that hold any of these words, as the value of `fits`."""
    return " | ".join(map(_any_tsquery, groups)) if dialect == "postgresql" else " OR ".join(map(_any_fts, groups))


def holding(terms: Sequence[Term], dialect: str, most: int) -> tuple[str, dict[str, Any]]:
    """SQL for one row: how many of all texts hold each term, counted no further than `most`; and its values."""
    postgres = dialect == "postgresql"
    has = "search_text WHERE stems @@ CAST(:{} AS tsquery)" if postgres else "search_fts WHERE search_fts MATCH :{}"
    names = [f"term{at}" for at in range(len(terms))]
    counts = [f"(SELECT count(*) FROM (SELECT 1 FROM {has.format(name)} LIMIT {most}) few)" for name in names]
    return f"SELECT {', '.join(counts)}", {name: any_of([[term]], dialect) for name, term in zip(names, terms, strict=True)}


def sampled(terms: Sequence[Term]) -> tuple[str, dict[str, Any]]:
    """SQL for PostgreSQL for one row: which share of a tenth of the texts holds each term, and its values."""
    values = {f"term{at}": _tsquery(term) for at, term in enumerate(terms)}
    shares = [f"avg((stems @@ CAST(:term{at} AS tsquery))::int)" for at in range(len(terms))]
    return f"SELECT {', '.join(shares)} FROM search_text TABLESAMPLE SYSTEM (10) REPEATABLE (1)", values


def holds(terms: Sequence[Sequence[Term]], dialect: str, value: str = "holding") -> tuple[str, Any]:
    """SQL that tells whether t, a search_text, holds any of these; and its value, which goes by that name."""
    if dialect == "postgresql":
        return f"t.stems @@ CAST(:{value} AS tsquery)", any_of(terms, dialect)
    return f"t.id IN (SELECT rowid FROM search_fts WHERE search_fts MATCH :{value})", any_of(terms, dialect)


def _asked_sqlite(match: Match) -> dict[str, Any]:
    some = " OR ".join(_any_fts(group) for group in match.groups)
    must = [f'words : "{" ".join(phrase)}"' for phrase in match.phrases] + [f'words : "{word}" *' for word in match.beginnings]
    asked = some
    if must:
        needed = " AND ".join(f"({each})" for each in must)
        # what must be there finds; the words beside it only rank
        asked = f"({needed}) AND (({must[0]}) OR {some})" if some else needed
    if match.without:
        asked = f"({asked}) NOT ({' OR '.join(_any_fts(group) for group in match.without)})"
    return {"asked": asked, "every": " AND ".join(_any_fts(group) for group in match.groups)}


def _every_fts(match: Match) -> str:
    several = len(match.groups) > 1
    return "search_fts.rowid IN (SELECT rowid FROM search_fts WHERE search_fts MATCH :every)" if several else "1"


def _any_fts(group: Sequence[Term]) -> str:
    return "(" + " OR ".join(f'stems : "{" ".join(term)}"' for term in group) + ")"


def _scored_postgres(match: Match, corpus: Corpus, spread: Spread, where: str) -> tuple[str, dict[str, Any]]:
    terms = match.terms
    values: dict[str, Any] = {f"term{at}": _tsquery(term) for at, term in enumerate(terms)}
    values |= {f"idf{at}": _idf(corpus.texts, spread[term]) for at, term in enumerate(terms)}
    values |= {"mean": max(corpus.length, 1.0), "cuts": _CUTS}
    counted = "".join(f", {_times(term, at)} AS f{at}" for at, term in enumerate(terms))
    every = "(stems @@ CAST(:every AS tsquery))::int" if len(match.groups) > 1 else "1"
    score = " + ".join(_part(at) for at in range(len(terms))) or "0.0"
    # a row at a time: OFFSET 0 keeps how often a word comes from being worked out anew wherever the score names it
    found = f"SELECT t.id, t.length, {every} AS every{counted} {where} OFFSET 0"
    return f"SELECT id, {score} AS score, every FROM ({found}) g", values


def _asked_postgres(match: Match) -> dict[str, Any]:
    values = {"asked": any_of(match.groups, "postgresql")}
    values["every"] = " & ".join(_any_tsquery(group) for group in match.groups)
    values["must"] = " & ".join([_tsquery(phrase) for phrase in match.phrases] + [f"'{word}':*" for word in match.beginnings])
    values["without"] = any_of(match.without, "postgresql")
    return values


def _where_postgres(match: Match) -> str:
    must = match.phrases or match.beginnings
    found = "t.words @@ CAST(:must AS tsquery)" if must else "t.stems @@ CAST(:asked AS tsquery)"
    return f"{found} AND NOT t.stems @@ CAST(:without AS tsquery)" if match.without else found


def _idf(texts: int, holding: int) -> float:
    return max(math.log((texts - holding + 0.5) / (holding + 0.5)) if holding <= texts else 0.0, LEAST_IDF)


def _times(term: Term, at: int) -> str:
    """How often a text holds a term.

    PostgreSQL does not say; but of one word with all weights 1, ts_rank is 6/π² times the sum of 1/j² over its occurrences,
    from which their number follows.
    """
    if len(term) > 1:
        return f"(stems @@ CAST(:term{at} AS tsquery))::int"
    return f"width_bucket(ts_rank('{{1,1,1,1}}', stems, CAST(:term{at} AS tsquery)), CAST(:cuts AS real[]))"


def _part(at: int) -> str:
    return f":idf{at} * f{at} * {K1 + 1} / (f{at} + {K1} * ({1 - B} + {B} * length / :mean))"


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
