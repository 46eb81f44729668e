"""How customers feel in each stage, measured from scored answers, beside what the workshop assumed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl

from journey.analysis.intervals import student
from journey.domain.format import signed

LOW, HIGH = -5.0, 5.0
"""The ends of the emotion scale of the map."""
ENOUGH = 10
"""Answers below which a stage's mean says nothing of the assumption."""
STEP = 1.0
"""The least difference worth redrawing a curve for: one step of the scale that people draw on."""
SHARP = 2.0
"""Half an interval wider than this can't support an assumption: almost any would fit in it."""

_NAMED = {"nps": (0.0, 10.0), "csat5": (1.0, 5.0), "ces7": (1.0, 7.0)}
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)(?:-|\.\.)(-?\d+(?:\.\d+)?)")

STAGE_EMOTION: dict[str, pl.DataType] = {
    "stage_id": pl.Int64(),
    "n": pl.Int64(),
    "mean": pl.Float64(),
    "low": pl.Float64(),  # null below two answers
    "high": pl.Float64(),
    "sources": pl.Int64(),  # how many kinds of source it stands on
}


class Fit(StrEnum):
    """What measured emotion says of the assumed one."""

    HOLDS = "holds"
    TOO_ROSY = "too rosy"
    TOO_BLEAK = "too bleak"
    TOO_FEW = "too few"
    UNASSUMED = "nothing assumed"


@dataclass(frozen=True)
class Measured:
    """Mean emotion of a stage, -5 to +5, with its 95 % interval (None below two answers)."""

    n: int
    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Gap:
    """Assumed beside measured: `difference` is measured minus assumed, None where nothing was measured."""

    fit: Fit
    difference: float | None
    sentence: str


def ends(scale: str) -> tuple[float, float]:
    """The lowest and highest score of "nps", "csat5", "ces7" or "MIN-MAX"; ValueError for anything else.

    A ":low-is-good" behind it changes nothing here: importing turned those scores round, so that high is good on all.
    """
    name = scale.strip().lower().removesuffix(":low-is-good")
    found = _NAMED.get(name)
    if match := _RANGE.fullmatch(name):
        found = float(match[1]), float(match[2])
    if not found or found[0] >= found[1]:
        raise ValueError(f"'{scale}' is no scale. Name nps, csat5, ces7 or its ends, such as 1-10.")
    return found


def emotion_of(score: float | None, scale: str) -> float | None:
    """A score as emotion: the low end is -5, the middle 0, the high end +5, straight in between; None without a possible score.

    Straight, because any bend would be ours and not the customer's: scales are read as having even steps (Likert 1932,
    Archives of Psychology 140), and a stage's mean then moves as its CSAT or mean NPS answer does.
    """
    low, high = ends(scale)
    if score is None or not low <= score <= high:
        return None
    return LOW + (score - low) / (high - low) * (HIGH - LOW)


def emotion_expr(score: pl.Expr, scale: str) -> pl.Expr:
    """`emotion_of` for a whole column; null where there is no or an impossible score."""
    low, high = ends(scale)
    return pl.when(score.is_between(low, high)).then(LOW + (score - low) / (high - low) * (HIGH - LOW))


def stage_emotion(frame: pl.DataFrame, *, level: float = 0.95) -> pl.DataFrame:
    """Mean emotion of each stage from columns stage_id, emotion and source; follows STAGE_EMOTION, ordered by stage.

    Rows without a stage or an emotion are left out. The interval is Student's t (`intervals.student`), cut at
    the ends of the scale.
    """
    scored = frame.filter(pl.col("stage_id").is_not_null() & pl.col("emotion").is_finite())
    sums = scored.group_by("stage_id").agg(
        pl.len().cast(pl.Int64).alias("n"),
        pl.col("emotion").sum().alias("total"),
        (pl.col("emotion") ** 2).sum().alias("total_sq"),
        pl.col("source").n_unique().cast(pl.Int64).alias("sources"),
    )
    n, total, total_sq = (sums[name].to_numpy().astype(np.float64) for name in ("n", "total", "total_sq"))
    with np.errstate(invalid="ignore"):
        low, high = student(n, total, total_sq, (1 - level) / 2)
    bounds = [pl.Series(name, values).fill_nan(None).clip(LOW, HIGH) for name, values in (("low", low), ("high", high))]
    measured = sums.with_columns((pl.col("total") / pl.col("n")).alias("mean"), *bounds)
    return measured.select(pl.col(name).cast(kind) for name, kind in STAGE_EMOTION.items()).sort("stage_id")


def gap(assumed: float | None, measured: Measured | None) -> Gap:
    """Whether the assumed emotion of a stage stands.

    - Nothing assumed: there is nothing to compare, and the sentence says what was measured.
    - Fewer than ENOUGH answers: too few.
    - Too rosy (too bleak): the assumption is above (below) the whole interval, and a step or more from the mean.
    - Otherwise it holds, unless half the interval is wider than SHARP: then too few again.
    """
    if assumed is None or measured is None or measured.low is None or measured.high is None or measured.n < ENOUGH:
        return _too_few(assumed, measured)
    difference = measured.mean - assumed
    on = f"{signed(measured.mean)} ({signed(measured.low)} to {signed(measured.high)}) on {measured.n:,} answers"
    if abs(difference) >= STEP and not measured.low <= assumed <= measured.high:
        fit, than = (Fit.TOO_ROSY, "worse than") if difference < 0 else (Fit.TOO_BLEAK, "better than")
        return Gap(fit, difference, f"Customers feel {than} assumed: {on}, where the map says {signed(assumed)}.")
    if (measured.high - measured.low) / 2 > SHARP:
        return Gap(Fit.TOO_FEW, difference, f"Answers differ too much to tell: {on}.")
    return Gap(Fit.HOLDS, difference, f"What was assumed holds: {on}, where the map says {signed(assumed)}.")


def _answers(n: int) -> str:
    return f"{n:,} answer{'' if n == 1 else 's'}"


def _too_few(assumed: float | None, measured: Measured | None) -> Gap:
    n = measured.n if measured else 0
    if assumed is None:
        felt = f"; customers feel {signed(measured.mean)} on {_answers(n)}" if measured and n else ""
        return Gap(Fit.UNASSUMED, None, f"The map assumes no emotion here yet{felt}.")
    difference = measured.mean - assumed if measured and n else None
    heard = "No scored answer" if n == 0 else "Only one scored answer" if n == 1 else f"Only {n} scored answers"
    return Gap(Fit.TOO_FEW, difference, f"{heard} in this stage: {ENOUGH} are needed to compare.")
