"""The leadership heat table: stages by KPIs, each with its value, its standing and its target, in one look."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl

from journey.charts import say, theme
from journey.domain.words import MetricKind

Cell = dict[str, Any]


def heat_table(frame: pl.DataFrame, *, caption: str) -> str:
    """A table with a row a stage and a column a KPI, both in the frame's order; "" when there is nothing to show.

    frame: stage, kpi, value; and where known name (said above the value), kind (a MetricKind's word), unit, n, target,
    change (signed, as written), state ("better", "worse", "watch" or null) and link (an address). Made for `st.html`: it
    scrolls within itself on a telephone.
    """
    cells = frame.to_dicts()
    if not cells:
        return ""
    kpis = list(dict.fromkeys(str(cell["kpi"]) for cell in cells))
    stages = list(dict.fromkeys(str(cell["stage"]) for cell in cells))
    found = {(str(cell["stage"]), str(cell["kpi"])): cell for cell in cells}
    head = "".join(f'<th scope="col">{escape(kpi)}</th>' for kpi in kpis)
    rows = "".join(
        f'<tr><th scope="row">{escape(stage)}</th>{"".join(_cell(found.get((stage, kpi))) for kpi in kpis)}</tr>'
        for stage in stages
    )
    return (
        f"<style>{_CSS}</style>"
        f'<div class="heat" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption>"
        f'<thead><tr><th scope="col">Stage</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def alt_text(frame: pl.DataFrame) -> str:
    """How many cells are better, worse or to be watched, and which are worse."""
    cells = frame.to_dicts()
    worse = [f"{cell['kpi']} at {cell['stage']}" for cell in cells if cell.get("state") == "worse"]
    better = sum(cell.get("state") == "better" for cell in cells)
    if not cells:
        return "No KPI has a value yet."
    words = f"{len(worse)} of {len(cells)} worse" + (f": {', '.join(worse)}" if worse else "")
    return f"{words}. {better} better."


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return '<td class="none"><span class="sr">not measured here</span></td>'
    tell = say.teller(MetricKind(cell.get("kind") or MetricKind.COUNT), cell.get("unit") or "")
    state = cell.get("state") or "calm"
    told = [theme.word(state), cell.get("change") or ""]
    basis = [f"target {tell(cell['target'])}" if not say.missing(cell.get("target")) else "", say.count(cell.get("n"))]
    lines = "".join(
        f'<span class="{name}">{escape(" · ".join(filter(None, parts)))}</span>'
        for name, parts in (("state", told), ("basis", basis))
        if any(parts)
    )
    name = f'<span class="name">{escape(cell["name"])}</span>' if cell.get("name") else ""
    value = escape(tell(cell.get("value")))
    figure = f'<a href="{escape(cell["link"])}">{value}</a>' if cell.get("link") else value
    return f'<td class="{escape(state)}">{name}<b>{figure}</b>{lines}</td>'


_CSS = (
    f".heat{{{theme.VARIABLES};overflow-x:auto;position:relative;color:var(--ink)}}"
    ".heat:focus-visible{outline:3px solid var(--primary);outline-offset:2px}"
    ".heat table{border-collapse:separate;border-spacing:3px;width:100%;min-width:max-content;margin:0;"
    "font-size:clamp(.9rem,.55rem + .55vw,1.3rem);font-variant-numeric:tabular-nums lining-nums}"
    ".heat caption{caption-side:top;text-align:left;color:var(--muted);font-size:.85em;padding:0 0 .4em}"
    ".heat th,.heat td{border:0;padding:.55em .7em;text-align:left;vertical-align:top;line-height:1.3}"
    ".heat thead th{color:var(--muted);font-weight:500;font-size:.85em;vertical-align:bottom;padding-block:.2em;max-width:11em}"
    ".heat tbody th{font-family:var(--serif);font-weight:600;max-width:12em}"
    ".heat th:first-child{position:sticky;left:0;background:var(--ground);z-index:1;padding-left:0}"
    ".heat td{background:var(--second);min-width:7.5em}"
    ".heat td.worse{background:color-mix(in srgb,var(--worse) 22%,var(--ground));box-shadow:inset 4px 0 var(--worse)}"
    ".heat td.better{background:color-mix(in srgb,var(--better) 18%,var(--ground))}"
    ".heat td.watch{background:color-mix(in srgb,var(--watch) 18%,var(--ground))}"
    ".heat td.none{background:none}"
    ".heat b{display:block;font-size:1.3em;font-weight:600}"
    ".heat span{display:block;font-size:.8em;white-space:nowrap}"
    ".heat a{color:inherit;text-decoration-thickness:1px;text-underline-offset:.15em}"
    ".heat .state{font-weight:600}"
    ".heat .name{white-space:normal}"
    ".heat .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "@media(max-width:640px){.heat tbody th,.heat thead th{max-width:6.5em;white-space:normal;overflow-wrap:anywhere}}"
)
