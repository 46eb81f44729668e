"""What moves the outcome most: a dot with its range for each part, the widest reach first."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from journey.charts import plot, say, theme
from journey.domain import format as written

ROW = 34


def tornado(
    frame: pl.DataFrame, *, title: str = "", subtitle: str = "", tell: say.Say = lambda v: written.number(v or 0, 1)
) -> go.Figure:
    """Draw how far each part moves the outcome.

    frame: name, value, low, high, in the order drawn, top first. `tell` writes a value.
    """
    rows = frame.to_dicts()
    if not rows:
        return plot.empty("There is nothing to compare.", title=title, subtitle=subtitle)
    names = [plot.text(row["name"], limit=24) for row in rows]
    low, high = plot.span([0.0, *(row[key] for row in rows for key in ("low", "high"))])
    scale = plot.ticks(low, high)
    return plot.figure(
        [_range(place, row) for place, row in enumerate(rows)]
        + [
            {
                "type": "scatter",
                "mode": "markers",
                "x": [row["value"] for row in rows],
                "y": list(range(len(rows))),
                "marker": {"size": 10, "color": theme.SERIES[0]},
                "hoverinfo": "skip",
            }
        ],
        title=title,
        subtitle=subtitle,
        height=ROW * len(rows) + 40,
        left=plot.room(names),
        right=120,
        bottom=34,
        xaxis=plot.axis(range=[low, high], tickvals=scale["tickvals"], ticktext=scale["ticktext"]),
        yaxis=plot.axis(range=[len(rows) - 0.4, -0.6], tickvals=list(range(len(rows))), ticktext=names),
        shapes=[_zero()] if low <= 0 <= high else [],
        annotations=[
            plot.note(f"<b>{tell(row['value'])}</b>", colour=theme.TEXT, x=row["high"], y=place, xanchor="left", xshift=8)
            for place, row in enumerate(rows)
        ],
    )


def alt_text(frame: pl.DataFrame, *, title: str = "", tell: say.Say = lambda v: written.number(v or 0, 1)) -> str:
    """The finding, then each part's value and range."""
    parts = [
        f"{row['name']} {tell(row['value'])}, {tell(row['low'])} to {tell(row['high'])}" for row in frame.iter_rows(named=True)
    ]
    return " ".join(filter(None, [plot.sentence(title), plot.sentence("; ".join(parts))]))


def _range(place: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [row["low"], row["high"]],
        "y": [place, place],
        "line": {"color": theme.SERIES[0], "width": 3},
        "opacity": 0.45,
        "hoverinfo": "skip",
    }


def _zero() -> dict[str, Any]:
    return {
        "type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": {"color": theme.AXIS, "width": 1},
        "layer": "below",
    }  # fmt: skip
