"""Finds the days on which a KPI did something that its own past does not explain."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from journey.analysis.signals.series import Day, cadence, prepare
from journey.analysis.signals.watch import watch

EXPLANATION: dict[str, pl.DataType] = {
    "date": pl.Date(),
    "value": pl.Float64(),
    "n": pl.Float64(),
    "expected": pl.Float64(),
    "lower": pl.Float64(),
    "upper": pl.Float64(),
    "score": pl.Float64(),
    "flagged": pl.Boolean(),
    "rule": pl.String(),
    "since": pl.Date(),
    "direction": pl.String(),
    "note": pl.String(),
}


def detect(
    dates: Sequence[Day],
    values: Sequence[Any],
    denominators: Sequence[Any] | None = None,
    *,
    kind: str = "mean",
) -> list[bool]:
    """Whether each day (or week) of a KPI stands out from what was known before it.

    dates ascend, gaps allowed; values may be None or NaN where nothing was measured; denominators say how many
    answers, customers or tickets a value rests on. kind: "rate" (0..1), "mean", "duration" (positive) or "count".
    Raises ValueError, in words, for unsorted or repeated dates, infinite values, lengths that differ.
    A flag never depends on later days. The method is told in `explain`.
    """
    return watch(prepare(dates, values, denominators, kind), frozenset()).flagged


def explain(
    dates: Sequence[Day],
    values: Sequence[Any],
    denominators: Sequence[Any] | None = None,
    *,
    kind: str = "mean",
    holidays: Set[date] = frozenset(),
    strictness: float = 1.0,
) -> pl.DataFrame:
    """The frame behind `detect`, one row a date, columns as in EXPLANATION.

    expected, lower and upper are on the KPI's own scale: a single day outside them is a spike. score is 1 at the limit
    of the chart that came closest, negative when below expectation. since is the estimated first day of the change.
    A holiday needs twice the usual surprise and teaches the baseline nothing. strictness multiplies every limit, for a
    series that is watched among many (`analysis.alerts.budget.strictness_for`) or that people called noise; 1 gives the
    flags of `detect`.
    """
    ready = prepare(dates, values, denominators, kind)
    seen = watch(ready, frozenset(np.datetime64(d, "D") for d in holidays), strictness)
    back = ready.scale.back
    frame = {
        "date": ready.days.tolist(),
        "value": np.where(np.isfinite(ready.raw), ready.raw, np.nan),
        "n": np.where(ready.ok & (ready.counted and not ready.counts), ready.n, np.nan),
        "expected": back(np.array(seen.expected)),
        "lower": back(np.array(seen.lower)),
        "upper": back(np.array(seen.upper)),
        "score": np.array(seen.score),
        "flagged": seen.flagged,
        "rule": seen.rule,
        "since": [None if i is None else ready.days[i].item() for i in seen.since],
        "direction": seen.direction,
        "note": seen.note,
    }
    return pl.DataFrame(frame, schema=EXPLANATION, strict=False).with_columns(
        pl.col("value", "n", "expected", "lower", "upper", "score").fill_nan(None)
    )


def is_weekly(dates: Sequence[Day]) -> bool:
    """Whether the detector reads a series of these ascending dates by the week, not by the day."""
    return cadence(dates) > 1
