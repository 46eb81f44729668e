"""Walks counted: who followed whom, what each place saw, and how many are where after how many visits."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import polars as pl

from journey.analysis.paths.walks import End, Walks

BEGIN = -1
"""The source of a walk's first step."""
OVER = 1000
"""The target of a walk's last step is OVER + its End."""


class Way(StrEnum):
    """What a step is, beside the drawn order."""

    BEGIN = "begin"
    ON = "on"
    """To the next place in the drawn order."""
    SKIP = "skip"
    BACK = "back"
    END = "end"


STEPS: dict[str, pl.DataType] = {
    "source": pl.Int16(),
    "target": pl.Int16(),
    "way": pl.String(),
    "n": pl.Int64(),  # times that it was taken
    "passages": pl.Int64(),  # passages that took it at least once
    "share": pl.Float64(),  # of all passages
    "seconds": pl.Float64(),  # median from entering source to entering target; at an end, to the last event there
}
SEEN: dict[str, pl.DataType] = {
    "place": pl.Int16(),
    "name": pl.String(),
    "visits": pl.Int64(),
    "passages": pl.Int64(),
    "share": pl.Float64(),  # of all passages
    "again": pl.Int64(),  # events that followed another event of the same visit: self-loops
    "seconds": pl.Float64(),  # median from a visit's first to its last event
    "over": pl.Int64(),  # passages that ended here, but for those that may still go on
    "dropped": pl.Int64(),  # of these, without the goal and not gone elsewhere: no further, or lost
    "dropped_share": pl.Float64(),  # of the passages here, but for those that ended here and may still go on
}
FLOWS: dict[str, pl.DataType] = {
    "step": pl.Int16(),  # how many visits lie behind; 0 is the first
    "source": pl.Int16(),
    "target": pl.Int16(),
    "n": pl.Int64(),
}


def steps(walks: Walks) -> pl.DataFrame:
    """The directly-follows counts of places, with beginnings and ends: schema STEPS, by source and target.

    Every visit is left once, so the n of a place's steps add up to its visits, and so do those that lead to it. A walk that
    goes on within the place takes no step (see SEEN's `again`). The median is from entering to entering, as the KPI of time
    in stage has it.
    """
    if not walks.count:
        return pl.DataFrame(schema=STEPS)
    taken = _taken(walks).group_by("source", "target").agg(_N, _DISTINCT, pl.col("seconds").median())
    first = walks.visits.filter(_is_first()).group_by(target="place").agg(_N, _DISTINCT)
    begun = first.select(pl.lit(BEGIN).alias("source"), "target", "n", "passages", pl.lit(None).alias("seconds"))
    both = pl.concat([begun, taken.select(begun.columns)], how="vertical_relaxed")
    told = both.with_columns(way=_way(), share=pl.col("passages") / walks.count)
    return told.select(pl.col(name).cast(dtype) for name, dtype in STEPS.items()).sort("source", "target")


def places_seen(walks: Walks) -> pl.DataFrame:
    """Every place in its order, those that nobody visited too: schema SEEN."""
    names = pl.DataFrame({"place": range(len(walks.places.names)), "name": walks.places.names}, schema_overrides=_PLACE)
    stay = (pl.col("left") - pl.col("entered")) / 1e6
    seen = walks.visits.group_by("place").agg(
        pl.len().alias("visits"), _DISTINCT, again=pl.col("events").sum() - pl.len(), seconds=stay.median()
    )
    ended = _taken(walks).filter(pl.col("target") >= OVER) if walks.count else pl.DataFrame(schema=_ENDED)
    gone = pl.col("target") - OVER
    ends = ended.group_by(place="source").agg(
        over=(gone != End.UNDER_WAY).sum(),
        dropped=gone.is_in([End.STOPPED, End.LOST]).sum(),
        under_way=(gone == End.UNDER_WAY).sum(),
    )
    full = names.join(seen, on="place", how="left").join(ends, on="place", how="left")
    counts = ("visits", "passages", "again", "over", "dropped", "under_way")
    full = full.with_columns(pl.col(name).fill_null(0) for name in counts)
    settled = pl.col("passages").cast(pl.Int64) - pl.col("under_way").cast(pl.Int64)
    told = full.with_columns(
        share=pl.col("passages") / walks.count if walks.count else pl.lit(0.0),
        dropped_share=pl.when(settled > 0).then(pl.col("dropped") / settled),
    )
    return told.select(pl.col(name).cast(dtype) for name, dtype in SEEN.items()).sort("place")


def flows(walks: Walks, *, depth: int) -> pl.DataFrame:
    """How many passages go from where to where between their first `depth` visits: schema FLOWS, by step, source and target.

    A walk of fewer visits ends on the way; one of more is last seen at the place of visit number `depth`.
    """
    if not walks.count:
        return pl.DataFrame(schema=FLOWS)
    behind = pl.Series("step", number(walks.visits["passage"].to_numpy()), dtype=pl.Int64)
    early = _taken(walks).with_columns(behind).filter(pl.col("step") < depth - 1)
    counted = early.group_by("step", "source", "target").agg(_N)
    return counted.select(pl.col(name).cast(dtype) for name, dtype in FLOWS.items()).sort("step", "source", "target")


_N = pl.len().alias("n")
_DISTINCT = pl.col("passage").n_unique().alias("passages")
_PLACE: dict[str, pl.DataType] = {"place": pl.Int16(), "name": pl.String()}
_ENDED: dict[str, pl.DataType] = {"passage": pl.UInt32(), "source": pl.Int16(), "target": pl.Int16(), "seconds": pl.Float64()}


def _taken(walks: Walks) -> pl.DataFrame:
    """One row a visit: passage, source, target (the next place, or how it ended) and seconds until then."""
    visits = walks.visits
    last = (visits["passage"] != visits["passage"].shift(-1)).fill_null(True)
    target = visits["place"].shift(-1).to_numpy().copy()
    target[last.to_numpy()] = OVER + walks.passages["end"].to_numpy().astype(np.int16)
    until = pl.when(last).then(pl.col("left")).otherwise(pl.col("entered").shift(-1))
    return visits.select(
        "passage", pl.col("place").alias("source"), pl.Series("target", target).cast(pl.Int16),
        ((until - pl.col("entered")) / 1e6).alias("seconds"),
    )  # fmt: skip


def _is_first() -> pl.Expr:
    return (pl.col("passage") != pl.col("passage").shift(1)).fill_null(True)


def number(passage: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The number of each row within its passage, from 0."""
    starts = np.flatnonzero(np.append(True, passage[1:] != passage[:-1]))
    return np.arange(len(passage)) - np.repeat(starts, np.diff(np.append(starts, len(passage))))


def _way() -> pl.Expr:
    source, target = pl.col("source"), pl.col("target")
    kinds = pl.when(source == BEGIN).then(pl.lit(Way.BEGIN.value)).when(target >= OVER).then(pl.lit(Way.END.value))
    kinds = kinds.when(target < source).then(pl.lit(Way.BACK.value)).when(target == source + 1).then(pl.lit(Way.ON.value))
    return kinds.otherwise(pl.lit(Way.SKIP.value))
