"""Measured emotion: the scale, the interval, the verdict on what was assumed."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from journey.analysis.emotion import STAGE_EMOTION, Fit, Measured, emotion_expr, emotion_of, gap, stage_emotion

SCALES = ("nps", "csat5", "ces7", "1-10", "-5-5", "0-100", "1-7:low-is-good")


@pytest.mark.parametrize(
    ("score", "scale", "emotion"),
    [
        (0, "nps", -5),
        (10, "nps", 5),
        (5, "nps", 0),
        (8, "nps", 3),
        (1, "csat5", -5),
        (4, "csat5", 2.5),
        (4, "ces7", 0),
        (75, "0-100", 2.5),
        (-2, "-5-5", -2),
    ],
)
def test_ends_are_five_and_the_middle_is_nought(score: float, scale: str, emotion: float) -> None:
    assert emotion_of(score, scale) == pytest.approx(emotion)


@pytest.mark.parametrize(("score", "scale"), [(None, "nps"), (11, "nps"), (0, "csat5")])
def test_no_or_impossible_scores_have_no_emotion(score: float | None, scale: str) -> None:
    assert emotion_of(score, scale) is None


@pytest.mark.parametrize("scale", ["", "stars", "5-1", "3-3"])
def test_what_is_no_scale_says_so(scale: str) -> None:
    with pytest.raises(ValueError, match="is no scale"):
        emotion_of(1, scale)


@given(st.sampled_from(SCALES), st.lists(st.floats(-10, 110), min_size=1, max_size=20))
def test_a_column_is_read_as_single_scores_are(scale: str, scores: list[float]) -> None:
    frame = pl.DataFrame({"score": scores}).select(emotion_expr(pl.col("score"), scale).alias("e"))
    assert frame["e"].to_list() == pytest.approx([emotion_of(s, scale) for s in scores], nan_ok=True)


def test_a_stage_has_its_mean_and_students_interval() -> None:
    frame = pl.DataFrame(
        {
            "stage_id": [1, 1, 1, 1, 2, None, 3],
            "emotion": [1.0, 2.0, 3.0, 4.0, -5.0, 5.0, None],
            "source": ["survey", "survey", "ticket", "ticket", "survey", "survey", "survey"],
        }
    )
    measured = stage_emotion(frame)
    assert measured["stage_id"].to_list() == [1, 2]
    one, two = measured.rows(named=True)
    # sd of 1, 2, 3, 4 is 1.290994; t(.975, 3) is 3.182446; half = 3.182446 * 1.290994 / 2 = 2.054260
    assert (one["n"], one["mean"], one["sources"]) == (4, 2.5, 2)
    assert one["low"] == pytest.approx(0.445740, abs=1e-5)
    assert one["high"] == pytest.approx(4.554260, abs=1e-5)
    assert (two["n"], two["mean"], two["low"], two["high"]) == (1, -5.0, None, None)


def test_no_answers_make_an_empty_frame() -> None:
    empty = pl.DataFrame(schema={"stage_id": pl.Int64, "emotion": pl.Float64, "source": pl.String})
    assert_frame_equal(stage_emotion(empty), pl.DataFrame(schema=STAGE_EMOTION))


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(-5, 5)), max_size=40))
def test_the_interval_holds_the_mean_and_stays_on_the_scale(rows: list[tuple[int, float]]) -> None:
    frame = pl.DataFrame(rows, schema={"stage_id": pl.Int64, "emotion": pl.Float64}, orient="row").with_columns(
        source=pl.lit("survey")
    )
    for row in stage_emotion(frame).filter(pl.col("n") > 1).rows(named=True):
        assert -5 <= row["low"] <= row["mean"] + 1e-9
        assert row["mean"] - 1e-9 <= row["high"] <= 5


@pytest.mark.parametrize(
    ("assumed", "measured", "fit"),
    [
        (3.0, Measured(80, -1.2, -1.9, -0.5), Fit.TOO_ROSY),
        (-3.0, Measured(80, 1.2, 0.5, 1.9), Fit.TOO_BLEAK),
        (1.0, Measured(80, 1.2, 0.5, 1.9), Fit.HOLDS),
        (2.0, Measured(5000, 1.2, 1.1, 1.3), Fit.HOLDS),  # sure, but less than a step on the scale
        (3.0, Measured(9, -4.0, -4.5, -3.5), Fit.TOO_FEW),
        (1.0, Measured(12, 1.0, -1.5, 3.5), Fit.TOO_FEW),  # anything would fit in it
        (3.0, None, Fit.TOO_FEW),
        (None, Measured(80, 1.2, 0.5, 1.9), Fit.UNASSUMED),
        (3.0, Measured(1, -4.0, None, None), Fit.TOO_FEW),
    ],
)
def test_the_verdict_on_what_was_assumed(assumed: float | None, measured: Measured | None, fit: Fit) -> None:
    assert gap(assumed, measured).fit is fit


def test_the_sentence_carries_mean_interval_and_n() -> None:
    said = gap(3.0, Measured(80, -1.2, -1.9, -0.5)).sentence
    assert said == "Customers feel worse than assumed: −1.2 (−1.9 to −0.5) on 80 answers, where the map says +3."
    assert gap(3.0, Measured(1, -4.0, None, None)).sentence.startswith("Only one scored answer")


@given(st.floats(-5, 5), st.integers(10, 500), st.floats(-5, 5), st.floats(0, 3))
def test_turning_the_scale_round_turns_the_verdict_round(assumed: float, n: int, mean: float, half: float) -> None:
    opposite = {Fit.TOO_ROSY: Fit.TOO_BLEAK, Fit.TOO_BLEAK: Fit.TOO_ROSY}
    fit = gap(assumed, Measured(n, mean, mean - half, mean + half)).fit
    mirrored = gap(-assumed, Measured(n, -mean, -mean - half, -mean + half)).fit
    assert mirrored is opposite.get(fit, fit)
