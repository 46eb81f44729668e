from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from journey.charts import theme
from journey.charts.matrix import alt_text, matrix

Seen = Callable[[go.Figure], str]
FRAME = pl.DataFrame(
    {
        "name": ["Scan fails", "No invoice", "<b>Login</b> loop", "Slow export"],
        "effort": [2.0, 2.0, 1.0, 4.0],
        "pain": [5.0, 5.0, 4.0, 1.5],
        "state": ["worse", None, None, None],
    }
)


def test_every_pain_point_is_named_beside_its_dot_and_the_quadrants_say_what_to_do(seen: Seen) -> None:
    words = seen(matrix(FRAME, title="Scan hurts most"))
    for expected in ("Scan hurts most", "Do first", "Plan well", "On the side", "Leave for now", "more effort →", "more pain →"):
        assert expected in words
    assert "Slow export" in words
    assert "&lt;b&gt;Login&lt;/b&gt; loop" in words


def test_points_on_one_spot_share_a_dot_and_stand_under_each_other(seen: Seen) -> None:
    figure = matrix(FRAME)
    assert len(figure.data[0].x) == 3
    assert "Scan fails<br>No invoice" in seen(figure)
    assert figure.data[0].marker.color[0] == theme.WORSE


def test_alternative_text_sorts_names_into_quadrants() -> None:
    words = alt_text(FRAME, title="Scan hurts most")
    assert words == "Scan hurts most. Do first: Scan fails, No invoice, <b>Login</b> loop. Leave for now: Slow export."


def test_unrated_points_are_left_out_and_none_at_all_is_said(seen: Seen) -> None:
    unrated = FRAME.with_columns(effort=None)
    assert "No pain point has been rated yet." in seen(matrix(unrated))
    assert "No pain point has been rated yet." in alt_text(unrated)


@given(st.lists(st.tuples(st.floats(1, 5), st.floats(1, 5)), min_size=1, max_size=12))
def test_no_name_gets_lost(points: list[tuple[float, float]]) -> None:
    names = [f"Pain {i:02d}" for i in range(len(points))]
    frame = pl.DataFrame({"name": names, "effort": [p[0] for p in points], "pain": [p[1] for p in points]})
    written = "".join(note.text for note in matrix(frame).layout.annotations)
    assert all(name in written for name in names)
