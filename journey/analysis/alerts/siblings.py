"""Whether a flag is one stage's own, or the stages beside it moved too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

NEAR = 0.6
"""The share of an alarm's limit that counts as having moved: a sibling need not ring to be company."""

EARLY = timedelta(days=2)
"""How long before a flag's first day a sibling may have begun."""


@dataclass(frozen=True)
class Company:
    """Which siblings moved the same way in the days of a flag, of those that could be judged then."""

    direction: str
    moved: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()

    @property
    def most(self) -> bool:
        """Whether more than half of them moved, and at least two: then the cause is hardly this stage's own."""
        return len(self.moved) >= 2 and 2 * len(self.moved) > len(self.judged)

    @property
    def said(self) -> str:
        """The sentence to show beside the flag; empty where the stage moved alone."""
        if not self.most:
            return ""
        who = f"{len(self.moved)} of {len(self.judged)} other stages" if len(self.judged) > 2 else "both other stages"
        names = f"{', '.join(self.moved[:-1])} and {self.moved[-1]}" if len(self.moved) <= 4 else ""
        where = f" ({names})" if names else ""
        begun = f"{who[0].upper()}{who[1:]}{where} moved {self.direction} in the same days"
        return f"{begun}: the cause may lie outside this stage."


def company(since: date, day: date, direction: str, siblings: Mapping[str, pl.DataFrame]) -> Company:
    """Compare a flag that began `since`, as seen on `day`, with the same measure at other stages.

    direction is "up" or "down"; siblings are frames of `signals.explain` by the stage's name, all of one strictness.
    A sibling has moved if it was flagged that way between then, or came within NEAR of its limit. Nothing after `day`
    is looked at.
    """
    sign = 1.0 if direction == "up" else -1.0
    moved, judged = [], []
    for name, frame in siblings.items():
        rows = frame.filter(pl.col("date").is_between(since - EARLY, day) & pl.col("score").is_not_null())
        if rows.is_empty():
            continue
        judged.append(name)
        flagged = (pl.col("flagged") & (pl.col("direction") == direction)).any()
        if rows.select(flagged | (pl.col("score") * sign >= NEAR).any()).item():
            moved.append(name)
    return Company(direction, tuple(moved), tuple(judged))
