from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analysis.impact import Impact, assess, verdict, weeks_needed
from journey.analysis.impact.daily import daily
from journey.analysis.impact.noise import Averaged, _Fit, whiten
from journey.analysis.impact.noises import PLAIN_COST, grid
from journey.analysis.impact.regression import regression
from journey.domain.words import Direction, Verdict

FIRST = date(2026, 1, 5)
TURN = FIRST + timedelta(days=84)


def days(count: int) -> list[date]:
    return [FIRST + timedelta(days=day) for day in range(count)]


def wave(before: int, after: int, step: float, seed: int = 0) -> list[float]:
    """A weekly rhythm, independent noise of sd 1, and a step."""
    rng = np.random.default_rng(seed)
    time = np.arange(before + after)
    return list(20 + 3 * (time % 7 >= 5) + rng.normal(size=len(time)) + step * (time >= before))


def bounds(found: Impact) -> tuple[float, float, float]:
    assert found.effect is not None
    assert found.lo95 is not None
    assert found.hi95 is not None
    return found.effect, found.lo95, found.hi95


def held(found: Impact, name: str) -> bool:
    return next(one.holds for one in found.assumptions if one.name == name)


def test_a_clear_change_is_found_with_its_size() -> None:
    found = assess(days(112), wave(84, 28, -3.0), None, TURN)
    effect, low, high = bounds(found)
    assert low < -3 < high < 0
    assert found.relative == pytest.approx(effect / 20.9, rel=0.1)
    assert (found.days_before, found.days_after, found.too_short) == (84, 28, False)
    assert low < found.lo90 < effect < found.hi90 < high  # type: ignore[operator]
    assert all(one.holds for one in found.assumptions)


def test_the_gap_in_the_picture_is_the_effect() -> None:
    values = wave(84, 28, -3.0)
    values[100] = np.nan
    found = assess(days(112), values, None, TURN)
    effect, low, high = bounds(found)
    seen = np.array([84 <= at != 100 for at in range(112)])
    for side, gap in ((found.expected.mean, effect), (found.expected.hi, low), (found.expected.lo, high)):
        assert np.mean(np.array(values)[seen] - np.array(side)[seen]) == pytest.approx(gap)
    assert found.expected.dates == tuple(days(112))


def test_given_the_noise_the_step_is_generalised_least_squares() -> None:
    """Against statsmodels with the covariance written out, on a series with holes and unequal denominators."""
    import statsmodels.api as sm

    rng = np.random.default_rng(4)
    values, n = np.array(wave(40, 14, 1.0)), rng.integers(5, 90, 54).astype(float)
    values[[3, 17, 18, 45]] = np.nan
    series = daily(days(54), values, n, FIRST + timedelta(days=40), kind="mean")
    model = regression(series, None, "mean")
    rho, share = (side[[34, 77, 115]] for side in grid())
    white, log_det = whiten(np.column_stack([model.design, model.values]), model.sampling, model.load, rho, share)
    fit, seen, time = _Fit.of(white, -2), series.seen, np.arange(54)
    for at in range(3):
        wander = share[at] * (
            rho[at] ** np.abs(time[:, None] - time) / (1 - rho[at] ** 2) if rho[at] < 1 else np.minimum(time[:, None], time)
        )
        cov = (wander + np.diag((1 - share[at]) * model.sampling))[np.ix_(seen, seen)]
        peer = sm.GLS(model.values[seen], model.design[seen], sigma=cov).fit()
        loose = np.array([[1e-12]])
        assert fit.centre(loose)[0, at] == pytest.approx(peer.params[-1], rel=1e-5)
        freedom = seen.sum() - model.design.shape[1]
        assert np.sqrt(fit.left(loose) / freedom * fit.lever(loose))[0, at] == pytest.approx(peer.bse[-1], rel=1e-5)
        assert log_det[at] == pytest.approx(np.linalg.slogdet(cov)[1], rel=1e-6)


