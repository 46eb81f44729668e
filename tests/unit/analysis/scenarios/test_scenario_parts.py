"""The parts of a forecast: queues, draws, fading, arrivals, ranges, the test on weeks that are over."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.scenarios.answers import outcome, range_of
from journey.analysis.scenarios.arrivals import futures
from journey.analysis.scenarios.backtest import backtest
from journey.analysis.scenarios.draws import Cells, Pool, uniform
from journey.analysis.scenarios.facts import facts, shares_of
from journey.analysis.scenarios.fading import HALF_LIVES, fading_of_rates, fading_of_shares
from journey.analysis.scenarios.levers import Rate
from journey.analysis.scenarios.model import fit
from journey.analysis.scenarios.queues import added, sojourns
from journey.analysis.scenarios.simulate import simulate
from tests.unit.analysis.scenarios.chain import FIRST, IDS, drawn


@given(st.lists(st.tuples(st.floats(0, 20), st.floats(0, 3)), max_size=30), st.floats(0.5, 50))
def test_a_queue_serves_one_after_the_other(coming: list[tuple[float, float]], capacity: float) -> None:
    coming = sorted(coming)
    arrived, work = np.array([at for at, _ in coming]), np.array([effort for _, effort in coming])
    free, expected = 0.0, []
    for at, effort in coming:
        free = max(at, free) + effort * 7 / capacity
        expected.append(free - at)
    assert sojourns(arrived, work, capacity) == pytest.approx(expected, abs=1e-6)


def test_waiting_near_capacity_is_what_theory_says() -> None:
    """One server, random arrivals and work: the mean time there is 1/(capacity - load) (Erlang)."""
    rng = np.random.default_rng(1)
    arrived = np.cumsum(rng.exponential(7 / 80, 200_000))
    times = sojourns(arrived, rng.exponential(size=200_000), 100.0)
    assert times.mean() == pytest.approx(7 / (100 - 80), rel=0.06)


def test_more_capacity_never_adds_to_a_wait() -> None:
    rng = np.random.default_rng(2)
    run, arrived, work = rng.integers(0, 3, 300), rng.uniform(0, 14, 300), rng.exponential(size=300)
    assert (added(run, arrived, work, now=40.0, then=60.0) <= 1e-9).all()
    assert (added(run, arrived, work, now=60.0, then=60.0) == 0).all()


@given(st.integers(1, 100), st.integers(0, 50))
def test_luck_hangs_on_who_and_on_nothing_else(seed: int, step: int) -> None:
    keys = np.arange(200)
    whole = uniform(seed, 3, keys, step)
    assert (uniform(seed, 3, keys[::-1][:50], step) == whole[::-1][:50]).all()
    assert ((whole >= 0) & (whole < 1)).all()


def test_luck_is_even_and_one_step_tells_nothing_of_the_next() -> None:
    one, other = uniform(1, 20, np.arange(100_000), 0), uniform(1, 20, np.arange(100_000), 1)
    assert np.histogram(one, 10, (0, 1))[0] == pytest.approx(np.full(10, 10_000), rel=0.04)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.01
    assert abs(np.corrcoef(one[:-1], one[1:])[0, 1]) < 0.01


@given(st.lists(st.tuples(st.integers(0, 4), st.just(0.0) | st.floats(1e-6, 5)), min_size=1, max_size=40))
def test_a_pool_draws_from_the_row_and_by_weight(things: list[tuple[int, float]]) -> None:
    rows, weights = np.array([row for row, _ in things]), np.array([weight for _, weight in things])
    pool = Pool(rows, weights, 5)
    for row in np.flatnonzero(pool.filled):
        drawn = pool.draw(np.full(500, row), (np.arange(500) + 0.5) / 500)
        assert (rows[drawn] == row).all()
        assert (weights[drawn] > 0).all()
    assert set(np.flatnonzero(~pool.filled)) == {row for row in range(5) if not weights[rows == row].sum() > 0}


def test_what_begins_at_a_weekend_is_like_what_began_at_a_weekend() -> None:
    days = np.arange(0, 7, 0.05)
    cells = Cells(np.zeros(len(days), dtype=int), days, 1)
    drawn = days[cells.draw(np.zeros(1000, dtype=int), np.full(1000, 5.5), (np.arange(1000) + 0.5) / 1000)]
    assert 4.7 < drawn.min() < drawn.max() < 6.3
    late = days[cells.draw(np.zeros(1000, dtype=int), np.full(1000, 6.99), (np.arange(1000) + 0.5) / 1000)]
    assert set(np.round(late).astype(int)) <= {0, 1, 6, 7}  # Sunday night is near Monday morning


def test_the_past_fades_fast_where_the_journey_changes_and_slowly_where_it_does_not() -> None:
    rng = np.random.default_rng(4)
    steady = np.stack([rng.multinomial(200, [0.5, 0.5]) for _ in range(40)])
    chances = 0.5 + 0.3 * np.sin(np.arange(40) / 4)
    restless = np.stack([rng.multinomial(200, [p, 1 - p]) for p in chances])
    shares = fading_of_shares(np.stack([steady, restless]).astype(float))
    assert HALF_LIVES[int(shares[0].argmax())] >= 13
    assert HALF_LIVES[int(shares[1].argmax())] <= 3
    exposure = np.full((40, 2), 200.0)
    rates = fading_of_rates(np.column_stack([rng.poisson(40, 40), rng.poisson(200 * chances)]).astype(float), exposure)
    assert HALF_LIVES[int(rates[0].argmax())] >= 13
    assert HALF_LIVES[int(rates[1].argmax())] <= 3


def test_arrivals_to_come_are_where_the_level_is_and_as_unsure_as_it_drifts() -> None:
    rng = np.random.default_rng(5)
    steady = futures(rng.poisson(200, 40), 12, 400, rng)
    assert np.median(steady) == pytest.approx(200, rel=0.06)
    level = 200 * np.exp(np.cumsum(rng.normal(0, 0.15, 40)))
    restless = futures(rng.poisson(level), 12, 400, rng)
    spread = [np.subtract(*np.quantile(np.log(each[:, 11]), [0.95, 0.05])) for each in (steady, restless)]
    assert spread[1] > 2 * spread[0]
    assert (futures(np.zeros(20, dtype=int), 12, 50, rng) < 3).all()


def test_a_range_is_the_middle_nine_tenths() -> None:
    found = range_of(np.arange(1.0, 100.0))
    assert (found.amount, found.low, found.high) == pytest.approx((50.0, 5.0, 95.0))
    assert found.clear
    assert not range_of(np.array([-1.0, 2.0, np.nan])).clear
    assert range_of(np.array([np.nan])).amount == 0


def test_an_outcome_compares_run_with_run_and_money_draws_its_worth_in_each() -> None:
    model = fit(drawn(), FIRST.shift(29))
    assert model is not None
    now, then = simulate(model, journeys=30_000), simulate(model, [Rate(IDS[2], 0.2)], journeys=30_000)
    worth = np.linspace(50, 150, now.plan.runs)
    found = outcome(now, then, completion=worth)
    assert found.money is not None
    more = (then.completions - now.completions).sum(1)
    assert found.completions.difference.amount == pytest.approx(more.mean())
    assert found.money.difference.amount == pytest.approx((more * worth).mean())
    assert found.completions.then.amount == pytest.approx(sum(week.amount for week in found.completions.weeks_then))
    assert found.contacts is None
    assert outcome(now, then).money is None


def test_facts_tell_what_a_stage_does_now() -> None:
    model = fit(drawn(), FIRST.shift(29))
    assert model is not None
    fill = facts(model)[IDS[1]]
    assert fill.share == pytest.approx(0.6, abs=0.03)
    assert fill.visits == pytest.approx(87, rel=0.1)
    assert dict(fill.ways)[IDS[0]] == pytest.approx(0.1, abs=0.02)
    assert fill.days == pytest.approx(2 * np.log(2), rel=0.1)  # the median of an exponential wait of two days
    assert shares_of(model) == {"": 1.0}


def test_weeks_that_are_over_are_foretold_from_what_was_known() -> None:
    told = backtest(drawn(weeks=40), FIRST.shift(39), origins=6, journeys=20_000)
    assert len(told.weeks) == 48
    assert 0.8 <= told.share <= 1.0
    assert [one.week for one in told.last] == [FIRST.shift(week) for week in range(32, 40)]
    assert {one.base for one in told.weeks} == {FIRST.shift(31 - 2 * step) for step in range(6)}
    short = backtest(drawn(weeks=12), FIRST.shift(11), origins=6, journeys=20_000)
    assert short.weeks == ()
    assert np.isnan(short.share)
