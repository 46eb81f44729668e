"""Who saw what while a part of the sign-up was tested: the attribute that the analytics tool sends along."""

from __future__ import annotations

import numpy as np
import polars as pl

from journey.demo.eventlog import customer_id
from journey.demo.visits import ON, Rng

TESTED, SINCE = 0, -35
"""The stage's position, and the first day of the test, counted from this week's Monday."""
ATTRIBUTE, FIRST, SECOND = "progress_bar", "without", "with"
SHARE_ON, SHARE_OUT = 0.53, 0.33
"""How many of those who went on, and of those who gave up, had seen the bar: drawn after the fact, so that the walks of all
companies stay what they are without the test. About one in two saw it, and of these about half as many gave up."""


def with_groups(events: pl.DataFrame, visits: pl.DataFrame, days: int, rng: Rng) -> pl.DataFrame:
    """The event log with the group of each company that signed up while the test ran; nothing else of it changes."""
    began = visits.filter(pl.col("stage") == TESTED, pl.col("entered") >= days + SINCE).unique("company").sort("company")
    share = np.where((began["outcome"] == ON).to_numpy(), SHARE_ON, SHARE_OUT)
    saw = pl.Series(np.where(rng.random(began.height) < share, SECOND, FIRST))
    groups = began.select(customer_id("company"), saw.alias(ATTRIBUTE))
    return events.join(groups, on="customer", how="left", maintain_order="left")
