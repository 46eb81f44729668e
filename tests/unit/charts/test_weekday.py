from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import polars as pl

from journey.charts import theme
from journey.charts.weekday import alt_text, weekday_pattern
from journey.domain.words import MetricKind

Seen = Callable[[go.Figure], str]
WEEK = pl.DataFrame(
    {
        "weekday": [1, 2, 3, 4, 5, 6, 7],
        "value": [0.22, 0.2, 0.21, 0.23, 0.25, 0.28, float("nan")],
        "n": [1300, 1310, 1320, 1330, 1340, 400, 0],
        "low": [0.2, 0.18, 0.19, 0.21, 0.22, 0.24, None],
        "high": [0.24, 0.22, 0.23, 0.25, 0.28, 0.31, None],
        "latest": [0.23, 0.21, 0.27, 0.31, None, None, None],
    }
)


def test_the_reader_sees_every_weekday_with_its_n_and_the_week_s_last_value(seen: Seen) -> None:
    words = seen(weekday_pattern(WEEK, title="Thursdays stand out", kind=MetricKind.RATE))
    for expected in ("Thursdays stand out", "Mon<br>n 1,300", "Sat<br>400", "Sun<br>", "<b>31 %</b><br>this week", "usual"):
        assert expected in words


def test_a_weekday_without_a_value_has_no_dot_and_the_usual_range_hangs_on_its_own_dot() -> None:
    usual, latest = weekday_pattern(WEEK, kind=MetricKind.RATE).data
    assert list(usual.x) == [1, 2, 3, 4, 5, 6]
    assert round(usual.error_y.array[5], 2) == 0.03
    assert list(latest.x) == [1, 2, 3, 4]
    assert latest.marker.line.color == theme.TEXT


def test_alternative_text_names_the_highest_and_the_lowest_day() -> None:
    words = alt_text(WEEK, title="Thursdays stand out", kind=MetricKind.RATE)
    assert words == "Thursdays stand out. Usually highest on Saturday (28 %), lowest on Tuesday (20 %)."


def test_nothing_measured_is_said_calmly(seen: Seen) -> None:
    assert "Nothing was measured" in seen(weekday_pattern(WEEK.head(0)))
    assert "Nothing was measured" in alt_text(WEEK.head(0))


def test_values_alone_are_enough(seen: Seen) -> None:
    assert "usual" in seen(weekday_pattern(WEEK.select("weekday", "value")))
