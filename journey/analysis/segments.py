"""Which attributes of the events are worth comparing customers by."""

from __future__ import annotations

import polars as pl

from journey.domain.schemas import EVENTS

FEWEST, MOST = 2, 12
ENOUGH = 30
"""Customers that at least two values must each have; below that a segment shows chance, not customers."""

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


def _cases(events: pl.LazyFrame, name: str, case: str) -> pl.LazyFrame:
    by_value = events.drop_nulls(name).group_by(value=pl.col(name).cast(pl.String))
    return by_value.agg(n=pl.col(case).n_unique().cast(pl.Int64)).select(pl.lit(name).alias("name"), "value", "n")
