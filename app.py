"""The router: page config, navigation, run. Nothing else."""

from pathlib import Path

import streamlit as st

# a file of our own: for a :material/...: icon every browser would ask Google's servers
st.set_page_config(page_title="Journey", page_icon=Path(__file__).with_name("journey") / "ui" / "icon.svg", layout="wide")
# made once a session: each of them looks for its file
pages = st.session_state.get("pages") or {
    path: st.Page(path, title=title, icon=icon, default=path == "pages/week.py")
    for path, title, icon in (
        ("pages/week.py", "Week", ":material/view_week:"),
        ("pages/monday_review.py", "Monday", None),
        ("pages/tuesday_blockers.py", "Tuesday", None),
        ("pages/wednesday_listening.py", "Wednesday", None),
        ("pages/thursday_map.py", "Thursday", None),
        ("pages/friday_retrospective.py", "Friday", None),
        ("pages/leadership.py", "Leadership", None),
        ("pages/reports.py", "Reports", ":material/description:"),
        ("pages/money.py", "Money", ":material/payments:"),
        ("pages/what_if.py", "What if", ":material/tune:"),
        ("pages/objectives.py", "Objectives", ":material/track_changes:"),
        ("pages/portfolio.py", "Journeys", ":material/account_tree:"),
        ("pages/journey.py", "Journey and teams", ":material/map:"),
        ("pages/story.py", "Catch up", ":material/menu_book:"),
        ("pages/data.py", "Data", ":material/database:"),
        ("pages/metrics.py", "Metrics", ":material/monitoring:"),
        ("pages/alerts.py", "Alerts", ":material/notifications:"),
        ("pages/search.py", "Search", ":material/search:"),
        ("pages/history.py", "History and bin", ":material/history:"),
        ("pages/start.py", "Start", ":material/flag:"),
    )
}
listed = list(pages.values())
if "share" in st.query_params:  # somebody outside with a link to a map: in their session there is no other page
    page = st.navigation([Path("pages", "shared.py")], position="hidden")
else:
    page = st.navigation({"": listed[:7], "More": listed[7:]}, position="top")
st.session_state["pages"] = pages
# only now the heavy imports: until st.navigation has run once, Streamlit lists the bare files of pages/ at the left
from journey.ui.runtime import plainly  # noqa: E402
from journey.ui.style import apply  # noqa: E402

apply()
with plainly():
    page.run()
