"""The way of a key result from where it started to its target: how far it is, how sure that is, how much time is gone."""

from __future__ import annotations

from journey.charts import svg, theme

WIDTH, HEIGHT, BAR = 220.0, 30.0, 8.0
LEAST, MOST = -0.25, 1.25
"""Shares of the way at the ends of the picture; what lies beyond is drawn at its end."""


def goal_bar(share: float, lo: float | None, hi: float | None, gone: float, *, state: str, alt: str) -> str:
    """An `<img>`: a bar to `share` of the way, a whisker from `lo` to `hi`, a mark where the time is.

    All are shares, 0 where it started and 1 at the target; `state` is "better", "worse", or "" where it is open. What lies
    behind the start is hollow: it is no way gone.
    """
    colour = theme.both(theme.colour(state) if state else theme.MUTED)
    body = _box(_x(0), _x(1), theme.both(theme.BORDER))
    body += _box(_x(0), _x(share), colour) if share >= 0 else _box(_x(share), _x(0), "none", f"stroke:{colour};stroke-width:1.5")
    if lo is not None and hi is not None:
        body += _line((_x(lo), HEIGHT / 2), (_x(hi), HEIGHT / 2), "stroke-width:1.5")
        body += "".join(_line((_x(at), HEIGHT / 2 - 5), (_x(at), HEIGHT / 2 + 5), "stroke-width:1.5") for at in (lo, hi))
    body += _line((_x(gone), 2), (_x(gone), HEIGHT - 2), "stroke-width:1;stroke-dasharray:2 2")
    return svg.image(body, width=WIDTH, height=HEIGHT, alt=alt)


def _x(share: float) -> float:
    return svg.scale(min(max(share, LEAST), MOST), LEAST, MOST, 2, WIDTH - 2)


def _box(left: float, right: float, colour: str, edge: str = "") -> str:
    place = f'x="{svg.number(left)}" y="{svg.number((HEIGHT - BAR) / 2)}" width="{svg.number(max(right - left, 1))}"'
    return f'<rect {place} height="{svg.number(BAR)}" rx="1" style="fill:{colour};{edge}"/>'


def _line(start: svg.Point, end: svg.Point, style: str) -> str:
    return f'<path d="{svg.path([start, end])}" style="stroke:{theme.both(theme.TEXT)};{style}"/>'
