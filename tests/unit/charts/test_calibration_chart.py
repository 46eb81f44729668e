from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import polars as pl

from journey.charts.calibration import alt_text, calibration

BANDS = pl.DataFrame(
    {"said": [0.85, 0.55], "share": [0.6, 0.5], "low": [0.23, 0.19], "high": [0.88, 0.81], "n": [5, 6]},
)


def test_each_band_says_how_many_held_of_how_many(seen: Callable[[go.Figure], str]) -> None:
    figure = calibration(BANDS, title="Held less often than said")
    words = seen(figure)
    for expected in ("Held less often than said", "60 %, n 5", "50 %, n 6", "how sure the author was"):
        assert expected in words or expected in figure.to_json()
    dots = figure.data[0]
    assert list(zip(dots.x, dots.y, strict=True)) == [(0.55, 0.5), (0.85, 0.6)]
    assert dots.error_y.array[1] == 0.88 - 0.6, "the whisker ends where the interval does"
    assert dots.error_y.arrayminus[1] == 0.6 - 0.23


def test_the_picture_in_words_and_its_quiet_empty_state(seen: Callable[[go.Figure], str]) -> None:
    assert alt_text(BANDS, title="Late") == "Late. Said 55 %, held 50 % of 6; said 85 %, held 60 % of 5."
    assert "No guess has come to its verdict yet." in seen(calibration(BANDS.clear()))
    assert alt_text(BANDS.clear()) == "No guess has come to its verdict yet."
