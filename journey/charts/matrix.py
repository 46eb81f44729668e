"""The pain-versus-effort matrix: what to do first, and what to leave."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import plotly.graph_objects as go
import polars as pl

from journey.charts import plot, say, theme

Spot = tuple[float, float]
Box = tuple[float, float, float, float]
_PHONE = (322.0, 340.0)
"""Width and height in pixels of the plot on a telephone; what fits there fits anywhere."""
_SIDES: dict[str, dict[str, Any]] = {
    "right": {"xanchor": "left", "xshift": 9, "align": "left"},
    "left": {"xanchor": "right", "xshift": -9, "align": "right"},
    "above": {"yanchor": "bottom", "yshift": 7},
    "below": {"yanchor": "top", "yshift": -7},
}
_QUADRANTS = (("Do first", 0, 1), ("Plan well", 1, 1), ("On the side", 0, 0), ("Leave for now", 1, 0))


def matrix(
    frame: pl.DataFrame,
    *,
    title: str = "",
    subtitle: str = "",
    effort: tuple[float, float] = (1, 5),
    pain: tuple[float, float] = (1, 5),
    height: int = 400,
) -> go.Figure:
    """Draw pain points by effort (right is more) and pain (up is more), each with its name beside it.

    frame: name, effort, pain; and where known state ("better", "worse", "watch" or null). `effort` and `pain` are the
    ends of the scales. Points on one spot share a dot and stand under each other.
    """
    spots = _spots(frame)
    if not spots:
        return plot.empty("No pain point has been rated yet.", title=title, subtitle=subtitle)
    (left, right), (bottom, top) = effort, pain
    across, up = (right - left) * 0.1, (top - bottom) * 0.12
    return plot.figure(
        [_dots(spots)],
        title=title,
        subtitle=subtitle,
        height=height,
        left=26,
        right=8,
        bottom=30,
        xaxis=plot.axis(range=[left - across, right + across], showticklabels=False),
        yaxis=plot.axis(range=[bottom - up, top + up], showticklabels=False),
        shapes=_frame((left + right) / 2, (bottom + top) / 2),
        annotations=[*_quiet_names(), *_names(spots, effort, pain)],
    )


def alt_text(
    frame: pl.DataFrame, *, title: str = "", effort: tuple[float, float] = (1, 5), pain: tuple[float, float] = (1, 5)
) -> str:
    """The finding, and the names in each quadrant."""
    spots = _spots(frame)
    groups: dict[str, list[str]] = {name: [] for name, _, _ in _QUADRANTS}
    for (x, y), rows in spots.items():
        much, hurts = x > sum(effort) / 2, y >= sum(pain) / 2
        groups[next(name for name, a, b in _QUADRANTS if (a, b) == (much, hurts))] += [row["name"] for row in rows]
    parts = [f"{name}: {', '.join(names)}." for name, names in groups.items() if names]
    return " ".join(filter(None, [plot.sentence(title), *(parts or ["No pain point has been rated yet."])]))


def _spots(frame: pl.DataFrame) -> dict[Spot, list[dict[str, Any]]]:
    """The pain points by where they stand, the most painful first."""
    spots: dict[Spot, list[dict[str, Any]]] = {}
    for row in frame.to_dicts():
        if say.missing(row["effort"]) or say.missing(row["pain"]):
            continue
        spots.setdefault((round(row["effort"], 2), round(row["pain"], 2)), []).append(row)
    return dict(sorted(spots.items(), key=lambda item: (-item[0][1], item[0][0])))


def _state(rows: list[dict[str, Any]]) -> str:
    return next((row["state"] for row in rows if row.get("state")), "calm")


def _dots(spots: dict[Spot, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in spots],
        "y": [y for _, y in spots],
        "marker": {
            "size": [9 + 2 * min(len(rows), 4) for rows in spots.values()],
            "color": [theme.colour(_state(rows)) for rows in spots.values()],
            "opacity": 1,
        },
        "hoverinfo": "skip",
    }


def _names(
    spots: dict[Spot, list[dict[str, Any]]], effort: tuple[float, float], pain: tuple[float, float]
) -> list[dict[str, Any]]:
    """A name beside each dot, at the first side where it covers neither a dot nor another name on a telephone."""
    pixels = {spot: _pixel(spot, effort, pain) for spot in spots}
    taken = [(x - 8, y - 8, x + 8, y + 8) for x, y in pixels.values()]
    notes = []
    for spot, rows in spots.items():
        lines = [plot.text(line) for row in rows for line in wrap(row["name"], 22, max_lines=2, placeholder="…")]
        size = (max(map(len, lines)) * 6.2, len(lines) * 15.6)
        inward = pixels[spot][0] > _PHONE[0] / 2
        # beside a dot near an edge, a name would leave the plot
        outward = {"right": pixels[spot][0] > 0.7 * _PHONE[0], "left": pixels[spot][0] < 0.3 * _PHONE[0]}
        fitting = [side for side in _SIDES if not outward.get(side)]
        sides = [(side, _box(pixels[spot], size, side, inward=inward)) for side in fitting]
        side, box = min(sides, key=lambda found: _covered(found[1], taken))
        taken.append(box)
        edge = (
            {"xanchor": "right", "xshift": 12, "align": "right"}
            if inward
            else {"xanchor": "left", "xshift": -12, "align": "left"}
        )
        place: dict[str, Any] = {"x": spot[0], "y": spot[1]} | edge | _SIDES[side]
        notes.append(plot.note("<br>".join(lines), colour=theme.TEXT, **place))
    return notes


def _pixel(spot: Spot, effort: tuple[float, float], pain: tuple[float, float]) -> Spot:
    """Where a spot lies on a telephone's plot."""
    x, y = ((value - low) / (high - low) for value, (low, high) in zip(spot, (effort, pain), strict=True))
    return (0.083 + x * 0.833) * _PHONE[0], (0.097 + (1 - y) * 0.806) * _PHONE[1]


