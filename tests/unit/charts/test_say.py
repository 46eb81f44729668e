from __future__ import annotations

import math
from datetime import date

import pytest

from journey.charts import plot, say
from journey.domain.words import MetricKind


def test_counts_and_days() -> None:
    assert say.count(1329) == "n 1,329"
    assert say.count(None) == ""
    assert say.count(math.nan) == ""
    assert say.day(date(2026, 11, 6)) == "6 Nov"
    assert say.day(date(2026, 11, 6), year=True) == "6 Nov 2026"


@pytest.mark.parametrize(
    ("low", "high", "kind", "unit", "words"),
    [
        (0.1, 0.33, MetricKind.RATE, "%", ["10 %", "20 %", "30 %"]),
        (0.01, 0.02, MetricKind.RATE, "%", ["1.00 %", "1.25 %", "1.50 %", "1.75 %", "2.00 %"]),
        (0.0, 0.1, MetricKind.RATE, "%", ["0.0 %", "2.5 %", "5.0 %", "7.5 %", "10.0 %"]),
        (0, 90_000, MetricKind.DURATION, "", ["0 s", "12 h", "1 d"]),
        (-40, 50, MetricKind.NPS, "", ["−25", "0", "25", "50"]),
        (12, 61, MetricKind.COUNT, "tickets", ["20", "40", "60 tickets"]),
        (4.0, 4.6, MetricKind.MEAN, "of 5", ["4.0", "4.2", "4.4", "4.6 of 5"]),
    ],
)
def test_an_axis_counts_in_steps_that_people_use(low: float, high: float, kind: MetricKind, unit: str, words: list[str]) -> None:
    assert plot.ticks(low, high, kind, unit)["ticktext"] == words


def test_an_axis_of_shares_ends_at_all_of_them_and_starts_no_lower_than_none() -> None:
    assert plot.span([0.02, 0.99], cap=1.0) == (0.0, 1.0)
    assert plot.span([-10, 30])[0] < -10
