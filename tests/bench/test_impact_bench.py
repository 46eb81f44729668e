"""How often an assessment keeps its word, beside an oracle and the usual methods, by kind of noise.

`JOURNEY_BENCH_CASES` sets the series a kind of noise and a generator (default 120); half of them carry no change.
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from scipy.special import bdtr

from journey.analysis.experiments import compare_rates
from journey.analysis.impact import assess, combined
from tests.bench.impact_field import field
from tests.bench.impact_series import KPIS, NOISES, Case, exam, oracle_design

CASES = int(os.environ.get("JOURNEY_BENCH_CASES", "120"))
SEED = int(os.environ.get("JOURNEY_BENCH_SEED", "20261121"))
Interval = tuple[float, float]


def ours(case: Case) -> Interval:
    days = np.datetime64("2025-01-06") + np.arange(len(case.values)) + int(case.weekday[0])
    found = assess(days, case.values, case.denominators, days[case.before_days], kind=case.kind)
    assert found.lo95 is not None
    assert found.hi95 is not None
    return found.lo95, found.hi95


def perfect(case: Case) -> Interval:
    return case.oracle_effect - 1.96 * case.oracle_se, case.oracle_effect + 1.96 * case.oracle_se


def naive_t(case: Case) -> Interval:
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    seen = ~np.isnan(case.values)
    after, before = (DescrStatsW(case.values[seen & side]) for side in (case.after, ~case.after))
    return CompareMeans(after, before).tconfint_diff(usevar="unequal")


def open_days(case: Case, slope: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """The oracle's design without the weekdays that never have a value."""
    rows = oracle_design(case.weekday, case.after, slope)
    return rows[:, rows[~np.isnan(case.values)].any(axis=0)]


def interrupted_ols(case: Case) -> Interval:
    import statsmodels.api as sm

    seen = ~np.isnan(case.values)
    rows = open_days(case, np.arange(len(case.values)) / len(case.values))
    low, high = sm.OLS(case.values[seen], rows[seen]).fit().conf_int()[-1]
    return float(low), float(high)


def local_level(case: Case) -> Interval:
    """The model behind CausalImpact, with weekdays and the step as regressors."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    unit = np.nanstd(case.values) or 1.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = open_days(case, None)[:, 1:]
        model = UnobservedComponents(case.values / unit, level="local level", exog=rows, mle_regression=False)
        fit = model.fit(disp=False, maxiter=60)
    middle, half = fit.smoothed_state[-1, -1], 1.96 * np.sqrt(fit.smoothed_state_cov[-1, -1, -1])
    return float(middle - half) * unit, float(middle + half) * unit


METHODS: dict[str, Callable[[Case], Interval]] = {
    "oracle": perfect,
    "naive t": naive_t,
    "OLS-ITS": interrupted_ols,
    "local level": local_level,
    "journey": ours,
}


GENERATORS = {"exam": exam, "field": field}


def cases(generator: str, noise: str) -> list[Case]:
    """Every other series of each KPI carries a change of three oracle standard errors."""
    rng = np.random.default_rng([SEED, NOISES.index(noise)])
    return [usable(generator, rng, KPIS[at % 6], noise, 3.0 * (at // 6 % 2)) for at in range(CASES)]


def usable(generator: str, rng: np.random.Generator, kpi: str, noise: str, strength: float) -> Case:
    """A series that can be judged: every weekday that is open has a day, and four days or more after are seen."""
    while True:
        try:
            case = GENERATORS[generator](rng, kpi, noise, strength=strength)
        except np.linalg.LinAlgError:
            continue
        if (~np.isnan(case.values) & case.after).sum() >= 4:
            return case


def scores(drawn: list[Case], method: Callable[[Case], Interval]) -> NDArray[np.float64]:
    """Coverage, false positives, power, width beside the oracle's, milliseconds of CPU a call."""
    started = time.process_time()
    low, high = np.array([method(case) for case in drawn]).T
    spent = 1000 * (time.process_time() - started) / len(drawn)
    effect = np.array([case.effect for case in drawn])
    usual = np.array([3.92 * case.oracle_se for case in drawn])
    found = (low > 0) | (high < 0)
    kept = (low <= effect) & (effect <= high)
    return np.array([kept.mean(), found[effect == 0].mean(), found[effect != 0].mean(), ((high - low) / usual).mean(), spent])


