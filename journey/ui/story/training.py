"""The routine as a training: what each day is for, how it is done, and how often the newcomer has done it."""

from __future__ import annotations

import polars as pl
import streamlit as st

from journey.domain.words import Weekday
from journey.store.readers.weeks import participants
from journey.ui.frame import Screen
from journey.ui.runtime import engine
from journey.ui.week import QUESTIONS

HOW = {
    Weekday.MONDAY: (
        "Read the new alerts from the top. Open one, look at where and with whom it moved, then call it noise, something to "
        "watch or a blocker. Done when no alert is new."
    ),
    Weekday.TUESDAY: (
        "Take the blockers oldest first, team by team. Each gets an action with a name and a date, or a decision with what is "
        "given up for it. Done when no blocker is without one."
    ),
    Weekday.WEDNESDAY: (
        "Listen to customers for an hour: each text or call gets its stage and its feeling, and what is said well is kept as a "
        "quote. Done when every stage was heard by somebody."
    ),
    Weekday.THURSDAY: (
        "Answer what the week brings to the map: accept, adapt or decline. Then save a version with why. Done when the map says "
        "what you know by now."
    ),
    Weekday.FRIDAY: (
        "Give each change that is due its verdict, and write down what you learned. Then close the week in twenty minutes. "
        "Done when the report is out."
    ),
}
ENOUGH = 2
"""Times after which a day is no longer new."""


def training(here: Screen, person: int, name: str) -> None:
    """The five days, each with its link at the top of the page.

    `person` is who learns them, `name` how they are called ("you" for oneself).
    """
    there = participants(engine(), here.id).filter(pl.col("person_id") == person)
    times = dict(there.group_by("weekday").len().iter_rows())
    lines = [
        f"- **{day.value.title()}: {QUESTIONS[day]}** {HOW[day]} :gray[{_so_far(name, times.get(day.value, 0))}]"
        for day in Weekday
    ]
    st.markdown("\n".join(lines))


def _so_far(name: str, count: int) -> str:
    have = "You have" if name == "you" else f"{name} has"
    if not count:
        return f"{have} not taken part in one yet."
    times = "once" if count == 1 else f"{count} times"
    return f"{have} taken part {times}." + ("" if count < ENOUGH else " Try leading the next one.")
