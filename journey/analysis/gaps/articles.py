"""Help articles that fail: who read one and wrote or called soon after, more often than readers of the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np
import polars as pl

from journey.analysis.impact.many import adjusted
from journey.analysis.intervals import wilson

WINDOW = timedelta(days=3)
"""How soon after reading a contact counts as the article's failure."""
LEAST = 20
"""Readings below which an article is not judged."""
RATE = 0.05
"""How many of the articles that are called failing may be so by chance alone."""


class ArticleVerdict(StrEnum):
    """What an article's readers say of it by what they did."""

    FAILS = "fails"
    LIKE_OTHERS = "like the others"
    TOO_FEW = "too few readings"


@dataclass(frozen=True)
class Article:
    """An article with its readings `n`, how many were followed by a contact, that share with its 95 % interval, and the share
    among readers of all other articles. `named` counts contacts that name it themselves; `stage_id` is where most read it."""

    name: str
    n: int
    followed: int
    share: float
    low: float
    high: float
    others: float | None
    verdict: ArticleVerdict
    named: int = 0
    stage_id: int | None = None


def failing(
    reads: pl.DataFrame,
    contacts: pl.DataFrame,
    *,
    until: datetime,
    window: timedelta = WINDOW,
    named: dict[str, int] | None = None,
) -> list[Article]:
    """Each article's readings and what followed, those that fail first, then the most followed.

    reads: customer, at, article, stage_id. contacts: customer, at. until: up to when contacts are known. Rules:

    1. Reading it again within `window` is the same reading; later it is another.
    2. A reading younger than `window` is not counted: what follows is not known yet.
    3. It failed the reader if a contact of the same customer follows within `window`.
    4. Below LEAST readings, or with no other article to hold it against: too few.
    5. It fails if its share is above the others' by more than chance (Fisher 1922, JRSS 85:87-94, one-sided), at a rate of false
       discoveries of RATE over all articles judged (Benjamini and Hochberg 1995).
    """
    met = _followed(_tries(reads, window), contacts, window).filter(pl.col("at") + window <= until)
    sums = met.group_by("article").agg(
        n=pl.len(), followed=pl.col("followed").sum(), stage_id=pl.col("stage_id").drop_nulls().mode().sort().first()
    )
    rows = sums.sort("article").to_dicts()
    all_n, all_followed = sum(row["n"] for row in rows), sum(row["followed"] for row in rows)
    judged = [row for row in rows if row["n"] >= LEAST and all_n > row["n"]]
    p_values = [_fisher(row["followed"], row["n"], all_followed, all_n) for row in judged]
    level = dict(zip((row["article"] for row in judged), adjusted(p_values), strict=True))
    found = [_article(row, level.get(row["article"]), all_n, all_followed, (named or {}).get(row["article"], 0)) for row in rows]
    order = list(ArticleVerdict)
    return sorted(found, key=lambda one: (order.index(one.verdict), -one.share, one.name))


def _tries(reads: pl.DataFrame, window: timedelta) -> pl.DataFrame:
    """The first of each run of readings of one article by one customer that lie within the window of the one before."""
    ordered = reads.filter(pl.col("article").is_not_null() & pl.col("customer").is_not_null()).sort("customer", "article", "at")
    gap = pl.col("at") - pl.col("at").shift(1).over("customer", "article")
    return ordered.filter(gap.is_null() | (gap > window))


def _followed(reads: pl.DataFrame, contacts: pl.DataFrame, window: timedelta) -> pl.DataFrame:
    known = contacts.drop_nulls(["customer", "at"]).select("customer", next="at").sort("next")
    joined = reads.sort("at").join_asof(
        known, left_on="at", right_on="next", by="customer", strategy="forward", tolerance=window, check_sortedness=False
    )
    return joined.with_columns(followed=pl.col("next").is_not_null())


def _fisher(hits: int, n: int, all_hits: int, all_n: int) -> float:
    """The chance of so many or more among these, were all alike."""
    from scipy.stats import hypergeom

    return float(min(1.0, hypergeom.sf(hits - 1, all_n, all_hits, n)))


def _article(row: dict[str, int | str | None], level: float | None, all_n: int, all_followed: int, named: int) -> Article:
    n, followed = int(row["n"] or 0), int(row["followed"] or 0)
    others = (all_followed - followed) / (all_n - n) if all_n > n else None
    low, high = (float(side[0]) for side in wilson(np.array([float(n)]), np.array([float(followed)]), 0.025))
    if level is None or others is None:
        verdict = ArticleVerdict.TOO_FEW
    else:
        verdict = ArticleVerdict.FAILS if level <= RATE and followed / n > others else ArticleVerdict.LIKE_OTHERS
    stage = row["stage_id"]
    return Article(
        str(row["article"]),
        n,
        followed,
        followed / n,
        low,
        high,
        others,
        verdict,
        named,
        int(stage) if stage is not None else None,
    )
