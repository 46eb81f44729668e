"""What moved in a week, gathered into stories: one cause in ten segments is one story, told with its breakdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from journey.domain.words import MetricKind

FEWEST = 5
"""Customers or answers in a week below which a figure is not worth anybody's Monday."""
FIGURES = ("value", "n", "expected", "lower", "upper")


@dataclass(frozen=True, kw_only=True)
class Move:
    """A metric of a segment ("" is everyone) that left what is usual in a week.

    value, n, total are the week's; expected, lower, upper the usual range of its weeks (None without enough of them); score is
    how far the detector's limit was passed on the day it rang last, None where only the week as a whole left its range.
    """

    metric_id: int
    segment: str
    week: date
    up: bool
    value: float
    n: int
    total: float
    expected: float | None = None
    lower: float | None = None
    upper: float | None = None
    outside: bool = False
    """Whether the week as a whole left its usual range."""
    since: date | None = None
    day: date | None = None
    rule: str = ""
    score: float | None = None

    @property
    def distance(self) -> float:
        """How far the week is from its usual, in the metric's unit; 0 where nothing is usual yet."""
        return abs(self.value - self.expected) if self.expected is not None else 0.0

    @property
    def part(self) -> dict[str, Any]:
        """It as a line of a breakdown."""
        return {"segment": self.segment, **{name: getattr(self, name) for name in FIGURES}}


@dataclass(frozen=True)
class Story:
    """What one alert tells: the move at its head, and the segments that moved the same way at the same time."""

    head: Move
    parts: tuple[Move, ...] = ()


def rung(account: pl.DataFrame) -> dict[date, dict[str, Any]]:
    """The last flagged day of each week in the detector's account, by the week's Monday: since, day, rule, score, up."""
    flagged = account.filter("flagged").with_columns(week=pl.col("date").dt.truncate("1w"))
    return {
        row["week"]: {
            "since": row["since"] or row["date"], "day": row["date"], "rule": row["rule"] or "", "score": row["score"],
            "up": row["direction"] == "up",
        }
        for row in flagged.iter_rows(named=True)
    }  # fmt: skip


def moved(row: Mapping[str, Any], rung: Mapping[date, dict[str, Any]], kind: MetricKind) -> Move | None:
    """What a series did in the week of its COMPARED row: it rang, or its week as a whole left its usual range; None if neither.

    A week with fewer than FEWEST customers or answers says nothing of any metric but a count.
    """
    if row["value"] is None or (kind is not MetricKind.COUNT and row["n"] < FEWEST):
        return None
    figures = {"expected": row["usual"], "lower": row["usual_lo"], "upper": row["usual_hi"]}
    week = {name: row[name] for name in ("metric_id", "segment", "week", "value", "n", "total")}
    outside = row["usual_lo"] is not None and not (row["usual_lo"] <= row["value"] <= row["usual_hi"])
    if found := rung.get(row["week"]):
        return Move(**week, **figures, outside=outside, **found)
    return Move(**week, **figures, outside=True, up=row["value"] > row["usual_hi"]) if outside else None


def stories(moves: Sequence[Move]) -> list[Story]:
    """The stories that the moves of one metric tell, at most one each way.

    1. If everyone moved, the story is theirs; the segments that moved the same way are its breakdown.
    2. If only segments moved, it is that of the segment that passed its limit furthest; the others are its breakdown.
    3. A breakdown begins with the segment that is furthest from its usual.
    4. Segments that only left their usual range, and rang no alarm, belong to a breakdown and never tell a story.
    5. A segment tells one only if its week as a whole left its usual range too: on the few customers of a day chance is loud.
    """
    told = []
    for up in (True, False):
        same_way = sorted((move for move in moves if move.up is up), key=_first)
        if same_way and same_way[0].rule and (same_way[0].outside or not same_way[0].segment):
            told.append(Story(same_way[0], tuple(sorted(same_way[1:], key=lambda move: (-move.distance, move.segment)))))
    return told


def _first(move: Move) -> tuple[bool, bool, float, str]:
    """Those that may tell a story first, everyone before segments, then by how far they passed their limit."""
    tells = bool(move.rule) and (move.outside or not move.segment)
    return not tells, move.segment != "", -abs(move.score or 0.0), move.segment
