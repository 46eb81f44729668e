"""Which weeks of a metric an owner's own rule fires in, and since when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from journey.domain.words import Direction, RuleKind

WEEK = timedelta(weeks=1)
GAP = timedelta(weeks=5)
"""Measured weeks this far apart or further are no longer running: what was before starts over."""

JUDGED: dict[str, pl.DataType] = {
    "segment": pl.String(),
    "week": pl.Date(),
    "value": pl.Float64(),
    "n": pl.Int64(),
    "total": pl.Float64(),
    "against": pl.Float64(),  # what the value was held against: the limit, the target, the earlier week, the usual count
    "upper": pl.Float64(),  # the most that is usual; null but for topics
    "mature": pl.Boolean(),
    "judged": pl.Boolean(),  # False where the week proves nothing: too young, not whole, or with too few behind it
    "fired": pl.Boolean(),
    "run": pl.Int64(),  # judged weeks running beyond the limit, this one included; 0 where it is not
    "since": pl.Date(),  # Monday of the first of them
}
Row = dict[str, Any]
Judge = Callable[[Row], tuple[float | None, bool | None]]
"""What a week is held against, and whether it is beyond it; None where nothing can be said."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a rule asks, as its table has it; target and direction are the metric's own."""

    kind: RuleKind
    limit: float | None = None
    above: bool = False
    at_least: int = 0
    weeks: int = 1
    target: float | None = None
    direction: Direction = Direction.UP


def judge(weekly: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Each week of one metric and segment (WEEKLY rows in any order) beside what the rule asks: schema JUDGED.

    1. A week that is immature, not whole, without a value, or resting on fewer than `at_least`, never fires.
    2. Such a week, or one that is missing, breaks no run and proves nothing: the weeks on both sides of it are running.
    3. After a gap as long as GAP a run starts over.
    4. THRESHOLD and TARGET_MISSED fire from the `weeks`-th judged week running that is beyond the limit, or misses the
       target; exactly at it is neither.
    5. PERIOD fires where the value rose (with `above`) or fell by more than the share `limit` of what it was `weeks` weeks
       before; both weeks must be judged, and a value that was not above zero has no share.
    """
    rows = weekly.sort("week").to_dicts()
    solid = {row["week"]: row for row in rows if _is_solid(row, asked.at_least)}
    look = {
        RuleKind.THRESHOLD: _beyond(asked.limit, above=asked.above),
        RuleKind.TARGET_MISSED: _beyond(asked.target, above=asked.direction is Direction.DOWN),
        RuleKind.PERIOD: _moved(solid, asked),
    }[asked.kind]
    needed = 1 if asked.kind is RuleKind.PERIOD else asked.weeks
    told = [(row, *(look(row) if row["week"] in solid else (None, None))) for row in rows]
    return _frame(in_runs(told, needed))


def in_runs(told: Iterable[tuple[Row, float | None, bool | None]], needed: int) -> list[Row]:
    """JUDGED rows of weeks in order, each with what it was held against and whether it was beyond it (None: proves nothing)."""
    found: list[Row] = []
    run, since, last = 0, None, None
    for row, against, beyond in told:
        if beyond is not None:
            stale = last is not None and row["week"] - last >= GAP
            since = (row["week"] if since is None or stale else since) if beyond else None
            run = (1 if stale else run + 1) if beyond else 0
            last = row["week"]
        over = beyond is True
        state = {"judged": beyond is not None, "fired": over and run >= needed, "run": run if over else 0}
        found.append({**row, "against": against, **state, "since": since if over else None})
    return found


def speaks_for(judged: pl.DataFrame, monday: date) -> Row | None:
    """The judged row that says how things stand in the week of `monday`; None where that is not known.

    It is that week's, or the last one before it if all weeks in between are there but too young: a cohort is read where its
    window has run out.
    """
    weeks = {row["week"]: row for row in judged.iter_rows(named=True)}
    while (row := weeks.get(monday)) is not None and not row["mature"]:
        monday -= WEEK
    return row if row is not None and row["judged"] else None


def episodes(judged: pl.DataFrame) -> pl.DataFrame:
    """What would have been one alert each: runs of weeks that fired, by segment and time.

    Columns: segment, since, week (the first that fired), last (the latest that fired), fired (how many weeks), and value, n,
    total, against of the first.
    """
    fired = judged.filter("fired").sort("segment", "week")
    runs = fired.group_by("segment", "since", maintain_order=True)
    spans = runs.agg(
        *(pl.col(name).first() for name in ("week", "value", "n", "total", "against")),
        last=pl.col("week").last(), fired=pl.len().cast(pl.Int64),
    )  # fmt: skip
    return spans.sort("week", "segment")


def _is_solid(row: Row, at_least: int) -> bool:
    return bool(row["mature"] and not row["partial"] and row["value"] is not None and row["n"] >= at_least)


def _beyond(limit: float | None, *, above: bool) -> Judge:
    def look(row: Row) -> tuple[float | None, bool | None]:
        if limit is None:
            return None, None
        past = row["value"] - limit if above else limit - row["value"]
        return limit, past > 1e-9 * max(1.0, abs(limit))

    return look


def _moved(solid: dict[date, Row], asked: Asked) -> Judge:
    def look(row: Row) -> tuple[float | None, bool | None]:
        before = solid.get(row["week"] - asked.weeks * WEEK)
        if before is None or before["value"] <= 0 or asked.limit is None:
            return None, None
        share = row["value"] / before["value"] - 1
        return before["value"], (share if asked.above else -share) > asked.limit + 1e-9

    return look


def _frame(rows: list[Row]) -> pl.DataFrame:
    kept = [{name: row.get(name) for name in JUDGED} for row in rows]
    return pl.DataFrame(kept, schema=JUDGED, orient="row")
