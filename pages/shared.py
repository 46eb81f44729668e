"""A map that somebody was given a link to: to read, and nothing else."""

import streamlit as st

from journey.store.readers.shares import opened
from journey.ui.board import component, look
from journey.ui.board.outside import SAYS, map_for_outside
from journey.ui.map.wide import wide
from journey.ui.runtime import engine, literal

found = opened(engine(), st.query_params.get("share", ""))
if found is None:
    st.title("This link opens nothing", anchor=False)
    st.markdown("It was taken back, or is not complete. Ask whoever gave it to you for another one.")
    st.stop()

wide()
st.title(literal(found.journey.name), anchor=False)
what = f"Version {found.version.number}, {found.version.name}" if found.version else "The map as it is today"
st.text(f"{what}. For reading.")
with st.container(key="shared_map"):
    component.draw(
        map_for_outside(found), answer=None, people=[], look=look.read(st.query_params.to_dict(), found.settings.get("look", {})),
        can={"edit": False, "shared": True}, why="", me={}, key="shared_board",
    )  # fmt: skip
st.caption(SAYS)
