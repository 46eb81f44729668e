from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln, ndtr, ndtri, xlogy

from journey.analysis.experiments import (
    compare_by_user,
    compare_durations,
    compare_means,
    compare_rates,
    looks,
    sample_ratio_check,
    sample_size,
)
from journey.analysis.experiments.sequential import inflation, power


def test_rates_match_statsmodels_and_published_intervals() -> None:
    """Newcombe 1998, Table II, method 10, 56/70 against 48/80: .0524 to .3339. Ours holds that, and little more."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    published = compare_rates(48, 80, 56, 70)
    assert (published.lo95, published.hi95) == (pytest.approx(0.0524, abs=0.003), pytest.approx(0.3339, abs=0.006))
    assert published.lo95 < 0.0524 < 0.3339 < published.hi95
    for x1, n1, x2, n2 in [(5, 40, 11, 60), (0, 30, 4, 45), (300, 1000, 340, 990), (0, 30, 0, 30)]:
        alpha = 2 * ndtr(-1.959963984540054 * (1 + 0.75 / min(n1, n2)))
        peers = [confint_proportions_2indep(x2, n2, x1, n1, method=one, alpha=alpha) for one in ("newcomb", "agresti-caffo")]
        found = compare_rates(x1, n1, x2, n2)
        assert found.lo95 == pytest.approx(min(low for low, _ in peers))
        assert found.hi95 == pytest.approx(max(high for _, high in peers))


def pmf(n: int, p: float) -> np.ndarray:
    k = np.arange(n + 1)
    return np.exp(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) + xlogy(k, p) + xlogy(n - k, 1 - p))


@pytest.mark.parametrize(("n1", "n2"), [(30, 40), (30, 75)])
def test_rates_keep_their_word_in_small_groups(n1: int, n2: int) -> None:
    """Exact coverage, summed over every outcome."""
    outcomes = [(compare_rates(x, n1, y, n2), x, y) for x, y in product(range(n1 + 1), range(n2 + 1))]
    low, high = (np.array([side(one) for one, _, _ in outcomes]) for side in (lambda c: c.lo95, lambda c: c.hi95))
    for p1, p2 in product((0.0005, 0.001, 0.01, 0.05, 0.2, 0.42, 0.5, 0.64, 0.9, 0.999), repeat=2):
        chance = np.outer(pmf(n1, p1), pmf(n2, p2)).ravel()
        assert chance[(low <= p2 - p1) & (p2 - p1 <= high)].sum() >= 0.94, (p1, p2)


@given(st.integers(0, 30), st.integers(0, 45))
def test_p_value_and_interval_agree(x1: int, x2: int) -> None:
    found, turned = compare_rates(x1, 30, x2, 45), compare_rates(x2, 45, x1, 30)
    assert (found.p < 0.05) == (found.lo95 > 0 or found.hi95 < 0)
    assert -1 <= found.lo95 <= found.effect <= found.hi95 <= 1
    assert (turned.lo95, turned.hi95, turned.p) == pytest.approx((-found.hi95, -found.lo95, found.p))


def test_means_match_statsmodels() -> None:
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    rng = np.random.default_rng(3)
    a, b = rng.normal(5, 1, 30), rng.normal(5.4, 3, 50)
    found = compare_means(a, b)
    peer = CompareMeans(DescrStatsW(b), DescrStatsW(a))
    assert (found.lo95, found.hi95) == pytest.approx(peer.tconfint_diff(usevar="unequal"))
    assert found.p == pytest.approx(peer.ttest_ind(usevar="unequal")[1])


def test_medians_of_skewed_durations_keep_their_word() -> None:
    rng = np.random.default_rng(11)
    tries = [compare_durations(rng.lognormal(2, 1, 40), 1.5 * rng.lognormal(2, 1, 60)) for _ in range(600)]
    truth = 0.5 * np.exp(2)
    assert 0.925 <= np.mean([one.lo95 <= truth <= one.hi95 for one in tries]) <= 0.985


def test_sessions_of_one_user_are_not_independent() -> None:
    """No difference between the groups, but users who differ: by user the error is .05, by session it is far more."""
    rng = np.random.default_rng(5)

    def group() -> tuple[np.ndarray, np.ndarray]:
        users = np.repeat(np.arange(150), rng.poisson(3, 150) + 1)
        return users, (rng.random(len(users)) < rng.beta(0.5, 0.5, 150)[users]).astype(float)

    by_user = by_session = 0
    for _ in range(400):
        (users1, values1), (users2, values2) = group(), group()
        by_user += compare_by_user(list(users1), values1, list(users2), values2).p < 0.05
        by_session += compare_means(values1, values2).p < 0.05
    assert by_user / 400 < 0.08
    assert by_session / 400 > 0.15


def test_users_are_clustered_as_statsmodels_does() -> None:
    """Least squares on a dummy for the second group, errors clustered by user."""
    import statsmodels.api as sm

    rng = np.random.default_rng(7)
    users = np.repeat(np.arange(240), rng.poisson(2, 240) + 1)
    values = rng.normal(5, 1, 240)[users] + rng.normal(size=len(users)) + 0.4 * (users >= 120)
    second = users >= 120
    found = compare_by_user(list(users[~second]), values[~second], list(users[second]), values[second])
    rows = np.column_stack([np.ones(len(users)), second])
    peer = sm.OLS(values, rows).fit(cov_type="cluster", cov_kwds={"groups": users}, use_t=True)
    assert found.effect == pytest.approx(peer.params[1])
    assert (found.lo95, found.hi95) == pytest.approx(tuple(peer.conf_int()[1]), abs=0.02 * float(peer.bse[1]))
    assert found.p == pytest.approx(float(peer.pvalues[1]), rel=0.05)


def test_one_session_a_user_is_the_plain_comparison() -> None:
    a, b = [1.0, 4.0, 2.0, 6.0], [3.0, 5.0, 9.0]
    plain, grouped = compare_means(a, b), compare_by_user("abcd", a, "xyz", b)
    assert (grouped.lo95, grouped.hi95, grouped.p) == pytest.approx((plain.lo95, plain.hi95, plain.p))


def test_bounds_are_those_of_the_literature() -> None:
    """Five equal looks, two-sided .05, O'Brien-Fleming spending: 4.877, 3.357, 2.680, 2.290, 2.031 (Lan-DeMets tables)."""
    plan = looks([0.2, 0.4, 0.6, 0.8, 1.0])
    assert plan.bound == pytest.approx((4.877, 3.357, 2.680, 2.290, 2.031), abs=1e-3)
    assert plan.p_needed(4) == pytest.approx(0.0422, abs=1e-3)


