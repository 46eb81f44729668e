"""Room for a map: what of a page may be as wide as the window."""

from functools import cache
from pathlib import Path

import streamlit as st


def wide() -> None:
    """Let the parts of the page that hold a map take the whole width."""
    st.html(f"<style>{_rules()}</style>")


@cache
def _rules() -> str:
    return Path(__file__).with_name("wide.css").read_text("utf-8")
