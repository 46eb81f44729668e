"""How well `detect` finds planted events, beside the usual methods: one table a setting of either simulation.

Peers get a generous start: their limit is set, on separate quiet series of the same setting, to half a false alarm a
series-year; so does an oracle that knows each day's true mean and standard deviation. Ours has the limits it ships with.
JOURNEY_BENCH_SERIES sets the series a setting (default 240).
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable

import numpy as np
import pytest

from journey.analysis.signals import detect
from tests.bench import kpi_answers
from tests.bench.kpi_series import SETTINGS, Record, Series, measure, simulate

SERIES = int(os.environ.get("JOURNEY_BENCH_SERIES", "240"))
TEST_SEED, QUIET_SEED = 90210, 777
Scores = Callable[[Series], np.ndarray]
CASES = [f"series: {setting}" for setting in SETTINGS] + [f"answers: {variant}" for variant in kpi_answers.VARIANTS]
ROUGHER = {"series: rough": 1.0, "answers: no denominators": 0.8, "answers: gaussian": 0.8}
"""False alarms a year below which a setting beyond the detector's promise must stay; 0.6 elsewhere."""


def made(case: str, count: int, seed: int) -> list[Series]:
    """The series of one case."""
    where, _, setting = case.partition(": ")
    return (
        simulate(count, seed=seed, setting=setting)
        if where == "series"
        else kpi_answers.simulate(count, seed=seed, variant=setting)
    )


def oracle(one: Series) -> np.ndarray:
    """The larger of the true z and its EWMA (0.2): what nobody can know."""
    z = (one.values - one.truth) / one.sd
    slow, out = 0.0, np.zeros(len(z))
    for i, x in enumerate(z):
        slow = 0.8 * slow + 0.2 * min(max(x, -4.0), 4.0)
        out[i] = max(abs(x), abs(slow) / np.sqrt(0.2 / 1.8))
    return out


def scale(one: Series) -> np.ndarray:
    """Values on the scale that steadies their noise, so that peers get the same start as we do."""
    if one.kind == "count":
        return np.sqrt(one.values + 0.375)
    if one.kind == "rate":
        return np.arcsin(np.sqrt(one.values))
    return np.log(one.values) if one.kind == "duration" else one.values


def rolling_z(one: Series) -> np.ndarray:
    """Distance from the mean of the 28 values before, in their standard deviations."""
    y = scale(one)
    out = np.zeros(len(y))
    for i in range(21, len(y)):
        past = y[max(0, i - 28) : i]
        out[i] = (y[i] - past.mean()) / (past.std(ddof=1) + 1e-9)
    return out


def xmr(one: Series) -> np.ndarray:
    """Process behaviour chart: sigma from the mean moving range of up to 84 values before."""
    y = scale(one)
    out = np.zeros(len(y))
    for i in range(21, len(y)):
        past = y[max(0, i - 84) : i]
        out[i] = (y[i] - past.mean()) / (np.abs(np.diff(past)).mean() / 1.128 + 1e-9)
    return out


def laney(one: Series) -> np.ndarray:
    """Laney (2002) p' and u': sampling z-scores divided by the moving-range sigma of the z-scores themselves."""
    y = one.values
    n = one.n if one.n is not None else np.ones(len(y))
    out = np.zeros(len(y))
    for i in range(21, len(y)):
        rows = slice(max(0, i - 84), i + 1)
        mean = float(np.average(y[rows][:-1], weights=n[rows][:-1]))
        within = {"rate": mean * (1 - mean), "count": mean}.get(one.kind, float(np.var(y[rows][:-1])))
        z = (y[rows] - mean) / np.sqrt(within / n[rows] + 1e-12)
        out[i] = z[-1] / (np.abs(np.diff(z[:-1])).mean() / 1.128 + 1e-9)
    return out


def laney_ewma(one: Series) -> np.ndarray:
    """The larger of Laney's z and its EWMA (0.2), the latter in its own standard deviations."""
    z = laney(one)
    slow, out = 0.0, np.zeros(len(z))
    for i, x in enumerate(z):
        slow = 0.8 * slow + 0.2 * x
        out[i] = max(abs(x), abs(slow) / np.sqrt(0.2 / 1.8))
    return out


