"""How frequent a pain point is by the data behind it: a metric's share of customers, or the share of texts that tell of it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

BANDS = (0.02, 0.05, 0.10, 0.20)
"""Shares that lift the frequency by one each: one customer in fifty, in twenty, in ten, in five."""
ENOUGH = 30
"""Customers or texts below which a share says nothing."""
PIECES = 2
"""Pieces of evidence that must belong to one theme before the theme speaks for the pain point: one may be there by chance."""

RATES: dict[str, pl.DataType] = {
    "pain_id": pl.Int64(), "metric": pl.String(), "hit": pl.Float64(), "n": pl.Int64(),
}  # fmt: skip
"""A rate behind a pain point: of `n` customers `hit` had the bad outcome."""
BEHIND: dict[str, pl.DataType] = {"pain_id": pl.Int64(), "stage_id": pl.Int64(), "theme_id": pl.Int64()}
"""One row a piece of evidence whose text belongs to a theme, with the pain point's stage."""
TOLD: dict[str, pl.DataType] = {"stage_id": pl.Int64(), "theme_id": pl.Int64(), "n": pl.Int64()}
"""Answers and tickets of a stage by theme, null for those without one."""


@dataclass(frozen=True)
class Frequency:
    """How frequent, 1 to 5, and what says so: `hit` of `n`."""

    level: int
    hit: int
    n: int
    said: str

    @property
    def share(self) -> float:
        return self.hit / self.n


def level(share: float) -> int:
    """A share of customers as a frequency from 1 to 5, by BANDS; the bands are this product's choice, no standard's."""
    return 1 + sum(share >= band for band in BANDS)


def frequencies(rates: pl.DataFrame, behind: pl.DataFrame, told: pl.DataFrame) -> dict[int, Frequency]:
    """The frequency of each pain point that data tell of, by its id; RATES, BEHIND and TOLD of the same weeks.

    1. A rate behind the pain point, by an alert that is its evidence, counts first: it counts customers. Of several the
       highest.
    2. Otherwise a theme that PIECES of its evidence belong to: the theme's share of the stage's texts. Of several the largest.
    3. Below ENOUGH customers or texts the data say nothing, and the frequency stays as people rated it.
    """
    found = _by_theme(behind, told)
    for row in rates.filter(pl.col("n") >= ENOUGH).sort(pl.col("hit") / pl.col("n")).iter_rows(named=True):
        hit = round(row["hit"])
        said = f"{row['metric']}: {_percent(hit / row['n'])} are hit ({hit:,} of {row['n']:,})"
        found[row["pain_id"]] = Frequency(level(hit / row["n"]), hit, row["n"], said)
    return found


def _by_theme(behind: pl.DataFrame, told: pl.DataFrame) -> dict[int, Frequency]:
    pieces = behind.drop_nulls().group_by("pain_id", "stage_id", "theme_id").len("pieces").filter(pl.col("pieces") >= PIECES)
    whole = told.group_by("stage_id").agg(pl.col("n").sum().alias("of"))
    shares = (
        pieces.join(told, on=["stage_id", "theme_id"], how="inner")
        .join(whole, on="stage_id")
        .filter(pl.col("of") >= ENOUGH)
        .sort("n", "theme_id")
    )
    return {
        row["pain_id"]: Frequency(
            level(row["n"] / row["of"]), row["n"], row["of"],
            f"{_percent(row['n'] / row['of'])} of the answers and tickets at this stage ({row['n']:,} of {row['of']:,})",
        )
        for row in shares.iter_rows(named=True)
    }  # fmt: skip


def _percent(share: float) -> str:
    percent = share * 100
    return f"{percent:.1f} %" if percent < 10 else f"{percent:.0f} %"
