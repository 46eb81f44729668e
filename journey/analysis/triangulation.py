"""Compares what several kinds of source say of a stage's emotion: scores, listeners, texts without a score, interviews.

Each kind has its own mean, interval and n. One voice counts in one kind only: an answer that somebody heard is a listener's.
What a text without a score sounds like never enters the measured mean; it is one kind beside the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray

from journey.analysis.emotion import ENOUGH, HIGH, LOW, STEP, Fit, Gap, Measured, gap, stage_emotion
from journey.domain.words import Standing

Floats = NDArray[np.float64]
SURE = 0.5
"""A text is listened to if its feeling is told with at least even chances; the rest says too little."""
LABELS = 30
"""Scored texts below which nobody knows how far the told feelings are off."""
CLOSE = 2.0
"""Kinds agree within so many steps of the scale, a fifth of it."""
NEUTRAL = 0.5
"""A mean so near to zero is on neither side."""
KINDS = 3
"""Kinds that must agree."""


class Kind(StrEnum):
    """Where a feeling is known from."""

    SCORES = "survey scores"
    HEARD = "what you heard"
    WORDS = "texts without a score"
    INTERVIEWS = "interviews and shadowing"


LEAST = {Kind.SCORES: ENOUGH, Kind.HEARD: 3, Kind.WORDS: ENOUGH, Kind.INTERVIEWS: 3}
"""Voices that a kind must have to be compared: a person who listens for an hour hears more in three than a score says."""
VOICES: dict[str, pl.DataType] = {
    "key": pl.String(),  # "v12" an answer or ticket, "c3" a conversation
    "stage_id": pl.Int64(),
    "kind": pl.String(),  # a Kind
    "source": pl.String(),
    "emotion": pl.Float64(),  # scored or said by a person; null for a text alone
    "felt": pl.Float64(),  # told from the words; null where not scored
    "sure": pl.Float64(),
}


@dataclass(frozen=True)
class KindMean:
    """What one kind of source says of a stage; `enough` whether it has the voices to be compared."""

    kind: Kind
    n: int
    mean: float
    low: float | None
    high: float | None

    @property
    def enough(self) -> bool:
        return self.n >= LEAST[self.kind]


@dataclass(frozen=True)
class Calibration:
    """How scores follow told feelings, by least squares: score = at + slope × (felt − around), on `n` scored texts.

    `rest` is the variance that the words leave open, `spread` the sum of squares of the feelings.
    """

    n: int
    around: float
    at: float
    slope: float
    rest: float
    spread: float


@dataclass(frozen=True)
class Agreement:
    """Whether three kinds of source agree; `agree` those that do, `apart` those that have the voices and do not."""

    triangulated: bool
    agree: tuple[KindMean, ...]
    apart: tuple[KindMean, ...]


@dataclass(frozen=True)
class StageFeeling:
    """A stage's emotion: assumed against measured, by kind of source, and whether the assumption is evidenced."""

    measured: Measured | None
    gap: Gap
    kinds: tuple[KindMean, ...]
    agreement: Agreement
    standing: Standing


def stage_feelings(voices: pl.DataFrame, assumed: Mapping[int, float | None]) -> dict[int, StageFeeling]:
    """What is known of each stage's emotion, from VOICES; `assumed` by stage id names the stages, in order."""
    rows = stage_emotion(voices).iter_rows(named=True)
    measured = {row["stage_id"]: Measured(row["n"], row["mean"], row["low"], row["high"]) for row in rows}
    kinds = by_kind(voices)
    found = {}
    for id, value in assumed.items():
        own, fits = tuple(kinds.get(id, ())), gap(value, measured.get(id))
        agreement = triangulated(own)
        found[id] = StageFeeling(measured.get(id), fits, own, agreement, standing(value, fits, agreement))
    return found


def standing(assumed: float | None, fits: Gap, agreement: Agreement) -> Standing:
    """An assumption is evidenced where it holds, or where three kinds of source agree on it to a step; else a hypothesis."""
    agreed = agreement.triangulated and assumed is not None and all(abs(kind.mean - assumed) <= STEP for kind in agreement.agree)
    return Standing.EVIDENCED if fits.fit is Fit.HOLDS or agreed else Standing.HYPOTHESIS


