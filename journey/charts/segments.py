"""A KPI by segment: a dot with its interval for each, beside what holds for everyone."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from journey.charts import plot, say, theme
from journey.domain.words import MetricKind

COLUMNS = ("value", "n", "low", "high", "state")
_ROW = 44
Row = dict[str, Any]


def segments(
    frame: pl.DataFrame,
    *,
    title: str = "",
    subtitle: str = "",
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
    overall: float | None = None,
    overall_name: str = "Everyone",
) -> go.Figure:
    """Draw one row a segment, in the frame's order, each with its name, value and n written on it.

    frame: segment, value; and where known n, low, high (the interval) and state ("better", "worse", "watch" or null).
    """
    rows, tell = _rows(frame), say.teller(kind, say.short(unit))
    if not rows:
        return plot.empty("No segment has enough answers here.", title=title, subtitle=subtitle)
    low, high = plot.span([overall, *(row[k] for row in rows for k in ("value", "low", "high"))], pad=0.05)
    scale = plot.ticks(low, high, kind, say.short(unit), about=3)
    return plot.figure(
        [_dots(rows)],
        title=title,
        subtitle=subtitle + say.in_unit(unit),
        height=_ROW * len(rows) + 58,
        left=4,
        right=20,
        bottom=28,
        xaxis=plot.axis(showline=True, linecolor=theme.AXIS, range=[low, high], **scale),
        yaxis=plot.axis(range=[len(rows) - 0.3, -1.1], showticklabels=False),
        shapes=_everyone(overall, len(rows)),
        annotations=[*_names(rows, tell), *_everyone_name(overall, overall_name, tell)],
    )


def alt_text(
    frame: pl.DataFrame,
    *,
    title: str = "",
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
    overall: float | None = None,
) -> str:
    """The finding, then every segment with its value and n."""
    rows, tell = _rows(frame), say.teller(kind, unit)
    parts = [f"{row['segment']}: {_figures(row, tell)}" for row in rows] or ["No segment has enough answers here"]
    if overall is not None:
        parts.append(f"Everyone: {tell(overall)}")
    return " ".join(filter(None, [plot.sentence(title), plot.sentence("; ".join(parts))]))


def _rows(frame: pl.DataFrame) -> list[Row]:
    rows: list[Row] = [{"segment": str(row["segment"]), **{name: row.get(name) for name in COLUMNS}} for row in frame.to_dicts()]
    for row in rows:
        row |= {name: None for name in COLUMNS[:-1] if say.missing(row[name])}
    return [row for row in rows if row["value"] is not None]


def _figures(row: Row, tell: say.Say) -> str:
    parts = (theme.word(row["state"] or "calm"), tell(row["value"]), say.count(row["n"]))
    return " · ".join(part for part in parts if part)


def _dots(rows: list[Row]) -> dict[str, Any]:
    over = [row["high"] - row["value"] if row["high"] is not None else 0 for row in rows]
    under = [row["value"] - row["low"] if row["low"] is not None else 0 for row in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["value"] for row in rows],
        "y": list(range(len(rows))),
        "marker": {"size": 10, "color": [theme.colour(row["state"] or "calm") for row in rows]},
        "error_x": {"type": "data", "array": over, "arrayminus": under, "thickness": 1.5, "width": 0, "color": theme.AXIS},
        "hoverinfo": "skip",
    }


def _names(rows: list[Row], tell: say.Say) -> list[dict[str, Any]]:
    """Name at the left, figures at the right, above the dot: they fit any width."""
    notes = []
    for place, row in enumerate(rows):
        at: dict[str, Any] = {"xref": "paper", "y": place, "yshift": 16}
        name = plot.text(row["segment"], limit=30)
        notes.append(plot.note(name, colour=theme.TEXT, size=theme.LABEL_SIZE, x=0, xanchor="left", **at))
        notes.append(plot.note(_figures(row, tell), colour=theme.colour(row["state"] or "calm"), x=1, xanchor="right", **at))
    return notes


def _everyone(overall: float | None, rows: int) -> list[dict[str, Any]]:
    """A dotted tick at each dot's height, so that the line for everyone crosses no name."""
    if overall is None:
        return []
    pen = {"color": theme.MUTED, "width": 1.5, "dash": "dot"}
    heights = [(-0.85, -0.6), *((row - 0.22, row + 0.26) for row in range(rows))]
    ends: dict[str, Any] = {"type": "line", "x0": overall, "x1": overall, "line": pen, "layer": "below"}
    return [ends | {"y0": top, "y1": bottom} for top, bottom in heights]


def _everyone_name(overall: float | None, name: str, tell: say.Say) -> list[dict[str, Any]]:
    if overall is None:
        return []
    return [plot.note(f"{plot.text(name, limit=20)} {tell(overall)}", x=overall, y=-0.85, yanchor="bottom")]
