"""The parts of a chart over time: value line, ribbon, hatched young weeks, flags on the axis, days with their n."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import polars as pl

from journey.charts import plot, say, theme


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day: a change shipped, an outage."""

    at: date
    name: str


Columns = dict[str, list[Any]]
FEW = 4
"""Holidays of a window that are named beside it."""


def columns(frame: pl.DataFrame, names: Sequence[str]) -> Columns:
    """The frame's columns as lists in order of `at`; a column that is not there is all None."""
    ordered = frame if frame["at"].is_sorted() else frame.sort("at")
    days = ordered["at"].to_list()
    data: Columns = {"at": [day.isoformat() for day in days], "day": days}
    for name in names:
        data[name] = _whole(ordered[name].to_list()) if name in ordered.columns else [None] * len(days)
    return data


def _whole(values: list[Any]) -> list[Any]:
    """The values with None where a number is none: not every NaN comes as null."""
    return [None if isinstance(v, float) and not math.isfinite(v) else v for v in values]


def has_values(frame: pl.DataFrame, name: str) -> bool:
    """Whether the frame has a number to draw in column `name`."""
    return name in frame.columns and any(v is not None for v in _whole(frame[name].to_list()))


def ribbon(at: Sequence[Any], lower: Sequence[float | None], upper: Sequence[float | None], colour: str) -> list[dict[str, Any]]:
    """A filled band between two lines over days or places, where both are known; broken where they are not."""
    traces: list[dict[str, Any]] = []
    stretch: list[tuple[Any, float, float]] = []
    for day, low, high in [*zip(at, lower, upper, strict=True), ("", None, None)]:
        if low is not None and high is not None:
            stretch.append((day, low, high))
            continue
        if stretch:
            traces.append(_patch(stretch, colour))
        stretch = []
    return traces


def _patch(stretch: Sequence[tuple[Any, float, float]], colour: str) -> dict[str, Any]:
    there, back = [s[0] for s in stretch], [s[0] for s in reversed(stretch)]
    return {
        "type": "scatter",
        "x": there + back,
        "y": [s[2] for s in stretch] + [s[1] for s in reversed(stretch)],
        "fill": "toself",
        "fillcolor": colour,
        "line": {"width": 0},
        "mode": "lines",
        "hoverinfo": "skip",
    }


def line(at: Sequence[Any], values: Sequence[float | None], colour: str, **style: Any) -> dict[str, Any]:
    """A line that breaks where a value is missing."""
    dash = style.pop("dash", "solid")
    pen = {"color": colour, "width": style.pop("width", 2), "dash": dash}
    return {"type": "scatter", "mode": "lines", "x": list(at), "y": list(values), "line": pen, "hoverinfo": "skip"} | style


def hatch(days: Sequence[date], mature: Sequence[bool | None], low: float, high: float) -> list[dict[str, Any]]:
    """Hatching behind the young values at the end, whose cohorts can still change."""
    young = [day for day, ok in zip(days, mature, strict=True) if ok is False]
    if not young:
        return []
    half = step(days) / 2
    left, right = shifted(young[0], -half), shifted(young[-1], half)
    pattern = {"shape": "/", "fgcolor": theme.BORDER, "size": 7, "solidity": 0.12, "fillmode": "replace"}
    outline = {"x": [left, right, right, left], "y": [low, low, high, high], "fill": "toself", "fillpattern": pattern}
    return [{"type": "scatter", "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"} | outline]


