"""A test read at its planned looks, from plan to verdict: how often it errs without an effect, and finds the one it is for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from journey.analysis.groups.measured import CAME, VALUES, Measured, Way
from journey.analysis.groups.planning import Plan, plan
from journey.analysis.groups.reading import Design, Standing, read
from journey.analysis.groups.sides import MEMBERS, Sides, from_counts, sides
from journey.domain.words import Direction

START, RATE, WORTH, TESTS = date(2026, 3, 2), 0.3, 0.08, 600


def planned(share: float, looks: int) -> Plan:
    """The plan of a test on customers who come a hundred a day and of whom three in ten do it."""
    draw = np.random.default_rng(99)
    days = [START - timedelta(days=84 - number // 100) for number in range(84 * 100)]
    who = [f"c{number}" for number in range(len(days))]
    value = (draw.random(len(days)) < RATE).astype(float)
    history = Measured(
        pl.DataFrame({"customer": who, "day": days}, schema=CAME),
        pl.DataFrame({"customer": who, "day": days, "value": value}, schema=VALUES), Way.SHARE, days[-1], "",
    )  # fmt: skip
    found = plan(history, since=days[0], until=days[-1], smallest=WORTH, share=share, looks=looks, starts_on=START)
    assert found is not None
    assert found.ends_on is not None
    return found


def standings(draw: np.random.Generator, share: float, looks: int, effect: float, *, fewer: float = 1.0) -> list[Standing]:
    """What many tests say in the end, each looked at by all who like at every one of its looks."""
    it = planned(share, looks)
    ends = START + timedelta(days=7 * (it.weeks or 0) - 1)
    a_day = it.total / (7 * (it.weeks or 1)) * fewer
    design = Design("old", "new", share, WORTH, looks, it.needed, START, ends)
    return [read(design, _course(draw, share, effect, a_day), direction=Direction.UP, known_to=ends, today=ends).standing
            for _ in range(TESTS)]  # fmt: skip


def _course(draw: np.random.Generator, share: float, effect: float, a_day: float) -> Callable[[date], Sides]:
    length = 400
    n = draw.poisson(a_day * np.array([1 - share, share])[:, None], (2, length)).cumsum(axis=1)
    rates = np.array([RATE, RATE + effect])[:, None]
    x = draw.binomial(np.diff(n, axis=1, prepend=0), rates).cumsum(axis=1)

    def at(on: date) -> Sides:
        day = (on - START).days
        return from_counts(int(x[0, day]), int(n[0, day]), int(x[1, day]), int(n[1, day]), on=on)

    return at


@pytest.mark.parametrize(("share", "looks", "fewer"), [(0.5, 1, 1.0), (0.5, 6, 1.0), (0.2, 4, 1.0), (0.5, 4, 0.6)])
def test_error_and_power_of_tests_that_are_looked_at(benchmark: BenchmarkFixture, share: float, looks: int, fewer: float) -> None:
    draw = np.random.default_rng(20261122)
    no_effect = standings(draw, share, looks, 0.0, fewer=fewer)
    said = sum(one in (Standing.BETTER, Standing.WORSE) for one in no_effect) / TESTS
    with_effect = standings(draw, share, looks, WORTH, fewer=fewer)
    found = sum(one is Standing.BETTER for one in with_effect) / TESTS
    unread = sum(one is Standing.NOT_TO_BE_READ for one in [*no_effect, *with_effect]) / (2 * TESTS)
    print(
        f"\nshare {share:.0%}, {looks} looks, {fewer:.0%} of the plan: error {said:.3f}, power {found:.3f}, unread {unread:.4f}"
    )
    assert said < 0.05 + 2.6 * (0.05 * 0.95 / TESTS) ** 0.5
    if fewer == 1.0:
        assert found > 0.80 - 2.6 * (0.8 * 0.2 / TESTS) ** 0.5
    benchmark.pedantic(planned, (share, looks), rounds=1)  # type: ignore[no-untyped-call]


def test_a_look_at_a_hundred_thousand_customers(benchmark: BenchmarkFixture) -> None:
    draw, size = np.random.default_rng(3), 100_000
    who = [f"c{number}" for number in range(size)]
    came = pl.DataFrame({"customer": who, "day": [START] * size}, schema=CAME)
    value = (draw.random(size) < RATE).astype(float)
    measured = Measured(came, came.with_columns(value=value).cast(VALUES), Way.SHARE, START, "")  # type: ignore[arg-type]
    groups = pl.Series(np.where(draw.random(size) < 0.5, "old", "new"))
    members = came.with_columns(group=groups).cast(MEMBERS)  # type: ignore[arg-type]
    found = benchmark(lambda: sides(measured, members, "old", "new", on=START))
    assert found.first.counted + found.second.counted == size
