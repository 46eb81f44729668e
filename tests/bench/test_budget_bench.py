"""How many false alarms a quiet series gives at each strictness, and whether a journey keeps to its owner's budget.

JOURNEY_BENCH_SERIES sets how many series of each setting are simulated (default 240, half of them quiet).
"""

from __future__ import annotations

import os
from datetime import date, timedelta

import numpy as np
import pytest

from journey.analysis.alerts.budget import CURVES, MONTH, quiet_rate, strictness_for
from journey.analysis.signals import explain
from tests.bench import kpi_answers, kpi_series
from tests.bench.kpi_series import Series

SERIES = int(os.environ.get("JOURNEY_BENCH_SERIES", "240"))
SEED = 4711
DAILY = ("answers", "no denominators", "thin", "closed weekends")


def quiet(count: int, seed: int, *, weekly: bool) -> list[Series]:
    """Quiet series of both simulations."""
    plain = kpi_series.simulate(count, seed=seed, setting="weekly" if weekly else "plain")
    answers = [kpi_answers.simulate(count, seed=seed, variant=one) for one in (("weekly",) if weekly else DAILY)]
    return [one for group in (plain, *answers) for one in group if one.event is None]


def alarms(one: Series, strictness: float) -> int:
    flags = explain(one.dates, one.values, one.n, kind=one.kind, strictness=strictness)["flagged"].to_numpy()
    return int((flags & ~np.r_[False, flags[:-1]]).sum())


def curve(series: list[Series], at: list[float]) -> list[tuple[float, float, int]]:
    """Strictness, false alarms per series-year, and how many were counted."""
    years = sum(one.years for one in series)
    counts = [(strictness, sum(alarms(one, strictness) for one in series)) for strictness in at]
    return [(strictness, count / years, count) for strictness, count in counts]


@pytest.mark.parametrize("weekly", [False, True])
def test_the_curve_is_what_simulation_gives(weekly: bool, benchmark, capsys) -> None:  # type: ignore[no-untyped-def]
    told = dict(CURVES[weekly])
    series = quiet(SERIES, SEED, weekly=weekly)
    found = benchmark.pedantic(lambda: curve(series, list(told)), rounds=1, iterations=1)
    lines = [f"{strictness:.2f}  {rate:.4f} (table {told[strictness]:.4f}, {count} counted)" for strictness, rate, count in found]
    with capsys.disabled():
        print(f"\n{'weekly' if weekly else 'daily'}: false alarms per quiet series-year", *lines, sep="\n")
    for strictness, rate, count in found:
        assert rate <= told[strictness] * (1 + 3 / np.sqrt(max(count, 1))) + 0.01


def journey_days(rng: np.random.Generator, stages: int = 12, kpis: int = 3, segments: int = 6, days: int = 420) -> list[Series]:
    """A quiet journey: each KPI for everyone and for segments that share its days' ups and downs."""
    when = [date(2024, 1, 1) + timedelta(days=i) for i in range(days)]
    weekday = np.arange(days) % 7
    told: list[Series] = []
    for index in range(stages * kpis):
        kind = ("rate", "mean", "count")[index % 3]
        rho, busy = rng.uniform(0.2, 0.6), np.exp(rng.normal(0, 0.2, 7))[weekday]
        common = np.zeros(days)
        for i in range(1, days):
            common[i] = rho * common[i - 1] + np.sqrt(1 - rho**2) * rng.normal()
        sizes = rng.dirichlet(np.full(segments, 3.0)) * rng.uniform(150, 900)
        parts = [_part(rng, kind, size * busy, common, index) for size in sizes]
        whole_n = np.sum([n for _, n in parts], axis=0)
        whole = np.sum([v if kind == "count" else v * n for v, n in parts], axis=0)
        everyone = (whole if kind == "count" else whole / np.maximum(whole_n, 1), whole_n)
        kpi = {"rate": "drop-off", "mean": "csat", "count": "tickets"}[kind]
        for value, n in (everyone, *parts):
            shown = None if kind == "count" else n
            told.append(Series(kpi, when, value, shown, np.arange(days), value, value, None, days / 365.25))
    return told


def _part(
    rng: np.random.Generator, kind: str, people: np.ndarray, common: np.ndarray, index: int
) -> tuple[np.ndarray, np.ndarray]:
    own = 0.6 * common + 0.8 * rng.normal(size=len(common))
    n = np.maximum(rng.poisson(people), 1)
    if kind == "count":
        return rng.poisson(people * 0.3 * np.exp(0.1 * own)).astype(float), n
    if kind == "rate":
        p = 1 / (1 + np.exp(-(-1.0 - 0.05 * (index % 9) + 0.12 * own)))
        return rng.binomial(n, p) / n, n
    there = kpi_answers.SURVEYS["csat"]
    answered = np.maximum(n // 5, 1)
    return rng.multinomial(answered, there.chances(0.15 * own)) @ there.points / answered, answered


@pytest.mark.parametrize("budget", [0.5, 1.0, 2.0, 4.0])
def test_a_journey_of_252_series_keeps_to_its_budget(budget: float, benchmark, capsys) -> None:  # type: ignore[no-untyped-def]
    journeys = [journey_days(np.random.default_rng([SEED, i])) for i in range(max(SERIES // 60, 1))]
    strictness = strictness_for(budget, len(journeys[0]))

    def look() -> list[float]:
        rates = []
        for one in journeys:
            frames = [explain(s.dates, s.values, s.n, kind=s.kind, strictness=strictness) for s in one]
            found = quiet_rate((frame, []) for frame in frames)
            rates.append(found.alarms / found.months)
        return rates

    rates = benchmark.pedantic(look, rounds=1, iterations=1)
    months = len(journeys) * 420 / MONTH
    rate = float(np.mean(rates))
    told = f"strictness {strictness:.2f}, {rate:.2f} a month in {months:.0f} months"
    with capsys.disabled():
        print(f"\nbudget {budget:g} a month over {len(journeys[0])} series: {told}")
    assert rate <= budget + 2 * np.sqrt(budget / months)
