"""Paths as tables to read: the commonest variants as rows of stages, and what each stage saw."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import polars as pl

from journey.charts import theme
from journey.domain import format

LONGEST = 12
"""Visits of a variant that are named; the rest are counted."""
Row = dict[str, Any]


def variants_table(frame: pl.DataFrame, names: Sequence[str], *, caption: str) -> str:
    """The variants in the frame's order for `st.html`: their places, share and n, median time, how many reached the goal.

    frame: path (list of places), n, share, seconds, reached, under_way. A visit to an earlier place is marked ↩, one past
    some ↷; "" without variants.
    """
    if frame.is_empty():
        return ""
    rows = "".join(_variant(row, names) for row in frame.iter_rows(named=True))
    head = _head(("Path", "Passages", "Median time", "Reached the goal"))
    return _table(head, rows, caption, "paths-variants")


def places_table(frame: pl.DataFrame, *, caption: str, place: str = "Stage") -> str:
    """What each place saw, in order: passages, visits to each, events in a row, time there, and how many went no further.

    frame: name, passages, share, visits, again, seconds, over, dropped, dropped_share.
    """
    if frame.is_empty():
        return ""
    rows = "".join(_place(row) for row in frame.iter_rows(named=True))
    head = _head((place, "Passages", "Visits a passage", "Events a visit", "Time there", "Went no further"))
    return _table(head, rows, caption, "paths-places")


def _variant(row: Row, names: Sequence[str]) -> str:
    path: list[int] = row["path"]
    parts = [_visit(names, before, at) for before, at in zip([None, *path], path[:LONGEST], strict=False)]
    parts += [f"<li class='more'>and {len(path) - LONGEST} more</li>"] if len(path) > LONGEST else []
    settled = row["n"] - row["under_way"]
    reached = f"{_share(row['reached'] / row['n'])}" if row["n"] else ""
    reached += "" if settled else " so far"
    cells = (f"{_share(row['share'])} <small>{format.number(row['n'])}</small>", _time(row["seconds"]), reached)
    return f"<tr><th scope='row'><ol>{''.join(parts)}</ol></th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _visit(names: Sequence[str], before: int | None, at: int) -> str:
    name = escape(names[at])
    if before is not None and at < before:
        return f"<li class='back'><span aria-hidden='true'>↩ </span><span class='sr'>back to </span>{name}</li>"
    if before is not None and at > before + 1:
        return f"<li class='skip'><span aria-hidden='true'>↷ </span><span class='sr'>straight to </span>{name}</li>"
    return f"<li>{name}</li>"


def _place(row: Row) -> str:
    if not row["visits"]:
        return f"<tr><th scope='row'>{escape(row['name'])}</th><td class='nobody' colspan='5'>nobody passes</td></tr>"
    dropped = f"{_share(row['dropped_share'])} <small>{format.number(row['dropped'])}</small>" if row["dropped"] else "0 %"
    cells = (
        f"{_share(row['share'])} <small>{format.number(row['passages'])}</small>",
        format.number(row["visits"] / row["passages"], 1),
        format.number(1 + row["again"] / row["visits"], 1),
        _time(row["seconds"]),
        dropped,
    )
    return f"<tr><th scope='row'>{escape(row['name'])}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _share(share: float | None) -> str:
    if share is None:
        return "too early"
    whole = share * 100
    return f"{format.number(whole, 1 if 0 < whole < 10 else 0)} %"


def _time(seconds: float | None) -> str:
    return "one moment" if not seconds else escape(format.duration(seconds))


def _head(names: Sequence[str]) -> str:
    return f"<thead><tr>{''.join(f'<th scope=col>{escape(name)}</th>' for name in names)}</tr></thead>"


def _table(head: str, rows: str, caption: str, kind: str) -> str:
    said = escape(caption, quote=True)
    return (
        f"<style>{_CSS}</style><div class='paths-told {kind}' role='region' tabindex='0' aria-label='{said}'>"
        f"<table><caption>{said}</caption>{head}<tbody>{rows}</tbody></table></div>"
    )


_CSS = (
    f".paths-told{{{theme.VARIABLES};overflow-x:auto;color:var(--ink)}}"
    ".paths-told:focus-visible{outline:3px solid var(--primary);outline-offset:2px}"
    ".paths-told table{border-collapse:collapse;width:100%;font-size:.875rem;margin:0;"
    "font-variant-numeric:tabular-nums lining-nums}"
    ".paths-told caption{caption-side:top;text-align:left;color:var(--muted);padding:0 0 .3em}"
    ".paths-told th,.paths-told td{border:0;border-bottom:1px solid var(--border);padding:.4em 1.2em .4em 0;text-align:left;"
    "vertical-align:baseline}"
    ".paths-told thead th{color:var(--muted);font-weight:500;white-space:nowrap}.paths-told td{white-space:nowrap}"
    ".paths-told tbody th{font-weight:400}.paths-told td small{color:var(--muted);font-size:.8125rem}"
    ".paths-told .nobody{color:var(--watch)}"
    ".paths-told ol{display:flex;flex-wrap:wrap;gap:.25em .3em;list-style:none;margin:0;padding:0;min-width:16rem}"
    ".paths-told li{margin:0;padding:0 .45em;border:1px solid var(--border);border-radius:4px;background:var(--surface);"
    "font-size:.8125rem;line-height:1.6}"
    f".paths-told .back{{border-color:{theme.both(theme.SERIES[5])}}}"
    f".paths-told .skip{{border-color:{theme.both(theme.SERIES[4])}}}"
    ".paths-told .more{border:0;background:none;color:var(--muted)}"
    ".paths-told .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
)
