"""Friday's preview of the week's report, with its files and the way to every other report."""

from __future__ import annotations

import streamlit as st

from journey.ui.frame import Screen, at_page
from journey.ui.reports.made import made
from journey.ui.reports.shown import files, shown


@st.fragment
def report_part(here: Screen) -> None:
    """The button that asks for the report; then the report, which is put together only now."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Preview the report", icon=":material/description:", key="report_preview"):
            st.session_state["report_shown"] = (here.id, str(here.week))
        st.page_link(
            at_page("pages/reports.py"), label="For leaders, a team, the newsletter, a month or a quarter",
            icon=":material/arrow_forward:", query_params=here.address,
        )  # fmt: skip
    if st.session_state.get("report_shown") != (here.id, str(here.week)):
        return
    report = made(here)
    files(report, f"{here.journey.slug}-{here.week}", key="report_file")
    shown(report, level=3)
