"""Questions that come again: the same one in other words, how often, where, and whether anybody answered."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import polars as pl

from journey.analysis.gaps.asking import Reply, questions, reply, terms

RECURS = 3
"""Answers, tickets and conversations that must ask before a question comes again rather than once or twice."""
ALIKE = 0.6
"""Share of what two questions are about that they have in common, rare words counting more."""
EXAMPLES = 3
Terms = frozenset[str]


@dataclass(frozen=True)
class Asked:
    """A question where a customer asked it."""

    key: str
    verbatim_id: int | None
    turn_id: int | None
    at: datetime | None
    stage_id: int | None
    language: str
    text: str
    reply: Reply


@dataclass(frozen=True)
class Recurring:
    """A question asked in `n` answers, tickets and conversations, `before` and `lately` by half of the time looked at.

    `heard` are those of conversations, of which `open` got no answer or were passed on. `stage_id` is where most asked.
    """

    question: str
    language: str
    stage_id: int | None
    n: int
    before: int
    lately: int
    heard: int
    open: int
    examples: tuple[Asked, ...]
    about: Terms


def asked_in(words: pl.DataFrame) -> list[Asked]:
    """Every question in customers' words: key, verbatim_id, turn_id, position, customer, at, stage_id, language, text.

    Of a conversation all turns are there, in order; the language of a turn that has none is the conversation's.
    """
    found = []
    for _, rows in groupby(words.sort("key", "position", nulls_last=True).iter_rows(named=True), key=lambda row: str(row["key"])):
        said = list(rows)
        usual = Counter(row["language"] for row in said if row["language"]).most_common(1)
        for place, row in enumerate(said):
            if row["customer"]:
                found += _of_row(row, said[place + 1 :], usual[0][0] if usual else "")
    return found


def recurring(asked: Sequence[Asked], middle: datetime, *, least: int = RECURS) -> list[Recurring]:
    """The questions asked in at least `least` answers, tickets and conversations, the most asked first.

    `middle` parts what was asked before from lately.
    Questions are put together by what they are about (see `alike`), around the one most often asked in the same words; each
    language by itself. The same questions in any order give the same answer.
    """
    forms: dict[tuple[str, Terms], list[Asked]] = defaultdict(list)
    for one in asked:
        forms[one.language, terms(one.text, one.language)].append(one)
    found = [_one(group, middle) for group in _grouped(forms)]
    return sorted((one for one in found if one.n >= least), key=lambda one: (-one.n, one.question))


def alike(one: Terms, other: Terms, weight: Mapping[str, float]) -> float:
    """The weighted share of their terms that two questions have in common (Jaccard 1912, New Phytologist 11:37-50)."""
    both = sum(weight.get(term, 1.0) for term in one & other)
    either = sum(weight.get(term, 1.0) for term in one | other)
    return both / either if either else 0.0


def is_known(one: Recurring, question: str) -> bool:
    """Whether somebody has put this question on the list already, in whatever words."""
    return alike(one.about, terms(question, one.language), {}) >= ALIKE or one.question.casefold() == question.casefold()


def _of_row(row: dict[str, Any], after: Sequence[dict[str, Any]], usual: str) -> list[Asked]:
    language = row["language"] or usual
    got = reply((other["customer"], other["text"]) for other in after) if row["turn_id"] is not None else Reply.NOBODY_THERE
    own = (row["key"], row["verbatim_id"], row["turn_id"], row["at"], row["stage_id"], language)
    return [Asked(*own, text, got) for text in questions(row["text"], language)]


def _grouped(forms: Mapping[tuple[str, Terms], list[Asked]]) -> Iterable[list[Asked]]:
    """Forms around the more frequent ones that they are alike to; each belongs to the one it is most alike to."""
    spread = Counter(term for _, about in forms for term in about)
    weight = {term: 1 + math.log((1 + len(forms)) / (1 + count)) for term, count in spread.items()}
    groups: list[list[Asked]] = []
    leaders: list[tuple[str, Terms]] = []
    by_term: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (language, about), asked in sorted(forms.items(), key=lambda item: (-len(item[1]), item[0][0], sorted(item[0][1]))):
        near = {at for term in about for at in by_term[language, term]}
        best = max(near, key=lambda at: (alike(about, leaders[at][1], weight), -at), default=None)
        if best is not None and alike(about, leaders[best][1], weight) >= ALIKE:
            groups[best] += asked
            continue
        for term in about:
            by_term[language, term].append(len(groups))
        leaders.append((language, about))
        groups.append(list(asked))
    return groups


def _one(group: Sequence[Asked], middle: datetime) -> Recurring:
    first: dict[str, Asked] = {}
    for one in sorted(group, key=lambda one: (one.at is not None, one.at or middle, one.key), reverse=True):
        first.setdefault(one.key, one)
    each = list(first.values())
    stages = Counter(one.stage_id for one in each if one.stage_id is not None)
    wordings = Counter(one.text for one in group)
    question = min(wordings, key=lambda text: (-wordings[text], len(text), text))
    talks = [one for one in each if one.reply is not Reply.NOBODY_THERE]
    lately = sum(one.at is not None and one.at >= middle for one in each)
    unsolved = [one for one in talks if one.reply is not Reply.ANSWERED]
    shown = [*unsolved, *(one for one in each if one not in unsolved)][:EXAMPLES]
    return Recurring(
        question, group[0].language, min(stages, key=lambda id: (-stages[id], id)) if stages else None, len(each),
        len(each) - lately, lately, len(talks), len(unsolved), tuple(shown), terms(question, group[0].language),
    )  # fmt: skip
