"""Streamlit parts that pages share."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

if PagesManager.uses_pages_directory:
    # Streamlit takes any folder called pages/ for its older way of many pages, in which an address like /monday_review
    # runs that file alone, without app.py. It learns better once app.py has called st.navigation: make it run that.
    PagesManager.uses_pages_directory = False
    st.rerun()
