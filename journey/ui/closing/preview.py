"""The week's report as its closing shows it, to read and to take away."""

from __future__ import annotations

import streamlit as st

from journey.exports.report import as_html, as_markdown
from journey.routine.report import week_report
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal


@st.fragment
def report_part(here: Screen) -> None:
    """A button that puts the report together, with its files."""
    if st.button("Preview the report", icon=":material/description:"):
        st.session_state["report_shown"] = (here.id, str(here.week))
    if st.session_state.get("report_shown") != (here.id, str(here.week)):
        return
    report = week_report(engine(), here.journey, here.week, today=here.today)
    with st.container(horizontal=True):
        name = f"{here.journey.slug}-{here.week}"
        st.download_button("Download as HTML", as_html(report), f"{name}.html", "text/html", on_click="ignore")
        st.download_button("Download as Markdown", as_markdown(report), f"{name}.md", "text/markdown", on_click="ignore")
    with st.container(border=True):
        st.markdown(as_markdown(report, plain=literal, level=3))
