"""Search: everything the journey holds."""

from itertools import groupby

import streamlit as st

from journey.store.readers.search import search
from journey.ui.frame import screen
from journey.ui.runtime import engine, literal

WHERE = {
    "Pain point": "pages/tuesday_blockers.py",
    "Action": "pages/tuesday_blockers.py",
    "Decision or note": "pages/tuesday_blockers.py",
    "Change": "pages/friday_retrospective.py",
    "Learning": "pages/friday_retrospective.py",
    "Card": "pages/thursday_map.py",
    "Opportunity": "pages/thursday_map.py",
    "Verbatim": "pages/wednesday_listening.py",
    "Listening note": "pages/wednesday_listening.py",
    "Tagged": "pages/wednesday_listening.py",
    "Conversation": "pages/wednesday_listening.py",
}

here = screen(
    "Search", "Find words in customers' verbatims and conversations, cards, pain points, actions, decisions and learnings."
)
words = st.text_input("Words to find", key="q", bind="query-params", placeholder="invoice upload", max_chars=200)
hits = search(engine(), here.id, words or "", timezone=here.journey.timezone)
for kind, group in groupby(hits, key=lambda hit: hit.kind):
    rows = list(group)
    st.header(f"{kind} ({len(rows)})", anchor=False)
    for hit in rows:
        when = f"{hit.at.day} {hit.at:%b %Y} · " if hit.at else ""
        st.markdown(f"- {when}{literal(hit.text[:300])}{'…' if len(hit.text) > 300 else ''}")
    st.page_link(WHERE.get(kind, "pages/journey.py"), label="Open the page it is on", query_params=here.address)
if words and not hits:
    st.markdown(f"Nothing holds all of these words: {literal(words)}. Try fewer of them.")
