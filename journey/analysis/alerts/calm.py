"""Whether what an alert was about is over."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from journey.analysis.compare import is_solid

WEEKS = 2
"""Settled weeks without a flag after which a metric is calm again."""
ACCEPTED = "accepted as the usual level"
"""How the detector notes that a lasting level has become the usual one."""


def calm_since(account: pl.DataFrame, weeks: pl.DataFrame, since: date, until: date) -> str:
    """Why an alert on a series that began `since` is over on `until`, in a sentence; empty while it is not.

    account: the detector's of that series; weeks: its WEEKLY rows. It is over when the detector took its level for the usual
    one, or when its WEEKS latest settled weeks began after it and the detector flagged no day of them.
    """
    after = account.filter(pl.col("date").is_between(since, until))
    taken = after.filter(pl.col("note").str.starts_with(ACCEPTED))
    if not taken.is_empty():
        day = taken["date"][-1]
        return f"It has stayed so long that it is the usual level since {_said(day)}. It calmed by itself."
    settled = weeks.filter(is_solid() & (pl.col("week") + pl.duration(days=6) <= until)).sort("week").tail(WEEKS)
    if settled.height < WEEKS or settled["week"][0] <= since or settled["week"][-1] - settled["week"][0] > timedelta(weeks=WEEKS):
        return ""
    days = after.filter((pl.col("date") >= settled["week"][0]) & pl.col("score").is_not_null())
    last = settled["week"][-1] + timedelta(days=6)
    if days.is_empty() or days["flagged"].any() or days["date"][-1] < settled["week"][-1]:
        return ""
    return f"Nothing stood out in its last two settled weeks, to {_said(last)}. It calmed by itself."


def _said(day: date) -> str:
    return f"{day.day} {day:%B}"
