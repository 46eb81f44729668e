"""What else happened around a change: other changes as flags, incidents as shaded days, holidays as squares on the axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from journey.charts import say, theme
from journey.charts import timeline as tl
from journey.charts.timeline import Mark

SHOWN = 4
"""Flags that fit on one axis; more are only said."""


@dataclass(frozen=True)
class Beside:
    """Something else that may have moved the metric, from `on` to `until`; kind is "change", "incident" or "holiday"."""

    on: date
    until: date
    name: str
    kind: str


Drawn = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def others(beside: Sequence[Beside], days: Sequence[date]) -> Drawn:
    """Shapes and labels of the other changes and the incidents within the window of `days`, the latest four of them."""
    shown = [one for one in _within(beside, days) if one.kind != "holiday"][-SHOWN:]
    poles, pennants = tl.flags([Mark(max(one.on, days[0]), one.name) for one in shown], days)
    return [*(_shade(one, days) for one in shown if one.kind == "incident"), *poles], pennants


def holidays(beside: Sequence[Beside], days: Sequence[date], floor: float) -> list[dict[str, Any]]:
    """Hollow squares on the axis."""
    return tl.holiday_marks([Mark(one.on, one.name) for one in beside if one.kind == "holiday"], days, floor)


def beside_said(beside: Sequence[Beside], days: Sequence[date]) -> str:
    """All of it in words, for whoever does not see the picture: "Also in these weeks: Outage (3 to 5 Nov)."; "" without any."""
    said = [f"{one.name} ({_when(one)})" for one in _within(beside, days)]
    return f"Also in these weeks: {', '.join(said)}." if said else ""


def _when(one: Beside) -> str:
    return say.day(one.on) if one.on == one.until else f"{say.day(one.on)} to {say.day(one.until)}"


def _within(beside: Sequence[Beside], days: Sequence[date]) -> list[Beside]:
    inside = [one for one in beside if days and one.on <= days[-1] and one.until >= days[0]]
    return sorted(inside, key=lambda one: (one.on, one.name))


def _shade(one: Beside, days: Sequence[date]) -> dict[str, Any]:
    """The days of an incident, from their midnights."""
    half = timedelta(hours=12)
    ends = {"x0": tl.shifted(max(one.on, days[0]), -half), "x1": tl.shifted(min(one.until, days[-1]), half)}
    look = {"fillcolor": theme.PALE, "opacity": 0.35, "line": {"width": 0}, "layer": "below"}
    return {"type": "rect", "yref": "paper", "y0": 0, "y1": 1} | ends | look
