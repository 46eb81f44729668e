"""How passages flow from visit to visit: a Sankey whose columns are the first visit, the second, and so on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from journey.analysis.paths.steps import OVER
from journey.analysis.paths.walks import End
from journey.charts import plot, theme
from journey.domain import format

RARE = 0.015
"""Places of a column that fewer passages than this share come to stand together as the others."""
OTHERS = -2
NAMED = 0.03
"""Share of passages from which on a node has room for its name."""
GAP = 0.028
"""Of the height, between the nodes of a column."""
THICK = 9
"""Pixels of a node."""
Node = tuple[int, int]
"""The column and the place (or OTHERS, or OVER + how it ended)."""


def flow(frame: pl.DataFrame, names: Sequence[str], ends: Sequence[str], *, title: str = "", subtitle: str = "") -> go.Figure:
    """frame: step (0 is the first visit), source, target, n; names: the places' in order; ends: of the targets from OVER on.

    Grey is the drawn order, blue goes past a place, orange goes back; ends stand in the column after the last visit.
    """
    links = _links(frame)
    if links.is_empty():
        return plot.empty("No passage went through these places.", title=title, subtitle=subtitle)
    sizes, total = _sizes(links)
    nodes = sorted(sizes)
    number = {node: place for place, node in enumerate(nodes)}
    columns = max(column for column, _ in nodes)
    tall = _layout(nodes, sizes, total)
    labels = [_name(node[1], names, ends) for node in nodes]
    rows = links.to_dicts()
    trace: dict[str, Any] = {
        "type": "sankey",
        "arrangement": "fixed",
        "node": {
            "label": [""] * len(nodes),
            "x": [_across(node, columns) for node in nodes],
            "y": [tall[node] for node in nodes],
            "color": [_node_colour(node[1]) for node in nodes],
            "thickness": THICK,
            "pad": 4,
            "line": {"width": 0},
            "customdata": [plot.text(label) for label in labels],
            "hovertemplate": "%{customdata}: %{value:,} passages<extra></extra>",
        },
        "link": {
            "source": [number[row["step"], row["source"]] for row in rows],
            "target": [number[row["step"] + 1, row["target"]] for row in rows],
            "value": [row["n"] for row in rows],
            "color": [_link_colour(row["source"], row["target"]) for row in rows],
            "hovertemplate": "%{source.customdata} to %{target.customdata}: %{value:,} passages<extra></extra>",
        },
    }
    # Plotly would set the names of the last column over those of the one before
    named = [
        plot.note(
            f"{plot.text(label, limit=16)} {format.number(100 * sizes[node] / total)} %", colour=theme.TEXT, xref="paper",
            x=_across(node, columns), yref="paper", y=1 - tall[node], xanchor="left", xshift=THICK + 1, yanchor="middle",
        )
        for node, label in zip(nodes, labels, strict=True)
        if sizes[node] >= NAMED * total
    ]  # fmt: skip
    return plot.figure([trace], title=title, subtitle=subtitle, height=420, bottom=16, left=8, right=8, annotations=named)


def alt_text(frame: pl.DataFrame, names: Sequence[str], ends: Sequence[str], *, title: str = "") -> str:
    """The finding, then the largest flow out of each column."""
    links = _links(frame)
    parts = []
    for (step,), own in links.group_by("step", maintain_order=True):
        row = own.sort("n", descending=True).row(0, named=True)
        moved = f"{_name(row['source'], names, ends)} to {_name(row['target'], names, ends)}"
        parts.append(f"after visit {int(str(step)) + 1} most went from {moved} ({format.number(row['n'])})")
    return " ".join(filter(None, [plot.sentence(title), plot.sentence("; ".join(parts)[:1].upper() + "; ".join(parts)[1:])]))


def _links(frame: pl.DataFrame) -> pl.DataFrame:
    """The flows with what is rare in its column taken together; nothing is lost, so every node still adds up."""
    seen = pl.concat([
        frame.filter(pl.col("step") == 0).select("step", "n", place="source"),
        frame.filter(pl.col("target") < OVER).select(pl.col("step") + 1, "n", place="target"),
    ])  # fmt: skip
    counted = seen.group_by("step", "place").agg(pl.col("n").sum())
    total = int(counted.filter(pl.col("step") == 0)["n"].sum())
    rare = set(counted.filter(pl.col("n") < RARE * total).select("step", "place").iter_rows())
    rows = [
        {
            "step": step, "n": n,
            "source": OTHERS if (step, source) in rare else source,
            "target": OTHERS if (step + 1, target) in rare else target,
        }
        for step, source, target, n in frame.select("step", "source", "target", "n").iter_rows()
    ]  # fmt: skip
    schema = {"step": pl.Int64, "source": pl.Int64, "target": pl.Int64, "n": pl.Int64}
    merged = pl.DataFrame(rows, schema=schema)
    return merged.group_by("step", "source", "target").agg(pl.col("n").sum()).sort("step", "source", "target")


def _sizes(links: pl.DataFrame) -> tuple[dict[Node, int], int]:
    """The passages at each node, and all of them."""
    out: dict[Node, int] = {}
    into: dict[Node, int] = {}
    for row in links.iter_rows(named=True):
        start, end = (row["step"], row["source"]), (row["step"] + 1, row["target"])
        out[start] = out.get(start, 0) + row["n"]
        into[end] = into.get(end, 0) + row["n"]
    sizes = {node: max(out.get(node, 0), into.get(node, 0)) for node in {*out, *into}}
    return sizes, sum(size for (column, _), size in sizes.items() if column == 0)


def _layout(nodes: Sequence[Node], sizes: dict[Node, int], total: int) -> dict[Node, float]:
    """The middle of each node from the top (0 to 1): in a column the places in their order, then the others, then the ends."""
    columns: dict[int, list[Node]] = {}
    for node in nodes:
        columns.setdefault(node[0], []).append(node)
    most = max(len(own) for own in columns.values())
    room = 1 - GAP * most
    placed = {}
    for own in columns.values():
        top = 0.002
        for node in sorted(own, key=lambda node: (node[1] == OTHERS, node[1]) if node[1] < OVER else (True, node[1])):
            size = room * sizes[node] / total
            placed[node] = min(0.998, top + size / 2)
            top += size + GAP
    return placed


def _across(node: Node, columns: int) -> float:
    """How far to the right a node stands; the last column leaves room for its names."""
    return 0.001 + 0.86 * node[0] / max(columns, 1)


def _name(place: int, names: Sequence[str], ends: Sequence[str]) -> str:
    if place == OTHERS:
        return "Others"
    return ends[place - OVER] if place >= OVER else names[place]


def _node_colour(place: int) -> str:
    if place < OVER:
        return theme.GREY
    return _ENDS[End(place - OVER)]


_ENDS = {
    End.GOAL: theme.BETTER, End.LOST: theme.WORSE, End.WENT_ON: theme.MUTED, End.UNDER_WAY: theme.PALE, End.STOPPED: theme.AXIS,
}  # fmt: skip


def _link_colour(source: int, target: int) -> str:
    if target >= OVER or OTHERS in {source, target}:
        return theme.SECOND
    if target == source + 1:
        return theme.BORDER
    return theme.emotion_colour(1 if target > source else -1)
