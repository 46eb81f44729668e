from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import plotly.graph_objects as go
import polars as pl

from journey.charts import theme
from journey.charts.before_after import alt_text, before_after
from journey.charts.timeline import Mark
from journey.domain.words import MetricKind

Seen = Callable[[go.Figure], str]
START = date(2026, 9, 1)
CHANGE = Mark(date(2026, 9, 11), "Shorter <b>form</b>")
FRAME = pl.DataFrame(
    {
        "at": [START + timedelta(days=i) for i in range(20)],
        "value": [0.3] * 10 + [0.23] * 10,
        "n": [100] * 20,
        "expected": [None] * 10 + [0.3] * 10,
        "expected_low": [None] * 10 + [0.28] * 10,
        "expected_high": [None] * 10 + [0.32] * 10,
    },
)


def test_observed_and_expected_are_named_at_their_ends_with_the_change_and_n(seen: Seen) -> None:
    figure = before_after(FRAME, CHANGE, title="The form cut drop-off", kind=MetricKind.RATE)
    words = seen(figure)
    for expected in (
        "The form cut drop-off",
        "<b>23 %</b><br>observed",
        "<b>30 %</b><br>without the change",
        "Shorter &lt;b&gt;form&lt;/b&gt;, 11 Sep",
        "n 1,000 before, n 1,000 after",
    ):
        assert expected in words
    assert figure.layout.shapes[0].x0 == "2026-09-11"
    assert figure.data[0].fillcolor == theme.BAND
    assert min(figure.data[0].x) == "2026-09-11"


def test_alternative_text_says_what_happened() -> None:
    assert alt_text(FRAME, CHANGE, title="The form cut drop-off", kind=MetricKind.RATE) == (
        "The form cut drop-off. Shorter <b>form</b> shipped on 11 Sep 2026. Last observed 23 %. Last without the change 30 %. "
        "n 1,000 before, n 1,000 after."
    )


def test_without_an_expectation_only_the_observed_is_named(seen: Seen) -> None:
    words = seen(before_after(FRAME.select("at", "value"), CHANGE))
    assert "observed" in words
    assert "without the change" not in words
    assert "before" not in words


def test_nothing_measured_is_said_calmly(seen: Seen) -> None:
    assert "Nothing was measured around this change." in seen(before_after(FRAME.head(0), CHANGE))
    assert "Nothing was measured around this change." in alt_text(FRAME.head(0), CHANGE)
