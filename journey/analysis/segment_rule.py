"""The rule that says which customers in the data a persona stands for: one attribute and its value, "plan=team"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from journey.analysis.data import JourneyData
from journey.domain.schemas import EVENTS, SURVEYS, TICKETS

NOT_ATTRIBUTES = {*EVENTS, *SURVEYS, *TICKETS, "row_id", "content_id", "scale"}
NAMED = 6
"""Attributes or values that a message lists."""


@dataclass(frozen=True)
class SegmentRule:
    """One attribute and the value that it must have."""

    name: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


@dataclass(frozen=True)
class Checked:
    """A rule held against the data: as the data write it, what it matches, and what to say of it.

    `ok` when it matches somebody or is empty; `customers`, `answers` and `tickets` are what it matches.
    """

    rule: str
    ok: bool
    said: str
    customers: int = 0
    answers: int = 0
    tickets: int = 0


def parse(text: str) -> SegmentRule | None:
    """The rule that somebody typed, without the spaces around its sides; None unless it reads attribute=value."""
    name, is_rule, value = text.partition("=")
    name, value = name.strip(), value.strip().strip("\"'").strip()
    return SegmentRule(name, value) if is_rule and name and value and "=" not in value else None


def counts(data: JourneyData, name: str) -> dict[str, tuple[int, int, int]]:
    """How many customers (of the events), answers and tickets have each value of an attribute."""
    frames = ((data.events, pl.col(data.case).n_unique()), (data.surveys, pl.len()), (data.tickets, pl.len()))
    found: dict[str, list[int]] = {}
    for place, (frame, count) in enumerate(frames):
        if frame is None or name not in frame.collect_schema():
            continue
        values = frame.drop_nulls(name).group_by(pl.col(name).cast(pl.String).alias("value")).agg(count.alias("n"))
        for value, n in values.collect(engine="streaming").iter_rows():
            found.setdefault(value, [0, 0, 0])[place] = n
    return {value: (n[0], n[1], n[2]) for value, n in found.items()}


def known_names(frame: pl.LazyFrame, case: str) -> list[str]:
    """The attributes of a frame: its columns beside those that every source has."""
    return [name for name in frame.collect_schema().names() if name not in NOT_ATTRIBUTES | {case}]


def every_name(data: JourneyData) -> list[str]:
    """The attributes that any of events, answers and tickets carry, in the order of their columns."""
    found = [known_names(frame, data.case) for frame in (data.events, data.surveys, data.tickets) if frame is not None]
    return list(dict.fromkeys(name for names in found for name in names))


def check(text: str, data: JourneyData) -> Checked:
    """What a typed rule matches in the data.

    1. Nothing typed is no rule: the persona stands for customers that the data do not tell apart.
    2. What does not read attribute=value is mistyped.
    3. Without data there is nothing to hold it against; it is kept as typed.
    4. An attribute that no source carries is named, with those that there are and the nearest.
    5. A value that nobody has is named, with those that there are and the nearest.
    6. Otherwise it is written as the data write it, and how many customers, answers and tickets it matches is said.
    """
    if not text.strip():
        return Checked("", True, "")
    rule = parse(text)
    if rule is None:
        return Checked(
            text.strip(), False, f"“{text.strip()}” is no rule. Write an attribute, = and its value, such as plan=team."
        )
    names = every_name(data)
    if not names:
        return Checked(str(rule), True, "No data that carry attributes have come in yet, so nobody knows whom it matches.")
    if not (name := _same(rule.name, names)):
        return Checked(str(rule), False, f"No data carry “{rule.name}”. {_instead(rule.name, names, 'They carry')}")
    values = counts(data, name)
    if not (value := _same(rule.value, list(values))):
        return Checked(
            str(rule), False, f"Nobody has “{rule.value}” as {name}. {_instead(rule.value, _busiest(values), 'There is')}"
        )
    customers, answers, tickets = values[value]
    return Checked(f"{name}={value}", True, in_words(customers, answers, tickets), customers, answers, tickets)


def in_words(customers: int, answers: int, tickets: int) -> str:
    """What a rule matches, as the screen says it: Matches 1,204 customers, 310 answers and 92 tickets."""
    counted = ((customers, "customer"), (answers, "answer"), (tickets, "ticket"))
    parts = [f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in counted if count]
    *first, last = parts or ["nobody"]
    return f"Matches {', '.join(first)} and {last}." if first else f"Matches {last}."


def _same(typed: str, known: Sequence[str]) -> str:
    """The name as the data write it: exactly, else whatever the case and the spaces; "" for none."""
    if typed in known:
        return typed
    return next((name for name in known if _plain(name) == _plain(typed)), "")


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())


def _busiest(values: Mapping[str, tuple[int, int, int]]) -> list[str]:
    return sorted(values, key=lambda value: (-sum(values[value]), value))


def _instead(typed: str, known: Sequence[str], begin: str) -> str:
    more = f" and {len(known) - NAMED:,} more" if len(known) > NAMED else ""
    near = get_close_matches(_plain(typed), [_plain(name) for name in known], n=1, cutoff=0.6)
    meant = f" Did you mean {_same(near[0], known)}?" if near else ""
    return f"{begin} {', '.join(known[:NAMED])}{more}.{meant}"
