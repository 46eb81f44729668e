"""Tests on Friday's page: a change tried on a part of the customers, beside those without it."""

from __future__ import annotations

import streamlit as st

from journey.ui.frame import Screen


def tests_part(here: Screen) -> None:
    """The tests of this journey."""
    st.header("Tests", anchor=False)
    st.markdown("No test is planned. A test tries a change on a part of the customers, beside those without it.")
