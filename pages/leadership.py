"""Leadership: the journey on one page."""

import streamlit as st

from journey.ui.frame import screen
from journey.ui.friday import tried
from journey.ui.goals.line import objectives_line
from journey.ui.good.ranked import in_order
from journey.ui.leadership import routine_kept, stages_at_a_glance, top_pains, verdicts
from journey.ui.money import leadership_money
from journey.ui.reviewed import critical, week_review

here = screen(
    "Leadership", "The journey at a glance, as of {reviewed}: where it holds its targets, what hurts, and whether changes work."
)
stages_at_a_glance(here, critical(here), week_review(here))
left, right = st.columns(2, gap="large")
with left:
    st.header("What hurts most", anchor=False)
    top_pains(in_order(here))
    st.header("Verdicts of the quarter", anchor=False)
    verdicts(tried(here), here)
with right:
    st.header("Money at stake", anchor=False)
    leadership_money(here)
    st.header("Objectives", anchor=False)
    objectives_line(here)
    st.header("Is the routine kept?", anchor=False)
    routine_kept(here)
