"""One measure at every stage: small multiples on one value axis, what stands out marked."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl

from journey.charts import say, svg, theme
from journey.domain.words import MetricKind

WIDTH, HEIGHT = 168, 64
Row = dict[str, Any]


def stages(
    frame: pl.DataFrame, *, caption: str, kind: MetricKind = MetricKind.COUNT, unit: str = "", target: float | None = None
) -> str:
    """The stages in the frame's order, each its weeks with the usual range, its last value, n and word; "" without values.

    frame: stage, at (Date), value; and where known n, expected_low, expected_high, mature and flag, as `trend` takes them.
    Made for `st.html`: the cells flow to the width there is. A worse week is a diamond, a better one a dot.
    """
    names = frame["stage"].unique(maintain_order=True).to_list()
    cells = {name: frame.filter(pl.col("stage") == name).sort("at").to_dicts() for name in names}
    keys = ("value", "expected_low", "expected_high")
    known = [
        row[key] for rows in cells.values() for row in rows for key in keys if _settled(row) and not say.missing(row.get(key))
    ]
    if not known:
        return ""
    ends = [*known, *([] if target is None else [target])]
    low, high = min(ends), max(ends)
    tell = say.teller(kind, say.short(unit))
    caption += say.in_unit(unit)
    shown = "".join(_cell(name, rows, low, high, tell) for name, rows in cells.items())
    axis = f"{escape(caption)}. Every stage from {escape(tell(low))} to {escape(tell(high))}; the usual range is shaded."
    group = f"<div class='stages' role='group' aria-label='{escape(caption, quote=True)}'>{shown}</div>"
    return f"<style>{_CSS}</style>{group}<p class='stages-axis'>{axis}</p>"


def _cell(name: str, rows: list[Row], low: float, high: float, tell: say.Say) -> str:
    settled = [row for row in rows if _settled(row)]
    if not settled:
        return f"<figure><figcaption>{escape(name)}</figcaption><p>nothing measured</p></figure>"
    last = settled[-1]
    state = last.get("flag") or "calm"
    figures = " · ".join(filter(None, (f"<b>{escape(tell(last['value']))}</b>", theme.word(state), say.count(last.get("n")))))
    picture = svg.image(_drawing(rows, low, high), width=WIDTH, height=HEIGHT, alt=_said(name, settled, tell))
    return f"<figure><figcaption>{escape(name)}</figcaption>{picture}<p class='{state}'>{figures}</p></figure>"


def _settled(row: Row) -> bool:
    return row.get("mature") is not False and not say.missing(row["value"])


def _said(name: str, rows: list[Row], tell: say.Say) -> str:
    out = [f"{say.day(row['at'])} {theme.word(row['flag'])}" for row in rows if row.get("flag")]
    ends = f"{tell(rows[0]['value'])} to {tell(rows[-1]['value'])} over {len(rows)} weeks"
    return f"{name}: {ends}" + (f"; {', '.join(out)}" if out else "")


def _drawing(rows: list[Row], low: float, high: float) -> str:
    def at(index: int, value: float | None) -> svg.Point | None:
        if value is None or say.missing(value):
            return None
        x = svg.scale(index, 0, max(len(rows) - 1, 1), 5, WIDTH - 6)
        return x, svg.scale(value, low, high, HEIGHT - 6, 6)

    band = [(at(i, row.get("expected_low")), at(i, row.get("expected_high"))) for i, row in enumerate(rows) if _settled(row)]
    pairs = [(bottom, top) for bottom, top in band if bottom and top]
    outline = svg.path([*[top for _, top in pairs], *[bottom for bottom, _ in reversed(pairs)]]) if len(pairs) > 1 else ""
    body = f'<path d="{outline}Z" style="fill:{theme.both(theme.BAND)}"/>' if outline else ""
    points = [at(i, row["value"]) for i, row in enumerate(rows)]
    solid = [point if _settled(row) else None for row, point in zip(rows, points, strict=True)]
    body += f'<path d="{svg.path(solid)}" style="fill:none;stroke:{theme.both(theme.TEXT)};stroke-width:1.5"/>'
    for row, point in zip(rows, solid, strict=True):
        if point and row.get("flag"):
            body += _mark(point, row["flag"])
    return body


def _mark(point: svg.Point, state: str) -> str:
    """A diamond for worse, a dot for the rest: told apart without colour."""
    x, y = point
    fill = f"fill:{theme.both(theme.colour(state))}"
    if state != "worse":
        return f'<circle cx="{svg.number(x)}" cy="{svg.number(y)}" r="4" style="{fill}"/>'
    corners = " ".join(f"{svg.number(x + dx)},{svg.number(y + dy)}" for dx, dy in ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)))
    return f'<polygon points="{corners}" style="{fill}"/>'


_CSS = (
    f".stages{{{theme.VARIABLES};display:flex;flex-wrap:wrap;gap:12px 20px;color:var(--ink)}}"
    f".stages figure{{margin:0;width:min({WIDTH}px,calc(50% - 10px))}}.stages figcaption{{font-size:.875rem;font-weight:600}}"
    ".stages img{width:100%;height:auto}"
    ".stages p{margin:0;font-size:.8125rem;font-variant-numeric:tabular-nums}"
    ".stages .worse{color:var(--worse)}.stages .better{color:var(--better)}.stages .watch{color:var(--watch)}"
    ".stages-axis{font-size:.8125rem;opacity:.85;margin:.5rem 0 0}"
)
