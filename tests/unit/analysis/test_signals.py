"""What a journey owner may rely on when a day is flagged, or is not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journey.analysis.signals import EXPLANATION, detect, explain

KINDS = ("rate", "mean", "duration", "count")


def days(count: int, every: int = 1) -> list[date]:
    return [date(2025, 1, 6) + timedelta(days=every * i) for i in range(count)]


def calls(count: int, seed: int = 1, usual: float = 40.0) -> np.ndarray:
    """Daily ticket counts with quieter weekends."""
    rng = np.random.default_rng(seed)
    return rng.poisson(usual * np.where(np.arange(count) % 7 >= 5, 0.4, 1.0)).astype(float)


def test_a_tenfold_day_is_a_spike_and_its_neighbours_are_not() -> None:
    values = calls(200)
    values[150] = 400
    assert detect(days(200), values, kind="count")[148:154] == [False, False, True, False, False, False]
    row = explain(days(200), values, kind="count").row(150, named=True)
    assert (row["rule"], row["direction"], row["since"]) == ("spike", "up", days(200)[150])
    assert row["value"] > row["upper"] > row["expected"] > row["lower"]


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    kind=st.sampled_from(KINDS),
    cut=st.integers(1, 150),
    every=st.sampled_from([1, 7]),
)
def test_no_flag_depends_on_later_days(seed: int, kind: str, cut: int, every: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.gamma(4, 0.05, 150).clip(0, 1) + (0.3 * (np.arange(150) > 90) if kind != "rate" else 0)
    values = np.where(rng.random(150) < 0.1, np.nan, values * (100 if kind == "count" else 1))
    n = rng.integers(0, 60, 150)
    when = [d + timedelta(days=every * 20 * (i > 70)) for i, d in enumerate(days(150, every))]
    whole = explain(when, values, n, kind=kind)
    part = explain(when[:cut], values[:cut], n[:cut], kind=kind)
    assert part.equals(whole.head(cut))
    assert detect(when[:cut], values[:cut], n[:cut], kind=kind) == whole["flagged"].to_list()[:cut]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("values", [[], [0.5], [None] * 60, [0.0] * 120, [1.0] * 120, [float("nan")] * 3 + [0.2] * 100], ids=repr)
def test_calm_or_empty_series_give_no_flag_and_no_error(kind: str, values: list[float | None]) -> None:
    assert detect(days(len(values)), values, kind=kind) == [False] * len(values)
    assert detect(days(len(values)), values, [0] * len(values), kind=kind) == [False] * len(values)
    assert dict(explain(days(len(values)), values, kind=kind).schema) == EXPLANATION


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.one_of(st.none(), st.floats(allow_infinity=False), st.sampled_from([0.0, 1e-300, 1e300])), max_size=90),
    kind=st.sampled_from(KINDS),
    counted=st.booleans(),
    every=st.sampled_from([1, 7]),
    data=st.data(),
)
def test_no_finite_series_is_an_error(values, kind, counted, every, data) -> None:  # type: ignore[no-untyped-def]
    if kind != "mean":
        values = [None if v is None else abs(v) for v in values]
    if kind == "rate":
        values = [None if v is None else v % 1.0 for v in values]
    n = data.draw(st.lists(st.floats(0, 1e12), min_size=len(values), max_size=len(values))) if counted else None
    assert len(detect(days(len(values), every), values, n, kind=kind)) == len(values)


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
def test_flags_do_not_depend_on_the_unit(unit: float) -> None:
    values, n = survey(200, 50)
    values[[100, 180]] += 0.8
    assert detect(days(200), values * unit, n) == detect(days(200), values, n)


@pytest.mark.parametrize(
    ("dates", "values", "n", "kind", "says"),
    [
        (days(3)[::-1], [1, 2, 3], None, "mean", "ascend"),
        ([days(1)[0]] * 2, [1, 2], None, "mean", "twice"),
        (days(2), [1, float("inf")], None, "mean", "infinite"),
        (days(2), [1, 2, 3], None, "mean", "2 dates but 3 values"),
        (days(2), [1, 2], [1], "mean", "2 values but 1 denominators"),
        (days(2), [1, 2], [1, -1], "mean", "negative"),
        (days(2), [0.5, 45], [1, 1], "rate", "Divide percentages by 100"),
        (days(2), [1, -2], None, "count", "can't be negative"),
        (days(2), [1, "x"], None, "mean", "not a number"),
        (days(2), [1, 10**400], None, "mean", "larger than any number"),
        ([pd.NaT, days(2)[1]], [1, 2], None, "mean", "date is missing"),
        (["2025-01-01", "soon"], [1, 2], None, "mean", "date can't be read"),
        (days(2), [1, 2], None, "median", "not a kind"),
    ],
)
def test_a_series_that_can_not_be_read_says_why(dates, values, n, kind, says) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=says):
        detect(dates, values, n, kind=kind)


def test_a_rate_that_a_program_rounded_beyond_its_end_is_that_end() -> None:
    values = [1.0 + 1e-12 if i % 2 else -1e-12 for i in range(60)]
    assert explain(days(60), values, kind="rate")["value"].to_list() == [float(i % 2) for i in range(60)]


def test_dates_may_be_given_in_any_usual_form() -> None:
    values = calls(100)
    values[90] = 300
    expected = detect(days(100), values, kind="count")
    assert sum(expected) == 1
    for form in (str, np.datetime64, lambda d: datetime(d.year, d.month, d.day, 9, 30)):
        assert detect([form(d) for d in days(100)], values, kind="count") == expected


def test_a_missing_value_of_pandas_is_missing() -> None:
    values = [None if i % 9 == 0 else i % 5 for i in range(60)]
    there = explain(days(60), values)
    assert there["value"].null_count() == 7
    assert explain(pd.to_datetime(days(60)), pd.Series(values, dtype="Int64")).equals(there)


def test_the_largest_numbers_there_are_are_judged() -> None:
    values = [1e308 if i % 2 else -1e308 for i in range(60)]
    told = explain(days(60), values)
    assert told["score"].is_not_null().any()
    assert not told["flagged"].any()


def survey(count: int, answers: int, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Daily mean scores around 4 of so many answers, and the answers."""
    rng = np.random.default_rng(seed)
    return 4 + rng.normal(size=count) * 0.9 / np.sqrt(answers), np.full(count, answers)


