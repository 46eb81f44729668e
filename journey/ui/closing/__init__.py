"""Closing the week: seven steps in twenty minutes, from the verdicts that are due to the week closed."""

from __future__ import annotations

import streamlit as st

from journey.routine.closing import MINUTES, STANDS, start_clock
from journey.store.readers.weeks import entries, week_row
from journey.store.tables import WeekRow, now
from journey.ui.closing.health import together
from journey.ui.closing.next_week import focus, report_and_close
from journey.ui.closing.work import done_and_late, open_verdicts, told
from journey.ui.closing.written import carries, learned
from journey.ui.frame import Screen
from journey.ui.reviewed import as_it_stands
from journey.ui.runtime import attempt, engine
from journey.ui.setup.parts import style
from journey.ui.workshop.timer import timer


def closing_part(here: Screen) -> None:
    """The steps in their order; each says what is there and asks what only people can say."""
    style()
    week = week_row(engine(), here.id, str(here.week))
    _clock(here, week)
    stands_for = as_it_stands(here)
    work = told(stands_for, here)
    written = here.only(entries(engine(), here.id, week=str(here.week)))
    left, right = st.columns(2, gap="large")
    with left:
        _step(1, "Verdicts due", 5)
        open_verdicts(here, work)
    with right:
        _step(2, "Actions done and late", 3)
        done_and_late(here, work)
    left, right = st.columns(2, gap="large")
    with left:
        _step(3, "What we learned", 3)
        learned(here, written, work.learned)
    with right:
        _step(4, "Carries into next week", 3)
        carries(here, written)
    _step(5, "How well we work together", 2)
    together(stands_for, here)
    _step(6, "What next week is about", 2)
    focus(here, written)
    _step(7, "The report, and the end of the week", 2)
    report_and_close(here, week)


def _step(number: int, name: str, minutes: int) -> None:
    st.header(f"{number} · {name} :gray[{minutes} min]", anchor=False)


def _clock(here: Screen, week: WeekRow | None) -> None:
    """The closing's clock as everybody in the room sees it run, or the button that starts it; none once the week is closed."""
    if week is not None and week.closed_at is not None:
        return
    began = week.clock_at if week is not None else None
    runs = began is not None and now() - began < STANDS
    with st.container(horizontal=True, vertical_alignment="center", key="closing_clock"):
        if runs and began is not None:
            timer(began, MINUTES, None)
        else:
            st.markdown(f"Seven steps, {MINUTES} minutes. Start the clock when everybody is there.", width="content")
        st.button(
            "Start again" if runs else "Start the clock", icon=":material/timer:", type="tertiary" if runs else "secondary",
            on_click=attempt, args=(start_clock,), kwargs={"done": "", "journey": here.id, "week": str(here.week)},
        )  # fmt: skip
