from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import polars as pl
import pytest

from journey.charts import theme
from journey.charts.segments import alt_text, segments
from journey.domain.words import MetricKind

Seen = Callable[[go.Figure], str]
FRAME = pl.DataFrame(
    {
        "segment": ["platform=Android", "<script>alert(1)</script>", "plan=team"],
        "value": [0.38, 0.24, None],
        "n": [412, 1329, 0],
        "low": [0.33, 0.22, None],
        "high": [0.43, 0.26, None],
        "state": ["worse", None, None],
    }
)


def test_each_segment_is_named_with_its_value_n_and_state(seen: Seen) -> None:
    figure = segments(FRAME, title="Android carries the rise", kind=MetricKind.RATE, overall=0.25)
    words = seen(figure)
    for expected in ("Android carries the rise", "platform=Android", "▼ worse · 38 % · n 412", "24 % · n 1,329", "Everyone 25 %"):
        assert expected in words
    assert list(figure.data[0].marker.color) == [theme.WORSE, theme.TEXT]
    assert list(figure.data[0].error_x.array) == pytest.approx([0.05, 0.02])


def test_a_segment_without_a_value_is_left_out_and_a_typed_name_stays_text(seen: Seen) -> None:
    words = seen(segments(FRAME, kind=MetricKind.RATE))
    assert "plan=team" not in words
    assert "<script>" not in words
    assert "&lt;script&gt;" in words


def test_figures_grow_with_their_segments() -> None:
    assert segments(FRAME).layout.height > segments(FRAME.head(1)).layout.height


def test_alternative_text_lists_every_segment() -> None:
    words = alt_text(FRAME.head(1), title="Android carries the rise", kind=MetricKind.RATE, overall=0.25)
    assert words == "Android carries the rise. platform=Android: ▼ worse · 38 % · n 412; Everyone: 25 %."


def test_no_segment_is_said_calmly(seen: Seen) -> None:
    assert "No segment has enough answers here." in seen(segments(FRAME.head(0)))
    assert "No segment has enough answers here." in alt_text(FRAME.head(0))
