"""Which help article each reader opened: one of their stage, and for those who went on to write often the one that fails."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Any

import polars as pl

from journey.demo.visits import Rng
from journey.demo.world import event_meanings, read_toml

OPENED = "help_article_opened"
SOON = timedelta(days=3)
DREW_IN, ELSE = 0.9, 0.35
"""How often a reader takes the failing article of their stage: of those who write soon after, and of the others."""


def with_articles(events: pl.DataFrame, tickets: pl.DataFrame, rng: Rng) -> pl.DataFrame:
    """The event log with the attribute `article` on every help page that was opened; nothing else of it changes."""
    rows = events.with_row_index("row")
    stages = {one.event: one.stage for one in event_meanings()}
    met = rows.filter(pl.col("event").is_in(list(stages))).select(
        "customer", "at", stage=pl.col("event").replace_strict(stages, default=None, return_dtype=pl.String)
    )
    wrote = tickets.select("customer", wrote="opened_at").sort("wrote")
    read = rows.filter(event=OPENED).select("row", "customer", "at").sort("at", "row")
    read = read.join_asof(met.sort("at"), on="at", by="customer", strategy="backward", check_sortedness=False)
    read = read.join_asof(
        wrote, left_on="at", right_on="wrote", by="customer", strategy="forward", tolerance=SOON, check_sortedness=False
    )
    drawn = zip(read["stage"], read["wrote"].is_not_null(), rng.random(read.height), rng.random(read.height), strict=True)
    chosen = read.select("row", article=pl.Series([_article(*one) for one in drawn], dtype=pl.String))
    return rows.join(chosen, on="row", how="left", maintain_order="left").drop("row")


@lru_cache(maxsize=1)
def _articles() -> list[dict[str, Any]]:
    return list(read_toml("help")["article"])


def _article(stage: str | None, wrote: bool, fails: float, which: float) -> str:
    shelf = [one for one in _articles() if one["stage"] == stage] or _articles()
    bad = [one["name"] for one in shelf if one.get("fails")] if stage else []
    if bad and fails < (DREW_IN if wrote else ELSE):
        return str(bad[0])
    good = [one["name"] for one in shelf if not one.get("fails")]
    return str(good[int(which * len(good))])
