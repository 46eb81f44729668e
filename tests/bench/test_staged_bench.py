"""How often a staged rollout's assessment keeps its word, beside the usual regressions, by how the regions' own noise persists.

`JOURNEY_BENCH_CASES` sets the rollouts a kind of noise (default 120); half of them carry no change.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture

from journey.analysis.impact import assess
from journey.analysis.impact.staged import assess_staged

CASES = int(os.environ.get("JOURNEY_BENCH_CASES", "120"))
SEED = int(os.environ.get("JOURNEY_BENCH_SEED", "20261122"))
FIRST, SIZE = date(2026, 1, 5), 119
DAYS = [FIRST + timedelta(days=day) for day in range(SIZE)]
STARTS = (77, 77, 91, None, None, 105)
"""The day on which each of six regions got the change."""
Panel = NDArray[np.float64]
Interval = tuple[float, float]


def panel(rng: np.random.Generator, persistence: float, effect: float) -> Panel:
    """Days × regions: one wandering cause for all, weekdays, and each region's own persistent noise with variance 1."""
    own = rng.normal(size=(SIZE, len(STARTS)))
    for day in range(1, SIZE):
        own[day] = persistence * own[day - 1] + np.sqrt(1 - persistence**2) * own[day]
    cause = np.cumsum(rng.normal(size=SIZE) * 0.3)[:, None]
    week = rng.normal(size=7)[np.arange(SIZE) % 7][:, None]
    return 30 + np.arange(len(STARTS)) + cause + week + own + effect * treated()


def treated() -> Panel:
    time = np.arange(SIZE)
    return np.column_stack([np.zeros(SIZE) if start is None else (time >= start).astype(float) for start in STARTS])


def ours(values: Panel) -> Interval:
    names = [f"region {at}" for at in range(len(STARTS))]
    adopted = {name: None if start is None else DAYS[start] for name, start in zip(names, STARTS, strict=True)}
    found = assess_staged(DAYS, dict(zip(names, values.T, strict=True)), None, adopted)
    assert found.lo95 is not None
    assert found.hi95 is not None
    return found.lo95, found.hi95


def first_wave_alone(values: Panel) -> Interval:
    """The first wave before and after, as if there were no regions to compare with."""
    found = assess(DAYS, values[:, :2].mean(axis=1), None, DAYS[77])
    assert found.lo95 is not None
    assert found.hi95 is not None
    return found.lo95, found.hi95


def two_way(values: Panel, **errors: object) -> Interval:
    """Regions and days as fixed effects and one dummy for the change."""
    import statsmodels.api as sm

    region, day = (side.ravel() for side in np.meshgrid(np.arange(len(STARTS)), np.arange(SIZE)))
    rows = np.column_stack([treated().ravel(), np.eye(len(STARTS))[region], np.eye(SIZE)[day][:, 1:]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        low, high = sm.OLS(values.ravel(), rows).fit(**errors).conf_int()[0]
    return float(low), float(high)


def clustered(values: Panel) -> Interval:
    """The same with errors clustered by region, as most would publish it."""
    return two_way(values, cov_type="cluster", cov_kwds={"groups": np.tile(np.arange(len(STARTS)), SIZE)})


METHODS: dict[str, Callable[[Panel], Interval]] = {
    "alone": first_wave_alone, "two-way": two_way, "clustered": clustered, "journey": ours,
}  # fmt: skip


def scores(persistence: float) -> dict[str, NDArray[np.float64]]:
    """Coverage, false positives, power for a change of 1, mean width."""
    rng = np.random.default_rng([SEED, round(100 * persistence)])
    effects = np.arange(CASES) % 2 * 1.0
    panels = [panel(rng, persistence, effect) for effect in effects]
    table = {}
    for name, method in METHODS.items():
        low, high = np.array([method(values) for values in panels]).T
        found, kept = (low > 0) | (high < 0), (low <= effects) & (effects <= high)
        table[name] = np.array([kept.mean(), found[effects == 0].mean(), found[effects > 0].mean(), (high - low).mean()])
    return table


@pytest.mark.timeout(3600)
def test_staged_rollouts_keep_their_word(benchmark: BenchmarkFixture, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = (0.0, 0.5, 0.8)
    tables = benchmark.pedantic(lambda: {one: scores(one) for one in kinds}, rounds=1, iterations=1)
    with capsys.disabled():
        print(f"\n{CASES} rollouts a kind of noise, seed {SEED}: coverage, false positives, power for a change of 1, width")
        for persistence, table in tables.items():
            for name, row in table.items():
                print(f"persistence {persistence:.1f} {name:10}" + "".join(f"{one:7.3f}" for one in row))
    slack = 3 * np.sqrt(0.05 * 0.95 / CASES)
    for table in tables.values():
        assert table["journey"][0] > 0.95 - slack
        assert table["journey"][1] < 0.05 + 1.5 * slack
        assert table["journey"][3] < table["alone"][3]
    assert tables[0.8]["two-way"][0] < 0.9
