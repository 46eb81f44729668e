"""The weeks to come: as they were, as they would come, and as they would with a scenario's levers pulled."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from journey.charts import plot, theme
from journey.charts import timeline as tl
from journey.domain import format as written

COLUMNS = ("came", "now", "now_low", "now_high", "then", "then_low", "then_high")
_NAMES = {"now": "as it is", "then": "with this"}


def fan(frame: pl.DataFrame, *, title: str = "", subtitle: str = "", unit: str = "", height: int = 280) -> go.Figure:
    """Draw weekly counts of the past and what is foretold of the coming weeks.

    frame: at (Date, each week's Monday); came (past weeks); now, now_low, now_high (coming weeks), and with a scenario then,
    then_low, then_high. Bands are the range of nine runs in ten.
    """
    if not tl.has_values(frame, "now"):
        return plot.empty("There is nothing to foretell.", title=title, subtitle=subtitle)
    data = tl.columns(frame, COLUMNS)
    low, high = plot.span([0.0, *(v for name in COLUMNS for v in data[name])])
    scale = plot.ticks(low, high, unit=unit)
    ends = [name for name in ("now", "then") if tl.has_values(frame, name)]
    dashes = {"now": "dash", "then": "solid"}
    return plot.figure(
        [
            *tl.ribbon(data["at"], data["now_low"], data["now_high"], theme.BAND),
            *_edges(data),
            tl.line(data["at"], data["came"], theme.TEXT),
            *(tl.line(data["at"], data[name], _colour(name), dash=dashes[name]) for name in ends),
        ],
        title=title,
        subtitle=subtitle,
        height=height,
        left=plot.room(scale["ticktext"]),
        right=92,
        xaxis=tl.time_axis(data["day"], [None] * len(data["day"])),
        yaxis=plot.axis(range=[low, high], **scale),
        annotations=_ends(data, ends, high - low),
    )


def alt_text(frame: pl.DataFrame, *, title: str = "") -> str:
    """The finding, then the last week foretold both ways."""
    if not tl.has_values(frame, "now"):
        return plot.sentence(title)
    data = tl.columns(frame, COLUMNS)
    parts = [plot.sentence(title)]
    for name, words in _NAMES.items():
        if data[name][-1] is not None:
            low, high = written.number(data[f"{name}_low"][-1]), written.number(data[f"{name}_high"][-1])
            parts.append(f"In the last week {words}: {written.number(data[name][-1], 1)}, {low} to {high}.")
    return " ".join(filter(None, parts))


def _colour(name: str) -> str:
    return theme.SERIES[0] if name == "then" else theme.GREY


def _edges(data: tl.Columns) -> list[dict[str, Any]]:
    """The scenario's range as two thin lines, so that the band of now is still seen under it."""
    if not any(value is not None for value in data["then"]):
        return []
    return [tl.line(data["at"], data[name], theme.SERIES[0], width=1, dash="dot") for name in ("then_low", "then_high")]


def _ends(data: tl.Columns, ends: list[str], reach: float) -> list[dict[str, Any]]:
    """Both lines named at their ends, pushed apart where they end close."""
    last = [(name, data[name][-1]) for name in ends if data[name][-1] is not None]
    shifts = [0.0] * len(last)
    if len(last) == 2 and abs(last[0][1] - last[1][1]) < reach * 0.16:
        shifts = [16.0, -16.0] if last[0][1] >= last[1][1] else [-16.0, 16.0]
    place: dict[str, Any] = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 4, "align": "left"}
    return [
        plot.note(f"<b>{written.number(value)}</b> {_NAMES[name]}", colour=_colour(name), y=value, yshift=shift, **place)
        for (name, value), shift in zip(last, shifts, strict=True)
    ]
