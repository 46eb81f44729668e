"""Survey answers, usability results and ready-made readings become daily figures."""

from __future__ import annotations

import re

import polars as pl

_SCALES = {"nps": (0.0, 10.0)}
_NAMED = re.compile(r"(?:csat|ces)(\d+)")
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\s*-\s*(-?\d+(?:\.\d+)?)")
USUAL_SCALE = {"nps": "nps", "csat": "csat5", "ces": "ces7"}


def bounds(scale: str) -> tuple[float, float]:
    """Lowest and highest answer of a scale: "nps" 0-10, "csat5" 1-5, "ces7" 1-7, or as it says ("1-10", "-5-5").

    A mark after a colon ("1-7:low-is-good") says how the file was read and is passed over: scores are kept high-is-good.
    Raises ValueError on anything else.
    """
    name = _plain(scale)
    if name in _SCALES:
        return _SCALES[name]
    if match := _NAMED.fullmatch(name):
        return 1.0, float(match[1])
    if match := _RANGE.fullmatch(name):
        return float(match[1]), float(match[2])
    raise ValueError(f"'{scale}' is not a scale. Write nps, csat5, ces7 or the lowest and highest answer, like 1-10.")


def on_scale(surveys: pl.LazyFrame, scale: str) -> pl.LazyFrame:
    """The answers given on that scale and within it; a frame without `scale` column holds answers on one scale only."""
    low, high = bounds(scale)
    within = surveys.filter(pl.col("score").is_between(low, high))
    if "scale" not in surveys.collect_schema():
        return within
    theirs = pl.col("scale").str.split(":").list.first().str.strip_chars().str.to_lowercase()
    return within.filter(theirs == _plain(scale))


def nps_figures() -> list[pl.Expr]:
    """n answers, total = promoters (9, 10) minus detractors (0 to 6), total_sq = promoters plus detractors.

    Reichheld 2003, The One Number You Need to Grow, Harvard Business Review 81(12).
    """
    promoter, detractor = pl.col("score") >= 9, pl.col("score") <= 6
    sign = promoter.cast(pl.Float64) - detractor.cast(pl.Float64)
    return _figures(sign)


def top_two_figures(scale: str) -> list[pl.Expr]:
    """n answers and how many of them in the two highest boxes."""
    return _figures((pl.col("score") > bounds(scale)[1] - 2).cast(pl.Float64))


def mean_figures() -> list[pl.Expr]:
    """n answers, their sum and sum of squares."""
    return _figures(pl.col("score"))


def success_figures() -> list[pl.Expr]:
    """n tasks tried and how many were completed, from column `success`."""
    return _figures(pl.col("success").cast(pl.Float64))


def reading_figures() -> list[pl.Expr]:
    """Ready-made readings: `value` weighted by `n` where it was given, by 1 where it was not."""
    n = pl.col("n").fill_null(1.0)
    value = pl.col("value")
    return [n.round().cast(pl.Int64).alias("n"), (value * n).alias("total"), (value * value * n).alias("total_sq")]


def _figures(amount: pl.Expr) -> list[pl.Expr]:
    return [pl.lit(1, dtype=pl.Int64).alias("n"), amount.alias("total"), (amount * amount).alias("total_sq")]


def _plain(scale: str) -> str:
    """A scale's name without what follows the colon."""
    return scale.partition(":")[0].strip().lower()
