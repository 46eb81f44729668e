"""Weeks from sufficient statistics, their intervals, and a week held against what is usual."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from journey.analysis.compare import COMPARED, compare, usual_ranges
from journey.analysis.intervals import interval, quantile_bounds
from journey.analysis.rollup import FIGURES, MONTHLY, WEEKLY, daily, known_so_far, monthly, value, weekly
from journey.domain.schemas import OBSERVATIONS
from journey.domain.weeks import Week
from journey.domain.words import MetricKind
from tests.unit.analysis.metric_builders import spec

MONDAY = date(2024, 3, 4)
RATE = spec("drop_off", id=1)


def observed(*rows: tuple, metric_id: int = 1, grain: str = "day", mature: bool = True) -> pl.DataFrame:  # type: ignore[type-arg]
    """Observations (days after MONDAY, n, total[, total_sq])."""
    full = [
        {
            "metric_id": metric_id, "grain": grain, "day": MONDAY + timedelta(days=row[0]), "segment": "", "mature": mature,
            "n": row[1], "total": float(row[2]), "total_sq": float(row[3] if len(row) > 3 else row[2]),
        }
        for row in rows
    ]  # fmt: skip
    return pl.DataFrame(full, schema=OBSERVATIONS)


def test_a_week_is_its_customers_not_the_mean_of_its_days() -> None:
    (week,) = weekly(observed((0, 10, 5), (1, 1000, 100)), [RATE], as_of=date(2024, 4, 1)).to_dicts()
    assert week["value"] == 105 / 1010
    assert (week["n"], week["total"], week["days"], week["week"]) == (1010, 105.0, 2, MONDAY)


def test_a_week_with_an_immature_day_is_immature() -> None:
    both = pl.concat([observed((0, 10, 5), (7, 10, 5)), observed((8, 10, 9), mature=False)])
    found = weekly(both, [RATE], as_of=date(2024, 4, 1))
    assert found["mature"].to_list() == [True, False]


def test_a_week_is_read_from_its_mature_days_once_they_are_most_of_it() -> None:
    days = [(day, 10, 2) for day in range(7)] + [(day, 10, 6) for day in range(7, 11)]
    young = observed(*((day, 10, 10) for day in range(11, 14)), mature=False)
    (before, week) = known_so_far(pl.concat([observed(*days), young]), [RATE], as_of=MONDAY + timedelta(days=13)).to_dicts()
    assert (before["value"], before["days"], before["mature"]) == (0.2, 7, True)
    assert (week["value"], week["n"], week["days"], week["mature"]) == (0.6, 40, 4, True)


def test_a_week_with_few_mature_days_stays_immature() -> None:
    both = pl.concat([observed((0, 10, 2), (1, 10, 2), (2, 10, 2)), observed((3, 10, 9), mature=False)])
    found = known_so_far(both, [RATE], as_of=MONDAY + timedelta(days=6))
    assert found.equals(weekly(both, [RATE], as_of=MONDAY + timedelta(days=6)))
    assert found["mature"].to_list() == [False]


def test_a_week_that_is_not_over_or_a_count_that_lacks_days_is_partial() -> None:
    rows = observed(*((day, 1, 1) for day in range(12)))
    count = spec("ticket_volume", id=1)
    assert weekly(rows, [RATE], as_of=MONDAY + timedelta(days=12))["partial"].to_list() == [False, True]
    assert weekly(rows, [count], as_of=MONDAY + timedelta(days=30))["partial"].to_list() == [False, True]
    assert weekly(rows, [RATE], as_of=MONDAY + timedelta(days=13))["partial"].to_list() == [False, False]


def test_a_duration_week_is_its_own_median_and_p90() -> None:
    rows = pl.concat(
        [observed((0, 3, 30)), observed((0, 5, 90), grain="week").with_columns(median=pl.lit(12.0), p90=pl.lit(40.0))]
    )
    (median,) = weekly(rows, [spec("time_to_resolution")], as_of=date(2024, 4, 1)).to_dicts()
    (slow,) = weekly(rows, [spec("time_to_resolution_p90")], as_of=date(2024, 4, 1)).to_dicts()
    assert (median["value"], slow["value"], median["lo"]) == (12.0, 40.0, None)


def test_nps_runs_from_minus_100_to_100_and_nothing_measured_is_null() -> None:
    nps = spec("nps")
    found = daily(observed((0, 4, 1, 3), (1, 0, 0)), [nps])
    assert found["value"].to_list() == [25.0, None]
    assert value(MetricKind.NPS, 4, 1) == 25.0
    assert value(MetricKind.RATE, 0, 0) is None
    assert value(MetricKind.COUNT, 0, 0) == 0
    assert value(MetricKind.DURATION, 5, 90, median=12, p90=40, slow=True) == 40


def test_empty_observations_keep_their_columns() -> None:
    empty = pl.DataFrame(schema=OBSERVATIONS)
    found = weekly(empty, [RATE], as_of=MONDAY)
    assert dict(found.schema) == WEEKLY
    assert dict(daily(empty, [RATE]).schema) == FIGURES
    assert dict(compare(found, Week.of(MONDAY), [RATE]).schema) == COMPARED


@given(days=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 50)), min_size=1, max_size=40, unique_by=lambda row: row[0]))
def test_weeks_lose_nothing_of_their_days(days: list[tuple[int, int]]) -> None:
    rows = observed(*((day, n, n // 2) for day, n in days))
    found = weekly(rows, [RATE], as_of=date(2024, 6, 1))
    assert (found["n"].sum(), found["total"].sum(), found["days"].sum()) == (rows["n"].sum(), rows["total"].sum(), len(rows))


def bounds(kind: str, n: float, total: float, total_sq: float = 0.0) -> tuple[float, float]:
    low, high = interval(MetricKind(kind), np.array([n]), np.array([total]), np.array([total_sq]))
    return float(low[0]), float(high[0])


@pytest.mark.parametrize(("k", "n"), [(0, 10), (1, 3), (412, 1329), (50, 50)])
def test_rates_have_wilsons_interval(k: int, n: int) -> None:
    assert bounds("rate", n, k) == pytest.approx(proportion_confint(k, n, method="wilson"))


def test_means_have_students_interval() -> None:
    answers = np.array([7, 6, 2, 5, 5.0])
    half = 2.7764451 * answers.std(ddof=1) / np.sqrt(5)  # t(0.975, 4)
    assert bounds("mean", 5, answers.sum(), (answers**2).sum()) == pytest.approx((5 - half, 5 + half))
    assert all(np.isnan(bounds("mean", 1, 5, 25)))


def test_counts_have_garwoods_exact_interval_and_a_ratio_follows() -> None:
    assert bounds("count", 10, 10) == pytest.approx((4.795389, 18.390356), abs=1e-6)  # Garwood's table
    assert bounds("count", 0, 0) == pytest.approx((0, 3.688879), abs=1e-6)
    assert bounds("ratio", 100, 10) == pytest.approx((0.04795389, 0.18390356), abs=1e-8)


def test_nps_interval_covers_its_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    answers = rng.multinomial(40, [0.5, 0.3, 0.2], size=4000)
    score, moved = answers[:, 0] - answers[:, 2], answers[:, 0] + answers[:, 2]
    low, high = interval(MetricKind.NPS, np.full(4000, 40.0), score.astype(float), moved.astype(float))
    assert 0.93 < np.mean((low <= 30) & (high >= 30)) < 0.975
    assert bounds("nps", 5, 5, 5)[0] < 95  # five promoters do not make a certainty


def test_quantile_bounds_cover_the_true_median_and_p90() -> None:
    rng = np.random.default_rng(4)
    for share, truth in ((0.5, 1.0), (0.9, np.exp(1.2815515655))):
        sides = np.array([quantile_bounds(rng.lognormal(size=80), share) for _ in range(1500)])
        assert 0.945 < np.mean((sides[:, 0] <= truth) & (sides[:, 1] >= truth)) < 0.985
    assert np.isnan(quantile_bounds(np.array([1.0, 2.0]), 0.5)).all()
    assert np.isnan(quantile_bounds(np.array([]), 0.5)).all()


def history(*totals: int, n: int = 400) -> pl.DataFrame:
    """Weekly figures of a rate: one week a total of n."""
    return weekly(observed(*((7 * i, n, total) for i, total in enumerate(totals))), [RATE], as_of=date(2025, 1, 1))


def test_the_change_on_last_week_has_newcombes_interval() -> None:
    rows = observed((0, 70, 56), (7, 80, 48))  # Newcombe 1998, Statistics in Medicine 17:873, table II, example (a)
    (now,) = compare(weekly(rows, [RATE], as_of=date(2024, 4, 1)), Week.of(MONDAY).shift(1), [RATE]).to_dicts()
    assert now["change"] == pytest.approx(-0.2)
    assert (now["change_lo"], now["change_hi"]) == pytest.approx((-0.3339, -0.0524), abs=1e-4)
    assert (now["before"], now["before_n"]) == (0.8, 70)


def test_what_is_usual_comes_from_the_weeks_before_only() -> None:
    (calm,) = compare(history(100, 104, 96, 102, 98, 101, 99, 160), Week.of(MONDAY).shift(7), [RATE]).to_dicts()
    assert calm["usual"] == pytest.approx(0.25)
    assert calm["value"] > calm["usual_hi"]
    assert calm["usual_weeks"] == 7
    assert 0.04 < (calm["usual_hi"] - calm["usual_lo"]) / 2 < 0.05  # weeks of 400 move by 2 x 2.2 points by chance alone


def test_one_wild_week_does_not_widen_what_is_usual() -> None:
    (one,) = compare(history(100, 104, 300, 102, 98, 101, 99, 100), Week.of(MONDAY).shift(7), [RATE]).to_dicts()
    assert one["usual_hi"] < 0.31


def test_too_short_a_history_says_nothing_of_what_is_usual() -> None:
    (now,) = compare(history(100, 104, 96, 102), Week.of(MONDAY).shift(3), [RATE]).to_dicts()
    assert (now["usual"], now["usual_lo"]) == (None, None)
    assert now["change"] is not None


def test_the_usual_range_stays_within_what_a_rate_can_be() -> None:
    (now,) = compare(history(0, 1, 0, 1, 0, 1, 0, n=20), Week.of(MONDAY).shift(6), [RATE]).to_dicts()
    assert now["usual_lo"] == 0.0


def test_an_immature_or_unfinished_week_makes_no_change() -> None:
    rows = pl.concat([observed((0, 10, 5), (7, 10, 5)), observed((14, 10, 9), mature=False)])
    weeks = weekly(rows, [RATE], as_of=date(2024, 4, 1))
    (now,) = compare(weeks, Week.of(MONDAY).shift(2), [RATE]).to_dicts()
    assert (now["mature"], now["change"]) == (False, None)
    (settled,) = compare(weeks, Week.of(MONDAY).shift(2), [RATE], settled=True).to_dicts()
    assert (settled["week"], settled["change"]) == (MONDAY + timedelta(days=7), 0.0)


def test_every_week_has_the_usual_range_that_compare_tells_in_it() -> None:
    draw = np.random.default_rng(3)
    days = observed(*((day, 60, int(draw.binomial(60, 0.3))) for day in range(7 * 30)))
    weeks = weekly(days, [RATE], as_of=date(2025, 1, 1))
    ranges = {row["week"]: row for row in usual_ranges(weeks, [RATE]).to_dicts()}
    for number in (4, 5, 12, 29):
        week = Week.of(MONDAY + timedelta(weeks=number))
        (told,) = compare(weeks, week, [RATE]).to_dicts()
        names = ("usual", "usual_lo", "usual_hi", "usual_weeks")
        assert [ranges[week.monday][name] for name in names] == [told[name] for name in names]
    assert ranges[MONDAY]["usual"] is None


def test_a_month_is_its_customers_not_the_mean_of_its_weeks() -> None:
    found = monthly(observed((0, 10, 5), (1, 1000, 100), (28, 4, 4)), [RATE], as_of=date(2024, 4, 10))
    assert found.schema == MONTHLY
    assert found["month"].to_list() == [date(2024, 3, 1), date(2024, 4, 1)]
    assert found["value"].to_list() == [105 / 1010, 1.0]
    assert found["partial"].to_list() == [False, True]


def test_a_months_count_is_a_weeks_average_whatever_its_length() -> None:
    volume = spec("ticket_volume", id=2)
    days = observed(*((day, 4, 4) for day in range(-4, 40)), metric_id=2)
    found = monthly(days, [volume], as_of=date(2024, 4, 12))
    assert found["value"].to_list() == [28.0, 28.0, 28.0]
    assert found["days"].to_list() == [1, 31, 12]
    assert found["lo"][1] < 28 < found["hi"][1]


def test_young_cohorts_take_no_part_in_a_month() -> None:
    both = pl.concat([observed((0, 10, 2)), observed((1, 10, 9), mature=False), observed((40, 5, 5), mature=False)])
    (month,) = monthly(both, [RATE], as_of=date(2024, 6, 1)).to_dicts()
    assert (month["value"], month["mature"], month["partial"]) == (0.2, False, True)
