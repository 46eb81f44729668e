"""Step one of an import, where the rows are in a database: its address, a query, and the rows that came."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path

import streamlit as st

from journey.errors import JourneyError
from journey.routine.data.queries import fetch_query
from journey.ui.frame import Screen
from journey.ui.runtime import engine, fresh, me, renew


class Fetched:
    """What a query brought, in a folder of its own that is gone with the import or the session; not the address."""

    def __init__(self, here: Screen, url: str, query: str) -> None:
        folder = tempfile.mkdtemp(prefix="journey-query-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.query = query
        self.path = fetch_query(engine(), by=me(), journey=here.id, url=url, query=query, folder=Path(folder))


def asked_rows(here: Screen) -> Fetched | None:
    """The second choice beside a file: a form for address and query, and its rows once they have come."""
    held: Fetched | None = st.session_state.get("import_fetched")
    with st.expander("Or ask a database", icon=":material/database:", expanded=held is not None):
        # another form after each answer: the address goes with the one it was typed into
        with st.form(fresh("import_query"), border=False):
            url = st.text_input(
                "Database address", type="password", placeholder="postgresql://user:password@host/name", autocomplete="off",
                help="It is used once and kept nowhere.",
            )  # fmt: skip
            query = st.text_area(
                "Query", held.query if held else "", placeholder="SELECT customer, at, event FROM ...",
                help="One SELECT; the database is only read. The query is written to the history.",
            )  # fmt: skip
            fetch = st.form_submit_button("Fetch the rows", icon=":material/download:")
        if fetch:
            _fetch(here, url.strip(), query.strip())
            return None
    return held


def _fetch(here: Screen, url: str, query: str) -> None:
    for name in ("import_fetched", "import_checked", "import_seen", "import_questions"):
        st.session_state.pop(name, None)
    if not url or not query:
        st.error("Give both the address of the database and a query.", icon=":material/block:")
        return
    try:
        with st.spinner("Asking the database", show_time=True):
            st.session_state["import_fetched"] = Fetched(here, url, query)
    except JourneyError as refusal:
        st.error(str(refusal), icon=":material/block:")
        return
    renew("import_query")
    st.rerun()
