"""What scenarios are told from: every visit to a stage in local time, and the contacts of each week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from journey.analysis.data import JourneyData, known
from journey.analysis.localtime import local_day
from journey.analysis.paths.places import Places, stage_places
from journey.analysis.paths.walks import walks
from journey.analysis.scenarios.draws import Array
from journey.domain.weeks import Week
from journey.domain.words import Outcome

REST = "the rest"
"""Stands for every value of an attribute that is not told by its own name."""
VALUES = 5
"""Values of an attribute that are told by their own name."""
_OF = "_value"
_DAY = 86_400e6


@dataclass(frozen=True)
class Record:
    """The visits, by passage and time, as arrays of one length: passage, place, at, value.

    `place` counts the stages from 0; then comes the goal, then being lost. `at` is in days of local time since the Monday of
    `first`. A passage ends with the goal or by being lost: whoever comes again sets out anew. `value` counts `values`, the
    values of the attribute that passages are told apart by. `contacts` has one row a week and one column a stage, and a last
    column for contacts that name none; None where the journey has no tickets.
    """

    stages: tuple[str, ...]
    ids: tuple[int, ...]
    windows: tuple[int, ...]
    first: Week
    last: Week
    passage: Array
    place: Array
    at: Array
    value: Array
    values: tuple[str, ...] = ("",)
    attribute: str = ""
    contacts: Array | None = None

    @property
    def goal(self) -> int:
        return len(self.stages)

    @property
    def lost(self) -> int:
        return len(self.stages) + 1

    @property
    def weeks(self) -> int:
        """Whole weeks from the first to the last."""
        return (self.last.monday - self.first.monday).days // 7 + 1

    def weekly(self, place: int) -> Array:
        """How many came to the place in each week."""
        week = (self.at[self.place == place] // 7).astype(int)
        return np.bincount(week[(week >= 0) & (week < self.weeks)], minlength=self.weeks)


def observe(data: JourneyData, *, as_of: date, drawn: tuple[int, ...] | None = None, attribute: str = "") -> Record | None:
    """The record of all that was known by the end of `as_of`; None if no event lies in a stage.

    With `attribute`, a column of the events, passages are told apart by its commonest values: each by its first event's.
    """
    places = stage_places(data, drawn=drawn)
    ends, marked = _with_ends(data, places)
    values = _values(data, attribute)
    parts = [_visits(part, marked, as_of, segment) for part, segment in _split(data, attribute, values)]
    visits = pl.concat([part.with_columns(value=pl.lit(number)) for number, part in enumerate(parts)])
    visits = _with_goal(visits, ends, places.others)
    if visits.is_empty():
        return None
    visits = visits.with_columns(local=_local(data.timezone))
    monday = Week.of(visits["local"].min().date())  # type: ignore[union-attr]
    start = pl.lit(monday.monday).cast(pl.Datetime("us"))
    days = ((visits["local"] - visits.select(start).to_series()).dt.total_microseconds() / _DAY).to_numpy()
    passage = visits.select(pl.struct("value", "passage").rle_id()).to_series().to_numpy()
    place = visits["place"].to_numpy().astype(np.int64)
    rows = (passage, place, days, visits["value"].to_numpy().astype(np.int64))
    number, place, days, value = _cut(rows, ends, places.others)
    last = Week.of(as_of) if as_of == Week.of(as_of).sunday else Week.of(as_of).shift(-1)
    record = Record(
        places.names, tuple(id or 0 for id in places.ids), places.windows, monday, last, number, place, days, value,
        values or ("",), attribute,
    )  # fmt: skip
    return replace(record, contacts=_contacts(data, record, as_of))


def _with_ends(data: JourneyData, places: Places) -> tuple[list[tuple[int, int]], Places]:
    """The places with one more for each stage in which a goal or a loss can happen: (goal or lost, stage) of each of these."""
    stages = {id: number for number, id in enumerate(places.ids)}
    ends: list[tuple[int, int]] = []
    at = dict(places.at)
    for rule in data.rules:
        if rule.outcome in (Outcome.GOAL, Outcome.LOST):
            end = (places.others + (rule.outcome is Outcome.LOST), stages.get(rule.stage_id, -1))
            if end not in ends:
                ends.append(end)
            at[rule.event] = places.others + ends.index(end)
    names = places.names + tuple(f"end {number}" for number in range(len(ends)))
    more: tuple[int | None, ...] = (None,) * len(ends)
    return ends, replace(places, names=names, ids=places.ids + more, windows=places.windows + (1,) * len(ends), at=at, marks=())


def _values(data: JourneyData, attribute: str) -> tuple[str, ...]:
    """The commonest values of the attribute and the rest; nothing without an attribute."""
    if not attribute or data.events is None or attribute not in data.events.collect_schema():
        return ()
    column = pl.col(attribute).cast(pl.String)
    counted = data.events.group_by(column).agg(pl.col(data.case).n_unique().alias("n")).drop_nulls().collect(engine="streaming")
    found = counted.sort(["n", attribute], descending=[True, False])[attribute].to_list()
    return (*found[:VALUES], REST)


def _split(data: JourneyData, attribute: str, values: tuple[str, ...]) -> Iterator[tuple[JourneyData, tuple[str, str] | None]]:
    if not values or data.events is None:
        yield data, None
        return
    column = pl.col(attribute).cast(pl.String)
    told = data.events.with_columns(pl.when(column.is_in(values)).then(column).otherwise(pl.lit(REST)).alias(_OF))
    for value in values:
        yield replace(data, events=told), (_OF, value)


def _visits(data: JourneyData, marked: Places, as_of: date, segment: tuple[str, str] | None) -> pl.DataFrame:
    return walks(data, marked, as_of=as_of, segment=segment).visits.select("passage", "place", "entered")


def _with_goal(visits: pl.DataFrame, ends: list[tuple[int, int]], stages: int) -> pl.DataFrame:
    """The visits, those to the last stage as the goal where the journey names none; `ends` is told of it."""
    if any(kind == stages for kind, _ in ends):
        return visits
    ends.append((stages, stages - 1))
    goal = pl.lit(stages + len(ends) - 1, pl.Int16)
    return visits.with_columns(pl.when(pl.col("place") == stages - 1).then(goal).otherwise("place").alias("place"))


def _local(timezone: str) -> pl.Expr:
    at = pl.from_epoch("entered", time_unit="us").dt.replace_time_zone("UTC")
    return at.dt.convert_time_zone(timezone).dt.replace_time_zone(None)


def _cut(rows: tuple[Array, ...], ends: list[tuple[int, int]], stages: int) -> tuple[Array, ...]:
    """Every end with a visit to its own stage before it, what follows it in that stage left out, passages cut behind it.

    `rows` and what comes back: passage, place, at, value.
    """
    passage, place, at, value = rows
    kind = np.array([*range(stages), *(kind for kind, _ in ends)])
    own = np.array([*range(stages), *(stage for _, stage in ends)])
    new = np.append(True, passage[1:] != passage[:-1])
    is_end = place >= stages
    before = np.append(-1, own[place][:-1])
    lingering = ~new & np.append(False, is_end[:-1]) & (place == before)
    keep = ~lingering
    passage, place, at, value, new, is_end = (each[keep] for each in (passage, place, at, value, new, is_end))
    new = np.append(True, passage[1:] != passage[:-1])
    before = np.where(new, -1, np.append(-1, place[:-1]))
    missing = np.flatnonzero(is_end & (own[place] >= 0) & (before != own[place]))
    place = np.insert(kind[place], missing, own[place[missing]])
    passage, at, value, is_end = (
        np.insert(each, missing, each[missing] if each is not is_end else False) for each in (passage, at, value, is_end)
    )
    starts = np.append(True, (passage[1:] != passage[:-1]) | is_end[:-1])
    return np.cumsum(starts) - 1, place, at, value


def _contacts(data: JourneyData, record: Record, as_of: date) -> Array | None:
    """Tickets by week and stage."""
    if data.tickets is None:
        return None
    tickets = known(data.tickets, "opened_at", as_of=as_of, timezone=data.timezone)
    named = "stage" in tickets.collect_schema()
    stage = pl.col("stage").str.strip_chars().str.to_lowercase() if named else pl.lit(None, pl.String)
    week = (local_day(pl.col("opened_at"), data.timezone) - pl.lit(record.first.monday)).dt.total_days() // 7
    names = [name.strip().lower() for name in record.stages]
    place = stage.replace_strict(names, list(range(len(names))), default=len(names), return_dtype=pl.Int64)
    counted = tickets.group_by(week=week, place=place).len().collect(engine="streaming")
    counts = np.zeros((record.weeks, len(names) + 1))
    for at, where, n in counted.filter(pl.col("week").is_between(0, record.weeks - 1)).iter_rows():
        counts[at, where] += n
    return counts
