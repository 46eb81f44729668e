"""Events become walks: which places each passage visited, when, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from typing import Any

import numpy as np
import polars as pl

from journey.analysis.data import JourneyData, known
from journey.analysis.localtime import DAY
from journey.analysis.paths.places import BITS, Places

Array = np.ndarray[Any, np.dtype[Any]]
Columns = dict[str, Array]
VISITS: dict[str, pl.DataType] = {
    "passage": pl.UInt32(),
    "place": pl.Int16(),
    "entered": pl.Int64(),  # microseconds since 1970 of its first event
    "left": pl.Int64(),  # of its last event
    "events": pl.Int64(),
}
PASSAGES: dict[str, pl.DataType] = {
    "passage": pl.UInt32(),
    "began": pl.Int64(),  # first event at any place
    "ended": pl.Int64(),  # last event at any place
    "end": pl.Int8(),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_GOAL, _LOST = 1, 2


class End(IntEnum):
    """How a walk ends; the first that applies."""

    GOAL = 0
    """The passage reached the goal, or where the journey names none, its last stage."""
    LOST = 1
    """The customer came to an end: cancelled, declined."""
    WENT_ON = 2
    """Inside a stage: the passage went to another stage."""
    UNDER_WAY = 3
    """Its last event is younger than going on may take."""
    STOPPED = 4
    """It went no further."""


@dataclass(frozen=True)
class Walks:
    """`visits`, one row a visit to a place (events in a row at one place are one visit), by passage and time; and `passages`.

    Frames follow VISITS and PASSAGES; passages are numbered as they come and their numbers mean nothing else.
    """

    places: Places
    visits: pl.DataFrame
    passages: pl.DataFrame

    @property
    def count(self) -> int:
        return self.passages.height


def walks(
    data: JourneyData,
    places: Places,
    *,
    as_of: date,
    since: datetime | None = None,
    until: datetime | None = None,
    segment: tuple[str, str] | None = None,
) -> Walks:
    """The walks of every passage (`data.case`) known by the end of the local day `as_of`.

    1. A passage counts if its first event on the map lies from `since` until before `until`; it is followed to `as_of`.
    2. With `segment` (attribute, value) it counts if that first event carries the value.
    3. Events of one instant are taken in the drawn order, since the log says none.
    4. Inside a stage each visit to the stage is a walk of its own.

    Events stored passage by passage and in time order, as the import leaves a file, are never sorted: several files are
    merged by their runs, and only passages whose runs overlap are sorted event by event.
    """
    rows = _rows(data, places, as_of, segment)
    if rows is None or not rows.height:
        return _nothing(places)
    runs, columns = _runs(rows)
    del rows
    last_known = int(columns["at"].max())
    marked = {mark: runs.passage[columns["run"][columns["mark"] == mark]] for mark in (_GOAL, _LOST)}
    placed = columns["place"] < places.nowhere
    visits = _in_order(runs, columns if placed.all() else _taken(columns, placed))
    visits = _chosen(visits, since, until)
    return _walked(places, visits, marked, last_known)


def _rows(data: JourneyData, places: Places, as_of: date, segment: tuple[str, str] | None) -> pl.DataFrame | None:
    """The events that say something: case, at (µs), code, and whether the event is of the `segment`."""
    if data.events is None:
        return None
    events = known(data.events, "at", as_of=as_of, timezone=data.timezone)
    own = pl.lit(True)
    if segment is not None:
        name, value = segment
        there = name in events.collect_schema()
        own = (pl.col(name).cast(pl.String) == value).fill_null(False) if there else pl.lit(False)
    chosen = events.select(case=pl.col(data.case), at=pl.col("at").dt.epoch("us"), code=places.code(), own=own)
    return chosen.drop_nulls(["case", "code"]).collect(engine="streaming")


@dataclass(frozen=True)
class _Runs:
    """Neighbouring rows of one case: of each run its passage, its place among all runs in order of passage and time, and of
    each passage whether its rows need sorting."""

    passage: Array
    order: Array
    odd: Array


def _runs(rows: pl.DataFrame) -> tuple[_Runs, Columns]:
    """The runs of a log, and its rows as arrays: run, at, place, mark, own."""
    case = rows["case"]
    new = (case != case.shift(1)).fill_null(True).to_numpy()
    code = rows["code"].to_numpy()
    columns = {
        "run": np.cumsum(new, dtype=np.int32) - 1, "at": rows["at"].to_numpy(), "place": code >> BITS,
        "mark": code & (1 << BITS) - 1, "own": rows["own"].to_numpy(),
    }  # fmt: skip
    starts = np.flatnonzero(new)
    at, place = columns["at"], columns["place"]
    back = np.zeros(len(at), dtype=bool)
    back[1:] = (at[1:] < at[:-1]) | ((at[1:] == at[:-1]) & (place[1:] < place[:-1]))
    back[starts] = False
    odd_run = np.bitwise_or.reduceat(back, starts)
    lasts = at[np.append(starts[1:], len(at)) - 1]
    return _merged(case.gather(starts), at[starts], lasts, odd_run), columns


def _merged(case: pl.Series, first: Array, last: Array, odd_run: Array) -> _Runs:
    """Which runs belong to one passage, in which order, and whether they overlap."""
    count = len(first)
    numbered = np.arange(count, dtype=np.int32)
    if case.n_unique() == count:
        return _Runs(numbered, numbered, odd_run)
    together = pl.DataFrame({"case": case, "run": numbered}).group_by("case").agg("run").with_row_index("passage")
    of_run = together.select("passage", "run").explode("run")
    passage = np.empty(count, dtype=np.int32)
    passage[of_run["run"].to_numpy()] = of_run["passage"].to_numpy()
    sequence = np.lexsort((first, passage))
    order = np.empty(count, dtype=np.int32)
    order[sequence] = numbered
    mine, since, until = passage[sequence], first[sequence], last[sequence]
    overlap = np.zeros(count, dtype=bool)
    overlap[1:] = (mine[1:] == mine[:-1]) & (since[1:] <= until[:-1])
    odd = np.zeros(together.height, dtype=bool)
    odd[mine[overlap]] = True
    odd[passage[odd_run]] = True
    return _Runs(passage, order, odd)


def _in_order(runs: _Runs, rows: Columns) -> Columns:
    """The visits of all passages, by passage and time."""
    events = {"run": rows["run"], "place": rows["place"], "entered": rows["at"], "left": rows["at"], "own": rows["own"]}
    visits = _joined(runs, _collapsed(events, "run", "place"))
    if not runs.odd.any():
        return visits
    visits = _taken(visits, ~runs.odd[visits["passage"]])
    events = _taken(events, runs.odd[runs.passage][events["run"]])
    passage = runs.passage[events.pop("run")]
    order = np.lexsort((events["place"], events["entered"], passage))
    sorted_out = _collapsed(_taken(events | {"passage": passage}, order), "passage", "place")
    both = {name: np.concatenate([visits[name], sorted_out[name]]) for name in visits}
    return _taken(both, np.argsort(both["passage"], kind="stable"))


def _joined(runs: _Runs, visits: Columns) -> Columns:
    """The visits of single runs as those of passages: one run after the other, what goes on across their seam as one visit."""
    run = visits.pop("run")
    order = np.argsort(runs.order[run], kind="stable")
    return _collapsed(_taken(visits | {"passage": runs.passage[run]}, order), "passage", "place")


def _collapsed(rows: Columns, *same: str) -> Columns:
    """Neighbours alike in the columns `same` as one row: from the first's entering to the last's leaving."""
    count = len(rows["place"])
    if not count:
        return rows | {"events": np.zeros(0, dtype=np.int64)}
    new = np.ones(count, dtype=bool)
    new[1:] = np.logical_or.reduce([rows[name][1:] != rows[name][:-1] for name in same])
    starts = np.flatnonzero(new)
    after = np.append(starts[1:], count)
    events = np.add.reduceat(rows["events"], starts) if "events" in rows else after - starts
    return {name: values[starts] for name, values in rows.items()} | {"left": rows["left"][after - 1], "events": events}


def _taken(rows: Columns, which: Array) -> Columns:
    return {name: values[which] for name, values in rows.items()}


def _chosen(visits: Columns, since: datetime | None, until: datetime | None) -> Columns:
    """The visits of the passages that count; see `walks`."""
    starts = _starts(visits["passage"])
    began = visits["entered"][starts]
    counts = visits["own"][starts].copy()
    if since is not None:
        counts &= began >= _micros(since)
    if until is not None:
        counts &= began < _micros(until)
    if counts.all():
        return visits
    lengths = np.diff(np.append(starts, len(visits["place"])))
    return _taken(visits, np.repeat(counts, lengths))


def _walked(places: Places, visits: Columns, marked: Mapping[int, Array], last_known: int) -> Walks:
    """The walks with their ends; inside a stage, passages cut where they were elsewhere."""
    keep = visits["place"] < places.others
    if not keep.any():
        return _nothing(places)
    same = visits["passage"][1:] == visits["passage"][:-1]
    went_on = np.append(same & ~keep[1:], False)[keep]
    cut = np.append(True, ~same | ~keep[:-1])
    walk = np.cumsum(cut)[keep]
    own = _taken(visits, keep)
    starts = _starts(walk)
    lengths = np.diff(np.append(starts, len(walk)))
    lasts = starts + lengths - 1
    end = _ends(places, own, (starts, lasts), marked, last_known)
    end[went_on[lasts]] = End.WENT_ON
    number = np.arange(len(starts), dtype=np.uint32)
    shown = {name: own[name] for name in VISITS if name != "passage"}
    return Walks(
        places,
        pl.DataFrame({"passage": np.repeat(number, lengths)} | shown, schema=VISITS),
        pl.DataFrame(
            {"passage": number, "began": own["entered"][starts], "ended": own["left"][lasts], "end": end}, schema=PASSAGES
        ),
    )


def _ends(places: Places, own: Columns, bounds: tuple[Array, Array], marked: Mapping[int, Array], last_known: int) -> Array:
    """How each walk ends, but for going on elsewhere; `bounds` are each walk's first and last row."""
    starts, lasts = bounds
    if any(mark == _GOAL for _, mark in places.marks) or places.elsewhere:
        goal = np.isin(own["passage"][lasts], marked[_GOAL])
    else:
        goal = np.logical_or.reduceat(own["place"] == places.others - 1, starts)
    lost = np.isin(own["passage"][lasts], marked[_LOST])
    windows = np.array(places.windows, dtype=np.int64) * DAY
    young = last_known - own["left"][lasts] < windows[own["place"][lasts]]
    ends = [End.GOAL, End.LOST, End.UNDER_WAY]
    return np.select([goal, lost, young], ends, default=End.STOPPED).astype(np.int8)


def _starts(passage: Array) -> Array:
    """Where the rows of each passage begin."""
    return np.flatnonzero(np.append(True, passage[1:] != passage[:-1])) if len(passage) else np.zeros(0, dtype=np.int64)


def _nothing(places: Places) -> Walks:
    return Walks(places, pl.DataFrame(schema=VISITS), pl.DataFrame(schema=PASSAGES))


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)