def test_the_same_value_is_a_signal_from_many_answers_and_not_from_few() -> None:
    values, n = survey(200, 400)
    n[190] = 400
    values[190] = 3.6
    assert detect(days(200), values, n)[190]
    n[190] = 4
    assert not detect(days(200), values, n)[190]


def test_days_without_data_are_not_zeros() -> None:
    values: list[float | None] = [float(v) for v in calls(200)]
    for i in (150, 151, 163, 164):
        values[i] = None
    told = explain(days(200), values, kind="count")
    around = told.slice(145, 30)
    assert not around["flagged"].any()
    assert told.row(150, named=True)["note"] == "no data"
    values[150] = 0.0
    values[151] = 0.0
    assert any(detect(days(200), values, kind="count")[150:152])


def test_a_quiet_weekend_is_usual_and_a_quiet_weekday_is_not() -> None:
    values = calls(200, usual=100)
    assert not any(detect(days(200), values, kind="count")[189:196])
    values[191] = 40
    told = explain(days(200), values, kind="count")
    assert told["flagged"].to_list()[189:196] == [False, False, True, False, False, False, False]
    assert told.row(195, named=True)["expected"] < 0.5 * told.row(191, named=True)["expected"]


def test_a_lasting_new_level_is_found_told_and_then_accepted() -> None:
    values, n = survey(260, 50)
    values[150:] -= 0.5
    told = explain(days(260), values, n)
    first = told["flagged"].to_list().index(True, 148)
    row = told.row(first + 3, named=True)
    assert 150 <= first <= 154
    assert (row["rule"], row["direction"]) == ("shift", "down")
    assert abs((row["since"] - days(260)[150]).days) <= 3
    accepted = [i for i, note in enumerate(told["note"]) if note and "accepted" in note]
    assert len(accepted) == 1
    assert accepted[0] < 150 + 30
    assert not told["flagged"][accepted[0] + 1 :].any()
    assert told.row(-1, named=True)["expected"] == pytest.approx(3.5, abs=0.15)


def test_losing_an_improvement_after_months_is_an_alarm() -> None:
    values, n = survey(330, 50)
    values[150:270] += 0.5
    told = explain(days(330), values, n)
    assert "down" in told["direction"].to_list()[270:275]


def test_falling_back_soon_from_an_accepted_level_is_said_and_not_a_new_alarm() -> None:
    values, n = survey(260, 50)
    values[150:190] -= 0.5
    told = explain(days(260), values, n)
    assert not told["flagged"][192:].any()
    assert "back at the level before" in told["note"][188:215].to_list()
    assert told.row(-1, named=True)["expected"] == pytest.approx(4.0, abs=0.15)


def test_a_slow_slide_is_a_drift_before_it_is_over() -> None:
    values, n = survey(260, 50)
    values[150:178] -= np.linspace(0, 0.35, 28)
    values[178:] -= 0.35
    told = explain(days(260), values, n)
    rules = told.filter("flagged")["rule"].to_list()
    first = told["flagged"].to_list().index(True)
    assert 152 <= first <= 178
    assert rules[0] in ("drift", "shift")
    assert told.row(first, named=True)["direction"] == "down"


