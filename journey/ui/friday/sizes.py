"""An effect's size as people type and read it: points of a rate, hours of a duration; and a hypothesis as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journey.domain import format
from journey.domain.words import Direction, MetricKind
from journey.store.tables import Metric

_SPANS = ((3 * 86_400.0, 86_400.0, "days"), (2 * 3_600.0, 3_600.0, "hours"), (0.0, 60.0, "minutes"))
"""From which duration on, in seconds, sizes are typed in which unit."""


def scale(metric: Metric | None) -> tuple[float, str]:
    """What one typed unit is in the metric's own (0.01 of a rate for a point), and what the unit is called."""
    if metric is None:
        return 1.0, "the metric's unit"
    match metric.kind:
        case MetricKind.RATE:
            return 0.01, "points"
        case MetricKind.NPS:
            return 1.0, "points"
        case MetricKind.DURATION:
            usual = next((one for one in (metric.target, metric.baseline) if one), 3_600.0 * 2)
            return next((size, name) for least, size, name in _SPANS if usual >= least)
        case MetricKind.COUNT:
            return 1.0, f"{metric.unit or 'a count'} a day".strip()
        case _:
            return 1.0, "points" if metric.unit.startswith("of ") else metric.unit or "the metric's unit"


def most(metric: Metric, known: float) -> float | None:
    """The largest size that can be typed: what a rate or an NPS can move at all; what stands there already stays."""
    limit = {MetricKind.RATE: 100.0, MetricKind.NPS: 200.0}.get(metric.kind)
    return None if limit is None else max(limit, known)


def told(metric: Metric, size: float | None) -> str:
    """A size with its unit, without a sign: 5.0 points, 4 h."""
    words = format.change(metric.kind, abs(size or 0.0), unit=metric.unit).removeprefix("+")
    return f"{words} a day" if metric.kind is MetricKind.COUNT else words


def hypothesis(change: Mapping[str, Any], metric: Metric | None, name: str) -> str:
    """What its author expects of a change, in plain text: "Drop-off at Pay goes down by at least 5.0 points"; `name` is the
    metric's, with its stage."""
    if metric is None:
        why = "names no metric" if change["metric_id"] is None else "has lost its metric"
        return f"It {why}, so nothing can say whether it works."
    way = "up" if change["direction"] == Direction.UP else "down"
    by = f" by at least {told(metric, change['size'])}" if change["size"] else ""
    whom = f" for {change['segment']}" if change["segment"] else ""
    lag = change["lag_days"] or 0
    late = f", from {lag} day{'s' if lag > 1 else ''} after it ships" if lag else ""
    return f"{name} goes {way}{by}{whom}{late}."


def sure(change: Mapping[str, Any]) -> str:
    """How sure its author was: "Held 70 % likely by Ines Halvorsen."; "" where nobody said."""
    if change["confidence"] is None:
        return ""
    return f"Held {format.number(change['confidence'] * 100)} % likely by {change['person'] or 'its author'}."