def step(days: Sequence[date]) -> timedelta:
    """The usual distance of two values: a day or a week."""
    gaps = sorted(b - a for a, b in pairwise(days))
    return gaps[len(gaps) // 2] if gaps else timedelta(days=1)


def shifted(day: date, by: timedelta) -> str:
    """A moment before or after a day's midnight, as Plotly reads it."""
    return (datetime.combine(day, time()) + by).isoformat()


def time_axis(days: Sequence[date], n: Sequence[float | None], *, about: int = 5) -> dict[str, Any]:
    """The time axis: about five days (of months: their names) told, the last among them, each with its n beneath."""
    air = step(days) * 0.6
    name = say.month if step(days) > timedelta(days=20) else say.day
    stride = max(1, round((len(days) - 1) / max(about - 1, 1)))
    shown = range((len(days) - 1) % stride, len(days), stride)
    return plot.axis(
        showline=True,
        linecolor=theme.AXIS,
        range=[shifted(days[0], -air), shifted(days[-1], air)],
        tickvals=[days[i].isoformat() for i in shown],
        ticktext=[f"{name(days[i])}<br>{say.count(n[i])}" for i in shown],
        tickangle=0,
    )


def target_line(
    target: float | None, name: str, tell: say.Say, *, beside: float, reach: float
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The dotted line of a target (a shape) and its name at the end (an annotation).

    beside: the value whose label stands at the same end; reach: the axis's length. The name keeps clear of that label.
    """
    if target is None:
        return [], []
    pen = {"color": theme.MUTED, "width": 1.5, "dash": "dot"}
    rule = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target, "y1": target, "line": pen}
    words = f"{plot.text(name, limit=16)}<br>{tell(target)}"
    away = 1 if target > beside else -1
    shift = away * 26 if abs(target - beside) < reach * 0.16 else 0
    return [rule], [plot.note(words, x=1, xref="paper", y=target, xanchor="left", xshift=4, yshift=shift, align="left")]


def flags(marks: Sequence[Mark], days: Sequence[date]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What happened within the window: a short pole on the axis (shape) with its pennant (annotation)."""
    poles, pennants = [], []
    span = max((days[-1] - days[0]).days, 1)
    inside = sorted((m for m in marks if days[0] <= m.at <= days[-1] + step(days)), key=lambda mark: mark.at)
    for place, mark in enumerate(inside):
        top = 0.05 + 0.07 * (place % 2)  # neighbours stand at two heights
        at, late = mark.at.isoformat(), (mark.at - days[0]).days / span > 0.6
        pen = {"color": theme.MUTED, "width": 1}
        poles.append({"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": top + 0.06, "line": pen})
        words = f"{plot.text(mark.name, limit=26)} ◂" if late else f"▸ {plot.text(mark.name, limit=26)}"
        side: dict[str, Any] = {"xanchor": "right", "xshift": 3} if late else {"xanchor": "left", "xshift": -3}
        pennants.append(plot.note(words, x=at, y=top + 0.06, yref="paper", yanchor="middle", **side))
    return poles, pennants


def holiday_marks(holidays: Sequence[Mark], days: Sequence[date], floor: float) -> list[dict[str, Any]]:
    """Public holidays within the window as hollow squares on the axis; `holidays_said` names them beside the chart."""
    inside = _within(holidays, days)
    if not inside:
        return []
    square = {"symbol": "square-open", "size": 7, "color": theme.MUTED, "line": {"width": 1.5}}
    at, told = (
        [mark.at.isoformat() for mark in inside],
        [f"{say.day(mark.at)}: {plot.text(mark.name, limit=40)}" for mark in inside],
    )
    trace = {"type": "scatter", "mode": "markers", "x": at, "y": [floor] * len(at), "marker": square, "cliponaxis": False}
    return [trace | {"hoverinfo": "text", "hovertext": told}]


def holidays_said(holidays: Sequence[Mark], days: Sequence[date]) -> str:
    """What the squares are, in a line: "□ All Saints' Day (1 Nov), ..."; the latest where there are many; "" without any."""
    inside = _within(holidays, days)
    said = ", ".join(f"{mark.name} ({say.day(mark.at)})" for mark in inside[-FEW:])
    before = f" and {len(inside) - FEW} before" if len(inside) > FEW else ""
    return f"□ {said}{before}" if said else ""


def _within(marks: Sequence[Mark], days: Sequence[date]) -> list[Mark]:
    """Those of the window, in order; its last week has seven days."""
    end = days[-1] + step(days) if days else None
    return sorted((mark for mark in marks if end and days[0] <= mark.at < end), key=lambda mark: mark.at)