def _box(at: Spot, size: Spot, side: str, *, inward: bool) -> Box:
    (x, y), (wide, tall) = at, size
    left = {"right": x + 9, "left": x - 9 - wide}.get(side, x + 12 - wide if inward else x - 12)
    top = {"above": y - 9 - tall, "below": y + 9}.get(side, y - tall / 2)
    return left, top, left + wide, top + tall


def _covered(box: Box, taken: list[Box]) -> float:
    """How much of what is drawn, or of the plot's outside, a box would cover."""
    left, top, right, bottom = box
    outside = max(0, -left) + max(0, right - _PHONE[0]) + max(0, -top) + max(0, bottom - _PHONE[1])
    both = (max(0, min(right, r) - max(left, x)) * max(0, min(bottom, b) - max(top, y)) for x, y, r, b in taken)
    return outside * 15 + sum(both)


def _frame(middle_x: float, middle_y: float) -> list[dict[str, Any]]:
    pen = {"color": theme.BORDER, "width": 1}
    ends: dict[str, Any] = {"type": "line", "line": pen, "layer": "below"}
    return [
        ends | {"x0": middle_x, "x1": middle_x, "yref": "paper", "y0": 0, "y1": 1},
        ends | {"xref": "paper", "x0": 0, "x1": 1, "y0": middle_y, "y1": middle_y},
        {"type": "rect", "xref": "paper", "yref": "paper", "x0": 0, "x1": 0.5, "y0": 0.5, "y1": 1, "layer": "below"}
        | {"fillcolor": theme.SECOND, "line": {"width": 0}},
    ]


def _quiet_names() -> list[dict[str, Any]]:
    """The names of the quadrants in their corners and of the axes beside them."""
    paper: dict[str, Any] = {"xref": "paper", "yref": "paper"}
    sides = {0: ("left", 6), 1: ("right", -6)}
    notes = [
        plot.note(f"<i>{name}</i>", x=x, y=y, xanchor=sides[x][0], xshift=sides[x][1], yanchor="top" if y else "bottom", **paper)
        for name, x, y in _QUADRANTS
    ]
    notes.append(plot.note("more effort →", x=1, y=0, xanchor="right", yanchor="top", yshift=-6, **paper))
    notes.append(plot.note("more pain →", x=0, y=1, xanchor="right", yanchor="top", xshift=-6, textangle=-90, **paper))
    return notes
