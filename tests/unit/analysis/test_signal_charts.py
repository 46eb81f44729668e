"""The charts' own arithmetic, held against simulation and against answers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, gamma, norm, poisson

from journey.analysis.signals.baseline import fit
from journey.analysis.signals.charts import Ewma, OneDay, Remembrance, Shape
from journey.analysis.signals.series import prepare


def remembering(rng: np.random.Generator, count: int, share: float, rho: float) -> np.ndarray:
    """AR(1) plus white noise of total variance 1."""
    slow = np.empty(count)
    slow[0] = rng.normal()
    for i in range(1, count):
        slow[i] = rho * slow[i - 1] + np.sqrt(1 - rho**2) * rng.normal()
    return np.sqrt(share) * slow + np.sqrt(1 - share) * rng.normal(size=count)


@pytest.mark.parametrize(("share", "rho"), [(0.0, 0.5), (0.6, 0.7)])
def test_ewma_scores_have_unit_variance_whether_or_not_noise_remembers(share: float, rho: float) -> None:
    rng = np.random.default_rng(5)
    scores = []
    for _ in range(1500):
        chart = Ewma(0.1)
        for i, z in enumerate(remembering(rng, 40, share, rho)):
            chart.update(i, 1, float(z), (1.0, share, rho))
        scores.append(chart.score(0.0))
    assert np.var(scores) == pytest.approx(1.0, abs=0.12)


def test_ewma_of_equal_noise_is_the_textbook_one() -> None:
    chart = Ewma(0.2)
    for i in range(200):
        chart.update(i, 1, 1.0, (4.0, 0.0, 0.5))
    assert chart.mean() == pytest.approx(1.0)
    assert chart.score(0.0) == pytest.approx(1.0 / np.sqrt(4.0 * 0.2 / 1.8))


def test_ten_answers_move_an_ewma_less_than_a_thousand() -> None:
    few, many = Ewma(0.3), Ewma(0.3)
    for chart, n in ((few, 10), (many, 1000)):
        for i in range(20):
            chart.update(i, 1, 0.0, (1 / 100, 0.0, 0.5))
        chart.update(20, 1, 0.2, (1 / n, 0.0, 0.5))
    assert few.mean() < 0.2 * many.mean()


def test_one_day_surprises_have_unit_variance_and_less_spread_than_ignorance() -> None:
    rng = np.random.default_rng(6)
    chart, scores, spread = OneDay(), [], 0.0
    for z in remembering(rng, 20_000, 0.8, 0.8):
        path, spread = chart.look(1, (1.0, 0.8, 0.8), 0.0)
        scores.append((z - path) / spread)
        chart.learn(float(z))
    assert np.var(scores) == pytest.approx(1.0, abs=0.03)
    assert spread < 0.85


def test_memory_of_the_noise_is_recovered() -> None:
    memory = Remembrance()
    for z in remembering(np.random.default_rng(7), 3000, 0.7, 0.7):
        memory.learn(float(z))
    memory.settle()
    assert memory.share * memory.rho == pytest.approx(0.49, abs=0.15)


def test_a_baseline_recovers_weekdays_level_and_both_noises() -> None:
    rng = np.random.default_rng(8)
    step, n = np.arange(1400), rng.integers(5, 200, 1400).astype(float)
    weekday = np.array([3, 1, 0, 0, 0, -2, -2.0])
    y = 50 + weekday[step % 7] + rng.normal(0, 0.5, 1400) + rng.normal(0, 1, 1400) * np.sqrt(30 / n)
    found = fit(step, y, n, 1400, 7, known=None, counted=True, damp=3.0)
    assert found.level + np.array(found.weekdays) == pytest.approx(50 + weekday, abs=0.15)
    assert found.variance(50, 5, counts=False) == pytest.approx(0.25 + 6, rel=0.2)
    assert found.variance(50, 200, counts=False) == pytest.approx(0.25 + 0.15, rel=0.35)


@pytest.mark.parametrize("kind", ["count", "rate"])
def test_transforms_give_the_variance_that_theory_promises(kind: str) -> None:
    n, events = (1, np.arange(200)) if kind == "count" else (80, np.arange(81))
    chance = poisson.pmf(events, 30) if kind == "count" else binom.pmf(events, n, 0.3)
    days = list(np.datetime64("2025-01-01") + np.arange(len(events)))
    ready = prepare(days, events / n, [n] * len(events), kind)
    middle = chance @ ready.y
    assert n * chance @ (ready.y - middle) ** 2 == pytest.approx(0.25, rel=0.02)
    assert ready.scale.back(middle) * n == pytest.approx(chance @ events, rel=0.02)


def test_lopsided_noise_moves_the_limit_of_its_heavy_side_to_its_own_quantile() -> None:
    """For gamma noise of shape 4 the upper 1-in-8,600 point lies 5.9 standard deviations out, not 3.68."""
    rng = np.random.default_rng(6)
    shape = Shape()
    for z in (rng.gamma(4, 1, 4000) - 4) / 2:
        shape.learn(float(min(z, 6.0)))
    shape.settle()
    low, high = shape.wider(3.68, 1.0)
    assert 3.68 * high == pytest.approx((gamma.isf(norm.sf(3.68), 4) - 4) / 2, rel=0.08)
    assert low == 1.0
    slow_low, slow_high = shape.wider(3.68, 0.1)
    assert slow_low == 1.0
    assert 1.0 < slow_high < high


def test_even_noise_and_short_histories_leave_the_limits_about_where_they_are() -> None:
    rng = np.random.default_rng(7)
    shape = Shape()
    assert shape.wider(3.68, 1.0) == (1.0, 1.0)
    for z in rng.normal(size=300):
        shape.learn(float(z))
    shape.settle()
    assert max(shape.wider(3.68, 1.0)) < 1.12