def compared(generator: str) -> dict[tuple[str, str], NDArray[np.float64]]:
    """The scores of every method on every kind of noise, and their plain mean as "all"."""
    table = {}
    for method in METHODS.values():
        method(cases(generator, NOISES[0])[0])  # imports are not timed
    for noise in NOISES:
        drawn = cases(generator, noise)
        for name, method in METHODS.items():
            table[noise, name] = scores(drawn, method)
    for name in METHODS:
        table["all", name] = np.mean([table[noise, name] for noise in NOISES], axis=0)
    return table


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("generator", GENERATORS)
def test_assessments_keep_their_word(generator: str, benchmark, capsys: pytest.CaptureFixture[str]) -> None:
    table = benchmark.pedantic(compared, (generator,), rounds=1, iterations=1)
    with capsys.disabled():
        print(f"\n{generator}: {CASES} series a kind of noise, seed {SEED}")
        print(f"{'noise':12} {'method':12} coverage  false +  power  width     ms")
        for (noise, name), (cover, false, power, width, spent) in table.items():
            print(f"{noise:12} {name:12} {cover:8.3f} {false:8.3f} {power:6.3f} {width:6.2f} {spent:6.1f}")
    cover, false, power, width, _ = table["all", "journey"]
    slack = 3 * np.sqrt(0.05 * 0.95 / (5 * CASES))
    assert cover > 0.95 - slack
    assert false < 0.05 + 1.5 * slack
    assert power > 0.8 * table["all", "oracle"][2]
    assert width < 1.25
    worst = min(table[noise, "journey"][0] for noise in NOISES)
    assert worst > 0.94 - 3 * np.sqrt(0.05 * 0.95 / CASES)


def with_siblings(rng: np.random.Generator, rho: float, step: float) -> tuple[NDArray[np.float64], list[NDArray[np.float64]]]:
    """A metric of 84 days and 14 after, four siblings moved by the same cause, a fifth by nothing it shares."""
    cause = rng.normal(size=98)
    for day in range(1, 98):
        cause[day] += rho * cause[day - 1]
    week = rng.normal(size=7)[np.arange(98) % 7]
    metric = 30 + week + cause + rng.normal(size=98) * 1.2 + step * (np.arange(98) >= 84)
    return metric, [week + cause * (at < 4) + rng.normal(size=98) * 1.2 for at in range(5)]


def sharpened(rho: float, runs: int) -> dict[str, NDArray[np.float64]]:
    """Coverage, false positives, power for a step of 3 and mean width: alone, beside one sibling, all five, a useless one."""
    days = np.datetime64("2025-01-06") + np.arange(98)
    rng = np.random.default_rng([SEED, round(10 * rho)])
    found: dict[str, list[tuple[float, float, float]]] = {}
    for at in range(runs):
        step = 3.0 * (at % 2)
        metric, siblings = with_siblings(rng, rho, step)
        every = {f"sibling {one}": side for one, side in enumerate(siblings)}
        joined = combined(days, metric, every, days[84]).values
        for name, control in (("none", None), ("one", siblings[0]), ("five as one", joined), ("useless", siblings[4])):
            told = assess(days, metric, None, days[84], control_values=control)
            found.setdefault(name, []).append((told.lo95 or 0.0, told.hi95 or 0.0, step))
    table = {}
    for name, rows in found.items():
        low, high, steps = np.array(rows).T
        seen, still = (low > 0) | (high < 0), steps == 0
        kept = (low <= steps) & (steps <= high)
        table[name] = np.array([kept.mean(), seen[still].mean(), seen[~still].mean(), (high - low).mean()])
    return table


@pytest.mark.timeout(3600)
def test_controls_that_moved_along_make_it_sharper(benchmark, capsys: pytest.CaptureFixture[str]) -> None:
    runs = 2 * CASES
    tables = benchmark.pedantic(lambda: {rho: sharpened(rho, runs) for rho in (0.5, 0.8, 1.0)}, rounds=1, iterations=1)
    with capsys.disabled():
        print(f"\nBeside siblings, {runs} series each: coverage, false positives, power for a step of 3, mean width")
        for rho, table in tables.items():
            for name, row in table.items():
                print(f"persistence {rho:.1f} {name:12}" + "".join(f"{one:7.3f}" for one in row))
    slack = 3 * np.sqrt(0.05 * 0.95 / runs)
    for table in tables.values():
        assert table["five as one"][3] < table["one"][3] < table["none"][3]
        assert table["useless"][3] < 1.1 * table["none"][3]
        assert all(row[0] > 0.95 - slack for row in table.values())


def test_assess_speed(benchmark) -> None:
    """A call on five months of days and four weeks after."""
    case = next(case for case in cases("exam", "AR .5") if len(case.values) > 130)
    benchmark(ours, case)


REAL = Path(os.environ.get("JOURNEY_REAL_DATA", Path(__file__).parents[2] / "../shared/data"))


def daily_counts(days: pl.Series) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """Rows a day; days between the first and the last without a row are zeros."""
    numbers = days.drop_nulls().cast(pl.Int32).to_numpy()
    counts = np.bincount(numbers - numbers.min()).astype(float)
    return np.datetime64(int(numbers.min()), "D") + np.arange(len(counts)), counts


