"""Search: everything the journey holds."""

import streamlit as st

from journey.analysis.search.query import asked
from journey.ui.frame import screen
from journey.ui.runtime import plainly
from journey.ui.search.results import results

here = screen(
    "Search", "Find words in customers' verbatims and conversations, cards, pain points, actions, decisions and learnings."
)
typed = st.text_input("Words to find", key="q", bind="query-params", placeholder="late refund", max_chars=500) or ""
with st.popover("How to ask", type="tertiary"):
    st.markdown(
        '`late refund` finds texts with either word, in any of its forms, those with both first. `"late refund"` finds exactly '
        "this, `-bank` leaves texts out, `refun*` finds beginnings.  \n"
        '`kind:pain` · `stage:"Check out"` · `tag:billing` · `from:2026-01` · `to:2026-W12` · `speaker:customer` · '
        "`emotion:<0` narrow what is found."
    )
with plainly():
    if not (question := asked(typed)).is_empty:
        results(here, typed, question)
