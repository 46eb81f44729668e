"""The weekday pattern of a KPI: what is usual for a Monday, and how this week compares."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from journey.charts import plot, say, theme
from journey.domain.format import number
from journey.domain.words import MetricKind

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FULL = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COLUMNS = ("value", "n", "low", "high", "latest")
Rows = dict[int, dict[str, Any]]


def weekday_pattern(
    frame: pl.DataFrame,
    *,
    title: str = "",
    subtitle: str = "",
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
    latest_name: str = "this week",
    height: int = 200,
) -> go.Figure:
    """Draw the usual value of each weekday with its range and, hollow, the week's own value.

    frame: weekday (1 Monday to 7 Sunday), value (what is usual); and where known n, low, high (the usual range), latest.
    """
    rows = _rows(frame)
    if not rows:
        return plot.empty(title=title, subtitle=subtitle)
    reach = [row[name] for row in rows.values() for name in ("value", "low", "high", "latest")]
    low, high = plot.span(reach, cap=1.0 if kind is MetricKind.RATE else None)
    scale = plot.ticks(low, high, kind, say.short(unit), about=3)
    days = range(1, 8)
    return plot.figure(
        [_usual(rows), _latest(rows)],
        title=title,
        subtitle=subtitle + say.in_unit(unit),
        height=height,
        left=plot.room(scale["ticktext"]),
        right=72 if _last_latest(rows) else 16,
        xaxis=plot.axis(
            showline=True,
            linecolor=theme.AXIS,
            range=[0.4, 7.6],
            tickvals=list(days),
            ticktext=[f"{NAMES[day - 1]}<br>{_n(rows, day)}" for day in days],
            tickangle=0,
        ),
        yaxis=plot.axis(range=[low, high], **scale),
        annotations=[*_name(rows, say.teller(kind, say.short(unit)), latest_name), *_usual_name(rows)],
    )


def alt_text(frame: pl.DataFrame, *, title: str = "", kind: MetricKind = MetricKind.COUNT, unit: str = "") -> str:
    """The finding, and which weekday is usually highest and lowest."""
    rows, tell = _rows(frame), say.teller(kind, unit)
    if not rows:
        return " ".join(filter(None, [plot.sentence(title), "Nothing was measured in this window."]))
    top, bottom = (pick(rows, key=lambda day: rows[day]["value"]) for pick in (max, min))
    words = f"Usually highest on {FULL[top - 1]} ({tell(rows[top]['value'])})"
    words += f", lowest on {FULL[bottom - 1]} ({tell(rows[bottom]['value'])})."
    return " ".join(filter(None, [plot.sentence(title), words]))


def _rows(frame: pl.DataFrame) -> Rows:
    """One row a weekday that has a value, with every column there or None."""
    rows = {row["weekday"]: {name: row.get(name) for name in COLUMNS} for row in frame.to_dicts()}
    for row in rows.values():
        row |= {name: None for name in COLUMNS if say.missing(row[name])}
    return {day: row for day, row in sorted(rows.items()) if row["value"] is not None}


def _n(rows: Rows, day: int) -> str:
    """A weekday's n; the letter stands at the first only, so that seven fit a telephone."""
    n = rows[day]["n"] if day in rows else None
    return "" if n is None else say.count(n) if day == min(rows) else number(n)


def _usual(rows: Rows) -> dict[str, Any]:
    over = [row["high"] - row["value"] if row["high"] is not None else 0 for row in rows.values()]
    under = [row["value"] - row["low"] if row["low"] is not None else 0 for row in rows.values()]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(rows),
        "y": [row["value"] for row in rows.values()],
        "marker": {"size": 8, "color": theme.GREY},
        "error_y": {"type": "data", "array": over, "arrayminus": under, "thickness": 7, "width": 0, "color": theme.BORDER},
        "hoverinfo": "skip",
    }


def _latest(rows: Rows) -> dict[str, Any]:
    known = {day: row["latest"] for day, row in rows.items() if row["latest"] is not None}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(known),
        "y": list(known.values()),
        "marker": {"size": 10, "color": theme.GROUND, "line": {"width": 2, "color": theme.TEXT}},
        "hoverinfo": "skip",
    }


def _last_latest(rows: Rows) -> int | None:
    return max((day for day, row in rows.items() if row["latest"] is not None), default=None)


def _name(rows: Rows, tell: say.Say, latest_name: str) -> list[dict[str, Any]]:
    """The week's last value, named where it stands."""
    day = _last_latest(rows)
    if day is None:
        return []
    words = f"<b>{tell(rows[day]['latest'])}</b><br>{plot.text(latest_name, limit=16)}"
    return [plot.note(words, colour=theme.TEXT, x=day, y=rows[day]["latest"], xanchor="left", xshift=8, align="left")]


def _usual_name(rows: Rows) -> list[dict[str, Any]]:
    """What the bars are, beside the last of them."""
    day = max(rows)
    top = max(rows[day][name] for name in ("value", "high") if rows[day][name] is not None)
    return [plot.note("usual", x=day, y=top, yanchor="bottom", yshift=5)]
