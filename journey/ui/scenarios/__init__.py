"""What if: pull levers on the journey as it was observed, and see the weeks to come."""

from __future__ import annotations

import streamlit as st

from journey.analysis.scenarios.model import LEAST
from journey.ui.frame import Screen, at_page, empty
from journey.ui.scenarios.memory import PART, known

PARTS = {"ask": "Ask", "worth": "What a point is worth", "saved": "Saved", "trust": "How far to trust it"}


def chosen_part() -> str:
    """The open part, kept in the address; not bound to it, since a bound parameter cannot be left behind for another page."""
    named = {label: part for part, label in PARTS.items()}
    if PART not in st.session_state:
        st.session_state[PART] = named.get(st.query_params.get("part", ""), "ask")
    part = st.segmented_control(
        "Part", list(PARTS), format_func=PARTS.__getitem__, required=True, label_visibility="collapsed", key=PART
    )
    if part is None or part == "ask":
        st.query_params.pop("part", None)
        return "ask"
    if st.query_params.get("part") != PARTS[part]:
        st.query_params["part"] = PARTS[part]
    return part


def what_if(here: Screen, part: str) -> None:
    """The open part; without enough passages, what is missing and where it comes from."""
    if not here.stages:
        empty("A scenario plays the stages on, once there are some.", page="pages/journey.py", button="Name the stages")
        return
    found = known(here)
    if found is None:
        empty(
            "A scenario is played with your customers' own passages. Bring in a file of events, who did what when, and say "
            "which stage each lies in.",
            page="pages/data.py", button="Bring in events",
        )  # fmt: skip
    elif found.model is None:
        st.markdown(
            f"There are {max(found.record.weeks, 1)} weeks of passages so far. From {LEAST} whole weeks on their own history can "
            "foretell the weeks to come; fewer would only be a guess."
        )
        st.page_link(at_page("pages/data.py"), label="Bring in older events", query_params=here.address)
    elif part == "worth":
        from journey.ui.scenarios.worth import worth_part

        worth_part(here, found)
    elif part == "saved":
        from journey.ui.scenarios.saved import saved_part

        saved_part(here)
    elif part == "trust":
        from journey.ui.scenarios.trust import trust_part

        trust_part(here, found)
    else:
        from journey.ui.scenarios.asking import ask_part

        ask_part(here)
