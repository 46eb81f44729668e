"""A test on Friday's page: what it compares, what may be said of it now, its looks, and what can be done with it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from journey.analysis.groups import words
from journey.analysis.groups.reading import Look, Standing
from journey.charts.estimates import Estimate, estimates
from journey.domain import format
from journey.domain.words import Verdict
from journey.routine.experiments.acts import stop_test
from journey.routine.experiments.reading import TestReading
from journey.ui.experiments.by_hand import count_dialog
from journey.ui.experiments.planning import plan_dialog
from journey.ui.experiments.verdict import verdict_of_change
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import attempt, literal

ICONS = {
    Standing.PLANNED: ":material/event:",
    Standing.NOT_YET: ":material/hourglass_top:",
    Standing.NOT_TO_BE_READ: ":material/block:",
    Standing.BETTER: ":material/check_circle:",
    Standing.WORSE: ":material/warning:",
    Standing.NO_DIFFERENCE: ":material/drag_handle:",
}

SPLIT = (Standing.NOT_YET, Standing.BETTER, Standing.WORSE, Standing.NO_DIFFERENCE)
"""Where it is said how many are in which group."""


def test_card(here: Screen, reading: TestReading) -> None:
    """The sentence, the looks, why, and what to do."""
    test = reading.test
    with st.container(border=True, key=f"test_{test.key}"):
        lines = [f"### {literal(test.name)}", _what(here, reading), f"{ICONS[reading.standing]} {literal(reading.sentence)}"]
        if speaks := _speaks(reading):
            lines.append(speaks)
        st.markdown("\n\n".join(lines))
        if reading.looks:
            st.html(_looks(reading))
        if split := words.split(reading.reading, reading.design) if reading.standing in SPLIT else "":
            st.caption(literal(split))
        if reading.standing is not Standing.PLANNED:
            _why(reading, said=split)
        verdict_of_change(here, reading)
        _answers(here, reading)


def _what(here: Screen, reading: TestReading) -> str:
    test = reading.test
    metric = literal(at_stage(reading.metric, here)) if reading.metric else "A share"
    groups = f"“{literal(test.second)}” beside “{literal(test.first)}”"
    if test.counted:
        return f"{metric}: {groups}, counted by hand on {_day(test.starts_on)} {test.starts_on.year}."
    span = f"{_day(test.starts_on)} to {_day(test.stopped_on or test.ends_on)} {test.ends_on.year}"
    half = round(test.share, 2) == 0.5
    share = "" if half else f", {format.number(100 * test.share)} % of the customers with it"
    return f"{metric}: {groups} ({literal(test.attribute)}){share}. {span}."


def _speaks(reading: TestReading) -> str:
    """What a test that is over says of its change."""
    if reading.change is None or not reading.reading.over or reading.verdict in (None, Verdict.TOO_EARLY):
        return ""
    return f"Of its change “{literal(reading.change.title)}” it says: **{reading.verdict.value}**."


def _looks(reading: TestReading) -> str:
    """The looks that were taken, and those to come unless it is decided."""
    last = reading.looks[-1]
    rows = [_row(look, decides=look is last and look.crossed) for look in reading.looks]
    if not reading.reading.over:
        rows += [Estimate(_day(day), rests_on="to come") for day in reading.design.days if day > last.sides.on]
    told, design = reading.told, reading.design
    holds = "that holds at whichever look" if design.looks > 1 else "it likely lies in"
    less = f"“{design.second}” less “{design.first}”, with the range {holds}"
    caption = f"{less}; dotted: {told.size(design.smallest)}, the least worth having"
    return estimates(rows, caption=caption, kind=told.kind, direction=told.direction, unit=told.unit, worth=design.smallest)


def _row(look: Look, *, decides: bool) -> Estimate:
    count = look.sides.first.counted + look.sides.second.counted
    return Estimate(_day(look.sides.on), look.effect, look.lo, look.hi, f"{format.number(count)} customers", decides)


def _why(reading: TestReading, *, said: str) -> None:
    fold = st.expander("Why", key=f"why_test_{reading.test.key}", on_change="rerun")
    if fold.open:
        with fold:
            lines = [f"What would change this: {literal(reading.would_change)}\n"]
            lines += [f"- {literal(note)}" for note in reading.notes if note != said]
            st.markdown("\n".join(lines))
            st.caption(literal(reading.method))


def _answers(here: Screen, reading: TestReading) -> None:
    test = reading.test
    runs = reading.standing is not Standing.PLANNED and not reading.reading.over and not test.counted and not test.stopped_on
    with st.container(horizontal=True):
        if runs:
            _stop(here, reading)
        if st.button(
            "Edit", key=f"edit_test_{test.key}", type="tertiary", icon=":material/edit:", help=f"Edit: {literal(test.name)}"
        ):
            (count_dialog if test.counted else plan_dialog)(here, test)


def _stop(here: Screen, reading: TestReading) -> None:
    test = reading.test
    popover = st.popover("Stop it", icon=":material/stop_circle:", key=f"stop_{test.key}", on_change="rerun")
    if popover.open:
        with popover, st.form(f"stop_form_{test.key}", border=False):
            st.markdown(
                "It is looked at one last time with what is known by then. A test is not stopped because of what is seen."
            )
            st.text_input("Why is it stopped?", key=f"stop_why_{test.key}", max_chars=400)
            st.form_submit_button("Stop the test", on_click=_stopped, args=(here, test.key, test.revision))


def _stopped(here: Screen, test: int, revision: int) -> None:
    why = st.session_state[f"stop_why_{test}"]
    attempt(stop_test, done="Stopped.", journey=here.id, test=test, revision=revision, today=here.today, why=why)


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"