def test_a_steady_trend_is_learned() -> None:
    values, n = survey(500, 50)
    values += np.linspace(0, 2.5, 500)
    assert sum(detect(days(500), values, n)[120:]) <= 3


def test_a_holiday_needs_more_to_be_flagged_and_says_so() -> None:
    values = calls(200)
    values[155] = 12
    assert detect(days(200), values, kind="count")[155]
    told = explain(days(200), values, kind="count", holidays={days(200)[155]})
    assert told.row(155, named=True)["note"] == "holiday"
    assert not told["flagged"][155]
    assert told["expected"].to_list()[156:163] == pytest.approx(
        explain(days(200), calls(200), kind="count")["expected"].to_list()[156:163], rel=0.05
    )


def test_weekly_series_are_read_as_weeks() -> None:
    rng = np.random.default_rng(4)
    values = rng.poisson(60, 90).astype(float)
    values[70] = 140
    assert np.flatnonzero(detect(days(90, every=7), values, kind="count")).tolist() == [70]


def test_a_flag_lies_outside_what_the_frame_calls_usual() -> None:
    values = calls(300, usual=60)
    values[[120, 200, 281]] = 200, 5, 190
    told = explain(days(300), values, kind="count").filter(pl.col("rule") == "spike")
    assert len(told) >= 3
    assert told.filter(pl.col("value").is_between("lower", "upper")).is_empty()
    assert (told["score"].abs() >= 1).all()


def test_no_event_on_a_day_with_few_expected_is_no_spike() -> None:
    rng = np.random.default_rng(11)
    rules = explain(days(700), rng.poisson(4.0, 700), kind="count").filter(pl.col("value") == 0)["rule"].to_list()
    assert len(rules) > 5
    assert "spike" not in rules


def test_a_feed_that_stood_still_does_not_make_every_later_day_a_signal() -> None:
    values, n = survey(520, 50)
    values[200:300] = 4.0
    told = explain(days(520), values)
    assert sum(told["flagged"][:300]) <= 2
    assert sum(told["flagged"][345:]) <= 2
    assert not detect(days(520), values, n)[300]  # n says how much such a day may differ


def test_a_level_far_noisier_than_the_old_one_is_learnt_afresh() -> None:
    values, _ = survey(330, 50)
    values[200:] = 4.0 + (values[200:] - 4.0) * 8
    told = explain(days(330), values)
    assert any(told["flagged"][200:215])
    assert sum(told["flagged"][260:]) <= 6  # the old limits would flag half of them
    row = told.row(-1, named=True)
    assert row["upper"] - row["lower"] > 3


def test_lopsided_noise_is_judged_by_its_own_tail_on_either_side() -> None:
    rng = np.random.default_rng(8)
    calm = -rng.gamma(4.0, 1.0, (12, 700))
    told = [explain(days(700), row) for row in calm]
    assert sum((one["rule"] == "spike").sum() for one in told) <= 12 * 2  # 4 a year and series without it
    row = told[0].row(-1, named=True)
    assert row["expected"] - row["lower"] > 1.2 * (row["upper"] - row["expected"])
    high = calm[0].copy()
    high[600] = 4.0
    assert detect(days(700), high)[600]


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000), strictness=st.sampled_from([0.7, 1.0, 1.4]), cut=st.integers(1, 220))
def test_no_flag_of_a_strict_look_depends_on_later_days(seed: int, strictness: float, cut: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.gamma(2, 5, 220) * np.repeat([1.0, 0.0, 3.0, 1.0], 55)
    whole = explain(days(220), values, kind="duration", strictness=strictness, holidays=set(days(220)[::30]))
    part = explain(days(cut), values[:cut], kind="duration", strictness=strictness, holidays=set(days(220)[::30]))
    assert part.equals(whole.head(cut))


def test_a_stricter_look_has_wider_limits_and_finds_less() -> None:
    values, n = survey(300, 50)
    values[250] += 0.6
    usual, strict = (explain(days(300), values, n, strictness=factor) for factor in (1.0, 1.5))
    assert usual["flagged"].to_list() == detect(days(300), values, n)
    assert usual["flagged"][250]
    assert not strict["flagged"][250]
    wide, wider = (frame.row(240, named=True) for frame in (usual, strict))
    assert (wider["upper"] - wider["lower"]) == pytest.approx(1.5 * (wide["upper"] - wide["lower"]), rel=0.02)


@pytest.mark.parametrize("strictness", [0.0, -1.0, float("nan"), float("inf")])
def test_a_strictness_that_makes_no_sense_is_refused(strictness: float) -> None:
    with pytest.raises(ValueError, match="positive number"):
        explain(days(3), [1, 2, 3], strictness=strictness)
