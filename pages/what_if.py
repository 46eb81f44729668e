"""What if: levers pulled on the journey as it was observed."""

import streamlit as st

from journey.ui.frame import screen
from journey.ui.scenarios import PARTS, what_if

here = screen(
    "What if",
    "What would happen if a stage kept more customers, took longer or stood still? Played with what they did by {reviewed}.",
)
part = st.segmented_control(
    "Part", list(PARTS), default="ask", format_func=PARTS.__getitem__, required=True,
    label_visibility="collapsed", key="part", bind="query-params",
)  # fmt: skip
what_if(here, part)
