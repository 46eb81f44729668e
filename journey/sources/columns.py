"""Recognises which column of a file is which: by what it is called, and by what it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from journey.domain.schemas import KINDS
from journey.domain.words import SourceKind
from journey.sources.numbers import BLANKS, NO, YES
from journey.sources.times import format_of

_CUSTOMER = (
    "customer", "customer id", "user id", "user", "client id", "client", "account id", "account", "case id", "contact id",
    "member id", "visitor id", "person id", "distinct id", "anonymous id", "case concept name", "customer number", "email",
)  # fmt: skip
_AT = (
    "at", "timestamp", "time timestamp", "event time", "event timestamp", "occurred at", "datetime", "date time", "time", "date",
    "created at", "created", "ts", "ds", "day", "recorded date", "response date", "customer response date", "survey date",
    "submitted at", "completed at", "end date", "week", "month",
)  # fmt: skip
_STAGE = ("stage", "journey stage", "phase", "touchpoint", "survey sub type", "moment")
_TEXT = (
    "text", "comment", "comments", "verbatim", "feedback", "review", "content", "description", "body", "message", "answer text",
    "response text", "free text", "reason for score", "descriptor", "answer",
)  # fmt: skip
NAMES: dict[SourceKind, dict[str, tuple[str, ...]]] = {
    SourceKind.EVENTS: {
        "customer": _CUSTOMER,
        "event": ("event", "event name", "concept name", "activity", "action", "event type", "step", "name", "type"),
        "at": _AT,
    },
    SourceKind.TICKETS: {
        "ticket": (
            "ticket", "ticket id", "ticket number", "unique key", "issue id", "issue key", "case number", "number", "id", "key",
        ),
        "opened_at": (
            "opened at", "opened", "open date", "created at", "created date", "date created", "creation date", "created",
            "submitted at", "reported at", "received at", "start", "timestamp", "date", "at",
        ),
        "closed_at": (
            "closed at", "closed date", "closed", "date closed", "resolved at", "resolution date", "resolved", "solved at",
            "completed at", "end",
        ),
        "customer": _CUSTOMER,
        "topic": (
            "topic", "category", "complaint type", "request type", "reason", "issue type", "contact reason", "type", "tag",
            "label",
        ),
        "text": (*_TEXT, "subject", "summary", "question"),
        "stage": _STAGE,
        "status": ("status", "state", "ticket status"),
    },
    SourceKind.SURVEYS: {
        "response": ("response", "response id", "respondent id", "survey response id", "answer id", "id"),
        "at": _AT,
        "score": (
            "score", "nps score", "nps", "csat", "csat score", "ces", "ces score", "rating", "overall rating", "overall",
            "satisfaction", "satisfaction score", "effort", "effort score", "stars", "likelihood to recommend",
        ),
        "text": _TEXT,
        "stage": _STAGE,
        "customer": _CUSTOMER,
    },
    SourceKind.USABILITY: {
        "participant": ("participant", "participant id", "tester", "user", "user id", "respondent"),
        "task": ("task", "task name", "task id", "scenario"),
        "at": _AT,
        "success": ("success", "task success", "completed", "completion", "passed", "result", "outcome"),
        "seconds": ("seconds", "duration", "time on task", "duration seconds", "time seconds", "duration s"),
        "stage": _STAGE,
    },
    SourceKind.SERIES: {
        "metric": ("metric", "kpi", "series", "measure", "indicator", "name"),
        "at": _AT,
        "value": ("value", "y", "count", "amount", "rate", "figure"),
        "n": ("n", "sample size", "base", "responses", "sample"),
        "stage": _STAGE,
    },
}  # fmt: skip
_TYPES: dict[str, tuple[str, ...]] = {
    "at": ("time",),
    "opened_at": ("time",),
    "closed_at": ("time", "empty"),
    "score": ("number", "yes/no"),
    "value": ("number", "yes/no"),
    "n": ("number", "yes/no"),
    "seconds": ("number", "yes/no"),
    "success": ("yes/no",),
    "text": ("text", "empty"),
}
_BY_PART = ("closed_at", "at", "score", "text")
"""Beside the required ones, what is recognised by a part of a column's name; anything else stays a segment."""
_NUMBER = re.compile(r"[+\-−]?[€$£]?\s?\d[\d.,'’ \u00a0\u202f]*(?:[eE][+-]?\d+)?\s?[%€$£]?")


