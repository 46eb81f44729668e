"""What customers speak of, listed as a newspaper would: what is new or grows first, with its size, course, feeling and words."""

from __future__ import annotations

from datetime import date
from html import escape
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from journey.analysis.text.themes.course import Course, Direction, courses, facts
from journey.routine.listening.theme_acts import called
from journey.routine.listening.theme_weeks import theme_weeks
from journey.store.readers import themes as read
from journey.store.tables import Theme
from journey.ui.frame import Screen, empty
from journey.ui.listening.parts import PARTS
from journey.ui.listening.theme import one_theme
from journey.ui.listening.theme_words import THEMES_CSS, fact_line, mark, quotation, trend
from journey.ui.runtime import engine

HEADINGS = {
    "New this month or rising": (Direction.NEW, Direction.RISING),
    "Spoken of as before": (Direction.STEADY, Direction.UNKNOWN),
    "Fading or quiet": (Direction.FADING, Direction.QUIET),
}
AT_ONCE = 12
"""Themes under a heading that are shown at once; the rest are folded away."""


def themes(here: Screen) -> None:
    """The theme that the address names, opened; without one all of them, or an empty state."""
    known = theme_weeks(engine(), here.id)
    asked = st.query_params.get("theme")
    if asked is not None:
        one_theme(here, known, asked)
        return
    if not known.rows["theme_id"].count():
        empty(
            "What customers speak of again and again shows here, named in their words. It takes some dozens of texts.",
            page="pages/data.py",
            button="Bring in data",
        )
        return
    stage = _at_stage(here)
    st.html(
        _drawn(
            key=f"{here.version} {read.state(engine(), here.id)}", journey_id=here.id, until=here.reviewed.monday,
            stages=_stages(here, stage), names=tuple((stage.key, stage.name) for stage in here.stages),
            address=tuple(here.address.items()),
        )
    )  # fmt: skip


def _at_stage(here: Screen) -> int | None:
    names: dict[int | None, str] = {None: "All stages", **{stage.key: stage.name for stage in here.stages}}
    return st.selectbox("At which stage", list(names), format_func=names.__getitem__, key=f"theme_stage_{here.id}", width=280)


def _stages(here: Screen, chosen: int | None) -> tuple[int, ...]:
    """The stages whose texts count; none named where all do, those without a stage too."""
    if chosen is not None:
        return (chosen,)
    return tuple(stage.key for stage in here.stages) if here.view is not None and here.view.stage_ids else ()


@st.cache_data(show_spinner=False, max_entries=64)
def _drawn(
    *, key: str, journey_id: int, until: date, stages: tuple[int, ...], names: tuple[tuple[int, str], ...],
    address: tuple[tuple[str, str], ...],
) -> str:  # fmt: skip
    """The whole list as HTML; `key` tells one state of texts and themes from another."""
    known = theme_weeks(engine(), journey_id)
    rows = known.rows.filter(pl.col("week").is_null() | (pl.col("week") <= until))
    rows = rows.filter(pl.col("stage_id").is_in(stages)) if stages else rows
    course, told = courses(rows, until=until), facts(rows)
    order = sorted(told, key=lambda id: (-course[id].lately, -told[id].n, id))
    said = read.quoted(engine(), journey_id, [quote for id in order for quote in known.shown[id].quotes])
    words = {row["id"]: quotation(row["text"], row["at"]) for row in said.iter_rows(named=True)}
    body = _about(rows, len(told))
    for heading, directions in HEADINGS.items():
        own = [id for id in order if course[id].direction in directions]
        lines = {id: fact_line(course[id], told[id], dict(names)) for id in own}
        body += _headed(heading, [_item(known.shown[id], course[id], lines[id], words, dict(address)) for id in own])
    return f"<div class='themes'>{body}</div>{THEMES_CSS}"


def _about(rows: pl.DataFrame, themes: int) -> str:
    none = rows["theme_id"].null_count()
    many = f"{themes} theme{'' if themes == 1 else 's'} in {rows.height:,} texts"
    return f"<p class='about'>{many}; {none:,} are of none. A theme is found by what is said together and keeps its name.</p>"


def _headed(heading: str, items: list[str]) -> str:
    if not items:
        return ""
    more = len(items) - AT_ONCE
    rest = f"<details><summary>{more} more</summary>{''.join(items[AT_ONCE:])}</details>" if more > 0 else ""
    return f"<h3>{heading}</h3>{''.join(items[:AT_ONCE])}{rest}"


def _item(theme: Theme, course: Course, line: str, words: dict[int, str], address: dict[str, str]) -> str:
    link = f"?{urlencode({**address, 'part': PARTS['themes'], 'theme': theme.key})}"
    said = [words[quote] for quote in theme.quotes if quote in words]
    quotes = f"<details><summary>In their words</summary>{''.join(said)}</details>" if said else ""
    name = f"<h4><a href='{escape(link)}' target='_self'>{escape(called(theme))}</a> {mark(course)}</h4>"
    return f"<article><div>{name}<p>{line}</p>{quotes}</div>{trend(course, called(theme))}</article>"
