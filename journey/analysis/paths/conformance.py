"""How well the drawn map explains the paths that customers took, by alignments."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from journey.analysis.paths.steps import BEGIN, OVER, Way, steps
from journey.analysis.paths.variants import variants
from journey.analysis.paths.walks import Walks

Array = np.ndarray[Any, np.dtype[Any]]
Ways = frozenset[tuple[int, int]]
"""Drawn ways as (from, to); from BEGIN where customers may set out at another place than the first."""
LACKS: dict[str, pl.DataType] = {
    "source": pl.Int16(),
    "target": pl.Int16(),
    "way": pl.String(),
    "n": pl.Int64(),
    "passages": pl.Int64(),
    "share": pl.Float64(),
    "seconds": pl.Float64(),
    "gain": pl.Int64(),  # passages that the map would explain, too, if it drew this way alone
}


@dataclass(frozen=True)
class Fit:
    """What the map explains.

    `explained` of `passages` follow it without deviation; `fitness` and `precision` run from 0 to 1 (None without passages);
    `lacks` are the steps taken that the map does not draw, most passages first: schema LACKS; `unused` are drawn ways back,
    past or into the middle that nobody took.
    """

    passages: int
    explained: int
    fitness: float | None
    precision: float | None
    lacks: pl.DataFrame
    unused: tuple[tuple[int, int], ...]

    @property
    def share(self) -> float | None:
        return self.explained / self.passages if self.passages else None


def drawn_ways(places: int, extra: Iterable[tuple[int, int]] = ()) -> Ways:
    """From the beginning to the first place and from each place to the next, and what is drawn beside that."""
    along = {(place - 1, place) for place in range(places)}
    return frozenset(along | {way for way in extra if way[0] != way[1]})


def conformance(walks: Walks, ways: Ways) -> Fit:
    """Compare the walks with the map, which is read as a transition system whose states are its places.

    The map begins at BEGIN, may stay where it is (all events of a visit are one), goes along the drawn ways, and may stop at
    any place: how many stop is drop-off's question, not whether the map is drawn right.

    1. Fitness is that of optimal alignments with unit costs (van der Aalst, Process Mining, 2016, 8.3; Carmona, van Dongen,
       Solti, Weidlich, Conformance Checking, 2018, 7): 1 − Σ cost / Σ worst, where a walk's cost is the fewest visits to
       strike out (log moves) and places to put in (model moves) until it is a run of the map, and its worst cost strikes
       out every visit and puts in the shortest run, the first place alone.
    2. Precision is that of van der Aalst, Adriansyah, van Dongen (Replaying history on process models, 2012) with the place
       as state: the mean over all visits of (drawn ways on from there, stopping among them, that somebody took) / (those drawn).
    """
    taken = steps(walks)
    places = len(walks.places.names)
    if not walks.count:
        return Fit(0, 0, None, None, pl.DataFrame(schema=LACKS), ())
    known = variants(walks)
    lacking, gain = _deviations(known, ways)
    cost = costs(known["path"], ways, places)
    times = known["n"].to_numpy()
    worst = known["path"].list.len().to_numpy() + 1
    used = set(taken.filter(pl.col("target") < OVER).select("source", "target").iter_rows())
    return Fit(
        passages=walks.count,
        explained=int(times[~lacking].sum()),
        fitness=1 - float((cost * times).sum() / (worst * times).sum()),
        precision=_precision(taken, ways),
        lacks=_lacks(taken, ways, gain),
        unused=tuple(sorted(ways - drawn_ways(places) - used)),
    )


def costs(paths: pl.Series, ways: Ways, places: int) -> Array:
    """The cost of an optimal alignment of each path, a list of places.

    The map's state after a visit is followed for all paths at once: a visit is struck out (1) or the map gets there by the
    fewest ways, each place in between put in (1 each). To put places in just before they are needed loses nothing.
    """
    lengths = paths.list.len().to_numpy().astype(np.int64)
    flat, starts = paths.explode().to_numpy(), np.cumsum(lengths) - lengths
    order = np.argsort(-lengths, kind="stable")
    reach = _reach(ways, places)
    cost = np.full((len(lengths), places + 1), _FAR, dtype=np.int32)
    cost[:, places] = 0
    for step in range(int(lengths.max(initial=0))):
        active = order[: int(np.searchsorted(-lengths[order], -step, side="left"))]
        visited = flat[starts[active] + step].astype(np.int64)
        before = cost[active]
        there = (before + reach[:, visited].T).min(axis=1)
        after = before + 1
        rows = np.arange(len(active))
        after[rows, visited] = np.minimum(after[rows, visited], there)
        cost[active] = after
    cost[:, places] += 1  # a run of the map has been at its first place at least
    fewest: Array = cost.min(axis=1)
    return fewest


_FAR = 1_000_000


def _reach(ways: Ways, places: int) -> Array:
    """Places to put in between a state (row; the last is BEGIN) and entering a place (column); _FAR if no way leads there."""
    after: dict[int, list[int]] = {}
    for source, target in ways:
        after.setdefault(places if source == BEGIN else source, []).append(target)
    reach = np.full((places + 1, places), _FAR, dtype=np.int32)
    for state in range(places + 1):
        queue = deque((target, 0) for target in after.get(state, ()))
        if state < places:
            reach[state, state] = 0
        while queue:
            place, between = queue.popleft()
            if between < reach[state, place]:
                reach[state, place] = between
                queue.extend((target, between + 1) for target in after.get(place, ()))
    return reach


def _deviations(known: pl.DataFrame, ways: Ways) -> tuple[Array, Mapping[tuple[int, int], int]]:
    """Which variants take a way that is not drawn, and by way the passages for which it is the only one."""
    paths = known["path"]
    lengths = paths.list.len().to_numpy().astype(np.int64)
    target = paths.explode().to_numpy().astype(np.int64)
    source = np.append(BEGIN, target[:-1])
    source[np.cumsum(lengths) - lengths] = BEGIN
    code = (source + 1) * OVER + target
    drawn = np.array([(a + 1) * OVER + b for a, b in ways])
    odd = ~np.isin(code, drawn)
    variant = np.repeat(np.arange(len(lengths)), lengths)
    pairs = pl.DataFrame({"variant": variant[odd], "code": code[odd]}).unique()
    lacking = np.zeros(len(lengths), dtype=bool)
    lacking[pairs["variant"].to_numpy()] = True
    alone = pairs.filter(pl.len().over("variant") == 1)
    summed = alone.with_columns(n=known["n"].gather(alone["variant"])).group_by("code").agg(pl.col("n").sum())
    return lacking, {(code // OVER - 1, code % OVER): n for code, n in summed.iter_rows()}


def _lacks(taken: pl.DataFrame, ways: Ways, gain: Mapping[tuple[int, int], int]) -> pl.DataFrame:
    rows = [
        {**row, "gain": gain.get((row["source"], row["target"]), 0)}
        for row in taken.iter_rows(named=True)
        if row["way"] != Way.END and (row["source"], row["target"]) not in ways
    ]
    return pl.DataFrame(rows, schema=LACKS).sort("passages", "source", "target", descending=[True, False, False])


def _precision(taken: pl.DataFrame, ways: Ways) -> float | None:
    """See `conformance`; every visit weighs the same, whatever led to it."""
    total = weight = 0.0
    for (place,), own in taken.filter(pl.col("source") != BEGIN).group_by("source"):
        drawn = {target for source, target in ways if source == place}
        went = {target for target in own["target"] if target in drawn}
        stopped = bool((own["target"] >= OVER).any())
        visits = float(own["n"].sum())
        total += visits * (len(went) + stopped) / (len(drawn) + 1)
        weight += visits
    return total / weight if weight else None
