"""Walks that visit the same places in the same order are one variant."""

from __future__ import annotations

import numpy as np
import polars as pl

from journey.analysis.paths.steps import number
from journey.analysis.paths.walks import End, Walks

VARIANTS: dict[str, pl.DataType] = {
    "path": pl.List(pl.Int16),
    "n": pl.Int64(),
    "share": pl.Float64(),  # of all passages
    "seconds": pl.Float64(),  # median from the first to the last event
    "reached": pl.Int64(),  # passages that reached the goal
    "under_way": pl.Int64(),  # passages that may still go on
}


def variants(walks: Walks, *, most: int | None = None) -> pl.DataFrame:
    """The variants, commonest first (of equals the shorter, then the one that happened first): schema VARIANTS.

    `most` keeps that many. Sequences are told apart by a 64-bit sum of mixed (place, number) pairs, so that a million walks
    need no list each; two different ones fall together with a chance below one in a million for three million variants.
    """
    if not walks.count:
        return pl.DataFrame(schema=VARIANTS)
    visits = walks.visits
    order = number(visits["passage"].to_numpy())
    starts = np.flatnonzero(order == 0)
    lengths = np.diff(np.append(starts, visits.height))
    mixed = _mixed((visits["place"].to_numpy().astype(np.uint64) << np.uint64(40)) + order.astype(np.uint64))
    end = pl.col("end")
    frame = walks.passages.with_columns(
        key=pl.Series(np.add.reduceat(mixed, starts)), start=pl.Series(starts), length=pl.Series(lengths)
    )
    counted = frame.group_by("key").agg(
        pl.len().alias("n"),
        pl.col("start", "length").first(),
        ((pl.col("ended") - pl.col("began")) / 1e6).median().alias("seconds"),
        reached=(end == End.GOAL).sum(),
        under_way=(end == End.UNDER_WAY).sum(),
    )
    found = counted.sort("n", "length", "start", descending=[True, False, False])
    found = found if most is None else found.head(most)
    told = found.with_columns(path=_sequences(visits["place"], found), share=pl.col("n") / walks.count)
    return told.select(pl.col(name).cast(dtype) for name, dtype in VARIANTS.items())


def _sequences(place: pl.Series, found: pl.DataFrame) -> pl.Series:
    """The places of each variant's first passage, as a list."""
    starts, lengths = found["start"].to_numpy(), found["length"].to_numpy()
    offsets = np.cumsum(lengths) - lengths
    rows = np.repeat(starts - offsets, lengths) + np.arange(lengths.sum())
    flat = pl.DataFrame({"variant": np.repeat(np.arange(len(starts)), lengths), "path": place.gather(rows)})
    return flat.group_by("variant", maintain_order=True).agg("path")["path"]


def _mixed(keys: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Each key as a number that looks like chance (the finaliser of splitmix64; Steele, Lea, Flood 2014)."""
    mixed = keys + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