def test_peeking_weekly_keeps_the_error() -> None:
    """A simulation of eight looks without an effect: .05 with the bounds, far more with 1.96 each time."""
    plan = looks([(week + 1) / 8 for week in range(8)])
    rng = np.random.default_rng(8)
    score = np.cumsum(rng.normal(size=(40_000, 8)), axis=1) / np.sqrt(np.arange(1, 9))
    assert np.mean((np.abs(score) >= plan.bound).any(axis=1)) == pytest.approx(0.05, abs=0.005)
    assert np.mean((np.abs(score) >= 1.96).any(axis=1)) > 0.15
    assert power(plan, 0.0) == pytest.approx(0.05, abs=1e-4)


def test_peeking_costs_little_power() -> None:
    plan = looks([(week + 1) / 8 for week in range(8)])
    drift = float(ndtri(0.975) + ndtri(0.8))
    assert power(plan, drift) >= 0.9 * 0.8
    assert power(plan, drift * np.sqrt(inflation(8, 0.8))) == pytest.approx(0.8, abs=1e-3)


def test_a_later_look_leaves_the_earlier_bounds() -> None:
    assert looks([0.1, 0.35]).bound == looks([0.1, 0.35, 0.9]).bound[:2]


@pytest.mark.parametrize("shares", [[], [0.0, 1.0], [0.5, 0.4], [0.5, 1.2]])
def test_impossible_looks_are_refused(shares: list[float]) -> None:
    with pytest.raises(ValueError, match="rising shares"):
        looks(shares)


def test_a_lopsided_split_is_named() -> None:
    assert sample_ratio_check(5000, 5070).holds
    broken = sample_ratio_check(5000, 5500)
    assert not broken.holds
    assert broken.p == pytest.approx(1.0635e-6, rel=0.01)
    assert "52.4%" in broken.sentence
    assert sample_ratio_check(9000, 1000, planned=0.1).holds


@pytest.mark.parametrize(("n1", "n2", "planned"), [(5000, 5070, 0.5), (900, 110, 0.1), (40, 0, 0.3)])
def test_the_split_is_checked_as_scipy_does(n1: int, n2: int, planned: float) -> None:
    from scipy.stats import chisquare

    total = n1 + n2
    peer = chisquare([n1, n2], [total * (1 - planned), total * planned]).pvalue
    assert sample_ratio_check(n1, n2, planned=planned).p == pytest.approx(peer)


@pytest.mark.parametrize(("base", "smallest"), [(0.2, 0.05), (0.5, -0.1), (0.02, 0.01)])
def test_sample_sizes_are_those_of_statsmodels(base: float, smallest: float) -> None:
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail

    peer = samplesize_proportions_2indep_onetail(smallest, base, 0.8, ratio=1, alpha=0.05, alternative="two-sided")
    assert sample_size(smallest, base=base) == pytest.approx(peer, abs=1.01)
    means = NormalIndPower().solve_power(0.25, power=0.9, alpha=0.05)
    assert sample_size(0.5, sd=2.0, power=0.9) == pytest.approx(means, abs=1.01)


def test_sample_size_gives_the_power_it_promises() -> None:
    n = sample_size(0.05, base=0.2)
    assert n == 1094
    rng = np.random.default_rng(2)
    found = [compare_rates(int(a), n, int(b), n).p < 0.05 for a, b in rng.binomial(n, [0.2, 0.25], (1500, 2))]
    assert np.mean(found) == pytest.approx(0.8, abs=0.035)
    assert sample_size(0.1, sd=1.0) == 1570
    assert n < sample_size(0.05, base=0.2, peeks=8) < 1.1 * n


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: compare_rates(3, 0, 1, 5), "3 of 0"),
        (lambda: compare_rates(6, 5, 1, 5), "6 of 5"),
        (lambda: compare_means([1.0], [1.0, 2.0]), "1 values"),
        (lambda: compare_means([1.0, float("nan")], [1.0, 2.0]), "missing"),
        (lambda: compare_by_user(["a"], [1.0, 0.0], ["b", "c"], [1.0, 0.0]), "1 users but 2 values"),
        (lambda: sample_size(0.5, base=0.8), "leave 0 to 1"),
        (lambda: sample_size(0.0, base=0.8), "other than 0"),
    ],
)
def test_what_cannot_be_right_is_refused(call, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()
