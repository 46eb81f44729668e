"""Reads what somebody typed into the search field: words, "exact phrases", -words and fields such as kind:pain."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from journey.analysis.search.words import is_small, words_of
from journey.domain.finding import TITLES, TextKind
from journey.domain.weeks import Week
from journey.errors import Refused

FIELDS = ("kind", "stage", "tag", "from", "to", "speaker", "emotion")
LONGEST = 500
"""Characters of a question that are read."""
_PART = re.compile(r'(?P<minus>[-−](?=[^\s-]))?(?:(?P<field>[^\W\d_]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')
_EMOTION = re.compile(r"(?P<sign><=|>=|<|>|=)?(?P<low>-?\d+(?:\.\d+)?)(?:\.\.(?P<high>-?\d+(?:\.\d+)?))?")


@dataclass(frozen=True)
class Asked:
    """A question: `words` rank, `phrases` and `beginnings` must be there, `without` must not; the rest narrows.

    `since` and `until` are days, until exclusive; `emotion` is the least and the greatest that fit, and whether these do.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    kinds: tuple[TextKind, ...] = ()
    stages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    emotion: tuple[float, float, bool] | None = None
    fields: tuple[str, ...] = field(default=(), compare=False)
    """The fields that were named, as typed."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return not (self.words or self.phrases or self.beginnings or self.fields)

    @property
    def has_words(self) -> bool:
        """Whether there is a text to compare with, and not fields alone."""
        return bool(self.words or self.phrases or self.beginnings)


def asked(text: str) -> Asked:
    """The question that `text` asks; Refused, saying what is possible, for a field or value that there is not.

    Whatever else is typed counts as words: no character has a meaning to the database.
    """
    found = Asked()
    for part in _PART.finditer(text.replace("“", '"').replace("”", '"').replace("„", '"')[:LONGEST]):
        name, quoted = (part["field"] or "").lower(), part["quoted"]
        value = quoted if quoted is not None else part["bare"]
        if name and _is_field(name, value, quoted is not None):
            found = _with_field(found, name, value.strip())
            continue
        said = f"{part['field']}:{value}" if part["field"] else value
        found = _with_words(found, said, exact=quoted is not None and not part["field"], minus=bool(part["minus"]))
    if found.since and found.until and found.since >= found.until:
        raise Refused("from: is after to:, so nothing can be between them. Turn them round.")
    if found.without and found.is_empty:
        raise Refused(f"-{found.without[0]} leaves texts out. Say also which words to find.")
    return found


def telling(words: tuple[str, ...], languages: frozenset[str]) -> tuple[str, ...]:
    """The words without those that say nothing of a topic, unless there are no others."""
    return tuple(word for word in words if not _is_small(word, languages)) or words


def _is_small(said: str, languages: frozenset[str]) -> bool:
    """Whether it says nothing of a topic, whatever sign stands beside it."""
    return all(is_small(said[word.start : word.end], languages) for word in words_of(said, ""))


def _is_field(name: str, value: str, quoted: bool) -> bool:
    """Whether `name:value` is meant as a field: an address or a time of day is not."""
    if name in FIELDS:
        return bool(value)
    if quoted or (name.isascii() and re.match(r"[a-z]", value.lower()) is not None):
        raise Refused(f'There is no field "{name}:". There are {", ".join(f"{known}:" for known in FIELDS)}.')
    return False


def _with_words(found: Asked, said: str, *, exact: bool, minus: bool) -> Asked:
    if not any(words_of(said, "")):
        return found
    if minus:
        return replace(found, without=(*found.without, said))
    if exact:
        return replace(found, phrases=(*found.phrases, said))
    if said.endswith("*"):
        return replace(found, beginnings=(*found.beginnings, said[:-1]))
    return replace(found, words=(*found.words, said))


def _with_field(found: Asked, name: str, value: str) -> Asked:
    values: dict[str, Any] = {"fields": (*found.fields, name)}
    match name:
        case "kind":
            values["kinds"] = (*found.kinds, *_kinds(value))
        case "stage" | "tag" | "speaker":
            values[f"{name}s"] = (*getattr(found, f"{name}s"), value)
        case "from":
            values["since"] = _days(name, value)[0]
        case "to":
            values["until"] = _days(name, value)[1]
        case "emotion":
            values["emotion"] = _emotion(value)
    return replace(found, **values)


def _kinds(value: str) -> list[TextKind]:
    """The kinds that the word means: by the word itself, or by the name on the screen."""
    names = {name.lower(): kind for kind in TextKind for name in (kind.value, f"{kind.value}s", *TITLES[kind])}
    kinds = [names[each.strip().lower()] for each in value.split(",") if each.strip().lower() in names]
    if len(kinds) != len(value.split(",")):
        raise Refused(f'There is no kind "{value}". There are {", ".join(TextKind)}.')
    return kinds


def _days(name: str, value: str) -> tuple[date, date]:
    """The first day of a day, week, month or year, and the day after its last."""
    try:
        if "w" in value.lower():
            week = Week.parse(value.upper())
            return week.monday, week.sunday + timedelta(days=1)
        year, *rest = (int(part) for part in value.split("-"))
        first = date(year, *[*rest, 1, 1][:2])
        if len(rest) == 2:
            return first, first + timedelta(days=1)
        months = first.month if rest else 12
        return first, date(year + months // 12, months % 12 + 1, 1)
    except (ValueError, OverflowError, TypeError):
        raise Refused(f'"{value}" is no date for {name}:. Write 2026-01-31, 2026-W05, 2026-01 or 2026.') from None


def _emotion(value: str) -> tuple[float, float, bool]:
    told = _EMOTION.fullmatch(value.replace("−", "-").replace(" ", ""))
    if told is None:
        raise Refused(f'"{value}" is no emotion. Emotions run from -5 to 5: write emotion:<0, emotion:>=2 or emotion:-5..-2.')
    low = float(told["low"])
    if told["high"]:
        return low, float(told["high"]), True
    match told["sign"]:
        case "<" | "<=":
            return -9.0, low, told["sign"] == "<="
        case ">" | ">=":
            return low, 9.0, told["sign"] == ">="
        case _:
            return low - 0.5, low + 0.5, False