@dataclass(frozen=True)
class ColumnSeen:
    """A column as its first rows show it: type is "time", "number", "yes/no", "text" or "empty"; filled is a share 0 to 1."""

    name: str
    type: str
    samples: tuple[str, ...]
    filled: float


def seen_columns(sample: pl.DataFrame, columns: tuple[str, ...]) -> tuple[ColumnSeen, ...]:
    """What the sample shows of each column."""
    return tuple(_seen(sample[name], name) for name in columns)


def _seen(values: pl.Series, name: str) -> ColumnSeen:
    texts = [text for text in values.cast(pl.String).to_list() if text is not None and text.strip().lower() not in BLANKS]
    samples = tuple(text[:120] for text in dict.fromkeys(texts))[:5]
    filled = len(texts) / max(len(values), 1)
    return ColumnSeen(name, _type(values.dtype, texts), samples, filled)


def _type(dtype: pl.DataType, texts: list[str]) -> str:
    if isinstance(dtype, (pl.Datetime, pl.Date)):
        return "time"
    if not texts:
        return "empty"
    most = len(texts) / 2
    if sum(text.strip().lower() in (*YES, *NO) for text in texts) >= 0.8 * len(texts):
        return "yes/no"
    if not dtype.is_numeric() and sum(format_of(text, None) is not None for text in texts) >= most:
        return "time"
    if dtype.is_numeric() or sum(_NUMBER.fullmatch(text.strip()) is not None for text in texts) >= most:
        return "number"
    return "text"


def propose(kind: SourceKind, columns: tuple[ColumnSeen, ...], given: Mapping[str, str]) -> dict[str, str]:
    """Canonical name to column: what was given, then the best-named column of a fitting type for each other name."""
    found = {name: column for name, column in given.items() if column}
    names = NAMES[kind]
    required = KINDS[kind].required
    for whole in (True, False):
        for canonical in sorted(names, key=lambda name: name not in required):
            if canonical in found or canonical in given or (not whole and canonical not in (*required, *_BY_PART)):
                continue
            free = [column for column in columns if column.name not in found.values()]
            if best := _best(canonical, names[canonical], free, whole=whole):
                found[canonical] = best
    return {canonical: found[canonical] for canonical in KINDS[kind].schema if canonical in found}


def _best(canonical: str, wanted: tuple[str, ...], columns: list[ColumnSeen], *, whole: bool) -> str | None:
    ranked = []
    for place, column in enumerate(columns):
        allowed = _TYPES.get(canonical, ("text", "number", "time", "yes/no", "empty"))
        if column.type not in allowed and not (column.type == "number" and _may_be_epoch(canonical, column)):
            continue
        rank = _rank(plain(column.name), wanted, whole=whole)
        if rank is not None:
            ranked.append((rank, place, column.name))
    return min(ranked)[2] if ranked else None


def _may_be_epoch(canonical: str, column: ColumnSeen) -> bool:
    return "time" in _TYPES.get(canonical, ()) and all(format_of(value, None) for value in column.samples)


def _rank(name: str, wanted: tuple[str, ...], *, whole: bool) -> int | None:
    for rank, one in enumerate(wanted):
        if name == one:
            return rank
        if not whole and len(one) > 2 and set(one.split()) <= set(name.split()):
            return rank
    return None


def plain(name: str) -> str:
    """A column name as lower-case words: "userId", "user_id" and "User-ID" are all "user id"."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", words.lower()))