def test_persistent_noise_keeps_its_word() -> None:
    """A simulation with a known answer: AR(.6), 84 days before, 14 after, a step of 2. Naive intervals cover two thirds."""
    rng = np.random.default_rng(21)
    kept = naive = 0
    for _ in range(100):
        noise = rng.normal(size=98)
        for day in range(1, 98):
            noise[day] += 0.6 * noise[day - 1]
        values = 10 + noise + 2.0 * (np.arange(98) >= 84)
        _, low, high = bounds(assess(days(98), values, None, TURN))
        kept += low <= 2 <= high
        half = 1.96 * np.sqrt(values[84:].var(ddof=1) / 14 + values[:84].var(ddof=1) / 84)
        naive += abs(values[84:].mean() - values[:84].mean() - 2) <= half
    assert kept >= 88
    assert naive < 80


def test_a_trend_is_not_taken_for_a_change() -> None:
    rng = np.random.default_rng(3)
    values = 50 + 0.1 * np.arange(112) + rng.normal(size=112)
    assert not assess(days(112), values, None, TURN).moved


def test_a_single_noise_model_gives_its_t_interval() -> None:
    """Where the data leave no doubt about the noise, the interval and the p value are those of Student's t."""
    from scipy.stats import t

    none = np.array([0])
    belief = Averaged(np.ones(1), np.array([1.5]), np.array([0.6]), 40.0, none, none, np.ones(1))
    cost = PLAIN_COST  # the price of width that independent noise has; 1 would be plain t
    (low, high), (low90, high90) = belief.intervals(0.95, 0.9)
    for level, half in ((0.95, high - 1.5), (0.9, high90 - 1.5)):
        bar = cost * t.pdf(t.ppf((1 + level) / 2, 40), 40)
        assert t.pdf(half / 0.6, 40) == pytest.approx(bar, rel=1e-3)
    assert (low + high, low90 + high90) == pytest.approx((3.0, 3.0), abs=1e-3)
    assert low < low90 < high90 < high
    assert (belief.p < 0.05) == (low > 0)


@pytest.mark.parametrize("rho", [0.0, 0.5, 1.0])
def test_long_histories_that_leave_little_doubt_about_the_noise_keep_the_word_too(rho: float) -> None:
    """Half a year and four weeks of nothing but this noise, at 95 % and at 90 %: prices of width must not eat into it."""
    rng = np.random.default_rng(17)
    kept95 = kept90 = 0
    for _ in range(60):
        noise = rng.normal(size=210)
        for day in range(1, 210):
            noise[day] += rho * noise[day - 1]
        found = assess(days(210), noise, None, FIRST + timedelta(days=182))
        _, low, high = bounds(found)
        kept95 += low <= 0 <= high
        assert found.lo90 is not None
        assert found.hi90 is not None
        kept90 += found.lo90 <= 0 <= found.hi90
    assert kept95 >= 53
    assert kept90 >= 48


def test_the_p_value_belongs_to_the_interval() -> None:
    for seed in range(12):
        found = assess(days(112), wave(84, 28, 0.45, seed), None, TURN)
        assert found.p is not None
        assert (found.p < 0.05) == found.moved
        assert 0 <= found.p <= 1
    assert (assess(days(112), wave(84, 28, -3.0), None, TURN).p or 1) < 1e-4


def test_busy_days_count_for_more() -> None:
    """Weekends rest on 4 answers and swing wildly; saying so narrows the interval."""
    rng = np.random.default_rng(6)
    n = np.where(np.arange(112) % 7 >= 5, 4, 100)
    values = 5 + rng.normal(size=112) * 3 / np.sqrt(n)
    _, low, high = bounds(assess(days(112), values, n, TURN))
    _, low_blind, high_blind = bounds(assess(days(112), values, None, TURN))
    assert high - low < 0.6 * (high_blind - low_blind)


def test_missing_days_are_left_out_not_guessed() -> None:
    values: list[float | None] = list(wave(84, 28, -3.0))
    whole = assess(days(112), values, None, TURN)
    for day in (5, 6, 40, 90):
        values[day] = None
    holes = assess(days(112), values, None, TURN)
    kept = [at for at in range(112) if at not in (5, 6, 40, 90)]
    rows = assess([days(112)[at] for at in kept], [values[at] for at in kept], None, TURN)
    assert (holes.days_before, holes.days_after) == (81, 27)
    assert bounds(holes) == pytest.approx(bounds(rows))
    assert bounds(holes) == pytest.approx(bounds(whole), abs=0.5)


