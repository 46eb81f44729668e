"""Weeks as they were foretold and as they came: the range of each, and a dot that lies in it or not."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from journey.charts import plot, say, theme
from journey.charts import timeline as tl
from journey.domain import format as written


def foretold(frame: pl.DataFrame, *, title: str = "", subtitle: str = "", height: int = 260) -> go.Figure:
    """frame: at (Date), came, amount, low, high. A week outside its range is drawn in the colour of what deviates."""
    if frame.is_empty():
        return plot.empty("The past is too short to foretell a part of it.", title=title, subtitle=subtitle)
    data = tl.columns(frame, ("came", "amount", "low", "high"))
    low, high = plot.span([0.0, *(v for name in ("came", "low", "high") for v in data[name])])
    scale = plot.ticks(low, high)
    return plot.figure(
        [
            *tl.ribbon(data["at"], data["low"], data["high"], theme.BAND),
            tl.line(data["at"], data["amount"], theme.GREY, dash="dash"),
            _dots(data),
        ],
        title=title,
        subtitle=subtitle,
        height=height,
        left=plot.room(scale["ticktext"]),
        right=92,
        xaxis=tl.time_axis(data["day"], [None] * len(data["day"])),
        yaxis=plot.axis(range=[low, high], **scale),
        annotations=_names(data),
    )


def alt_text(frame: pl.DataFrame, *, title: str = "") -> str:
    """The finding, then each week."""
    parts = [
        f"week of {say.day(row['at'])}: {written.number(row['came'])} came, {written.number(row['low'])} to "
        f"{written.number(row['high'])} foretold"
        for row in frame.iter_rows(named=True)
    ]
    return " ".join(filter(None, [plot.sentence(title), plot.sentence("; ".join(parts))]))


def _dots(data: tl.Columns) -> dict[str, Any]:
    within = [low <= came <= high for came, low, high in zip(data["came"], data["low"], data["high"], strict=True)]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": data["at"],
        "y": data["came"],
        "marker": {
            "size": 9,
            "color": [theme.TEXT if inside else theme.WATCH for inside in within],
            "symbol": ["circle" if inside else "diamond" for inside in within],
        },
        "hoverinfo": "skip",
    }


def _names(data: tl.Columns) -> list[dict[str, Any]]:
    place: dict[str, Any] = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 4}
    ends = [("● came", data["came"][-1], theme.TEXT), ("foretold", data["amount"][-1], theme.GREY)]
    near = abs(ends[0][1] - ends[1][1]) < 0.12 * max(data["high"])
    shifts = [0, 0] if not near else [9, -9] if ends[0][1] >= ends[1][1] else [-9, 9]
    return [
        plot.note(words, colour=colour, y=value, yshift=shift, **place)
        for (words, value, colour), shift in zip(ends, shifts, strict=True)
    ]
