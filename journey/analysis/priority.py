"""Ranks pain points by what they cost customers, and sets that beside the effort of mending them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl

MOST = 125
"""The highest score: severity, frequency and impact of 5 each."""
MUCH_PAIN = 27
"""From here on a pain point counts as big: the middle of all three scales, 3 x 3 x 3."""
MUCH_EFFORT = 3
"""Above this, on a scale of 1 to 5, effort counts as high."""


class Quadrant(StrEnum):
    """Where a pain point stands between pain and effort."""

    FIRST = "do first"
    """Big pain, little effort."""
    PLAN = "plan it"
    """Big pain, much effort."""
    QUICK = "quick win"
    """Small pain, little effort."""
    LATER = "not now"
    """Small pain, much effort."""


def rank(pains: pl.DataFrame, evidence: pl.DataFrame | None = None) -> pl.DataFrame:
    """Pain points, worst first, with columns score, rank, quadrant, evidence, kinds and sure added.

    `pains`: id, severity, frequency, impact, effort (1 to 5 each) and whatever else; `evidence`: pain_id and source, one row
    a piece. score is severity x frequency x impact, 1 to 125: the risk priority number of failure mode and effects
    analysis (IEC 60812) with impact on the business in the place of detection. Such numbers are only an order, so ties
    share a rank and stand by evidence, then by severity. evidence counts the pieces and kinds their kinds of source; sure
    says that three kinds agree. Evidence is shown beside the score and never multiplied into it: what few have
    looked at is not small.
    """
    score = pl.col("severity").cast(pl.Int64) * pl.col("frequency").cast(pl.Int64) * pl.col("impact").cast(pl.Int64)
    scored = (
        pains.with_columns(score.alias("score"))
        .join(_counted(evidence), left_on="id", right_on="pain_id", how="left")
        .with_columns(pl.col("evidence").fill_null(0), pl.col("kinds").fill_null(0))
        .with_columns(
            pl.col("score").rank("min", descending=True).cast(pl.Int64).alias("rank"),
            quadrant(pl.col("score"), pl.col("effort")).alias("quadrant"),
            (pl.col("kinds") >= 3).alias("sure"),
        )
    )
    return scored.sort(["score", "evidence", "severity", "id"], descending=[True, True, True, False], nulls_last=True)


def quadrant(score: pl.Expr, effort: pl.Expr) -> pl.Expr:
    """The Quadrant, as a word, of a score (1 to 125) and an effort (1 to 5); null where either is missing."""
    big, hard = score >= MUCH_PAIN, effort > MUCH_EFFORT
    return (
        pl.when(score.is_null() | effort.is_null())
        .then(None)
        .when(big & ~hard)
        .then(pl.lit(Quadrant.FIRST.value))
        .when(big)
        .then(pl.lit(Quadrant.PLAN.value))
        .when(~hard)
        .then(pl.lit(Quadrant.QUICK.value))
        .otherwise(pl.lit(Quadrant.LATER.value))
    )


def first_fix(ranked: pl.DataFrame) -> dict[str, Any] | None:
    """The pain point to begin with, a row of what `rank` returns, or None where there is none.

    1. The worst of those with big pain and little effort.
    2. Without one, the worst that is little effort: something gets better this week.
    3. Without one, the worst of all, which then wants a plan.
    """
    for choices in ((Quadrant.FIRST,), (Quadrant.QUICK,), (Quadrant.PLAN, Quadrant.LATER)):
        found = ranked.filter(pl.col("quadrant").is_in([choice.value for choice in choices]))
        if not found.is_empty():
            return found.row(0, named=True)
    return None


@dataclass(frozen=True)
class Rung:
    """One height of a pain point on the matrix, with the scores that bring it there."""

    severity: int
    frequency: int
    impact: int

    @property
    def pain(self) -> float:
        """The height, 1 to 5: the cube root of the score, so that it reads on the scale of its parts."""
        return float(round((self.severity * self.frequency * self.impact) ** (1 / 3), 4))


def rungs(severity: int, frequency: int, impact: int, *, measured: bool = False) -> tuple[Rung, ...]:
    """The heights a pain point can be moved to, lowest first, one score by one step between neighbours.

    Up, the lowest of its scores rises first; down, the highest falls first; of equal ones severity, then impact, then
    frequency. A `measured` frequency is the data's and stays. The heights run through where it stands now.
    """
    scores = {"severity": severity, "impact": impact, "frequency": frequency}
    moved = [name for name in scores if not (measured and name == "frequency")]
    return (*reversed([*_steps(scores, moved, -1)]), Rung(severity, frequency, impact), *_steps(scores, moved, 1))


def _steps(scores: dict[str, int], moved: list[str], by: int) -> Iterator[Rung]:
    now = dict(scores)
    while free := [name for name in moved if 1 <= now[name] + by <= 5]:
        name = min(free, key=lambda one: by * now[one])
        now[name] += by
        yield Rung(**now)


def _counted(evidence: pl.DataFrame | None) -> pl.DataFrame:
    if evidence is None or evidence.is_empty():
        return pl.DataFrame(schema={"pain_id": pl.Int64(), "evidence": pl.Int64(), "kinds": pl.Int64()})
    return evidence.group_by("pain_id").agg(
        pl.len().cast(pl.Int64).alias("evidence"), pl.col("source").n_unique().cast(pl.Int64).alias("kinds")
    )
