"""A day of the routine at the foot of its page and on the Week page: done, skipped or carried over, and who took part."""

from __future__ import annotations

import streamlit as st

from journey.domain.words import DayState, Weekday
from journey.routine.weeks import set_day, take_part
from journey.store.readers.journeys import people
from journey.store.readers.weeks import participants
from journey.store.tables import Day
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, literal

SAID = {DayState.DONE: "Done", DayState.SKIPPED: "Skipped", DayState.CARRIED: "Carried over", DayState.OPEN: "Open"}


def close_day(here: Screen, weekday: Weekday) -> None:
    """The end of a day's page: who took part, and where the day stands."""
    day = here.days[weekday]
    with st.container(key="closeday", horizontal=True, vertical_alignment="bottom"):
        _who(here, weekday)
        day_state(here, day)


def day_state(here: Screen, day: Day) -> None:
    """The buttons that say where a day stands, or what was said with a way back."""
    if day.state is not DayState.OPEN:
        reason = f" because {literal(day.reason)}" if day.reason else ""
        st.markdown(f"**{SAID[day.state]}**{reason}")
        st.button("Reopen", key=f"reopen_{day.weekday}", type="tertiary", on_click=_set, args=(here, day, DayState.OPEN))
        return
    st.button("Mark done", key=f"done_{day.weekday}", icon=":material/check:", on_click=_set, args=(here, day, DayState.DONE))
    other = st.popover("Skip or carry", key=f"other_{day.weekday}", type="tertiary", on_change="rerun")
    if other.open:  # what nobody has asked for costs nothing
        with other:
            _other_ends(here, day)


def _other_ends(here: Screen, day: Day) -> None:
    why = f"why_{here.id}_{here.week}_{day.weekday}"
    st.text_input("Why?", key=why, max_chars=200)
    st.button("Skip this week", key=f"skip_{day.weekday}", on_click=_set, args=(here, day, DayState.SKIPPED, why))
    st.button("Carry over to next week", key=f"carry_{day.weekday}", on_click=_set, args=(here, day, DayState.CARRIED, why))


def _set(here: Screen, day: Day, state: DayState, why: str = "") -> None:
    # as it is typed now: an argument would be what it was when the button was drawn
    reason = st.session_state.get(why, "") if why else ""
    arguments = {"week": str(here.week), "weekday": day.weekday, "state": state, "revision": day.revision, "reason": reason}
    said = f"{day.weekday.value.title()}: {SAID[state].lower()}."
    if attempt(set_day, done=said, journey=here.id, **arguments) is not None and why:
        st.session_state[f"other_{day.weekday}"] = False


def _who(here: Screen, weekday: Weekday) -> None:
    names = {person.key: person.name for person in people(engine())}
    there = participants(engine(), here.id, str(here.week))
    seen = [id for id in there.filter(there["weekday"] == weekday.value)["person_id"] if id in names]
    key = f"who_{here.id}_{weekday}_{here.week}"
    st.session_state[key] = seen  # always what is stored, also when others changed it or saving was refused

    def save() -> None:
        arguments = {"week": str(here.week), "weekday": weekday, "people": st.session_state[key], "seen": seen}
        attempt(take_part, done="", journey=here.id, **arguments)

    st.multiselect("Who took part", list(names), format_func=names.__getitem__, key=key, on_change=save)
