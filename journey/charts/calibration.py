"""How often guesses held, beside how sure their authors were."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from journey.charts import plot, say, theme
from journey.domain.format import number

_EDGE = (-0.04, 1.04)


def calibration(frame: pl.DataFrame, *, title: str = "", subtitle: str = "") -> go.Figure:
    """Draw a dot with its interval for each band of confidence; on the dotted line guesses hold as often as they were said to.

    frame: said (mean confidence of the band), share (of them that held), low, high (interval of the share), n; all but n from
    0 to 1. A reliability diagram: Murphy & Winkler 1977, Applied Statistics 26:41-47.
    """
    if frame.is_empty():
        return plot.empty("No guess has come to its verdict yet.", title=title, subtitle=subtitle)
    rows = frame.sort("said").to_dicts()
    marks: dict[str, list[Any]] = {"tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": ["0", "25", "50", "75", "100 %"]}
    pen = {"color": theme.MUTED, "width": 1.5, "dash": "dot"}
    line = {"type": "line", "x0": 0, "y0": 0, "x1": 1, "y1": 1, "line": pen, "layer": "below"}
    return plot.figure(
        [_dots(rows)],
        title=title,
        subtitle=subtitle,
        height=300,
        left=plot.room(marks["ticktext"]),
        right=88,
        bottom=48,
        xaxis=plot.axis(
            showline=True, linecolor=theme.AXIS, range=_EDGE, title=_name("how sure the author was"), tickangle=0, **marks
        ),
        yaxis=plot.axis(range=_EDGE, **marks),
        shapes=[line],
        annotations=_counts(rows),
    )


def alt_text(frame: pl.DataFrame, *, title: str = "") -> str:
    """The finding, then every band: how sure, how many held."""
    rows = frame.sort("said").to_dicts()
    told = [f"said {_percent(row['said'])}, held {_percent(row['share'])} of {number(row['n'])}" for row in rows]
    words = "; ".join(told) or "no guess has come to its verdict yet"
    return " ".join(filter(None, [plot.sentence(title), plot.sentence(f"{words[0].upper()}{words[1:]}")]))


def _dots(rows: list[dict[str, Any]]) -> dict[str, Any]:
    over, under = ([abs(row[end] - row["share"]) for row in rows] for end in ("high", "low"))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["said"] for row in rows],
        "y": [row["share"] for row in rows],
        "marker": {"size": 11, "color": theme.SERIES[0]},
        "error_y": {"type": "data", "array": over, "arrayminus": under, "thickness": 1.5, "width": 0, "color": theme.AXIS},
        "cliponaxis": False,
        "hovertext": [f"said {_percent(row['said'])}, held {_percent(row['share'])} (n {row['n']})" for row in rows],
        "hoverinfo": "text",
    }


def _counts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What each dot rests on, at its right."""
    return [
        plot.note(
            f"{_percent(row['share'])}, {say.count(row['n'])}", colour=theme.TEXT, x=row["said"], y=row["share"],
            xanchor="left", xshift=9,
        )
        for row in rows
    ]  # fmt: skip


def _name(words: str) -> dict[str, Any]:
    return {"text": words, "font": {"size": theme.SMALL_SIZE, "color": theme.MUTED}, "standoff": 4}


def _percent(share: float) -> str:
    return f"{number(share * 100)} %"
