"""What every Plotly figure shares: its layout, its title, its axes, its quiet way of being empty."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from journey.charts import theme
from journey.domain import format as written
from journey.domain.words import MetricKind

_NO_TEMPLATE = go.layout.Template()
_TITLE_WIDTH, _SUBTITLE_WIDTH = 44, 58  # characters that fit 350 px, a telephone's width, at their sizes
CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
"""What `st.plotly_chart(config=...)` should get: no toolbar, and the page scrolls, not the chart."""


def text(words: str, *, limit: int = 0) -> str:
    """What a person typed, as Plotly shows it literally, cut at `limit` characters."""
    cut = f"{words[: limit - 1].rstrip()}…" if limit and len(words) > limit else words
    return escape(cut, quote=False)


def figure(
    traces: Sequence[dict[str, Any]],
    *,
    title: str = "",
    subtitle: str = "",
    height: int = 280,
    left: int = 8,
    right: int = 16,
    bottom: int = 44,
    **layout: Any,
) -> go.Figure:
    """A figure of plain trace dicts under the house's layout, `height` pixels beside its title.

    Property names are not checked here, for speed: the charts' tests check each figure in full.
    """
    heading, top = _heading(title, subtitle, left)
    base: dict[str, Any] = {
        "template": _NO_TEMPLATE,
        "height": height + top,
        "margin": {"t": top, "r": right, "b": bottom, "l": left, "pad": 4},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": theme.LABEL_SIZE, "color": theme.MUTED, "family": theme.SANS},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"bgcolor": theme.SECOND, "bordercolor": theme.BORDER, "font": {"color": theme.TEXT}},
    }
    notes = heading + layout.pop("annotations", [])
    return go.Figure(data=list(traces), layout=base | layout | {"annotations": notes}, _validate=False)


def _heading(title: str, subtitle: str, left: int) -> tuple[list[dict[str, Any]], int]:
    """Title and subtitle as labels above the plot, and the room they need.

    Plotly's own title moves up when it has two lines, and Streamlit sets it in bold.
    """
    corner: dict[str, Any] = {
        "x": 0,
        "xref": "paper",
        "y": 1,
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "align": "left",
    }
    notes: list[dict[str, Any]] = []
    used = 0
    for words, width, font, line in (
        (title, _TITLE_WIDTH, {"size": theme.TITLE_SIZE, "color": theme.TEXT, "family": theme.SERIF, "weight": 600}, 22),
        (subtitle, _SUBTITLE_WIDTH, {"size": theme.SMALL_SIZE, "color": theme.MUTED}, 16),
    ):
        if not words:
            continue
        rows = [text(row) for row in wrap(words, width)]
        place = corner | {"xshift": -left - 2, "yshift": -used}
        notes.append(note("<br>".join(rows), **place) | {"font": font})
        used += line * len(rows) + 4
    top = used + 18
    for placed in notes:
        placed["yshift"] += top
    return notes, top


def empty(message: str = "Nothing was measured in this window.", *, title: str = "", subtitle: str = "") -> go.Figure:
    """A figure that says calmly that there is nothing to draw."""
    return figure(
        [],
        title=title,
        subtitle=subtitle,
        height=120,
        bottom=8,
        xaxis={"visible": False, "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True},
        annotations=[note(message, x=0, y=0.5, xref="paper", yref="paper", xanchor="left", xshift=-10)],
    )


def note(words: str, *, colour: str = theme.MUTED, size: int = theme.SMALL_SIZE, **place: Any) -> dict[str, Any]:
    """A direct label; `place` holds x, y and Plotly's anchors."""
    return {"text": words, "showarrow": False, "font": {"color": colour, "size": size}} | place


def axis(**settings: Any) -> dict[str, Any]:
    """A thin axis without grid or zero line."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "automargin": False,
        "tickfont": {"size": theme.SMALL_SIZE, "color": theme.MUTED},
    } | settings


def span(values: Sequence[float | None], *, cap: float | None = None, pad: float = 0.08) -> tuple[float, float]:
    """The range an axis needs for `values`: padded, not below zero or above `cap` unless a value is."""
    known = [v for v in values if v is not None and math.isfinite(v)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    room = (high - low) * pad or abs(high) * 0.1 or 1.0
    bottom = max(0.0, low - room) if low >= 0 else low - room
    top = min(cap, high + room) if cap is not None and high <= cap else high + room
    return bottom, top


_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800)


def ticks(low: float, high: float, kind: MetricKind = MetricKind.COUNT, unit: str = "", *, about: int = 4) -> dict[str, Any]:
    """Tick places and their words on a value axis, as Plotly's tickvals and ticktext; the unit stands at the top only."""
    rough = (high - low) / about or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((s for s in (1, 2, 2.5, 5, 10) if s * power >= rough), 10) * power
    if kind is MetricKind.DURATION and 1 <= rough <= _SECONDS[-1]:
        step = next(s for s in _SECONDS if s >= rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    places = [round(k * step, 10) for k in range(first, last + 1)]
    size = step * 100 if kind is MetricKind.RATE else step
    digits = next((d for d in range(6) if math.isclose(round(size, d), size)), 6)
    words = [_tick(p, kind, digits) for p in places]
    if words and unit and kind not in {MetricKind.RATE, MetricKind.DURATION}:
        words[-1] = f"{words[-1]} {unit}"
    return {"tickvals": places, "ticktext": words}


def _tick(place: float, kind: MetricKind, digits: int) -> str:
    if kind is MetricKind.DURATION:
        return written.duration(place)
    return f"{written.number(place * 100, digits)} %" if kind is MetricKind.RATE else written.number(place, digits)


def room(words: Sequence[str]) -> int:
    """The margin in pixels that a column of labels needs at the axis's left."""
    return 14 + round(5.9 * max(map(len, words), default=0))


def resolve(chart: go.Figure, scheme: theme.Scheme = theme.LIGHT) -> go.Figure:
    """The figure with real colours on the scheme's ground, for image files."""
    spec = chart.to_json(validate=False)
    for placeholder, real in scheme.placeholders.items():
        spec = spec.replace(placeholder, real)
    settled = go.Figure(json.loads(spec), _validate=False)
    settled.layout.paper_bgcolor = scheme.ink[0]
    return settled


def sentence(words: str) -> str:
    """Words with their full stop, for texts made of several sentences."""
    return words if not words or words.endswith((".", "?")) else f"{words}."
