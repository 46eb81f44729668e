"""Which attributes of the events are worth comparing customers by."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import polars as pl

from journey.domain.schemas import EVENTS

FEWEST, MOST = 2, 12
ENOUGH = 30
"""Customers that at least two values must each have; below that a segment shows chance, not customers."""

SIDE_BY_SIDE = 60
"""Values of one attribute that figures are kept for."""
COMBINED = 10_000
"""Combinations of all attributes' values that an event's time leaves room for in one integer, over fourteen years."""

SEGMENTS: dict[str, pl.DataType] = {"name": pl.String(), "value": pl.String(), "n": pl.Int64()}
_NOT_ATTRIBUTES = {*EVENTS, "row_id"}


def segment_values(events: pl.LazyFrame, *, case: str = "customer") -> pl.DataFrame:
    """The attributes with FEWEST to MOST values, two of which have ENOUGH cases: one row a value, n cases, most first.

    Names keep the order of the columns, so that what the file says first is offered first.
    """
    names = [name for name in events.collect_schema().names() if name not in _NOT_ATTRIBUTES | {case}]
    if not names:
        return pl.DataFrame(schema=SEGMENTS)
    sizes = events.select(pl.col(name).drop_nulls().n_unique() for name in names).collect(engine="streaming").row(0)
    few = [name for name, size in zip(names, sizes, strict=True) if FEWEST <= size <= MOST]
    counted = pl.collect_all([_cases(events, name, case) for name in few], engine="streaming")
    worth = [frame.sort(["n", "value"], descending=[True, False]) for frame in counted if (frame["n"] >= ENOUGH).sum() >= FEWEST]
    return pl.concat([pl.DataFrame(schema=SEGMENTS), *worth])


def too_many_values(frames: Sequence[pl.LazyFrame], names: Sequence[str]) -> dict[str, int]:
    """Those of the attributes that can't be compared by, with their number of values, the most first.

    1. An attribute with more than SIDE_BY_SIDE values in any of the frames can't.
    2. Where those left have more than COMBINED combinations, the ones with the most values can't either.
    """
    sizes = dict.fromkeys(names, 0)
    for frame in frames:
        there = [name for name in sizes if name in frame.collect_schema()]
        if there:
            counts = frame.select(pl.col(name).drop_nulls().n_unique() for name in there).collect(engine="streaming").row(0)
            sizes |= {name: max(sizes[name], count) for name, count in zip(there, counts, strict=True)}
    widest = sorted(sizes, key=lambda name: -sizes[name])
    left = [name for name in widest if sizes[name] <= SIDE_BY_SIDE]
    while prod(sizes[name] + 1 for name in left) > COMBINED:
        left = left[1:]
    return {name: sizes[name] for name in widest if name not in left}


def _cases(events: pl.LazyFrame, name: str, case: str) -> pl.LazyFrame:
    by_value = events.drop_nulls(name).group_by(value=pl.col(name).cast(pl.String))
    return by_value.agg(n=pl.col(case).n_unique().cast(pl.Int64)).select(pl.lit(name).alias("name"), "value", "n")
