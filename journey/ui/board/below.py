"""What stands below the board: where the map and what was measured part, in words, and what was done to the map lately."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from journey.analysis.emotion import Fit
from journey.charts import theme
from journey.store.readers.audit import history
from journey.ui.board.shown import as_now, stands_for
from journey.ui.board.versions import keep
from journey.ui.frame import Screen, at_page
from journey.ui.history import event_words, names_here
from journey.ui.map.marks import felt, window
from journey.ui.runtime import engine, literal

LATEST = 12


def feelings(here: Screen) -> None:
    """Where measured emotion and the map part, in words; then in one line where they agree and where too few spoke."""
    parted, rest = _feelings(stands_for(here), here)
    st.markdown("\n\n".join(parted))
    st.caption(f"Emotion from −5 to +5, measured from scored answers and what you heard, {window(here)}. {rest}")


@st.cache_resource(show_spinner=False, max_entries=64)
def _feelings(stamp: str, _here: Screen) -> tuple[list[str], str]:
    here = as_now(_here)
    found = {id: one.gap for id, one in felt(here, here.stages).items()}
    names = {stage.key: stage.name for stage in here.stages}
    arrows = {Fit.TOO_ROSY: theme.ARROWS["worse"], Fit.TOO_BLEAK: theme.ARROWS["better"]}
    parted = [
        f"{arrows[gap.fit]} **{literal(names[id])}.** {literal(gap.sentence)}" for id, gap in found.items() if gap.fit in arrows
    ]
    rest = {
        "What was assumed holds at": [names[id] for id, gap in found.items() if gap.fit is Fit.HOLDS],
        "Too few answers to tell at": [names[id] for id, gap in found.items() if gap.fit is Fit.TOO_FEW],
    }
    return parted, " ".join(f"{what} {literal(', '.join(where))}." for what, where in rest.items() if where)


def latest(here: Screen) -> None:
    """The way to keep what the map says now; what was done lately, with the way to all of it in the history."""
    if st.button("Save a version", icon=":material/bookmark_add:"):
        keep(here)
    opened = st.expander("What was done to the map lately", key="latest", on_change="rerun")
    if opened.open:
        with opened:
            names, zone = names_here(here), ZoneInfo(here.journey.timezone)
            events = history(engine(), here.id, limit=LATEST)
            st.markdown("\n".join(f"- {event_words(event, zone, names)}" for event in events.iter_rows(named=True)))
            address = {"journey": here.journey.slug}
            st.page_link(at_page("pages/history.py"), label="The whole history, and undo", query_params=address)
