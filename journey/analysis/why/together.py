"""Which other metrics moved when one did, and which of them moved first."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from journey.analysis.compare import is_solid

MOVED: dict[str, pl.DataType] = {
    "metric_id": pl.Int64(),
    "since": pl.Date(),  # the first day on which it stood out
    "direction": pl.String(),  # "up" or "down"
    "days": pl.Int64(),  # from then until this one stood out: above zero moved first
}
IN_STEP: dict[str, pl.DataType] = {
    "metric_id": pl.Int64(),
    "lag": pl.Int64(),  # weeks by which the other moves before: -1 moved a week later
    "r": pl.Float64(),
    "n": pl.Int64(),  # pairs of weekly changes
    "p": pl.Float64(),  # chance of one as strong anywhere among all that were tried
}
Floats = NDArray[np.float64]
NEAR = timedelta(days=28)
"""Moves that began farther apart than this are two stories."""
ONE_RUN = timedelta(days=10)
"""Flagged days nearer than this belong to one move."""
LAGS = range(-2, 3)
FEWEST_PAIRS = 12


def moved_together(signals: pl.DataFrame, metric_id: int, since: date) -> pl.DataFrame:
    """The other metrics that stand out and began to near `since`: MOVED, the earliest first.

    signals: metric_id, since and direction of what stands out in the week, `since` being the first day on which it stood
    out (see `first_flagged`). A few days of lead can be chance: a small sample stands out later than a large one, and a
    cohort metric's day is the day of entering, not the day of leaving.
    """
    near = pl.col("since").is_between(since - NEAR, since + NEAR)
    others = signals.filter((pl.col("metric_id") != metric_id) & near).with_columns(
        days=(pl.lit(since) - pl.col("since")).dt.total_days()
    )
    return others.select(pl.col(name).cast(dtype) for name, dtype in MOVED.items()).sort("since", "metric_id")


def first_flagged(account: pl.DataFrame, until: date) -> date | None:
    """The first day of the run of flagged days that lasts into the week up to `until`; None if no day of it is flagged.

    account: EXPLANATION. Not the detector's own estimate of when a change began: for a drift that lies weeks before anybody
    could have seen it.
    """
    days = account.filter(pl.col("flagged") & (pl.col("date") <= until))["date"].to_list()
    if not days or days[-1] <= until - timedelta(days=7):
        return None
    first = days[-1]
    for day in reversed(days):
        if first - day > ONE_RUN:
            break
        first = day
    return date.fromordinal(first.toordinal())


def in_step(weekly: pl.DataFrame, metric_id: int, *, weeks: int = 52) -> pl.DataFrame:
    """The metrics whose weekly changes went with this one's over the last `weeks`, at their best lag: IN_STEP, surest first.

    weekly: WEEKLY rows of everyone. Pearson's r of week-on-week changes (levels that merely drift the same way would
    correlate too) at lags -2 to 2: cross-correlation as in Box, Jenkins, Reinsel & Ljung, Time Series Analysis, chapter
    12. Its p is by Fisher's transformation (1921, Metron 1:3-32) with fewer pairs where both series echo themselves
    (Bartlett 1935, Journal of the Royal Statistical Society 98:536-543), times everything that was tried (Bonferroni);
    only what stays below .05 is told. Of things that share customers some must move together: it is a hint, not a cause.
    """
    changes = _changes(weekly.filter(is_solid(), segment=""), weeks)
    own = changes.get(metric_id)
    others = {other: theirs for other, theirs in changes.items() if other != metric_id}
    if own is None or not others:
        return pl.DataFrame(schema=IN_STEP)
    tried = len(others) * len(LAGS)
    best = [_best(other, own, theirs, tried) for other, theirs in others.items()]
    told = pl.DataFrame([row for row in best if row is not None], schema=IN_STEP, orient="row")
    return told.filter(pl.col("p") < 0.05).sort("p", "metric_id")


def _changes(rows: pl.DataFrame, weeks: int) -> dict[int, dict[date, float]]:
    """By metric and week, the change on the week before."""
    if rows.is_empty():
        return {}
    near = rows.filter(pl.col("week") > pl.col("week").max() - timedelta(weeks=weeks))
    earlier = near.select("metric_id", pl.col("week").dt.offset_by("1w"), before="value")
    joined = near.join(earlier, on=["metric_id", "week"])
    found: dict[int, dict[date, float]] = {}
    for metric, week, value, before in joined.select("metric_id", "week", "value", "before").iter_rows():
        found.setdefault(metric, {})[week] = value - before
    return found


def _best(other: int, own: dict[date, float], theirs: dict[date, float], tried: int) -> tuple[int, int, float, int, float] | None:
    found = [pair for lag in LAGS if (pair := _correlated(own, theirs, lag, tried)) is not None]
    if not found:
        return None
    lag, r, n, p = min(found, key=lambda one: (one[3], abs(one[0])))
    return other, lag, r, n, p


def _correlated(own: dict[date, float], theirs: dict[date, float], lag: int, tried: int) -> tuple[int, float, int, float] | None:
    """Lag, r, n and p of this metric's changes with the other's of `lag` weeks before."""
    from scipy.special import ndtr

    pairs = [(value, theirs[there]) for week, value in own.items() if (there := week - timedelta(weeks=lag)) in theirs]
    if len(pairs) < FEWEST_PAIRS:
        return None
    left, right = np.array(pairs).T
    if np.ptp(left) == 0 or np.ptp(right) == 0:
        return None
    r = float(np.clip(np.corrcoef(left, right)[0, 1], -0.999999, 0.999999))
    score = abs(np.arctanh(r)) * np.sqrt(max(len(pairs) / _inflation(left, right) - 3, 0.0))
    return lag, r, len(pairs), min(1.0, float(2 * ndtr(-score)) * tried)


def _inflation(left: Floats, right: Floats) -> float:
    """By how much their own rhythms widen the chance of a correlation: 1 + 2 sum of both autocorrelations (Bartlett 1935)."""
    echoes = [_echo(left, lag) * _echo(right, lag) for lag in (1, 2, 3)]
    return max(1.0, 1 + 2 * sum(echoes))


def _echo(values: Floats, lag: int) -> float:
    centred = values - values.mean()
    return float((centred[lag:] * centred[:-lag]).sum() / (centred**2).sum())
