"""The paths customers took as a picture: stages in the drawn order, skips as arcs above, ways back as arcs below."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl

from journey.analysis.paths.steps import BEGIN, OVER
from journey.charts import svg, theme
from journey.domain import format

PITCH, WIDE, TALL = 160, 118, 84
"""Pixels from stage to stage, and of a stage's box."""
RISE, FIRST = 30, 34
"""How much higher an arc is for each stage it passes, and the lowest one."""
MOST, WORTH = 14, 0.02
"""Arcs that are drawn, from which share of passages on."""
PEN = 13.0
"""Pixels of the line that every passage takes."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Arc:
    """A way as it is drawn: from place to place, its share of passages, median seconds, and whether the map draws it."""

    source: int
    target: int
    share: float
    seconds: float | None
    drawn: bool

    @property
    def span(self) -> int:
        return abs(self.target - self.source)

    @property
    def height(self) -> int:
        return FIRST + RISE * (self.span - 1) + (0 if self.target > self.source else FIRST)


def graph(steps: pl.DataFrame, seen: pl.DataFrame, *, drawn: Collection[tuple[int, int]], label: str) -> str:
    """The picture for `st.html`, scrolling sideways where it is wide; "" without places.

    steps and seen follow analysis.paths.steps (STEPS, SEEN). Of `drawn` ways the lines are filled, the others are hollow.
    """
    places = seen.sort("place").to_dicts()
    if not places:
        return ""
    arcs, left_out = _arcs(steps, drawn)
    above = max((arc.height for arc in arcs if arc.target > arc.source + 1), default=0) * 3 // 4 + 18
    below = max((arc.height for arc in arcs if arc.target < arc.source), default=0) * 3 // 4 + 18
    width, height = PITCH * len(places) - (PITCH - WIDE) + 16, above + TALL + below
    lines = "".join(_line(arc, above) for arc in sorted(arcs, key=lambda arc: arc.share))
    picture = svg.image(lines, width=width, height=height, alt="")
    begun = {row["target"]: row["share"] for row in steps.filter(pl.col("source") == BEGIN).iter_rows(named=True)}
    boxes = "".join(_box(row, begun.get(row["place"], 0.0), above) for row in places)
    labels = "".join(_label(arc, above) for arc in arcs)
    rest = f" {left_out} rarer ways are left out." if left_out > 1 else " One rarer way is left out." if left_out else ""
    keys = "Arcs above go past stages, arcs below go back. Hollow: the map does not draw it."
    return (
        f"<style>{_CSS}</style><div class='paths' role='region' tabindex='0' aria-label='{escape(label, quote=True)}'>"
        f"<div style='width:{width}px;height:{height}px'>{picture}{boxes}{labels}</div></div>"
        f"<p class='paths-key'>{keys} Shares are of all passages; times are medians from entering to entering.{rest}</p>"
    )


def alt_text(steps: pl.DataFrame, seen: pl.DataFrame, *, title: str) -> str:
    """The finding, every place with its share, then the ways back and past that most take."""
    names = seen.sort("place")["name"].to_list()
    parts = [f"{row['name']} {_percent(row['share'])}" for row in seen.sort("place").iter_rows(named=True)]
    arcs, _ = _arcs(steps, ())
    odd = sorted((arc for arc in arcs if arc.target != arc.source + 1), key=lambda arc: -arc.share)[:5]
    ways = [
        f"{_percent(arc.share)} {'back' if arc.target < arc.source else 'straight'} "
        f"from {names[arc.source]} to {names[arc.target]}"
        for arc in odd
    ]
    return f"{title}. Passages: {', '.join(parts)}." + (f" Beside the drawn order: {'; '.join(ways)}." if ways else "")


def _arcs(steps: pl.DataFrame, drawn: Collection[tuple[int, int]]) -> tuple[list[Arc], int]:
    """The ways between places worth drawing, and how many are not: every step forward, and the MOST others above WORTH."""
    between = steps.filter(pl.col("source") >= 0, pl.col("target") < OVER).sort("share", descending=True)
    every = [
        Arc(row["source"], row["target"], row["share"], row["seconds"], (row["source"], row["target"]) in drawn)
        for row in between.iter_rows(named=True)
    ]
    others = [arc for arc in every if arc.target != arc.source + 1]
    kept = [arc for arc in others[:MOST] if arc.share >= WORTH]
    return [arc for arc in every if arc.target == arc.source + 1] + kept, len(others) - len(kept)


def _left(place: int) -> int:
    return 8 + PITCH * place


def _line(arc: Arc, above: int) -> str:
    """An arrow on, or an arc with its arrowhead."""
    pen = max(1.5 if arc.drawn else 4, PEN * arc.share)
    if arc.target == arc.source + 1:
        middle, tip = above + TALL / 2, _left(arc.target)
        line = f"M{_left(arc.source) + WIDE} {svg.number(middle)}H{tip - 7}"
        return _stroke(arc, line, pen) + _head(arc, tip, middle, pen, (-1, 0))
    back = arc.target < arc.source
    edge = above + TALL if back else above
    # ways out leave at one third of a box and ways in arrive at the other, so that neither hides the other
    out, into = (0.33, 0.67) if back else (0.67, 0.33)
    start, end = _left(arc.source) + WIDE * out, _left(arc.target) + WIDE * into
    reach = edge + arc.height if back else edge - arc.height
    tip = edge + 7 if back else edge - 7
    place = f"M{svg.number(start)} {edge}C{svg.number(start)} {reach} {svg.number(end)} {reach} {svg.number(end)} {tip}"
    return _stroke(arc, place, pen) + _head(arc, end, edge, pen, (0, 1 if back else -1))


def _colour(arc: Arc) -> str:
    if arc.target == arc.source + 1:
        return theme.PALE
    return theme.SERIES[5] if arc.target < arc.source else theme.SERIES[4]


def _stroke(arc: Arc, place: str, pen: float) -> str:
    """The line of a way; hollow where the map does not draw it."""
    line = f'<path d="{place}" style="fill:none;stroke:{theme.both(_colour(arc))};stroke-width:{svg.number(pen)}"/>'
    if arc.drawn:
        return line
    return line + f'<path d="{place}" style="fill:none;stroke:{theme.both(theme.GROUND)};stroke-width:{svg.number(pen - 2.6)}"/>'


def _head(arc: Arc, x: float, y: float, pen: float, towards: tuple[int, int]) -> str:
    """A triangle whose tip is at x, y; it points against `towards`, the way from the tip to its base."""
    half, (dx, dy) = max(4.5, pen / 2 + 2.5), towards
    base = (x + 8 * dx, y + 8 * dy)
    corners = [(x, y), (base[0] + half * dy, base[1] + half * dx), (base[0] - half * dy, base[1] - half * dx)]
    points = " ".join(f"{svg.number(a)},{svg.number(b)}" for a, b in corners)
    return f'<polygon points="{points}" style="fill:{theme.both(_colour(arc))}"/>'


def _label(arc: Arc, above: int) -> str:
    """The share, and the median time under or beside it, where the way is farthest from the boxes."""
    back = arc.target < arc.source
    share = escape(_percent(arc.share))
    if arc.target == arc.source + 1:
        left, top = _left(arc.source) + WIDE + (PITCH - WIDE) / 2, above + TALL / 2
        words = f"<b>{share}</b><i>{_brief(arc.seconds)}</i>"
        return f'<span class="on" style="left:{svg.number(left)}px;top:{svg.number(top)}px">{words}</span>'
    left = (_left(arc.source) + _left(arc.target) + WIDE) / 2
    top = above + TALL + arc.height * 0.75 if back else above - arc.height * 0.75
    kind = "back" if back else "skip"
    words = f"<b>{share}</b> {_took(arc.seconds)}"
    return f'<span class="{kind}" style="left:{svg.number(left)}px;top:{svg.number(top)}px">{words}</span>'


def _took(seconds: float | None) -> str:
    """A time in few letters: two units only where the larger one is small, 39 min, 2 d 4 h."""
    if seconds is None:
        return ""
    first, unit, *rest = format.duration(seconds).split()
    return " ".join([first, unit] if len(first) > 1 else [first, unit, *rest])


def _brief(seconds: float | None) -> str:
    """The same in one unit, for the narrow room between two boxes: 2.6 min, 39 min, 1.4 d."""
    if seconds is None:
        return ""
    size, unit = next(((size, unit) for size, unit in _UNITS if seconds >= size), _UNITS[-1])
    amount = seconds / size
    return f"{format.number(amount, 1 if amount < 10 and unit != 's' else 0)} {unit}"


_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def _box(row: Row, begun: float, above: int) -> str:
    """A stage: its name, how many passages come to it, and what sets it apart."""
    if not row["visits"]:
        lines = ["nobody passes"]
    else:
        lines = [f"{_percent(row['share'])} of passages"]
        lines += [f"{_percent(begun)} begin here"] if row["place"] and begun >= WORTH else []
        dropped = row["dropped_share"] or 0.0
        lines += [f"{_percent(dropped)} go no further"] if dropped >= WORTH else []
    said = "".join(f"<small>{escape(line)}</small>" for line in lines)
    quiet = "" if row["visits"] else " nobody"
    name = escape(row["name"])
    place = f"left:{_left(row['place'])}px;top:{above}px;width:{WIDE}px;height:{TALL}px"
    return f'<div class="box{quiet}" style="{place}" title="{name}"><strong>{name}</strong>{said}</div>'


def _percent(share: float) -> str:
    whole = share * 100
    return "<1 %" if 0 < whole < 0.5 else f"{format.number(whole)} %"


_CSS = (
    f".paths{{{theme.VARIABLES};overflow-x:auto;color:var(--ink);padding-bottom:4px}}"
    ".paths>div{position:relative;margin:0 auto}.paths img{position:absolute;inset:0}"
    ".paths:focus-visible{outline:3px solid var(--primary);outline-offset:2px}"
    ".paths .box{position:absolute;box-sizing:border-box;display:flex;flex-direction:column;justify-content:center;"
    "padding:4px 8px;border:1px solid var(--axis);border-radius:6px;background:var(--surface);line-height:1.25}"
    ".paths .box strong{font-size:.875rem;font-weight:600;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;"
    "overflow:hidden;overflow-wrap:anywhere}"
    ".paths .box small{font-size:.75rem;color:var(--muted);font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".paths .nobody{border-style:dashed}.paths .nobody small{color:var(--watch)}"
    ".paths span{position:absolute;transform:translate(-50%,-50%);font-size:.75rem;line-height:1.2;white-space:nowrap;"
    "background:var(--ground);padding:0 4px;border-radius:3px;font-variant-numeric:tabular-nums}"
    ".paths .on{background:none;text-align:center;padding:0}.paths .on b,.paths .on i{display:block;font-style:normal}"
    ".paths .on b{margin-bottom:14px}.paths .on i{color:var(--muted)}"
    ".paths-key{font-size:.8125rem;opacity:.85;margin:.5rem 0 0}"
)
