"""Scenarios told in figures: what becomes of each measure, now and with the levers pulled; several side by side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from journey.charts import theme

Told = tuple[str, str, str, str, str]
"""A measure, as it is, with this, the difference, and whether that is "better", "worse" or "calm"."""


def outcome_table(rows: Sequence[Told], *, caption: str) -> str:
    """The measures of one scenario for `st.html`, a row each; "" without any."""
    if not rows:
        return ""
    head = "".join(f"<th scope='col'>{words}</th>" for words in ("What", "As it is", "With this", "Difference"))
    body = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(now)}</td><td>{escape(then)}</td>"
        f"<td class='difference {state}'>{_marked(difference, state)}</td></tr>"
        for name, now, then, difference, state in rows
    )
    return _table(head, body, caption)


def compared_table(names: Sequence[str], rows: Sequence[tuple[str, Sequence[tuple[str, str]]]], *, caption: str) -> str:
    """Scenarios side by side for `st.html`: a row a measure, a column a scenario, each (difference, state)."""
    if not names:
        return ""
    head = "<th scope='col'>What changes</th>" + "".join(f"<th scope='col'>{escape(name)}</th>" for name in names)
    body = "".join(
        f"<tr><th scope='row'>{escape(measure)}</th>"
        + "".join(f"<td class='difference {state}'>{_marked(words, state)}</td>" for words, state in told)
        + "</tr>"
        for measure, told in rows
    )
    return _table(head, body, caption)


def _marked(words: str, state: str) -> str:
    arrow = theme.ARROWS.get(state, "")
    said = f"<span class='sr'>, {state}</span>" if arrow else ""
    return f"{arrow} {escape(words)}{said}".strip()


def _table(head: str, body: str, caption: str) -> str:
    told = escape(caption, quote=True)
    return (
        f"<style>{_CSS}</style><div class='whatif' role='region' tabindex='0' aria-label='{told}'><table>"
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


_CSS = (
    f".whatif{{{theme.VARIABLES};overflow-x:auto;color:var(--ink)}}"
    ".whatif:focus-visible{outline:3px solid var(--primary);outline-offset:2px}"
    ".whatif table{border-collapse:collapse;font-size:.9375rem;font-variant-numeric:tabular-nums lining-nums;margin:0;width:100%}"
    ".whatif caption{caption-side:bottom;text-align:left;color:var(--muted);font-size:.8125rem;padding:.5em 0 0}"
    ".whatif th,.whatif td{border:0;border-bottom:1px solid var(--border);padding:.45em 1.2em .45em 0;text-align:left;"
    "vertical-align:top}"
    ".whatif thead th{color:var(--muted);font-weight:500;font-size:.8125rem}.whatif tbody th{font-weight:500}"
    ".whatif .difference{font-weight:600;white-space:nowrap}.whatif .calm{font-weight:400;color:var(--muted)}"
    ".whatif .better{color:var(--better)}.whatif .worse{color:var(--worse)}"
    ".whatif .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
)
