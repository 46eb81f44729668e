"""The router: page config, navigation, run. Nothing else."""

from pathlib import Path

import streamlit as st

# a file of our own: for a :material/...: icon every browser would ask Google's servers
st.set_page_config(page_title="Journey", page_icon=Path(__file__).with_name("journey") / "ui" / "icon.svg", layout="wide")
page = st.navigation(
    {
        "": [
            st.Page("pages/week.py", title="Week", icon=":material/view_week:", default=True),
            st.Page("pages/monday_review.py", title="Monday"),
            st.Page("pages/tuesday_blockers.py", title="Tuesday"),
            st.Page("pages/wednesday_listening.py", title="Wednesday"),
            st.Page("pages/thursday_map.py", title="Thursday"),
            st.Page("pages/friday_retrospective.py", title="Friday"),
            st.Page("pages/leadership.py", title="Leadership"),
        ],
        "More": [
            st.Page("pages/data.py", title="Data", icon=":material/database:"),
            st.Page("pages/journey.py", title="Journey and teams", icon=":material/map:"),
            st.Page("pages/metrics.py", title="Metrics", icon=":material/monitoring:"),
            st.Page("pages/search.py", title="Search", icon=":material/search:"),
            st.Page("pages/history.py", title="History and bin", icon=":material/history:"),
            st.Page("pages/start.py", title="Start", icon=":material/flag:"),
        ],
    },
    position="top",
)
# only now the heavy imports: until st.navigation has run once, Streamlit lists the bare files of pages/ at the left
from journey.ui.runtime import plainly  # noqa: E402
from journey.ui.style import apply  # noqa: E402

apply()
with plainly():
    page.run()