def test_a_control_takes_out_what_moved_both() -> None:
    """Both series share a wandering cause; beside its sibling the change is seen far more sharply."""
    rng = np.random.default_rng(9)
    cause = np.cumsum(rng.normal(size=112))
    values = 40 + cause + rng.normal(size=112) * 0.4 + 2.0 * (np.arange(112) >= 84)
    control = 70 + cause + rng.normal(size=112) * 0.4
    _, low, high = bounds(assess(days(112), values, None, TURN))
    beside = assess(days(112), values, None, TURN, control_values=control)
    _, low_beside, high_beside = bounds(beside)
    assert low_beside < 2 < high_beside
    assert high_beside - low_beside < 0.7 * (high - low)
    assert held(beside, "control")
    other = assess(days(112), values, None, TURN, control_values=rng.normal(size=112))
    assert not held(other, "control")


def test_an_incident_day_is_set_aside_and_named() -> None:
    values = wave(84, 28, 0.0)
    values[60] += 40
    found = assess(days(112), values, None, TURN)
    clean = assess(days(112), [*values[:60], None, *values[61:]], None, TURN)
    assert not held(found, "odd days")
    assert "2026-03-06" in next(one.sentence for one in found.assumptions if one.name == "odd days")
    assert bounds(found) == pytest.approx(bounds(clean))


def test_a_change_that_keeps_growing_is_named() -> None:
    values = wave(84, 28, 0.0)
    for day in range(84, 112):
        values[day] += 0.5 * (day - 83)
    assert not held(assess(days(112), values, None, TURN), "at once")


def test_a_change_of_volume_is_named() -> None:
    n = np.where(np.arange(112) < 84, 50, 150)
    assert not held(assess(days(112), wave(84, 28, 0.0), n, TURN), "volume")


@settings(max_examples=15, deadline=None)
@given(st.floats(0.01, 100), st.floats(-1000, 1000), st.integers(0, 99))
def test_the_unit_of_the_metric_does_not_matter(scale: float, shift: float, seed: int) -> None:
    values = np.array(wave(60, 14, 1.0, seed))
    turn = FIRST + timedelta(days=60)
    plain = np.array(bounds(assess(days(74), values, None, turn)))
    moved = np.array(bounds(assess(days(74), values * scale + shift, None, turn)))
    assert moved == pytest.approx(plain * scale, rel=1e-4, abs=1e-6 * (abs(shift) + scale))


@pytest.mark.parametrize("kind", ["rate", "mean", "duration", "count", "nps"])
def test_a_flat_line_is_no_error(kind: str) -> None:
    found = assess(days(112), [0.0] * 112, [10] * 112, TURN, kind=kind)
    assert bounds(found) == pytest.approx((0, 0, 0), abs=1e-4)
    assert found.relative is None


@pytest.mark.parametrize(("before", "after"), [(84, 6), (27, 28)])
def test_too_little_history_is_said_and_nothing_is_guessed(before: int, after: int) -> None:
    found = assess(days(before + after), wave(before, after, -9.0), None, FIRST + timedelta(days=before))
    assert found.too_short
    assert (found.effect, found.lo95, found.relative, found.expected.mean) == (None, None, None, ())
    assert verdict(found, Direction.DOWN, 1.0).verdict is Verdict.TOO_EARLY


def test_days_of_a_weekday_never_seen_before_are_left_out() -> None:
    values = [value if at >= 84 or at % 7 < 5 else None for at, value in enumerate(wave(84, 28, -3.0))]
    assert assess(days(112), values, None, TURN).days_after == 20


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dates": days(112)[::-1]}, "must rise"),
        ({"dates": [*days(111), days(111)[-1]]}, "must rise"),
        ({"dates": [*days(111), "soon"]}, "'soon' is not a date"),
        ({"dates": []}, "empty"),
        ({"values": [1.0] * 111}, "112 dates but 111 values"),
        ({"values": [*[1.0] * 111, float("inf")]}, "2026-04-26 is infinite"),
        ({"denominators": [1] * 5}, "112 dates but 5 denominators"),
        ({"denominators": [-1] * 112}, "negative"),
        ({"change_date": FIRST}, "outside"),
        ({"change_date": "2027-01-01"}, "outside"),
        ({"kind": "rate"}, "between 0 and 1"),
        ({"kind": "duration", "values": [-2.0] * 112}, "0 or more"),
        ({"kind": "median"}, "no kind of metric"),
        ({"control_values": [None] * 112}, "control has too few"),
    ],
)
def test_input_that_cannot_be_right_is_refused(change: dict[str, object], said: str) -> None:
    given_: dict[str, object] = {"dates": days(112), "values": wave(84, 28, 0), "denominators": None, "change_date": TURN}
    with pytest.raises(ValueError, match=said):
        assess(**{**given_, **change})  # type: ignore[arg-type]