def real_series() -> dict[str, list[tuple[str, NDArray[np.datetime64], NDArray[np.float64]]]]:
    """Daily series of public data by source: counts of each busy event, activity and borough, and page views."""
    shop = pl.read_csv(REAL / "events/ecommerce_clickstream.csv.gz", try_parse_dates=False).unique()
    shop = shop.select(name="event", day=pl.col("timestamp").str.slice(0, 10).str.to_date())
    loans = pl.read_csv(REAL / "events/loan_applications.csv.gz").filter(pl.col("lifecycle:transition") == "COMPLETE")
    loans = loans.select(name="concept:name", day=pl.col("time:timestamp").str.slice(0, 10).str.to_date())
    city = pl.read_csv(REAL / "support/city_311_tickets.csv")
    city = city.select(name="Borough", day=pl.col("Created Date").str.split(" ").list.first().str.to_date("%m/%d/%Y"))
    views = pl.read_csv(REAL / "kpis/page_views_daily_outliers.csv", schema_overrides={"y": pl.Float64}, null_values="NA")
    views = views.select(day=pl.col("ds").str.to_date(), y="y").sort("day")
    found = {
        source: [("count", *daily_counts(rows["day"])) for _, rows in frame.group_by("name") if len(rows) > least]
        for source, frame, least in (("clickstream", shop, 600), ("loans", loans, 1500), ("city 311", city, 400))
    }
    found["page views"] = [("mean", views["day"].to_numpy().astype("datetime64[D]"), views["y"].to_numpy())]
    return found


def fake_changes() -> dict[tuple[str, int], list[bool]]:
    """Whether a change that never was is seen, by source and days before it: every week (page views: every four)."""
    seen: dict[tuple[str, int], list[bool]] = {}
    for source, several in real_series().items():
        step = 28 if source == "page views" else 7
        for before, (kind, days, values) in product((56, 84, 140), several):
            for turn in range(before, len(days) - 13, step):
                cut = slice(turn - before, turn + 14)
                found = assess(days[cut], values[cut], None, days[turn], kind=kind)
                if not found.too_short:
                    seen.setdefault((source, before), []).append(found.moved)
    return seen


@pytest.mark.realdata
def test_fake_dates_on_real_series(benchmark, capsys: pytest.CaptureFixture[str]) -> None:
    if not REAL.is_dir():
        pytest.skip(f"no real data at {REAL}")
    seen = benchmark.pedantic(fake_changes, rounds=1, iterations=1)
    everything = [one for several in seen.values() for one in several]
    with capsys.disabled():
        print("\nFalse positives at fake dates, two weeks after")
        for (source, before), several in seen.items():
            print(f"{source:12} {before:4} days before: {np.mean(several):.3f} of {len(several)}")
        print(f"all {np.mean(everything):.3f} of {len(everything)}")
    assert np.mean(everything) < 0.07


def worst_coverage(n1: int, n2: int) -> tuple[float, float, float]:
    """The least exact coverage of a difference of rates over a grid of true rates, and where it is."""
    low, high = np.empty((n1 + 1, n2 + 1)), np.empty((n1 + 1, n2 + 1))
    for x, y in product(range(n1 + 1), range(n2 + 1)):
        found = compare_rates(x, n1, y, n2)
        low[x, y], high[x, y] = found.lo95, found.hi95
    edge = [0.001, 0.003, 0.0075, *np.arange(0.01, 0.1, 0.01)]
    rates = np.array([*edge, *np.arange(0.1, 0.91, 0.02), *(1 - np.array(edge))])
    first, second = (bdtr(np.arange(n)[:, None], n, rates) for n in (n1, n2))
    first, second = (np.diff(side, axis=0, prepend=0.0, append=1.0) for side in (first, second))
    spots = (
        (first[:, i] @ ((low <= q - p + 1e-12) & (q - p - 1e-12 <= high)) @ second[:, j], p, q)
        for (i, p), (j, q) in product(enumerate(rates), repeat=2)
    )
    return min(spots)


def test_rates_keep_their_word_in_the_worst_corner(benchmark, capsys: pytest.CaptureFixture[str]) -> None:
    sizes = [(30, 30), (30, 40), (40, 40), (30, 75), (60, 90), (100, 100), (30, 300)]
    found = benchmark.pedantic(lambda: [worst_coverage(*size) for size in sizes], rounds=1, iterations=1)
    with capsys.disabled():
        print("\nExact coverage of a difference of rates, worst corner")
        for size, (coverage, p, q) in zip(sizes, found, strict=True):
            print(f"n {size}: {coverage:.4f} at rates {p:.3f} and {q:.3f}")
    assert min(coverage for coverage, _, _ in found) >= 0.94
