from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import plotly.graph_objects as go
import polars as pl
import pytest

from journey.charts import plot, theme
from journey.charts.timeline import Mark
from journey.charts.trend import alt_text, trend
from journey.domain.words import MetricKind

Seen = Callable[[go.Figure], str]
RATE = MetricKind.RATE
START = date(2026, 9, 7)


def weeks(**columns: object) -> pl.DataFrame:
    values = [0.22, 0.21, 0.23, 0.22, 0.31, 0.33]
    at = [START + timedelta(weeks=i) for i in range(6)]
    return pl.DataFrame({"at": at, "value": values, "n": [1329] * 6, **columns})


def test_the_reader_sees_finding_measure_value_target_days_and_n(seen: Seen) -> None:
    figure = trend(weeks(), title="Drop-off rose to 33 %", subtitle="Weekly, n 7,974", kind=RATE, target=0.2)
    words = seen(figure)
    for expected in ("Drop-off rose to 33 %", "Weekly, n 7,974", "<b>33 %</b>", "Target<br>20 %", "12 Oct<br>n 1,329"):
        assert expected in words
    assert figure.layout.shapes[0].line.dash == "dot"


def test_what_stands_out_carries_a_word_and_a_colour(seen: Seen) -> None:
    figure = trend(weeks(flag=[None, None, None, None, "worse", "worse"]), kind=RATE)
    assert "▼ worse" in seen(figure)
    marks = figure.data[-1]
    assert list(marks.x) == ["2026-10-05", "2026-10-12"]
    assert set(marks.marker.color) == {theme.WORSE}


def test_young_weeks_are_hatched_and_never_the_headline_value(seen: Seen) -> None:
    figure = trend(weeks(mature=[True] * 5 + [False]), kind=RATE)
    words = seen(figure)
    assert "can still change" in words
    assert "<b>31 %</b>" in words
    assert "33 %</b>" not in words
    assert any(trace.fillpattern.shape == "/" for trace in figure.data)
    line = next(trace for trace in figure.data if trace.line.color == theme.TEXT)
    assert line.y[-1] is None


def test_expected_band_interval_and_prior_are_drawn(seen: Seen) -> None:
    frame = weeks(
        expected_low=[0.2] * 6,
        expected_high=[0.25] * 6,
        low=[0.2] * 6,
        high=[0.4] * 6,
        prior=[0.2] * 6,
    )
    figure = trend(frame, kind=RATE, prior_name="A year before")
    assert "A year before" in seen(figure)
    assert figure.data[0].fillcolor == theme.BAND
    line = next(trace for trace in figure.data if trace.line.color == theme.TEXT)
    assert line.error_y.array[0] == pytest.approx(0.18)
    assert "likely 20 % to 40 %" in line.hovertext[0]


def test_changes_in_the_window_stand_as_flags_and_typed_names_stay_text(seen: Seen) -> None:
    marks = [Mark(START + timedelta(days=9), "<b>New</b> form"), Mark(date(2020, 1, 1), "Long ago")]
    words = seen(trend(weeks(), changes=marks))
    assert "&lt;b&gt;New&lt;/b&gt; form" in words
    assert "Long ago" not in words


def test_typed_titles_stay_text(seen: Seen) -> None:
    assert "&lt;a href=x&gt;" in seen(trend(weeks(), title="<a href=x>hi</a>"))


def test_a_long_finding_breaks_into_lines_and_gets_room() -> None:
    short, long = trend(weeks(), title="Short"), trend(weeks(), title="Word " * 25)
    assert long.layout.annotations[0].text.count("<br>") == 2
    assert long.layout.margin.t > short.layout.margin.t


def test_a_broken_band_is_two_ribbons() -> None:
    gap = [0.2, 0.2, None, 0.2, 0.2, 0.2]
    figure = trend(weeks(expected_low=gap, expected_high=[0.3] * 6))
    assert sum(trace.fillcolor == theme.BAND for trace in figure.data) == 2


@pytest.mark.parametrize("frame", [weeks().head(0), weeks().with_columns(value=None), weeks().with_columns(value=float("nan"))])
def test_nothing_measured_is_said_calmly(frame: pl.DataFrame, seen: Seen) -> None:
    assert "Nothing was measured in this window." in seen(trend(frame, title="Drop-off"))
    assert alt_text(frame, title="Drop-off") == "Drop-off. Nothing was measured in this window."


def test_one_value_alone_is_drawn(seen: Seen) -> None:
    assert "<b>22 %</b>" in seen(trend(weeks().head(1), kind=RATE))


def test_alternative_text_says_the_finding_its_ends_and_what_stands_out() -> None:
    frame = weeks(flag=[None] * 4 + ["worse", None], mature=[True] * 5 + [False])
    words = alt_text(frame, title="Drop-off rose", kind=RATE, target=0.2, changes=[Mark(START, "New form")])
    assert words == (
        "Drop-off rose. From 22 % on 7 Sep (n 1,329) to 33 % on 12 Oct (n 1,329). Target 20 %. 5 Oct: ▼ worse. "
        "7 Sep: New form. The last value can still change."
    )


def test_resolve_names_real_colours_for_files() -> None:
    chart = trend(weeks(flag=[None] * 5 + ["worse"]))
    light, dark = plot.resolve(chart), plot.resolve(chart, theme.DARK)
    assert "#B93C0B" in light.to_json()
    assert "#FF8F63" in dark.to_json()
    assert dark.layout.paper_bgcolor == "#15181B"
    assert "#0000" not in light.to_json()