def ets(one: Series) -> np.ndarray:
    """One-step errors of additive Holt-Winters (statsmodels) in their own sd of the 84 before; fitted on the first 90."""
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    weekly = len(one.steps) > 1 and (one.dates[1] - one.dates[0]).days >= 7
    season = {"seasonal": None} if weekly else {"seasonal": "add", "seasonal_periods": 7}
    days = np.arange(one.steps[0], one.steps[-1] + 1)
    y = np.interp(days, one.steps, scale(one))
    first = 30 if weekly else 90
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        learned = ExponentialSmoothing(y[:first], initialization_method="heuristic", **season).fit().params
        names = ("smoothing_level",) if weekly else ("smoothing_level", "smoothing_seasonal")
        start = {"initial_level": learned["initial_level"]}
        if not weekly:
            start["initial_seasonal"] = learned["initial_seasons"]
        model = ExponentialSmoothing(y, initialization_method="known", **season, **start)
        errors = y - model.fit(optimized=False, **{name: learned[name] for name in names}).fittedvalues
    out = np.zeros(len(y))
    for i in range(21, len(y)):
        out[i] = errors[i] / (np.std(errors[max(0, i - 84) : i]) + 1e-9)
    return out[one.steps - one.steps[0]]


PEERS: dict[str, Scores] = {
    "oracle": oracle,
    "rolling z, 28": rolling_z,
    "XmR": xmr,
    "Laney p'/u'": laney,
    "Laney + EWMA(0.2)": laney_ewma,
    "ETS (Holt-Winters)": ets,
}


def limit_for(quiet: list[Series], scores: list[np.ndarray], *, rate: float = 0.5) -> float:
    """The lowest limit with at most `rate` alarms a year on quiet series."""
    low, high = 2.0, 40.0
    for _ in range(12):
        middle = (low + high) / 2
        flags = [(np.abs(s) > middle).tolist() for s in scores]
        onsets = sum(int((np.asarray(f) & ~np.r_[False, f[:-1]]).sum()) for f in flags)
        low, high = (middle, high) if onsets / sum(one.years for one in quiet) > rate else (low, middle)
    return high


def line(name: str, found: Record, seconds: float) -> str:
    parts = "/".join(f"{found.recall[kind]:.2f}" for kind in ("spike", "shift", "drift"))
    return (
        f"{name:<20} {found.recall['all']:.2f}   {parts}   {found.false_alarms:5.2f} {found.precision:9.2f}"
        f" {found.delay['shift']:7.0f} {found.delay['drift']:5.0f} {seconds:12.1f}"
    )


@pytest.mark.parametrize("case", CASES)
def test_events_found_beside_the_usual_methods(case: str, benchmark, capsys) -> None:  # type: ignore[no-untyped-def]
    weekly = case.endswith("weekly")
    series = made(case, SERIES, TEST_SEED)
    quiet = [one for one in made(case, SERIES, QUIET_SEED) if one.event is None]
    started = time.process_time()
    flags = benchmark.pedantic(
        lambda: [detect(one.dates, one.values, one.n, kind=one.kind) for one in series], rounds=1, iterations=1
    )
    seconds = (time.process_time() - started) / len(series) * 1000
    ours = measure(series, flags, weekly=weekly)
    lines = [
        f"{case}, {len(series)} series",
        "method             recall   spike/shift/drift  false/yr precision  d.shift d.drift  CPU s/1,000",
        line("journey", ours, seconds),
    ]
    best = 0.0
    for name, method in PEERS.items():
        limit = limit_for(quiet, [method(one) for one in quiet])
        started = time.process_time()
        scores = [method(one) for one in series]
        seconds = (time.process_time() - started) / len(series) * 1000
        peer = measure(series, [(np.abs(s) > limit).tolist() for s in scores], weekly=weekly)
        best = max(best, peer.recall["all"] if name != "oracle" else 0.0)
        lines.append(line(name, peer, seconds))
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    margin = {"series: plain": 0.05, "series: rough": 0.05}.get(case, -0.05)  # weeks and even noise suit Laney + EWMA as well
    assert ours.recall["all"] > best + margin
    assert ours.false_alarms < ROUGHER.get(case, 0.6)


def test_two_years_of_days_cost_little(benchmark) -> None:  # type: ignore[no-untyped-def]
    longest = max(simulate(120, seed=TEST_SEED), key=lambda one: len(one.dates))
    days = np.datetime64("2024-01-01") + np.arange(730)
    values, n = np.resize(longest.values, 730), None if longest.n is None else np.resize(longest.n, 730)
    assert len(benchmark(detect, days.tolist(), values.tolist(), n, kind=longest.kind)) == 730
