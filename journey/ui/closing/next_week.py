"""The last steps: what the next week is about, the report, the week closed, or opened again."""

from __future__ import annotations

import polars as pl
import streamlit as st

from journey.domain.words import EntryKind
from journey.routine.closing import reopen_week, set_focus
from journey.routine.weeks import close_week
from journey.store.readers.weeks import entries
from journey.store.tables import WeekRow
from journey.ui.frame import Screen, at_page
from journey.ui.reports import report_part
from journey.ui.runtime import attempt, engine, literal


def focus(here: Screen, written: pl.DataFrame) -> None:
    """One sentence that stands on the Week page from Monday on; `written` is what was written for this week."""
    before, _ = _focus_in(written)
    if before:
        st.markdown(f"This week was about: **{literal(before)}**")
    following = str(here.week.shift(1))
    text, revision = _focus_in(entries(engine(), here.id, week=following, kinds=(EntryKind.FOCUS,)))
    key = f"focus_{here.id}_{following}_{revision}"
    with st.form(key, border=False):
        st.text_input(
            "What is next week about?", text, max_chars=200, key=f"{key}_text",
            placeholder="One thing that, if it moves, makes the week a good one",
        )  # fmt: skip
        st.form_submit_button("Set the focus", on_click=_set, args=(here, following, f"{key}_text", revision))


def _focus_in(written: pl.DataFrame) -> tuple[str, int]:
    """What a week is about, and the revision of the sentence; "" and 0 where nobody has said it."""
    said = written.filter(pl.col("kind") == EntryKind.FOCUS.value)
    return ("", 0) if said.is_empty() else (said["text"][0], said["revision"][0])


def _set(here: Screen, week: str, field: str, revision: int) -> None:
    text = st.session_state[field]
    attempt(set_focus, done="It stands on next week's page.", journey=here.id, week=week, text=text, revision=revision)


def report_and_close(here: Screen, week: WeekRow | None) -> None:
    """The report to read and to take away, then the button that closes the week, or what can be done once it is."""
    report_part(here)
    closed = week is not None and week.closed_at is not None
    with st.container(horizontal=True, vertical_alignment="center"):
        target = {"journey": here.id, "week": str(here.week)}
        if not closed:
            said = "Closed. What was left is carried into next week."
            st.button(
                "Close the week", type="primary", icon=":material/lock:", on_click=attempt, args=(close_week,),
                kwargs={"done": said, **target},
            )  # fmt: skip
        else:
            st.markdown(f"Week {here.week.number} is closed.", width="content")
            following = {**here.address, "week": str(here.week.shift(1))}
            st.page_link(
                at_page("pages/week.py"), label="Go to next week", icon=":material/arrow_forward:", query_params=following
            )
            st.button(
                "Open it again", type="tertiary", help="What closing carried over goes, where nobody has touched it since",
                on_click=attempt, args=(reopen_week,), kwargs={"done": "Open again.", **target},
            )  # fmt: skip
