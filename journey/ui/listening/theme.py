"""One theme opened: its texts week by week, and what people decide of it: its name, what it is part of, whether it is two."""

from __future__ import annotations

import polars as pl
import streamlit as st

from journey.analysis.text.themes.course import courses, facts
from journey.domain.weeks import Week
from journey.routine.listening.theme_acts import LONGEST, called, merge, rename, split, unmerge
from journey.routine.listening.theme_weeks import ThemeWeeks
from journey.store.readers import themes as read
from journey.store.tables import Theme
from journey.ui.frame import Screen, span
from journey.ui.listening.theme_words import THEMES_CSS, fact_line, mark, quotation, trend
from journey.ui.runtime import attempt, engine, literal

WEEKS, TEXTS = 8, 15
"""Weeks that are shown, and texts of each."""


def one_theme(here: Screen, known: ThemeWeeks, asked: str) -> None:
    """The theme of that id: a merged one as the whole that it is part of, a split one as its parts."""
    st.button("All themes", icon=":material/arrow_back:", type="tertiary", on_click=_close, key="all_themes")
    id = known.whole_of(int(asked)) if asked.isdecimal() and len(asked) < 10 else 0
    theme = known.shown.get(id)
    if theme is None:
        st.info("This theme is not here: it may be of another journey, or the address mistyped.")
        return
    st.subheader(literal(called(theme)), anchor=False)
    if theme.split:
        _halves(known, theme)
        return
    rows = known.rows.filter(pl.col("week").is_null() | (pl.col("week") <= here.reviewed.monday))
    told = facts(rows).get(id)
    if told is None:
        st.markdown("No text speaks of it up to this week.")
    else:
        stages = {stage.key: stage.name for stage in here.stages}
        course = courses(rows, until=here.reviewed.monday)[id]
        line = f"<p>{fact_line(course, told, stages)} {mark(course)}</p>{trend(course, called(theme), width=320, height=56)}"
        st.html(f"<div class='themes'>{line}</div>{THEMES_CSS}")
    _decide(here, known, theme)
    if told is not None:
        _by_week(here, known, id)


def _halves(known: ThemeWeeks, theme: Theme) -> None:
    parts = [part for part in known.shown.values() if part.parent == theme.number]
    st.markdown("It was split in two.")
    for part in parts:
        st.button(literal(called(part)), key=f"open_{part.key}", on_click=_open, args=(part.key,))


def _by_week(here: Screen, known: ThemeWeeks, id: int) -> None:
    """Its texts, the newest week first."""
    said = read.said_in(engine(), here.id, known.members(id))
    local = pl.col("at").dt.convert_time_zone(here.journey.timezone)
    said = said.with_columns(week=local.dt.date().dt.truncate("1w"), at=local).filter(
        pl.col("week").is_null() | (pl.col("week") <= here.reviewed.monday)
    )
    weeks = said["week"].unique().sort(descending=True, nulls_last=True).to_list()[:WEEKS]
    body = ""
    for place, week in enumerate(weeks):
        own = said.filter(pl.col("week").eq_missing(week)).sort("at", "id", descending=[True, False])
        quotes = "".join(quotation(row["text"], row["at"]) for row in own.head(TEXTS).iter_rows(named=True))
        more = f"<p>and {own.height - TEXTS:,} more</p>" if own.height > TEXTS else ""
        when = f"Week {Week.of(week).number} · {span(Week.of(week))}" if week else "Undated"
        opened = " open" if place == 0 else ""
        body += f"<details{opened}><summary>{when}: {own.height:,}</summary>{quotes}{more}</details>"
    st.html(f"<div class='themes'>{body}</div>{THEMES_CSS}")


def _decide(here: Screen, known: ThemeWeeks, theme: Theme) -> None:
    """Name it, merge it, split it; and take out again what was merged into it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover("Rename"):
            st.text_input("What do you call it?", called(theme), max_chars=LONGEST, key=f"name_{theme.key}_{theme.revision}")
            st.caption(f"Found as: {literal(theme.name)}. Leave it empty to go back to that.")
            st.button("Save the name", type="primary", key=f"rename_{theme.key}", on_click=_rename, args=(here, theme))
        with st.popover("Merge"):
            others = {one.key: called(one) for one in known.shown.values() if one.key != theme.key and one.size and not one.split}
            st.selectbox("It is part of", list(others), format_func=others.__getitem__, key=f"into_{theme.key}")
            st.caption("Its texts, and those to come, count as that theme's. You can take it out again.")
            st.button("Merge", type="primary", key=f"merge_{theme.key}", on_click=_merge, args=(here, theme), disabled=not others)
        with st.popover("Split"):
            st.markdown("Part it in two, by what sets its texts apart most. Each part gets a name from its texts.")
            if st.button("Split in two", type="primary", key=f"split_{theme.key}"):
                _split(here, theme)
    for part in known.parts.get(theme.key, ()):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"With “{literal(called(part))}”", width="content")
            label = f"Take “{literal(called(part))}” out again"
            st.button(label, type="tertiary", key=f"unmerge_{part.key}", on_click=_unmerge, args=(here, part))


def _rename(here: Screen, theme: Theme) -> None:
    given = st.session_state[f"name_{theme.key}_{theme.revision}"]
    attempt(rename, done="Renamed.", journey=here.id, theme=theme.key, revision=theme.revision, given=given)


def _merge(here: Screen, theme: Theme) -> None:
    into = st.session_state[f"into_{theme.key}"]
    attempt(merge, done="Merged.", journey=here.id, theme=theme.key, revision=theme.revision, into=into)


def _unmerge(here: Screen, part: Theme) -> None:
    attempt(unmerge, done="Taken out again.", journey=here.id, theme=part.key, revision=part.revision)


def _split(here: Screen, theme: Theme) -> None:
    with st.spinner("Reading its texts", show_time=True):
        attempt(split, done="Split in two.", journey=here.id, theme=theme.key, revision=theme.revision)
    st.rerun()


def _open(id: int) -> None:
    st.query_params["theme"] = str(id)


def _close() -> None:
    st.query_params.pop("theme", None)
