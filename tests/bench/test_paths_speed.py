"""Who followed whom in ten million events: beside a bare Polars group-by over the log sorted by customer and time."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import polars as pl
import pytest

from journey.analysis.data import JourneyData
from journey.analysis.paths.conformance import conformance, drawn_ways
from journey.analysis.paths.places import stage_places
from journey.analysis.paths.steps import OVER, Way, steps
from journey.analysis.paths.walks import walks
from tests.bench.test_rollup_speed import AS_OF, EVENTS, NAMES, ROUNDS, RULES, STAGES, ZONE, log

__all__ = ["log"]
LIMIT = 1.0
"""Of the CPU time of the bare group-by, which counts nothing else."""


def _bare(log: pl.LazyFrame) -> pl.DataFrame:
    """Pairs of stages that follow each other, as one would write it by hand, with their median time."""
    stage = pl.col("event").replace_strict(NAMES, [i // 4 for i in range(20)], return_dtype=pl.Int8).alias("stage")
    rows = log.select("customer", "at", stage).sort("customer", "at")
    same = pl.col("customer") == pl.col("customer").shift(1)
    visits = rows.filter(~same.fill_null(False) | (pl.col("stage") != pl.col("stage").shift(1)))
    pairs = visits.with_columns(
        target=pl.col("stage").shift(-1), after=pl.col("customer").shift(-1), taken=pl.col("at").shift(-1) - pl.col("at")
    ).filter(pl.col("after") == pl.col("customer"))
    counted = pairs.group_by("stage", "target").agg(
        pl.len().cast(pl.Int64).alias("n"),
        pl.col("customer").n_unique().cast(pl.Int64).alias("passages"),
        pl.col("taken").median(),
    )
    return counted.collect(engine="streaming").sort("stage", "target")


def _cost(work: Callable[[], pl.DataFrame]) -> tuple[float, float, pl.DataFrame]:
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    return time.process_time() - cpu, time.perf_counter() - wall, found


def test_steps_of_ten_million_events(log: pl.LazyFrame, benchmark, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    data = JourneyData(STAGES, RULES, ZONE, events=log)
    places = stage_places(data)

    def ours() -> pl.DataFrame:
        return steps(walks(data, places, as_of=AS_OF))

    rounds = [(_cost(lambda: _bare(log)), _cost(ours)) for _ in range(ROUNDS)]
    (bare, _, expected), (own, wall, found) = rounds[-1]
    ratio = median(mine[0] / theirs[0] for theirs, mine in rounds)
    moves = found.filter(pl.col("target") < OVER, pl.col("way") != Way.BEGIN)
    assert moves.select("source", "target", "n", "passages").rows() == [
        (row[0], row[1], row[2], row[3]) for row in expected.iter_rows()
    ]
    whole = _cost(lambda: conformance(walks(data, places, as_of=AS_OF), drawn_ways(len(STAGES))).lacks)
    with capsys.disabled():
        print(
            f"\n{EVENTS:,} events: bare group-by {bare:.1f} CPU s, ours {own:.1f} CPU s ({wall:.1f} s on the clock), "
            f"ratio {ratio:.2f}; with conformance {whole[0]:.1f} CPU s"
        )
    assert ratio < LIMIT
    benchmark.pedantic(ours, rounds=1)
