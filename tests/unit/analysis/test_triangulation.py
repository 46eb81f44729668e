"""Kinds of source compared: when three agree, and how texts without a score are let to speak."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from journey.analysis.emotion import Fit, stage_emotion
from journey.analysis.triangulation import VOICES, Calibration, Kind, KindMean, by_kind, calibration, stage_feelings, triangulated
from journey.domain.words import Standing


def voices(*rows: tuple[int | None, Kind, float | None, float | None, float]) -> pl.DataFrame:
    """From stage, kind, emotion, felt, sure."""
    told = [
        (f"v{i}", stage, kind.value, "surveys", emotion, felt, sure) for i, (stage, kind, emotion, felt, sure) in enumerate(rows)
    ]
    return pl.DataFrame(told, schema=VOICES, orient="row")


def labelled(n: int = 40, *, stage: int = 1) -> list[tuple[int | None, Kind, float | None, float | None, float]]:
    """Scored texts whose score is twice what their words say: felt −2 … +2, drawn to the middle."""
    return [(stage, Kind.SCORES, 2.0 * (i % 5 - 2), float(i % 5 - 2), 0.9) for i in range(n)]


def mean(kind: Kind, value: float, n: int = 40) -> KindMean:
    return KindMean(kind, n, value, None, None)


SCORES, HEARD, WORDS, TALKS = Kind.SCORES, Kind.HEARD, Kind.WORDS, Kind.INTERVIEWS


@pytest.mark.parametrize(
    ("means", "agree", "apart"),
    [
        ({SCORES: -3.0, HEARD: -2.0, WORDS: -1.0}, 3, 0),  # exactly CLOSE apart
        ({SCORES: -3.1, HEARD: -2.0, WORDS: -1.0}, 2, 1),  # one is too far
        ({SCORES: -0.5, HEARD: 0.2, WORDS: 1.2}, 3, 0),  # -0.5 is on neither side
        ({SCORES: -0.6, HEARD: 0.2, WORDS: 1.2}, 2, 1),  # opposite sides
        ({SCORES: -3.0, HEARD: -2.5, WORDS: -2.0, TALKS: 2.0}, 3, 1),
        ({SCORES: -3.0, HEARD: -2.5}, 2, 0),
        ({SCORES: -3.0}, 1, 0),
        ({}, 0, 0),
    ],
)
def test_three_kinds_agree_in_sign_and_within_two_steps(means: dict[Kind, float], agree: int, apart: int) -> None:
    found = triangulated([mean(kind, value) for kind, value in means.items()])
    assert (len(found.agree), len(found.apart), found.triangulated) == (agree, apart, agree >= 3)


def test_a_kind_with_too_few_voices_is_not_compared() -> None:
    few = [mean(SCORES, -2.0, 9), mean(HEARD, -2.0, 3), mean(TALKS, -2.0, 2), mean(WORDS, -2.0, 10)]
    assert [kind.kind for kind in triangulated(few).agree] == [HEARD, WORDS]


def test_of_two_pairs_that_agree_the_closer_counts() -> None:
    found = triangulated([mean(SCORES, -3.0), mean(HEARD, -2.9), mean(WORDS, 3.0), mean(TALKS, 4.0)])
    assert [kind.kind for kind in found.agree] == [SCORES, HEARD]


def test_told_feelings_are_stretched_as_far_as_scores_say() -> None:
    assert calibration(voices(*labelled())) == Calibration(40, 0.0, 0.0, 2.0, 0.0, 80.0)
    texts = [(2, WORDS, None, felt, 0.8) for felt in (-1.0, -2.0) * 5]
    [words] = by_kind(voices(*labelled(), *texts))[2]
    # twice the mean −1.5; the texts' variance is 4 × 0.25 × 10 / 9, over 10 texts; t with 9 degrees of freedom is 2.262157
    half = 2.262157 * (4 * 0.25 * 10 / 9 / 10) ** 0.5
    assert [words.n, words.mean, words.low, words.high] == pytest.approx([10, -3.0, -3.0 - half, -3.0 + half], abs=1e-5)


def test_texts_never_enter_the_measured_mean_nor_its_n() -> None:
    rows = [(1, SCORES, value, -5.0, 0.9) for value in (1.0, 2.0, 3.0) * 4]
    alone = stage_emotion(voices(*rows))
    beside = stage_emotion(voices(*rows, *[(1, WORDS, None, -5.0, 0.9)] * 5000))
    assert alone.drop("sources").equals(beside.drop("sources"))


def test_an_interval_of_texts_is_no_narrower_than_of_as_many_scores() -> None:
    draw = np.random.default_rng(3)
    felt = draw.normal(0, 1, 400)
    emotion = np.clip(1.2 * felt + draw.normal(0, 1.5, 400), -5, 5)
    rows = [(1, SCORES, float(e), float(f), 0.9) for e, f in zip(emotion, felt, strict=True)]
    texts = [(2, WORDS, None, float(f), 0.9) for f in felt[:50]]
    scored, words = by_kind(voices(*rows[:50]))[1][0], by_kind(voices(*rows, *texts))[2][0]
    assert None not in (scored.low, scored.high, words.low, words.high)
    assert words.high - words.low > 0.98 * (scored.high - scored.low)  # type: ignore[operator]


def test_texts_interval_covers_what_they_would_have_scored() -> None:
    draw, hits = np.random.default_rng(11), 0
    for _ in range(60):
        felt = draw.normal(0.3, 1, 150)
        emotion = 0.5 + 1.1 * felt + draw.normal(0, 1.2, 150)
        lab = [(1, SCORES, float(e), float(f), 0.9) for e, f in zip(emotion[:100], felt[:100], strict=True)]
        [words] = by_kind(voices(*lab, *[(2, WORDS, None, float(f), 0.9) for f in felt[100:]]))[2]
        assert words.low is not None
        assert words.high is not None
        hits += words.low <= 0.5 + 1.1 * 0.3 <= words.high
    assert hits / 60 >= 0.95, "wider than it needs to be, never narrower"


@pytest.mark.parametrize(
    "rows",
    [
        labelled(29),
        [(1, SCORES, -2.0 * (i % 5 - 2), float(i % 5 - 2), 0.9) for i in range(40)],
        [(1, SCORES, 1.0, 0.0, 0.9)] * 40,
    ],
    ids=["too few scored texts", "words say the contrary", "words say nothing"],
)
def test_texts_are_left_out_where_nobody_knows_how_far_they_are_off(rows: list[tuple[int, Kind, float, float, float]]) -> None:
    assert WORDS not in {one.kind for one in by_kind(voices(*rows, *[(1, WORDS, None, -2.0, 0.9)] * 20)).get(1, [])}


def test_an_unsure_text_is_not_listened_to() -> None:
    assert 2 not in by_kind(voices(*labelled(), *[(2, WORDS, None, -2.0, 0.49)] * 20))


def test_an_assumption_is_evidenced_where_it_holds_or_three_kinds_agree_on_it() -> None:
    scored = [(1, SCORES, value, None, 0.0) for value in (-3.0, -2.0, -1.0) * 5]
    found = stage_feelings(voices(*scored), {1: -2.0, 2: 1.0})
    assert (found[1].gap.fit, found[1].standing) == (Fit.HOLDS, Standing.EVIDENCED)
    assert (found[2].gap.fit, found[2].standing, found[2].measured) == (Fit.TOO_FEW, Standing.HYPOTHESIS, None)
    rosy = stage_feelings(voices(*scored), {1: 2.0})
    assert (rosy[1].gap.fit, rosy[1].standing) == (Fit.TOO_ROSY, Standing.HYPOTHESIS)


def test_wide_answers_support_nothing_alone_but_three_kinds_that_agree_do() -> None:
    wide = [(1, SCORES, value, None, 0.0) for value in (-5.0, 5.0) * 5]
    assert stage_feelings(voices(*wide), {1: 0.5})[1].standing is Standing.HYPOTHESIS
    others = [(1, kind, value, None, 0.0) for kind in (HEARD, TALKS) for value in (0.0, 0.0, 1.0)]
    agreed = stage_feelings(voices(*wide, *others), {1: 0.5})[1]
    assert agreed.gap.fit is Fit.HOLDS or agreed.agreement.triangulated
    assert agreed.standing is Standing.EVIDENCED
    assert stage_feelings(voices(*wide, *others), {1: 2.0})[1].standing is Standing.HYPOTHESIS, "not on what they agree on"
