"""A change that came to regions one after the other."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from journey.analysis.impact.staged import assess_staged

FIRST = date(2026, 1, 5)
DAYS = [FIRST + timedelta(days=day) for day in range(126)]
ADOPTED = {
    "north": FIRST + timedelta(days=70), "east": FIRST + timedelta(days=70), "south": FIRST + timedelta(days=91),
    "west": None, "far": None, "late": FIRST + timedelta(days=112),
}  # fmt: skip


def regions(seed: int, effect: float, *, growing: bool = False) -> dict[str, np.ndarray]:
    """Six regions under one wandering cause, each with persistent noise of its own, weekdays and a level."""
    rng = np.random.default_rng(seed)
    time = np.arange(126)
    cause = np.cumsum(rng.normal(size=126) * 0.5)
    found = {}
    for place, (name, on) in enumerate(ADOPTED.items()):
        noise = rng.normal(size=126)
        for day in range(1, 126):
            noise[day] += 0.5 * noise[day - 1]
        since = time - (on - FIRST).days if on else np.full(126, -1)
        moved = np.where(since >= 0, effect * (since // 7 + 1 if growing else 1), 0.0)
        found[name] = 30 + 4 * place + cause + 2 * (time % 7 >= 5) + noise + moved
    return found


def test_waves_are_compared_with_those_that_do_not_have_it_yet() -> None:
    found = assess_staged(DAYS, regions(1, -3.0), None, ADOPTED)
    assert [(wave.units, wave.beside) for wave in found.waves] == [
        (("north", "east"), ("south", "west", "far", "late")),
        (("south",), ("west", "far", "late")),
        (("late",), ("west", "far")),
    ]
    assert found.lo95 is not None
    assert found.hi95 is not None
    assert found.effect == pytest.approx(-3, abs=1)
    assert found.lo95 < -3 < found.hi95 < 0
    assert found.p is not None
    assert found.p < 0.001
    assert all(one.holds for one in found.assumptions)


def test_it_keeps_its_word_where_a_plain_comparison_does_not() -> None:
    """A shared cause that wanders: before and after alone is fooled, the comparison is not."""
    kept = false = fooled = 0
    tries = 25
    for seed in range(tries):
        values = regions(seed, 0.0)
        found = assess_staged(DAYS, values, None, ADOPTED)
        assert found.lo95 is not None
        assert found.hi95 is not None
        false += found.lo95 > 0 or found.hi95 < 0
        north = values["north"]
        half = 1.96 * np.sqrt(north[70:].var(ddof=1) / 56 + north[:70].var(ddof=1) / 70)
        fooled += abs(north[70:].mean() - north[:70].mean()) > half
        moved = assess_staged(DAYS, regions(seed + 500, 1.5), None, ADOPTED)
        assert moved.lo95 is not None
        assert moved.hi95 is not None
        kept += moved.lo95 <= 1.5 <= moved.hi95
    assert false / tries <= 0.12
    assert kept / tries >= 0.88
    assert fooled / tries > 0.5


def test_one_wave_without_persistence_is_the_usual_difference_in_differences() -> None:
    """Against statsmodels' least squares with regions and days as fixed effects."""
    import statsmodels.api as sm

    rng = np.random.default_rng(12)
    names, time = ("a", "b", "c", "d"), np.arange(112)
    on = {name: FIRST + timedelta(days=84) if name in "ab" else None for name in names}
    values = {name: 20 + at + rng.normal(size=112) - 1.5 * (time >= 84) * (name in "ab") for at, name in enumerate(names)}
    found = assess_staged(DAYS[:112], values, None, on)
    region, day = (side.ravel() for side in np.meshgrid(np.arange(4), time))
    rows = np.column_stack([(region < 2) & (day >= 84), np.eye(4)[region], np.eye(112)[day][:, 1:]]).astype(float)
    peer = sm.OLS(np.column_stack(list(values.values())).ravel(), rows).fit()
    assert found.effect == pytest.approx(float(peer.params[0]), abs=0.25 * float(peer.bse[0]))
    assert found.lo95 is not None
    assert found.hi95 is not None
    low, high = peer.conf_int()[0]
    assert 1.0 < (found.hi95 - found.lo95) / (high - low) < 1.6


def test_effects_that_grow_are_told_by_week() -> None:
    """Each week's gap is right on average: two-way fixed effects would use the first wave as a comparison for the second."""
    found = [assess_staged(DAYS, regions(seed, 1.0, growing=True), None, ADOPTED) for seed in range(6)]
    for week in (1, 4, 8):
        assert np.mean([dict(one.by_week)[week] for one in found]) == pytest.approx(week, abs=0.8)
    assert [week for week, _ in found[0].by_week] == list(range(1, 9))
    told = [next(each for each in one.assumptions if each.name == "at once").holds for one in found]
    assert sum(told) <= 2


def test_rates_weigh_by_customers_and_counts_by_their_size() -> None:
    rng = np.random.default_rng(3)
    n = {name: rng.integers(80, 400, 126).astype(float) for name in ADOPTED}
    share = 0.3 + 0.04 * np.sin(np.arange(126) / 9)
    after = {name: np.array([on is not None and day >= on for day in DAYS]) for name, on in ADOPTED.items()}
    rates = {name: rng.binomial(n[name].astype(int), share - 0.06 * after[name]) / n[name] for name in ADOPTED}
    found = assess_staged(DAYS, rates, n, ADOPTED, kind="rate")
    assert found.effect == pytest.approx(-0.06, abs=0.015)
    counts = {
        name: rng.poisson(60 * (place + 1) * share / 0.3 * np.where(after[name], 0.8, 1.0)).astype(float)
        for place, name in enumerate(ADOPTED)
    }
    told = assess_staged(DAYS, counts, None, ADOPTED, kind="count")
    north = next(wave for wave in told.waves if "north" in wave.units)
    assert north.impact.effect == pytest.approx(-0.2 * 90, abs=6)


def test_regions_that_drifted_apart_before_are_named() -> None:
    values = regions(2, 0.0)
    for name in ("north", "east"):
        values[name] = values[name] + 0.15 * np.arange(126)
    assert not assess_staged(DAYS, values, None, ADOPTED).assumptions[0].holds


def test_what_cannot_be_compared_is_refused_or_said() -> None:
    values = regions(4, 0.0)
    with pytest.raises(ValueError, match="same units"):
        assess_staged(DAYS, values, None, {"north": None})
    with pytest.raises(ValueError, match="nothing to compare"):
        assess_staged(DAYS, values, None, dict.fromkeys(values, DAYS[70]))
    short = assess_staged(DAYS[:73], {name: side[:73] for name, side in values.items()}, None, ADOPTED)
    assert short.too_short
    assert short.effect is None
