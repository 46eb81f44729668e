"""The emotion curve: what was assumed, what was measured, and the gap between them."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import plotly.graph_objects as go
import polars as pl

from journey.charts import plot, say, theme
from journey.charts import timeline as tl
from journey.domain.format import number, signed

COLUMNS = ("assumed", "measured", "low", "high", "n")
NOTABLE = 1.5
"""Points on the scale from -5 to +5 from which a gap is worth a name."""
MANY = 8
"""Stages above which their names stand aslant: so many still fit side by side, in lines, on a telephone."""
Row = dict[str, Any]


def emotion_curve(frame: pl.DataFrame, *, title: str = "", subtitle: str = "", height: int = 310) -> go.Figure:
    """Draw both curves over the stages, in the frame's order, with the measured one's interval and n.

    frame: stage, assumed, measured, all from -5 to +5; and where known low, high (the interval of measured) and n.
    """
    rows = _rows(frame)
    if not any(row["assumed"] is not None or row["measured"] is not None for row in rows):
        return plot.empty("No stage has an emotion yet, assumed or measured.", title=title, subtitle=subtitle)
    places = list(range(len(rows)))
    crowded = len(rows) > MANY
    return plot.figure(
        [
            *tl.ribbon(places, [row["low"] for row in rows], [row["high"] for row in rows], theme.BAND),
            tl.line(places, [row["assumed"] for row in rows], theme.GREY, width=1.5, dash="dash"),
            tl.line(places, [row["measured"] for row in rows], theme.TEXT, width=2),
            _dots(rows),
        ],
        title=title,
        subtitle=subtitle,
        height=height,
        left=56 if crowded else 34,
        right=8,
        bottom=128 if crowded else 76,
        xaxis=plot.axis(
            range=[-0.5, len(rows) - 0.5],
            tickvals=places,
            ticktext=[_name(row, len(rows)) for row in rows],
            ticklabeloverflow="allow",
            tickangle=-60 if crowded else 0,
        ),
        yaxis=plot.axis(range=[-6.2, 6.2], tickvals=[-5, 0, 5], ticktext=["−5", "0", "+5"]),
        shapes=[*_zero(), *_gap(rows)],
        annotations=[*_ends(rows), *_gap_name(rows)],
    )


def alt_text(frame: pl.DataFrame, *, title: str = "") -> str:
    """The finding, the widest gap, and each stage's two values."""
    rows = _rows(frame)
    parts = [plot.sentence(title)]
    if (gap := widest(rows)) is not None:
        parts.append(f"Widest gap at {rows[gap]['stage']}: measured {_gap_words(rows[gap])}.")
    for row in rows:
        known = [f"{kind} {signed(row[kind])}" for kind in ("assumed", "measured") if row[kind] is not None]
        n = say.count(row["n"]) if row["measured"] is not None else ""
        parts.append(f"{row['stage']}: {', '.join(filter(None, [*known, n]))}." if known else "")
    return " ".join(filter(None, parts)) or "No stage has an emotion yet, assumed or measured."


def widest(rows: list[Row]) -> int | None:
    """The stage where assumption and measurement differ most, if they differ notably anywhere."""
    gaps = {
        i: abs(row["measured"] - row["assumed"]) for i, row in enumerate(rows) if None not in (row["measured"], row["assumed"])
    }
    best = max(gaps, key=lambda i: gaps[i], default=None)
    return best if best is not None and gaps[best] >= NOTABLE else None


def _rows(frame: pl.DataFrame) -> list[Row]:
    rows: list[Row] = [{"stage": str(row["stage"]), **{name: row.get(name) for name in COLUMNS}} for row in frame.to_dicts()]
    for row in rows:
        row |= {name: None for name in COLUMNS if say.missing(row[name])}
    return rows


def _name(row: Row, stages: int) -> str:
    """A stage's name with its n: in lines where few share the width, aslant where many do."""
    if stages > MANY:
        return " · ".join(filter(None, [plot.text(row["stage"], limit=18), say.count(row["n"])]))
    lines = wrap(row["stage"], 16 if stages <= 4 else 9, max_lines=3, placeholder="…")
    return "<br>".join([*(plot.text(line) for line in lines), say.count(row["n"])])


def _zero() -> list[dict[str, Any]]:
    pen = {"color": theme.BORDER, "width": 1}
    return [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "layer": "below", "line": pen}]


def _dots(rows: list[Row]) -> dict[str, Any]:
    shown = [i for i, row in enumerate(rows) if row["measured"] is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": shown,
        "y": [rows[i]["measured"] for i in shown],
        "marker": {
            "size": 11,
            "color": [theme.emotion_colour(rows[i]["measured"]) for i in shown],
            "line": {"width": 1.5, "color": theme.TEXT},
        },
        "hoverinfo": "skip",
    }


def _ends(rows: list[Row]) -> list[dict[str, Any]]:
    """Each curve's name at its last point, the higher one above and the lower one below."""
    colours = {"assumed": theme.MUTED, "measured": theme.TEXT}
    last = {kind: max((i for i, row in enumerate(rows) if row[kind] is not None), default=None) for kind in colours}
    ends = {kind: (i, rows[i][kind]) for kind, i in last.items() if i is not None}
    notes = []
    for kind, (x, y) in ends.items():
        other = next((at[1] for name, at in ends.items() if name != kind), y - 1)
        above = y > other or (y == other and kind == "measured")
        edge: dict[str, Any] = {"yanchor": "bottom", "yshift": 9} if above else {"yanchor": "top", "yshift": -9}
        notes.append(plot.note(kind, colour=colours[kind], x=x, y=y, xanchor="right", xshift=22, **edge))
    return notes


def _gap_words(row: Row) -> str:
    gap = row["measured"] - row["assumed"]
    return f"{number(abs(gap), 1)} {'above' if gap > 0 else 'below'} what was assumed"


def _gap_state(row: Row) -> str:
    return "better" if row["measured"] > row["assumed"] else "worse"


def _gap(rows: list[Row]) -> list[dict[str, Any]]:
    """The widest gap as a line from the assumed to the measured, on to its name at the edge."""
    place = widest(rows)
    if place is None:
        return []
    row, pen = rows[place], {"color": theme.colour(_gap_state(rows[place])), "width": 1.5}
    edge = 5.0 if _gap_state(row) == "better" else -5.0
    ends: dict[str, Any] = {"type": "line", "x0": place, "x1": place, "layer": "below"}
    return [
        ends | {"y0": row["assumed"], "y1": row["measured"], "line": pen},
        ends | {"y0": row["measured"], "y1": edge, "line": pen | {"width": 1, "dash": "dot"}},
    ]


def _gap_name(rows: list[Row]) -> list[dict[str, Any]]:
    """The widest gap, named at the edge that it points to, clear of the curves."""
    place = widest(rows)
    if place is None:
        return []
    state = _gap_state(rows[place])
    share = place / max(len(rows) - 1, 1)
    side = "left" if share < 0.3 else "right" if share > 0.7 else "center"
    edge: dict[str, Any] = {"y": 5.0, "yanchor": "bottom"} if state == "better" else {"y": -5.0, "yanchor": "top"}
    words = f"{theme.ARROWS[state]} {_gap_words(rows[place])}"
    return [plot.note(words, colour=theme.colour(state), x=place, xanchor=side, **edge)]
