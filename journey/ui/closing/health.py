"""The five signs of how well the teams work together, each in a line with its weeks and what it means."""

from __future__ import annotations

from html import escape

import streamlit as st

from journey.charts.spark import sparkline
from journey.routine.collaboration import WEEKS, Sign, health
from journey.ui.frame import Screen
from journey.ui.reviewed import as_it_stands
from journey.ui.runtime import engine
from journey.ui.setup.parts import figures

CSS = """<style>
ul.signs.signs{list-style:none;margin:0;padding:0}
.signs.signs li{display:grid;grid-template-columns:13rem 140px 1fr;gap:.1rem 1.5rem;align-items:center;padding:.6rem 0;margin:0}
.signs li{border-top:1px solid var(--border)}
.signs h3{font-size:.9rem;font-weight:400;color:var(--muted);margin:0;padding:0}
.signs b{font-size:1.15rem;font-weight:600;font-variant-numeric:tabular-nums}
.signs p{margin:0;max-width:44rem;overflow-wrap:anywhere}.signs .means{color:var(--muted)}
@media(max-width:640px){.signs.signs li{grid-template-columns:1fr}}
</style>"""


def signs_of(here: Screen) -> tuple[Sign, ...]:
    """The signs as they stand in this week, computed once as long as nobody does anything."""
    return _signs(as_it_stands(here), here)


def together(stands_for: str, here: Screen) -> None:
    """Each sign with its weeks, what it says and what that means."""
    st.html(_drawn(stands_for, here))
    st.caption(f"The lines show the last {WEEKS} weeks, oldest at the left.")


@st.cache_data(show_spinner=False, max_entries=64)
def _signs(stands_for: str, _here: Screen) -> tuple[Sign, ...]:
    return health(engine(), _here.id, _here.week, today=_here.today, timezone=_here.journey.timezone, shows=_here.shows)


@st.cache_data(show_spinner=False, max_entries=64)
def _drawn(stands_for: str, _here: Screen) -> str:
    return f"{CSS}<ul class='signs'>{''.join(_line(sign) for sign in _signs(stands_for, _here))}</ul>"


def _line(sign: Sign) -> str:
    values = sign.trend["value"].to_list()
    drawn = sparkline(values, label=sign.name, kind=sign.kind, unit=sign.unit) if len(values) > 1 else ""
    means = f"<p class='means'>{escape(sign.means)}</p>" if sign.means else ""
    said = f"<div><p>{figures(sign.sentence)}</p>{means}</div>"
    return f"<li><div><h3>{escape(sign.name)}</h3><b>{figures(sign.figure)}</b></div><div>{drawn}</div>{said}</li>"
