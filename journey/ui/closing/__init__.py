"""The end of the week on Friday's page: what was learned, what carries over, the report, the week closed."""

from __future__ import annotations

import polars as pl
import streamlit as st

from journey.domain.words import EntryKind, Weekday
from journey.exports.report import as_html, as_markdown
from journey.routine.report import week_report
from journey.routine.weeks import close_week
from journey.store.readers.weeks import entries, history
from journey.ui.blockers import write
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, fresh, literal


def closing_part(here: Screen) -> None:
    """What the week taught, what it leaves to the next, its report, and the button that ends it."""
    written = here.only(entries(engine(), here.id, week=str(here.week)))
    left, right = st.columns(2, gap="large")
    with left:
        st.header("What we learned", anchor=False)
        _list(written.filter(pl.col("kind") == EntryKind.LEARNING))
        _write(here, EntryKind.LEARNING, "What did this week teach us?", "Note the learning")
    with right:
        st.header("Carries into next week", anchor=False)
        _list(written.filter(pl.col("kind").is_in([EntryKind.PARKED.value, EntryKind.CARRIED.value]) & ~pl.col("settled")))
        _write(here, EntryKind.PARKED, "What else carries over?", "Carry it over")
    st.header("Close the week", anchor=False)
    weeks = history(engine(), here.id)
    closed = not weeks.filter((pl.col("week") == str(here.week)) & pl.col("closed_at").is_not_null()).is_empty()
    _report_and_close(here, closed)


def _list(rows: pl.DataFrame) -> None:
    if not rows.is_empty():
        st.markdown("\n".join(f"- {literal(text)}" for text in rows["text"]))


def _write(here: Screen, kind: EntryKind, question: str, button: str) -> None:
    key = fresh(f"friday_{kind}")
    with st.form(key, border=False):
        text = st.text_input(question, max_chars=400, key=f"{key}_text")
        if st.form_submit_button(button):
            write(here, f"friday_{kind}", kind, Weekday.FRIDAY, text)


@st.fragment
def _report_and_close(here: Screen, closed: bool) -> None:
    """The week's report to take away, and the button that closes the week."""
    with st.container(horizontal=True):
        if st.button("Preview the report", icon=":material/description:"):
            st.session_state["report_shown"] = (here.id, str(here.week))
        if closed:
            st.markdown(f"Week {here.week.number} is closed.")
        elif st.button("Close the week", type="primary", icon=":material/lock:"):
            attempt(close_week, done="Closed. What was left is carried into next week.", journey=here.id, week=str(here.week))
            st.rerun(scope="app")
    if st.session_state.get("report_shown") != (here.id, str(here.week)):
        return
    report = week_report(engine(), here.journey, here.week, today=here.today)
    with st.container(horizontal=True):
        name = f"{here.journey.slug}-{here.week}"
        st.download_button("Download as HTML", as_html(report), f"{name}.html", "text/html", on_click="ignore")
        st.download_button("Download as Markdown", as_markdown(report), f"{name}.md", "text/markdown", on_click="ignore")
    with st.container(border=True):
        st.markdown(as_markdown(report, plain=literal, level=3))
