from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import polars as pl
import pytest

from journey.charts import theme
from journey.charts.emotion import alt_text, emotion_curve
from journey.domain.format import signed

Seen = Callable[[go.Figure], str]
FRAME = pl.DataFrame(
    {
        "stage": ["Discover", "Verify <i>identity</i>", "Renew"],
        "assumed": [2.0, 0.0, 2.0],
        "measured": [1.8, -3.2, None],
        "low": [1.2, -3.9, None],
        "high": [2.4, -2.5, None],
        "n": [212, 96, 0],
    }
)


def test_both_curves_are_named_and_the_widest_gap_is_put_into_words(seen: Seen) -> None:
    figure = emotion_curve(FRAME, title="Customers dread Verify identity")
    words = seen(figure)
    for expected in ("assumed", "measured", "▼ 3.2 below what was assumed", "Discover<br>n 212", "+5", "−5"):
        assert expected in words
    assert "&lt;i&gt;" in words
    assert figure.data[0].fillcolor == theme.BAND
    assert figure.data[-1].marker.color[1] == theme.emotion_colour(-3)


def test_a_small_gap_gets_no_name(seen: Seen) -> None:
    assert "what was assumed" not in seen(emotion_curve(FRAME.head(1)))


def test_twelve_stages_are_named_aslant() -> None:
    frame = pl.DataFrame(
        {"stage": [f"Stage {i}" for i in range(12)], "assumed": [1.0] * 12, "measured": [2.0] * 12, "n": [9] * 12}
    )
    axis = emotion_curve(frame).layout.xaxis
    assert axis.tickangle == -60
    assert axis.ticktext[0] == "Stage 0 · n 9"


def test_only_assumed_is_enough(seen: Seen) -> None:
    words = seen(emotion_curve(FRAME.select("stage", "assumed")))
    assert "assumed" in words
    assert "measured" not in words


def test_alternative_text_says_the_gap_and_each_stage() -> None:
    words = alt_text(FRAME, title="Customers dread it")
    assert words == (
        "Customers dread it. Widest gap at Verify <i>identity</i>: measured 3.2 below what was assumed. "
        "Discover: assumed +2, measured +1.8, n 212. "
        "Verify <i>identity</i>: assumed 0, measured −3.2, n 96. Renew: assumed +2."
    )


def test_no_emotion_is_said_calmly(seen: Seen) -> None:
    nothing = FRAME.with_columns(assumed=None, measured=None)
    assert "No stage has an emotion yet" in seen(emotion_curve(nothing))
    assert "No stage has an emotion yet" in seen(emotion_curve(FRAME.head(0)))
    assert "No stage has an emotion yet" in alt_text(FRAME.head(0))


@pytest.mark.parametrize(("value", "words"), [(2, "+2"), (2.44, "+2.4"), (-3.0, "−3"), (0, "0"), (-0.04, "0")])
def test_emotions_carry_their_sign(value: float, words: str) -> None:
    assert signed(value) == words