def triangulated(kinds: Sequence[KindMean]) -> Agreement:
    """Whether KINDS kinds with enough voices agree: means within CLOSE, none on the other side of zero than another.

    Findings that hold across sources and methods are the surer for it (Denzin 1978, The Research Act, 2nd edition, chapter
    10: data, investigator and method triangulation; for emotion on maps Kalbach 2020, Mapping Experiences, 2nd edition).
    Of several groups that agree, the largest counts, then the closest; the rest stand apart and are named, not dropped.
    """
    told = sorted((kind for kind in kinds if kind.enough), key=lambda kind: kind.mean)
    groups = [told[i:j] for i in range(len(told)) for j in range(i + 1, len(told) + 1) if _agree(told[i:j])]
    best = max(groups, key=lambda group: (len(group), group[0].mean - group[-1].mean), default=[])
    apart = tuple(kind for kind in told if kind not in best)
    return Agreement(len(best) >= KINDS, tuple(best), apart)


def by_kind(voices: pl.DataFrame) -> dict[int, list[KindMean]]:
    """Mean, 95 % interval and n of each kind of source at each stage, in the order of Kind."""
    said = voices.filter(pl.col("stage_id").is_not_null() & (pl.col("kind") != Kind.WORDS))
    found: dict[int, list[KindMean]] = {}
    for kind in (Kind.SCORES, Kind.HEARD, Kind.INTERVIEWS):
        for row in stage_emotion(said.filter(kind=kind.value)).iter_rows(named=True):
            found.setdefault(row["stage_id"], []).append(KindMean(kind, row["n"], row["mean"], row["low"], row["high"]))
    if (known := calibration(voices)) is not None:
        texts = voices.filter(_listened() & (pl.col("kind") == Kind.WORDS) & pl.col("stage_id").is_not_null())
        for (id,), rows in texts.group_by("stage_id"):
            found.setdefault(id, []).append(_of_words(rows["felt"].to_numpy(), known))
    order = list(Kind)
    return {id: sorted(kinds, key=lambda one: order.index(one.kind)) for id, kinds in found.items()}


def calibration(voices: pl.DataFrame) -> Calibration | None:
    """How scores follow the told feelings, from scored texts of the whole journey; None below LABELS or where they do not.

    A told feeling is drawn to the middle and wrong in its own ways. Regression calibration (Carroll and others 2006,
    Measurement Error in Nonlinear Models, 2nd edition, chapter 4) puts both right, if texts without a score relate to their
    feeling as those with one do. The feelings of scored texts must be told without their own score.
    """
    known = voices.filter(_listened() & (pl.col("kind") == Kind.SCORES) & pl.col("emotion").is_finite())
    felt, emotion = known["felt"].to_numpy(), known["emotion"].to_numpy()
    if len(felt) < LABELS:
        return None
    apart = felt - felt.mean()
    spread = float(apart @ apart)
    slope = float(apart @ emotion) / spread if spread else 0.0
    if slope <= 0:
        return None
    rest = emotion - emotion.mean() - slope * apart
    return Calibration(len(felt), float(felt.mean()), float(emotion.mean()), slope, float(rest @ rest) / (len(felt) - 2), spread)


def _of_words(felt: Floats, known: Calibration) -> KindMean:
    """The mean of texts as scores would have said it, with what the words leave open in its interval.

    Double sampling with regression (Cochran 1977, Sampling Techniques, 3rd edition, 12.6), plus, for each text, the variance
    that its words leave open: a text tells no more than a score would, so the interval is never narrower than that of as many
    scored answers.
    """
    from scipy.special import stdtrit

    n, away = len(felt), float(felt.mean()) - known.around
    mean = known.at + known.slope * away
    line = known.rest * (1 / known.n + away * away / known.spread)
    variance = (known.slope**2 * float(felt.var(ddof=1)) + known.rest) / n + line if n > 1 else None
    if variance is None:
        return KindMean(Kind.WORDS, n, float(np.clip(mean, LOW, HIGH)), None, None)
    half = float(stdtrit(min(n, known.n) - 1, 0.975)) * variance**0.5
    mean, low, high = np.clip([mean, mean - half, mean + half], LOW, HIGH).tolist()
    return KindMean(Kind.WORDS, n, mean, low, high)


def _agree(group: Sequence[KindMean]) -> bool:
    low, high = group[0].mean, group[-1].mean
    return high - low <= CLOSE and not (low < -NEUTRAL and high > NEUTRAL)


def _listened() -> pl.Expr:
    return pl.col("felt").is_finite() & (pl.col("sure") >= SURE)
