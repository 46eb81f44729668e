"""The figures that a trend is drawn from, as an HTML table for whoever reads rather than looks."""

from __future__ import annotations

from html import escape

import polars as pl

from journey.charts import say, theme
from journey.domain.words import MetricKind


def figures(
    frame: pl.DataFrame,
    *,
    caption: str,
    first: str,
    kind: MetricKind = MetricKind.COUNT,
    unit: str = "",
    prior_name: str = "Before",
) -> str:
    """The rows of a frame that `trend` draws, the newest first: when, value, n, usual range, prior, and what stands out.

    first: what `at` is ("Week of", "Month", "Day"). A column that the frame lacks or that is empty is left out.
    """
    rows = frame.sort("at", descending=True).to_dicts()
    tell = say.teller(kind, say.short(unit))
    caption += say.in_unit(unit)
    columns = {
        first: [f"{row['at']:%b %Y}" if first == "Month" else say.day(row["at"], year=True) for row in rows],
        "Value": [_value(row, tell) for row in rows],
        "n": [say.count(row.get("n")).removeprefix("n ") for row in rows],
        "Usually": [_range(row, tell) for row in rows],
        prior_name: ["" if say.missing(row.get("prior")) else tell(row["prior"]) for row in rows],
        "": [theme.word(row.get("flag") or "calm") for row in rows],
    }
    kept = {name: cells for name, cells in columns.items() if any(cells)}
    head = "".join(f"<th scope='col'>{escape(name) or '<span class=sr>Stands out</span>'}</th>" for name in kept)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>" for cells in zip(*kept.values(), strict=True)
    )
    return (
        f"<style>{_CSS}</style><div class='figures' role='region' tabindex='0' aria-label='{escape(caption, quote=True)}'>"
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _value(row: dict[str, object], tell: say.Say) -> str:
    value = row["value"]
    said = tell(value if isinstance(value, float) else None)
    return f"{said}, can still change" if row.get("mature") is False else said


def _range(row: dict[str, object], tell: say.Say) -> str:
    low, high = row.get("expected_low"), row.get("expected_high")
    return f"{tell(low)} to {tell(high)}" if isinstance(low, float) and isinstance(high, float) else ""


_CSS = (
    f".figures{{{theme.VARIABLES};overflow-x:auto;color:var(--ink)}}"
    ".figures:focus-visible{outline:3px solid var(--primary);outline-offset:2px}"
    ".figures table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums lining-nums;margin:0}"
    ".figures caption{caption-side:top;text-align:left;color:var(--muted);padding:0 0 .3em}"
    ".figures th,.figures td{border:0;border-bottom:1px solid var(--border);padding:.2em 1.2em .2em 0;text-align:left}"
    ".figures th{color:var(--muted);font-weight:500}.figures td{white-space:nowrap}"
    ".figures .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
)
