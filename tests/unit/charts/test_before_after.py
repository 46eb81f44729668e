from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import plotly.graph_objects as go
import polars as pl

from journey.charts import theme
from journey.charts.before_after import alt_text, before_after
from journey.charts.beside import Beside
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
        "shipped 11 Sep",
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


BESIDE = (
    Beside(date(2026, 9, 13), date(2026, 9, 14), "Outage", "incident"),
    Beside(date(2026, 9, 3), date(2026, 9, 3), "Old form gone", "change"),
    Beside(date(2026, 9, 8), date(2026, 9, 8), "Harvest day", "holiday"),
    Beside(date(2026, 8, 1), date(2026, 8, 2), "Long before", "change"),
)
OUT = FRAME.with_columns(left_out=pl.col("at").is_in([date(2026, 9, 13), date(2026, 9, 14), date(2026, 9, 18)]))


def test_what_else_happened_is_drawn_where_it_happened(seen: Seen) -> None:
    figure = before_after(FRAME, CHANGE, beside=BESIDE)
    words = seen(figure)
    assert "Old form gone" in words
    assert "Outage" in words
    assert "Long before" not in words
    shade = next(shape for shape in figure.layout.shapes if shape.type == "rect")
    assert (shade.x0, shade.x1) == ("2026-09-12T12:00:00", "2026-09-14T12:00:00")
    assert any("Harvest day" in str(trace.hovertext) for trace in figure.data)
    assert alt_text(FRAME, CHANGE, beside=BESIDE).endswith(
        "Also in these weeks: Old form gone (3 Sep), Harvest day (8 Sep), Outage (13 Sep to 14 Sep)."
    )


def test_days_left_out_are_hatched_and_counted_nowhere(seen: Seen) -> None:
    figure = before_after(OUT, CHANGE)
    hatched = [trace for trace in figure.data if trace.fillpattern and trace.fillpattern.shape]
    assert [(trace.x[0], trace.x[1]) for trace in hatched] == [
        ("2026-09-12T12:00:00", "2026-09-14T12:00:00"),
        ("2026-09-17T12:00:00", "2026-09-18T12:00:00"),
    ]
    assert "n 1,000 before, n 700 after" in seen(figure)
    assert "3 days are left out." in alt_text(OUT, CHANGE)


def test_a_week_left_out_is_hatched_as_a_week() -> None:
    weeks = FRAME.head(4).with_columns(
        at=pl.Series([START + timedelta(days=7 * i) for i in range(4)]), left_out=pl.Series([False, False, True, False])
    )
    hatched = [trace for trace in before_after(weeks, CHANGE).data if trace.fillpattern and trace.fillpattern.shape]
    assert [(trace.x[0], trace.x[1]) for trace in hatched] == [("2026-09-14T12:00:00", "2026-09-21T12:00:00")]
