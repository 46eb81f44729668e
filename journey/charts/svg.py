"""Pictures small enough to write by hand: SVG paths, and SVG as an image that shows in any HTML."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

Point = tuple[float, float]


def scale(value: float, low: float, high: float, start: float, end: float) -> float:
    """`value` of the range low..high on the stretch start..end; the middle where the range is a point."""
    return (start + end) / 2 if high == low else start + (value - low) / (high - low) * (end - start)


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def path(points: Sequence[Point | None]) -> str:
    """The `d` of a line through points; None breaks the line, and a lone point becomes a dot."""
    parts: list[str] = []
    pen_down = False
    for index, point in enumerate(points):
        if point is None or not all(map(math.isfinite, point)):
            pen_down = False
            continue
        place = f"{number(point[0])} {number(point[1])}"
        parts.append(f"{'L' if pen_down else 'M'}{place}")
        if not pen_down and (index + 1 == len(points) or points[index + 1] is None):
            parts.append("h.1")
        pen_down = True
    return "".join(parts)


def image(body: str, *, width: float, height: float, alt: str, fill: bool = False) -> str:
    """An `<img>` of an SVG, in the scheme of the page around it.

    Streamlit's `st.html` drops inline SVG; an image stays, and nothing in it can run. `fill` stretches it to its box.
    """
    ratio = ' preserveAspectRatio="none"' if fill else ""
    size = f'width="{number(width)}" height="{number(height)}"'
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {number(width)} {number(height)}"{ratio} '
        f'style="color-scheme:light dark">{body}</svg>'
    )
    box = 'style="width:100%;height:100%;display:block"' if fill else size
    return f'<img alt="{escape(alt)}" {box} src="data:image/svg+xml,{quote(drawing, safe="(),/:;= ")}">'
