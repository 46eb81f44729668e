"""Before and after a change: what was observed, and what was to be expected without it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import plotly.graph_objects as go
import polars as pl

from journey.charts import plot, say, theme
from journey.charts import timeline as tl
from journey.charts.beside import Beside, beside_said, holidays, others
from journey.charts.timeline import Mark
from journey.domain.words import MetricKind

COLUMNS = ("value", "n", "expected", "expected_low", "expected_high", "left_out")
_ENDS = (("observed", "value", theme.TEXT), ("without the change", "expected", theme.MUTED))


def before_after(
    frame: pl.DataFrame,
    change: Mark,
    *,
    title: str = "",
    subtitle: str = "",
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
    height: int = 300,
    beside: Sequence[Beside] = (),
) -> go.Figure:
    """Draw a metric around the day a change shipped, with the path it would have taken without it.

    frame: at (Date), value; and where known n, expected (without the change), expected_low, expected_high, and left_out:
    whether the day is no part of the comparison, which is hatched. `beside`: what else happened.
    """
    if not tl.has_values(frame, "value"):
        return plot.empty("Nothing was measured around this change.", title=title, subtitle=subtitle)
    data, tell = tl.columns(frame, COLUMNS), say.teller(kind, unit)
    reach = [v for name in ("value", "expected", "expected_low", "expected_high") for v in data[name]]
    low, high = plot.span(reach, cap=1.0 if kind is MetricKind.RATE else None)
    top = high + (high - low) * 0.1
    scale = plot.ticks(low, high, kind, unit)
    spans, pennants = others(beside, data["day"])
    return plot.figure(
        [*_hatched(data, low, top), *_lines(data), *holidays(beside, data["day"], low)],
        title=title,
        subtitle=subtitle,
        height=height + 16,
        left=plot.room(scale["ticktext"]),
        right=104,
        xaxis=tl.time_axis(data["day"], data["n"]),
        yaxis=plot.axis(range=[low, top], **scale),
        shapes=[_day(change), *spans],
        annotations=[*_change_name(change, data), *_ends(data, tell, high - low), *pennants],
    )


def alt_text(
    frame: pl.DataFrame,
    change: Mark,
    *,
    title: str = "",
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
    beside: Sequence[Beside] = (),
) -> str:
    """The finding, when the change shipped, the last observed and expected values with n before and after, and what else was."""
    parts = [plot.sentence(title), f"{change.name} shipped on {say.day(change.at, year=True)}."]
    if not tl.has_values(frame, "value"):
        return " ".join(filter(None, [*parts, "Nothing was measured around this change."]))
    data, tell = tl.columns(frame, COLUMNS), say.teller(kind, unit)
    for words, name, _ in _ENDS:
        if (last := _last(data[name])) is not None:
            parts.append(f"Last {words} {tell(data[name][last])}.")
    parts.append(plot.sentence(_counted(data, change)))
    if out := sum(map(bool, data["left_out"])):
        parts.append(f"{out} day{'s are' if out > 1 else ' is'} left out.")
    return " ".join(filter(None, [*parts, beside_said(beside, data["day"])]))


def _lines(data: tl.Columns) -> list[dict[str, Any]]:
    """The band and the path without the change, with what was observed over them."""
    return [
        *tl.ribbon(data["at"], data["expected_low"], data["expected_high"], theme.BAND),
        tl.line(data["at"], data["expected"], theme.GREY, width=1.5, dash="dash"),
        tl.line(data["at"], data["value"], theme.TEXT, width=2 if len(data["at"]) <= 60 else 1.5),
    ]


def _hatched(data: tl.Columns, low: float, high: float) -> list[dict[str, Any]]:
    """Hatching behind each stretch of days, or of weeks from their first day, that the comparison leaves out."""
    after = tl.step(data["day"])
    late = after // 2 if after > timedelta(days=1) else timedelta()
    stretches = [
        [day + late for day, _ in run]
        for out, run in groupby(zip(data["day"], data["left_out"], strict=True), key=lambda pair: bool(pair[1]))
        if out
    ]
    return [
        trace for days in stretches for trace in tl.hatch([*days, days[-1] + after], [*(False for _ in days), None], low, high)
    ]


def _counted(data: tl.Columns, change: Mark) -> str:
    """How much stands on either side of the change; nothing where n is unknown."""
    known = [(day, n) for day, n, out in zip(data["day"], data["n"], data["left_out"], strict=True) if n is not None and not out]
    if not known:
        return ""
    before, after = sum(n for day, n in known if day < change.at), sum(n for day, n in known if day >= change.at)
    return f"{say.count(before)} before, {say.count(after)} after"


def _last(values: list[float | None]) -> int | None:
    return max((i for i, v in enumerate(values) if v is not None), default=None)


def _day(change: Mark) -> dict[str, Any]:
    pen = {"color": theme.MUTED, "width": 1}
    return {"type": "line", "x0": change.at.isoformat(), "x1": change.at.isoformat(), "yref": "paper", "y0": 0, "y1": 1} | {
        "line": pen
    }


def _change_name(change: Mark, data: tl.Columns) -> list[dict[str, Any]]:
    """The day at the top of the change's line, and how much stands on either side of it."""
    late = _late(change.at, data["day"])
    side: dict[str, Any] = {"xanchor": "right", "xshift": -3} if late else {"xanchor": "left", "xshift": 3}
    words, when = f"shipped {say.day(change.at)}", change.at.isoformat()
    notes = [plot.note(words, colour=theme.TEXT, x=when, y=1, yref="paper", yanchor="top", **side)]
    if counted := _counted(data, change):
        notes.append(plot.note(counted, x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", xshift=2))
    return notes


def _late(day: date, days: Sequence[date]) -> bool:
    """Whether a name at that day has more room at its left."""
    return (day - days[0]).days / max((days[-1] - days[0]).days, 1) > 0.5


def _ends(data: tl.Columns, tell: say.Say, reach: float) -> list[dict[str, Any]]:
    """Both lines named at their ends, pushed apart where they end close."""
    ends = [(words, data[name][i], colour) for words, name, colour in _ENDS if (i := _last(data[name])) is not None]
    shifts = [0.0] * len(ends)
    if len(ends) == 2 and abs(ends[0][1] - ends[1][1]) < reach * 0.18:
        shifts = [18.0, -18.0] if ends[0][1] >= ends[1][1] else [-18.0, 18.0]
    place: dict[str, Any] = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 4, "align": "left"}
    return [
        plot.note(f"<b>{tell(value)}</b><br>{words}", colour=colour, y=value, yshift=shift, **place)
        for (words, value, colour), shift in zip(ends, shifts, strict=True)
    ]
