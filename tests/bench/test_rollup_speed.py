"""Ten million events rolled up by stage, ISO week and segment: beside a bare Polars group-by over the same columns."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from statistics import median

import numpy as np
import polars as pl
import pytest

from journey.analysis.data import JourneyData
from journey.analysis.metrics import observe
from journey.analysis.rollup import weekly
from journey.domain.model import EventRule, MetricSpec, StageSpec
from journey.domain.words import Direction, MetricKind, Outcome

EVENTS, CUSTOMERS, BATCHES, ROUNDS = 10_000_000, 500_000, 4, 3
ZONE, AS_OF = "Europe/Berlin", date(2026, 6, 30)
NAMES = [f"step_{i:02d}" for i in range(20)]
STAGES = tuple(StageSpec(place + 1, f"Stage {place + 1}", place) for place in range(5))
RULES = tuple(EventRule(name, i // 4 + 1, Outcome.GOAL if i == 19 else Outcome.STEP) for i, name in enumerate(NAMES))
KINDS = {
    "drop_off": MetricKind.RATE,
    "conversion": MetricKind.RATE,
    "step_duration": MetricKind.DURATION,
    "event_count": MetricKind.COUNT,
}
LIMIT = 1.5


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> pl.LazyFrame:
    """The events of 14 months in overlapping batches, each sorted by customer and time as the import leaves them."""
    folder = tmp_path_factory.mktemp("events")
    whole = _simulated(np.random.default_rng(20)).sort("at")
    size = EVENTS // BATCHES
    for batch in range(BATCHES):
        whole.slice(batch * size, size).sort("customer", "at").write_parquet(folder / f"{batch}.parquet")
    return pl.scan_parquet(folder / "*.parquet")


def _simulated(rng: np.random.Generator) -> pl.DataFrame:
    """Customers who move forward through twenty steps, step back now and then, and stop somewhere."""
    counts = rng.multinomial(EVENTS - CUSTOMERS, np.full(CUSTOMERS, 1 / CUSTOMERS)) + 1
    customer = np.repeat(np.arange(CUSTOMERS), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    elapsed = np.cumsum(rng.exponential(6 * 3600, EVENTS))
    at = elapsed - elapsed[first] + np.repeat(rng.integers(0, 420 * 86_400, CUSTOMERS), counts) + 1_735_700_000
    step = np.clip(np.arange(EVENTS) - first - rng.integers(0, 4, EVENTS), 0, np.repeat(rng.integers(4, 20, CUSTOMERS), counts))
    platform = rng.integers(0, 4, CUSTOMERS)[customer]
    frame = pl.DataFrame({"customer": customer, "at": (at * 1e6).astype("int64"), "event": step, "platform": platform})
    return frame.select(
        pl.format("c{}", pl.col("customer").cast(pl.String).str.zfill(6)).alias("customer"),
        pl.col("at").cast(pl.Datetime("us", "UTC")),
        pl.col("event").replace_strict(range(20), NAMES),
        pl.col("platform").replace_strict(range(4), ["app", "desktop", "mobile", "tablet"]),
    )


def _bare(log: pl.LazyFrame) -> pl.DataFrame:
    """Events and customers by stage, local ISO week and platform, as one would write it by hand; the faster engine."""
    stage = pl.col("event").replace_strict(NAMES, [i // 4 + 1 for i in range(20)], return_dtype=pl.Int8)
    week = pl.col("at").dt.convert_time_zone(ZONE).dt.truncate("1w")
    grouped = log.group_by(stage.alias("stage"), week.alias("week"), "platform")
    return grouped.agg(pl.len(), customers=pl.col("customer").n_unique()).collect(engine="streaming")


def _metrics(*formulas: str) -> list[MetricSpec]:
    wanted = [(formula, stage.id) for formula in formulas for stage in STAGES]
    return [MetricSpec(id, formula, KINDS[formula], Direction.DOWN, stage_id) for id, (formula, stage_id) in enumerate(wanted)]


def _rolled_up(log: pl.LazyFrame, metrics: list[MetricSpec]) -> pl.DataFrame:
    data = JourneyData(STAGES, RULES, ZONE, events=log)
    return weekly(observe(metrics, data, segments=["platform"], as_of=AS_OF), metrics, as_of=AS_OF)


def _cost(work: Callable[[], pl.DataFrame]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    assert len(work()) > 500
    return time.perf_counter() - wall, time.process_time() - cpu


def test_rollup_of_ten_million_events(log: pl.LazyFrame, benchmark, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    works: dict[str, Callable[[], pl.DataFrame]] = {
        "bare group-by": lambda: _bare(log),
        "drop-off of 5 stages": lambda: _rolled_up(log, _metrics("drop_off")),
        "drop-off and conversion": lambda: _rolled_up(log, _metrics("drop_off", "conversion")),
        "all four KPIs of events": lambda: _rolled_up(log, _metrics(*KINDS)),
    }
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _ in range(ROUNDS):  # in turn, so that a busy machine is busy for all of them
        for name, work in works.items():
            costs[name].append(_cost(work))
    benchmark.pedantic(works["drop-off and conversion"], rounds=1)
    wall, cpu = ({name: median(each[i] for each in runs) for name, runs in costs.items()} for i in (0, 1))
    bare = cpu["bare group-by"]
    with capsys.disabled():
        print(f"\n{EVENTS:,} events, {CUSTOMERS:,} customers, {BATCHES} files: by stage, ISO week and platform")
        for name in works:
            print(f"  {name:26} {wall[name]:6.2f} s wall {cpu[name]:6.2f} s CPU {cpu[name] / bare:5.2f} times the bare one")
    assert cpu["drop-off and conversion"] <= LIMIT * bare
