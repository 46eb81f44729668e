"""A month or quarter of a metric, worked by hand from its weeks' sums."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from journey.analysis.periods import over
from journey.analysis.rollup import WEEKLY
from journey.domain.model import MetricSpec
from journey.domain.weeks import Week
from journey.domain.words import Direction, MetricKind

LAST = Week.parse("2026-W46")


def weeks(*rows: tuple[float, float], id: int = 1, **values: Any) -> pl.DataFrame:
    """Weeks up to LAST, oldest first, of n customers and a total each."""
    made = [
        {"metric_id": id, "segment": "", "week": LAST.monday - timedelta(weeks=len(rows) - 1 - at), "value": total / n, "n": n,
         "total": total, "total_sq": total, "lo": None, "hi": None, "mature": True, "days": 7, "partial": False, **values}
        for at, (n, total) in enumerate(rows)
    ]  # fmt: skip
    return pl.DataFrame(made, schema=WEEKLY)


def spec(kind: MetricKind, id: int = 1) -> MetricSpec:
    return MetricSpec(id, "any", kind, Direction.DOWN)


def test_a_period_is_its_weeks_sums_not_the_mean_of_their_values() -> None:
    told = over(weeks((100, 10), (100, 30), (10, 9), (190, 19)), [spec(MetricKind.RATE)], first=LAST.shift(-1), last=LAST)
    [row] = told.to_dicts()
    assert (row["value"], row["n"], row["total"], row["weeks"]) == (28 / 200, 200, 28, 2)
    assert row["before"] == 40 / 200
    assert row["change"] == pytest.approx(-0.06)


def test_the_change_of_a_rate_has_newcombe_s_interval() -> None:
    told = over(weeks((200, 40), (200, 70)), [spec(MetricKind.RATE)], first=LAST, last=LAST)
    low, high = confint_proportions_2indep(70, 200, 40, 200, method="newcomb", compare="diff")
    assert told.select("change_lo", "change_hi").row(0) == pytest.approx((low, high), abs=1e-9)


def test_a_count_is_a_week_s_average() -> None:
    told = over(weeks((20, 20), (40, 40), (50, 50), (70, 70)), [spec(MetricKind.COUNT)], first=LAST.shift(-1), last=LAST)
    assert told.select("value", "before", "change").row(0) == (60.0, 30.0, 30.0)


def test_weeks_that_can_still_move_durations_and_what_has_no_week_before_are_told_as_such() -> None:
    young = pl.concat([weeks((100, 20), (100, 90)).head(1), weeks((100, 90), mature=False)])
    told = over(young, [spec(MetricKind.RATE)], first=LAST.shift(-1), last=LAST)
    assert told.select("value", "weeks", "before", "change_lo").row(0) == (0.2, 1, None, None)
    assert over(weeks((9, 9)), [spec(MetricKind.DURATION)], first=LAST, last=LAST).is_empty()
    assert over(young.clear(), [spec(MetricKind.RATE)], first=LAST, last=LAST).is_empty()
