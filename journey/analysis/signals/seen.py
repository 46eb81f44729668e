"""What the watch over a series keeps: its findings row by row, the alarm under way, the level accepted last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import nan

ACCEPTED = "accepted as the usual level from here on"


class Seen:
    """What was found, one entry a row; expected, lower and upper on the transformed scale."""

    def __init__(self, rows: int) -> None:
        self.at = -1
        self.expected, self.lower, self.upper, self.score = ([nan] * rows for _ in range(4))
        self.flagged = [False] * rows
        self.rule: list[str | None] = [None] * rows
        self.since: list[int | None] = [None] * rows
        self.direction: list[str | None] = [None] * rows
        self.note: list[str | None] = [None] * rows

    def add(self, expected: float, lower: float, upper: float, score: float) -> None:
        """The next row, not flagged yet."""
        self.at += 1
        at = self.at
        self.expected[at], self.lower[at], self.upper[at], self.score[at] = expected, lower, upper, score

    def skip(self, why: str) -> None:
        """The next row, which can't be judged."""
        self.at += 1
        self.note[self.at] = why

    def say(self, note: str) -> None:
        """Note something on the newest row."""
        self.note[self.at] = note

    def flag(self, rule: str, since: int, up: bool) -> None:
        """Flag the newest row."""
        at = self.at
        self.flagged[at], self.rule[at], self.since[at], self.direction[at] = True, rule, since, "up" if up else "down"


@dataclass
class Alarm:
    """A shift or drift under way: since which row, which way, and the residuals of its days."""

    rule: str
    since: int
    up: bool
    residuals: list[float] = field(default_factory=list)
    exit: float = 2.0

    @property
    def side(self) -> int:
        return 1 if self.up else -1


@dataclass(frozen=True)
class Accepted:
    """A level that became the usual one: the rows before `since` were moved by `by` when `at` values had been seen."""

    since: int
    at: int
    by: float


def stories(directions: Iterable[str | None]) -> int:
    """How often a row was flagged after one that was not, or was flagged the other way."""
    told, before = 0, None
    for one in directions:
        told += one is not None and one != before
        before = one
    return told
