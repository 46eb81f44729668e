"""Reports: the week, the month or the quarter, for whoever needs to know."""

import streamlit as st

from journey.routine.journeys import slug
from journey.routine.reports import EVERYONE, Span
from journey.ui.frame import screen
from journey.ui.reports.made import audiences, made
from journey.ui.reports.shown import files, shown

here = screen(
    "Reports",
    "What leaders, a team or the whole company should know of the week, as a page to send. Every figure leads to its screen.",
)
known = audiences(here)
with st.container(horizontal=True, vertical_alignment="bottom"):
    audience = st.selectbox(
        "For whom?", list(known), format_func=known.__getitem__, key="for", bind="query-params", width=320,
        index=list(known).index(here.view.slug if here.view else EVERYONE),
    )  # fmt: skip
    names = {Span.WEEK: "This week", Span.MONTH: "The month so far", Span.QUARTER: "The quarter so far"}
    span = st.segmented_control(
        "Of how much time?", list(names), default=Span.WEEK, format_func=names.__getitem__, required=True, key="period",
        bind="query-params",
    )  # fmt: skip
report = made(here, audience, span)
files(report, f"{here.journey.slug}-{here.week}-{slug(audience)}-{span}", key="file")
shown(report, level=2)