def impact(effect: float, half: float, days_after: int = 28, kind: str = "rate") -> Impact:
    """An impact as `assess` would give it, with a chosen effect and interval."""
    found = assess(days(112), wave(84, 28, 0), None, TURN)
    return replace(found, effect=effect, lo95=effect - half, hi95=effect + half, days_after=days_after, kind=kind)


@pytest.mark.parametrize(
    ("effect", "half", "days_after", "expected"),
    [
        (-0.06, 0.03, 28, Verdict.VALIDATED),
        (-0.02, 0.01, 28, Verdict.REJECTED),
        (-0.01, 0.02, 28, Verdict.REJECTED),
        (0.05, 0.02, 28, Verdict.HARMFUL),
        (0.05, 0.02, 8, Verdict.HARMFUL),
        (-0.04, 0.05, 14, Verdict.TOO_EARLY),
        (-0.04, 0.05, 28, Verdict.CANT_TELL),
        (-0.035, 0.03, 28, Verdict.CANT_TELL),
    ],
)
def test_verdicts_on_a_rate_that_should_fall_by_four_points(
    effect: float, half: float, days_after: int, expected: Verdict
) -> None:
    """The same change told upside down gets the same verdict."""
    assert verdict(impact(effect, half, days_after), Direction.DOWN, 0.04).verdict is expected
    assert verdict(impact(-effect, half, days_after), Direction.UP, 0.04).verdict is expected


def test_a_verdict_reads_like_a_sentence() -> None:
    said = verdict(impact(-0.06, 0.03), Direction.DOWN, 0.04, name="Drop-off").sentence
    assert said == "Drop-off fell by 6.0 points on average over 28 days (95 % interval -9.0 to -3.0). That is more than chance."
    hours = verdict(impact(3.0, 1.0, kind="duration"), Direction.DOWN, 2.0, name="Time to resolution", unit="hours")
    assert hours.sentence.startswith("Time to resolution rose by 3 hours on average over 28 days (95 % interval +2 to +4).")
    tickets = verdict(impact(-3.0, 4.0, 14, "count"), Direction.DOWN, name="Ticket volume", unit="tickets")
    assert tickets.sentence == (
        "Ticket volume fell by 3 tickets a day on average over 14 days (95 % interval -7 to +1). "
        "That could still be chance. It is too early to tell."
    )
    with pytest.raises(ValueError, match="0 or more"):
        verdict(impact(-0.06, 0.03), Direction.DOWN, -0.04)


def test_thousands_are_told_in_full() -> None:
    said = verdict(impact(817.2, 1500.0, kind="mean"), Direction.UP).sentence
    assert "rose by 817" in said
    assert "+2,317" in said
    assert "e+" not in said


def test_weeks_to_wait_give_the_power_they_promise() -> None:
    """The waiting time is told from a history; changes of that size are then found about four times in five or more."""
    weeks = weeks_needed(days(84), wave(84, 0, 0), None, 1.2)
    assert weeks is not None
    after = 7 * weeks
    found = [assess(days(84 + after), wave(84, after, 1.2, seed), None, TURN).moved for seed in range(1, 61)]
    assert np.mean(found) >= 0.7


def test_small_effects_take_longer_and_tiny_ones_forever() -> None:
    history = wave(84, 0, 0)
    large, medium, tiny = (weeks_needed(days(84), history, None, size) for size in (3.0, 0.9, 0.02))
    assert large == 1
    assert medium is None or medium > 1
    assert tiny is None
    with pytest.raises(ValueError, match="never be seen"):
        weeks_needed(days(84), history, None, 0.0)
    with pytest.raises(ValueError, match="28 are needed"):
        weeks_needed(days(20), history[:20], None, 1.0)
