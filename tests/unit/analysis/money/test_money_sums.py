"""Money at stake and returns: worked by hand, and held to what simulation says of the interval."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analysis.money import FADES, Level, WorthSpec, by_stage, level_of, money_of, returned, stake
from journey.analysis.money.amounts import DRAWS, Array, draws_of_worth, even_draws, worth_draws
from journey.analysis.money.returns import Payback, effect_draws, payback, reach_of
from journey.analysis.money.stakes import onward_of
from journey.analysis.rollup import weekly
from journey.domain.model import MetricSpec
from journey.domain.words import Direction, MetricKind, Reach, Verdict, WorthKind

DROP = MetricSpec(1, "drop_off", MetricKind.RATE, Direction.DOWN, 7)
KNOWN = WorthSpec(1, WorthKind.RETENTION, 100.0, 100.0, 100.0)
MONDAY = date(2026, 1, 5)


def certain(value: float) -> Array:
    """Draws of what is known."""
    return np.full(DRAWS, value)


def level(spec: MetricSpec = DROP, *, value: float = 0.30, volume: float = 200, reference: float | None = 0.20) -> Level:
    return Level(spec, value, certain(value), volume, 8, reference, target=True)


def weeks_of(shares: list[float], n: int = 70, kind: MetricKind = MetricKind.RATE) -> pl.DataFrame:
    """Weekly rows made of equal days."""
    rows = [
        {"metric_id": 1, "grain": "day", "day": MONDAY + timedelta(7 * week + day), "segment": "", "n": n,
         "total": n * share, "total_sq": n * share, "median": None, "p90": None, "mature": True}
        for week, share in enumerate(shares) for day in range(7)
    ]  # fmt: skip
    spec = MetricSpec(1, "drop_off", kind, Direction.DOWN, 7)
    return weekly(pl.DataFrame(rows, infer_schema_length=None), [spec], as_of=MONDAY + timedelta(7 * len(shares)))


def test_a_stake_is_gap_times_customers_times_worth() -> None:
    """30 % of 200 instead of 20 %: 20 customers a week at 100 each."""
    found = stake(level(), KNOWN)
    assert found.units == pytest.approx(20)
    assert found.a_week.amount == pytest.approx(2000)
    assert found.a_week.low == pytest.approx(2000) == found.a_week.high, "nothing is left open here"


def test_of_a_completion_only_those_count_who_would_go_on_to_the_goal() -> None:
    whole = WorthSpec(1, WorthKind.COMPLETION, 100.0, 100.0, 100.0)
    goal = level(MetricSpec(2, "conversion", MetricKind.RATE, Direction.UP, 7), value=0.35)
    onward, drawn = onward_of(goal, level(), [])
    assert onward == pytest.approx(0.5), "70 % go on and 35 % arrive"
    assert stake(level(), whole, onward=onward, onward_drawn=drawn).a_week.amount == pytest.approx(1000)
    later = [level(value=0.2), level(value=0.5)]
    assert onward_of(None, level(), later)[0] == pytest.approx(0.4), "without it: 80 % of 50 %"


@pytest.mark.parametrize(
    ("spec", "value", "reference", "volume", "units"),
    [
        (MetricSpec(1, "ticket_volume", MetricKind.COUNT, Direction.DOWN), 50, 20, 1, 30),
        (MetricSpec(1, "contact_rate", MetricKind.RATIO, Direction.DOWN), 0.4, 0.1, 90, 27),
        (MetricSpec(1, "conversion", MetricKind.RATE, Direction.UP), 0.2, 0.25, 80, 4),
        (MetricSpec(1, "ces", MetricKind.MEAN, Direction.UP), 3.5, 4.5, 60, 60),
        (MetricSpec(1, "step_duration", MetricKind.DURATION, Direction.DOWN), 7200, 3600, 40, 40),
        (MetricSpec(1, "conversion", MetricKind.RATE, Direction.UP), 0.30, 0.25, 80, 0),
    ],
)
def test_units_of_each_kind(spec: MetricSpec, value: float, reference: float, volume: float, units: float) -> None:
    assert stake(level(spec, value=value, reference=reference, volume=volume), KNOWN).units == pytest.approx(units)


def test_a_stage_counts_one_metric_of_each_sort_and_no_points() -> None:
    kinds = (WorthKind.COMPLETION, WorthKind.MARGIN, WorthKind.CONTACT, WorthKind.POINT)
    stakes = [
        stake(
            level(MetricSpec(id, "x", MetricKind.RATE, Direction.DOWN, 7)), WorthSpec(id, kind, 10.0 * id, 10.0 * id, 10.0 * id)
        )
        for id, kind in enumerate(kinds, start=1)
    ]
    found = by_stage(stakes)[7]
    assert {part.worth.kind for part in found.parts if part.counted} == {WorthKind.MARGIN, WorthKind.CONTACT}
    assert found.a_week.amount == pytest.approx(20 * (20 + 30)), "the dearer of two that tell of the same, and the contacts"
    assert [part.a_week.amount for part in found.parts] == sorted((part.a_week.amount for part in found.parts), reverse=True)


def test_the_interval_joins_data_and_worth_as_a_plain_simulation_does() -> None:
    found = level_of(weeks_of([0.30] * 8, n=20), DROP, 0.20)
    assert found is not None
    worth = WorthSpec(1, WorthKind.RETENTION, 100.0, 50.0, 180.0)
    rng = np.random.default_rng(3)
    shares = rng.beta(0.30 * 1120 + 0.5, 0.70 * 1120 + 0.5, 200_000)
    plain = np.maximum(shares - 0.2, 0) * 140 * rng.triangular(50, 100, 180, 200_000)
    said = stake(found, worth).a_week
    assert said.low == pytest.approx(np.quantile(plain, 0.025), rel=0.04)
    assert said.high == pytest.approx(np.quantile(plain, 0.975), rel=0.04)


def test_weeks_that_differ_by_more_than_chance_widen_the_interval() -> None:
    calm, wild = (level_of(weeks_of(shares), DROP, 0.2) for shares in ([0.3] * 8, [0.2, 0.4] * 4))
    assert calm is not None
    assert wild is not None
    assert wild.value == pytest.approx(calm.value)
    assert np.std(wild.drawn) > 3 * np.std(calm.drawn)


def test_without_a_target_the_level_of_the_better_weeks_is_what_it_is_held_against() -> None:
    found = level_of(weeks_of([0.2] * 6 + [0.3] * 10), DROP, None)
    assert found is not None
    assert found.reference == pytest.approx(0.2, abs=0.01)
    assert not found.target
    young = level_of(weeks_of([0.2] * 6), DROP, None)
    assert young is not None
    assert young.reference is None


@given(st.floats(0, 500), st.floats(0, 500), st.floats(0, 500))
def test_a_worth_never_leaves_its_range_and_peaks_at_the_likely_amount(one: float, two: float, three: float) -> None:
    low, amount, high = sorted((one, two, three))
    drawn = worth_draws(WorthSpec(1, WorthKind.MARGIN, amount, low, high), even_draws(5))
    assert drawn.min() >= low - 1e-9
    assert drawn.max() <= high + 1e-9
    assert np.mean(drawn) == pytest.approx((low + amount + high) / 3, abs=1e-3 * (high - low) + 1e-9)


@given(st.floats(-1e5, 1e5), st.floats(0.1, 1e5))
def test_an_interval_always_holds_its_sum(amount: float, width: float) -> None:
    said = money_of(amount, amount + width * (1 + even_draws(9)))
    assert said.low <= said.amount <= said.high


def test_draws_are_the_same_every_time_and_shared_by_worths_of_one_kind() -> None:
    one, other = (draws_of_worth(WorthSpec(id, WorthKind.CONTACT, 10, 5, 15)) for id in (1, 2))
    assert np.array_equal(one, other)


def test_a_year_with_an_effect_that_halves_is_worked_by_hand() -> None:
    """10 customers a week at 100, measured for 8 weeks, then halving every 26 weeks: 8 weeks whole, 44 ever less."""
    made = returned(1000, certain(1000), Reach.VALIDATED, fade=FADES["half_year"], measured=8, age=4, cost=6_500)
    faded = sum(0.5 ** (week / 26) for week in range(1, 45))
    assert made.a_week.amount == 1000
    assert made.so_far.amount == pytest.approx(4000)
    assert made.year.amount == pytest.approx(1000 * (8 + faded))
    assert made.net is not None
    assert made.net.amount == pytest.approx(made.year.amount - 6_500)
    assert made.payback == Payback(7, 7, 7)
    assert made.curve[6][0] == 7
    assert made.curve[6][1] == pytest.approx(7000)
    stays = returned(1000, certain(1000), Reach.VALIDATED, fade=FADES["stays"], measured=8, age=4, cost=None)
    assert stays.year.amount == pytest.approx(52_000)
    assert stays.net is None


def test_a_cost_that_does_not_come_back_has_no_week() -> None:
    made = money_of(10.0, np.array([-10.0, 10.0, 40.0]))
    left = np.arange(1.0, 53.0)
    assert payback(made, left, 400) == Payback(40, 11, None)


def test_an_effect_is_drawn_as_its_interval_says() -> None:
    drawn = effect_draws(2.0, 1.0, 5.0, 11)
    assert np.quantile(drawn, 0.025) == pytest.approx(1.0, abs=0.02)
    assert np.quantile(drawn, 0.975) == pytest.approx(5.0, abs=0.05)


@pytest.mark.parametrize(
    ("verdict", "found", "gain", "measured", "reach"),
    [
        (Verdict.VALIDATED, Verdict.VALIDATED, 5, True, Reach.VALIDATED),
        (Verdict.HARMFUL, Verdict.HARMFUL, -5, True, Reach.VALIDATED),
        (Verdict.HARMFUL, Verdict.HARMFUL, 5, True, Reach.ESTIMATED),
        (Verdict.VALIDATED, Verdict.CANT_TELL, 5, True, Reach.CLAIMED),
        (Verdict.REJECTED, Verdict.VALIDATED, 5, True, Reach.ESTIMATED),
        (None, Verdict.VALIDATED, 5, True, Reach.ESTIMATED),
        (Verdict.TOO_EARLY, Verdict.TOO_EARLY, 5, True, Reach.ESTIMATED),
        (Verdict.VALIDATED, Verdict.VALIDATED, 5, False, Reach.CLAIMED),
    ],
)
def test_how_sure_the_money_of_a_change_is(
    verdict: Verdict | None, found: Verdict, gain: float, measured: bool, reach: Reach
) -> None:
    assert reach_of(verdict, found, gain=gain, measured=measured) is reach


def test_weeks_that_differ_only_by_chance_leave_no_better_level_to_go_back_to() -> None:
    """Their better quartile lies 2.9 points below 25 %, by luck alone; a third of that is left on average."""
    rng = np.random.default_rng(4)
    lucky = [level_of(weeks_of_hundred(list(rng.binomial(100, 0.25, 52) / 100)), DROP, None) for _ in range(60)]
    assert np.mean([0.25 - (one.reference or 0) for one in lucky if one]) < 0.010


def test_the_interval_holds_what_is_truly_at_stake_as_often_as_it_says() -> None:
    """Weeks twice as varied as chance makes them, a worth drawn from its range: 95 % of intervals hold the true sum."""
    rng, held, runs = np.random.default_rng(20), 0, 300
    for _ in range(runs):
        shares = [float(rng.binomial(100, share) / 100) for share in rng.beta(0.25 * 99, 0.75 * 99, 8)]
        found = level_of(weeks_of_hundred(shares), DROP, 0.15)
        assert found is not None
        said = stake(found, WorthSpec(1, WorthKind.RETENTION, 100.0, 50.0, 180.0)).a_week
        held += said.low <= (0.25 - 0.15) * 100 * rng.triangular(50, 100, 180) <= said.high
    assert 0.92 <= held / runs <= 0.98


def weeks_of_hundred(shares: list[float]) -> pl.DataFrame:
    """WEEKLY rows of a hundred customers each."""
    totals = [100 * share for share in shares]
    rows = {"metric_id": 1, "segment": "", "mature": True, "partial": False, "n": 100}
    weeks = {"week": [MONDAY + timedelta(7 * week) for week in range(len(shares))], "value": shares, "total": totals}
    return pl.DataFrame(weeks | {"total_sq": totals}).with_columns(**{name: pl.lit(value) for name, value in rows.items()})
