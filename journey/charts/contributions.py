"""What each part adds to a move: bars from zero that sum to it, a table with its figures beside."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl

from journey.charts import say, svg, theme
from journey.domain import format as written
from journey.domain.words import Direction, MetricKind

WIDTH, HEIGHT = 180, 18
MOST = 6
"""Parts that have a row of their own; the others are taken together."""
Row = dict[str, Any]
OTHERS, REST = "the others together", "not said"


def contributions(
    frame: pl.DataFrame, *, caption: str, kind: MetricKind, direction: Direction, unit: str = "", total: float | None = None
) -> str:
    """The parts of one dimension as an HTML table, the largest addition first, with their sum; "" without parts.

    frame: part ("" is the rest), moved, and where known rate, mix, before, now, n; `moved` null where parts do not add up,
    as of medians. A bar's solid piece is what the part's own value added, its outlined piece what its share of everyone
    did. total: everyone's move, which `moved` sums to.
    """
    rows = _few(frame.to_dicts())
    if not rows:
        return ""
    caption, unit = caption + say.in_unit(unit, "; in "), say.short(unit)
    adds = any(row["moved"] is not None for row in rows)
    reach = max(
        (abs(v) for row in rows for v in (row["moved"], row.get("rate"), row.get("mix"), row.get("both")) if v is not None),
        default=0.0,
    )
    body = "".join(_line(row, reach, kind, unit, direction, adds=adds) for row in rows)
    foot = f"<tr class='sum'><th scope='row'>Together</th><td></td><td>{_change(kind, total, unit)}</td><td></td><td></td></tr>"
    last = "<th scope='col'>Before → now</th><th scope='col'>n</th>"
    head = "<th scope='col'>Who</th>" + (
        "<th scope='col'>What they add</th><th scope='col'><span class='sr'>Figure</span></th>" if adds else ""
    )
    return (
        f"<style>{_CSS}</style><div class='adds' role='region' tabindex='0' aria-label='{escape(caption, quote=True)}'><table>"
        f"<caption>{escape(caption)}</caption><thead><tr>{head}{last}</tr></thead>"
        f"<tbody>{body}{foot if adds and total is not None else ''}</tbody></table></div>"
    )


def _few(rows: list[Row]) -> list[Row]:
    """The first MOST parts, those beyond taken together where they add up; the rest last."""
    named = [row | {"name": row["part"]} for row in rows if row["part"] != ""]
    rest = [row | {"name": REST} for row in rows if row["part"] == ""]
    shown, more = (named, []) if len(named) <= MOST + 1 else (named[:MOST], named[MOST:])
    if more and more[0]["moved"] is not None:
        sums = {key: sum(row.get(key) or 0.0 for row in more) for key in ("moved", "rate", "mix", "n")}
        shown.append({"name": OTHERS, "before": None, "now": None, **sums})
    return [*shown, *rest]


def _line(row: Row, reach: float, kind: MetricKind, unit: str, direction: Direction, *, adds: bool) -> str:
    tell = say.teller(kind, unit)
    values = " → ".join("nobody" if say.missing(row.get(name)) else tell(row[name]) for name in ("before", "now"))
    values = "" if row["name"] == OTHERS else values
    n = "" if say.missing(row.get("n")) else written.number(row["n"])
    bar = (
        f"<td class='bar'>{_bar(row, reach, direction)}</td><td class='figure'>{_change(kind, row['moved'], unit)}</td>"
        if adds
        else ""
    )
    return f"<tr><th scope='row'>{escape(row['name'])}</th>{bar}<td>{escape(values)}</td><td>{n}</td></tr>"


def _change(kind: MetricKind, amount: float | None, unit: str) -> str:
    return "" if amount is None else escape(written.change(kind, amount, unit=unit))


def _bar(row: Row, reach: float, direction: Direction) -> str:
    """Rate as a filled piece, mix as an outlined one after it (or beyond zero, where it goes the other way)."""
    middle = WIDTH / 2
    size = (middle - 4) / reach if reach else 0.0
    rate, mix = (row["moved"], 0.0) if row.get("rate") is None else (row["rate"], row["mix"] or 0.0)
    fill = theme.both(theme.colour(theme.standing(row["moved"], direction)))
    start = rate if rate * mix > 0 else 0.0
    pieces = _piece(middle, 0.0, rate * size, f"fill:{fill}")
    pieces += _piece(middle, start * size, (start + mix) * size, f"fill:none;stroke:{fill};stroke-width:1.5;stroke-dasharray:3 2")
    zero = f'<path d="M{svg.number(middle)} 0v{HEIGHT}" style="stroke:{theme.both(theme.AXIS)};stroke-width:1"/>'
    return svg.image(pieces + zero, width=WIDTH, height=HEIGHT, alt="")


def _piece(middle: float, start: float, end: float, style: str) -> str:
    left, right = sorted((start, end))
    if right - left < 0.4:
        return ""
    return (
        f'<rect x="{svg.number(middle + left)}" y="4" width="{svg.number(right - left)}" height="{HEIGHT - 8}" style="{style}"/>'
    )


_CSS = (
    f".adds{{{theme.VARIABLES};overflow-x:auto;color:var(--ink)}}"
    ".adds:focus-visible{outline:3px solid var(--primary);outline-offset:2px}"
    ".adds table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums lining-nums;margin:0}"
    ".adds caption{caption-side:top;text-align:left;color:var(--muted);padding:0 0 .3em}"
    ".adds th,.adds td{border:0;padding:.2em .9em .2em 0;text-align:left;white-space:nowrap}"
    ".adds thead th{color:var(--muted);font-weight:500;font-size:.8125rem}"
    ".adds tbody th{font-weight:500}.adds .figure{font-weight:600;text-align:right}"
    ".adds .sum th,.adds .sum td{border-top:1px solid var(--border);font-weight:600;text-align:left}"
    ".adds .sum td:nth-child(3){text-align:right}"
    ".adds .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "@media(max-width:640px){.adds .bar img{width:72px}.adds th{white-space:normal}.adds th,.adds td{padding-right:.5em}}"
)
