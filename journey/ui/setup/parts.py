"""What the setup pages share: a brief to read, choices by name, and the end of a dialog."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import streamlit as st

from journey.charts import theme
from journey.store.readers import journeys as read
from journey.ui.runtime import engine

UNSAID = "Not said yet"
_CSS = (
    f".told{{{theme.VARIABLES}}}"
    ".told dl{display:grid;grid-template-columns:minmax(7rem,10rem) 1fr;gap:.45rem 1.25rem;margin:0;padding:0;max-width:46rem}"
    ".told dt,.told .met,.told h3{color:var(--muted)}"
    ".told dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}"
    ".told .unsaid{color:var(--muted);font-style:italic}"
    ".told ul,.told ol{margin:0;padding-left:1.1rem}"
    ".told li{margin:.15rem 0;overflow-wrap:anywhere}"
    ".told .mark{border:1px solid var(--border);border-radius:.25rem;padding:0 .35rem;white-space:nowrap;font-size:.85em}"
    ".told .empathy{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.75rem 1.5rem;margin-top:.75rem}"
    ".told h3{margin:0 0 .2rem;padding:0;font-size:.9rem;font-weight:600}"
    ".told p{margin:0 0 .35rem}"
    ".told .words{margin:.75rem 0 0;padding-left:.9rem;border-left:3px solid var(--border);font-style:italic}"
    ".told .words small{display:block;font-style:normal;color:var(--muted)}"
    ".told .warned{border-left:3px solid var(--watch);padding-left:.9rem;margin-bottom:1rem;max-width:46rem}"
    ".told .amiss{color:var(--watch)}.told a{color:var(--primary)}"
    ".told .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "[class*='st-key-row_'],[class*='st-key-wide_']{flex-wrap:nowrap!important}[class*='st-key-row_']{max-width:54rem}"
    "@media(max-width:640px){.told dl{grid-template-columns:1fr;gap:0}.told dd{margin-bottom:.6rem}}"
)
"""The style of what is told; a container whose key begins with row_ or wide_ keeps its buttons beside its words."""


def style() -> None:
    """Put the style on the page, once."""
    st.html(f"<style>{_CSS}</style>")


def brief(rows: Mapping[str, str]) -> str:
    """Names and what is said of them, as HTML that reads like a document; what is empty says so."""
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{said_or_not(text)}</dd>" for name, text in rows.items())
    return f"<dl>{lines}</dl>"


def figures(text: str) -> str:
    """The text escaped, with the sign of a share kept on the line of its number."""
    return escape(text).replace(" %", "\xa0%")


def said_or_not(text: str) -> str:
    """The text escaped, or that it is not said yet."""
    return escape(text) if text.strip() else f"<span class='unsaid'>{UNSAID}</span>"


def entries(lines: Iterable[str]) -> str:
    """Lines as an HTML list, escaped; empty ones are left out."""
    kept = [line.strip() for line in lines if line.strip()]
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in kept)}</ul>" if kept else said_or_not("")


def show(html: str) -> None:
    """Put HTML of ours on the page in its style; every word in it that people typed must be escaped."""
    st.html(f"<div class='told'>{html}</div>")


def pick(place: Any, label: str, names: Mapping[int | None, str], chosen: int | None, **options: Any) -> int | None:
    """A choice by name; returns the key. What is no longer there counts as none."""
    keys = list(names)
    picked: int | None = place.selectbox(
        label, keys, index=keys.index(chosen) if chosen in names else 0, format_func=names.__getitem__, **options
    )
    return picked


def people() -> dict[int | None, str]:
    """Everybody by key, and nobody."""
    return {None: "Nobody yet"} | {person.key: person.name for person in read.people(engine())}


def teams() -> dict[int | None, str]:
    """Every team by key, and none."""
    return {None: "No team"} | {team.key: team.name for team in read.teams(engine())}
