"""The parts of the Week page: what waits in words, the map in small, the streak and the history."""

from __future__ import annotations

import polars as pl
import streamlit as st

from journey.domain.weeks import Week
from journey.domain.words import DayState, EntryKind, Weekday
from journey.store.readers.comments import waiting_for
from journey.store.readers.handovers import handovers
from journey.store.readers.waiting import Waiting
from journey.ui.frame import MARKS, PAGES, Screen, at_page, empty, span
from journey.ui.map import map_strip_of
from journey.ui.runtime import engine, literal, me

MOST = 5
"""Mentions that the Week page tells one by one."""
QUESTIONS = {
    Weekday.MONDAY: "What moved, where, and is it real?",
    Weekday.TUESDAY: "Who does what by when?",
    Weekday.WEDNESDAY: "What do customers say?",
    Weekday.THURSDAY: "What changes on the map?",
    Weekday.FRIDAY: "Did our changes work?",
}


def what_waits(day: Weekday, wait: Waiting) -> list[str]:
    """At most two short sentences: what the day before left, and what is late."""
    said = {
        Weekday.MONDAY: [_some(wait.new_alerts, "new alert"), _some(wait.watched, "alert", " acknowledged or watched")],
        Weekday.TUESDAY: [
            _some(wait.blockers_without_action, "blocker", " without an action"),
            _some(wait.overdue, "action", " overdue"),
        ],
        Weekday.WEDNESDAY: [_some(wait.heard, "customer", " heard this week") or "Nobody heard yet this week."],
        Weekday.THURSDAY: [
            _some(wait.hypotheses, "claim", " still a hypothesis"),
            "" if wait.versions else "No version saved yet",
        ],
        Weekday.FRIDAY: [_some(wait.verdicts_due, "verdict", " due"), _some(wait.due_soon, "action", " due within a week")],
    }[day]
    return [sentence for sentence in said if sentence] or ["Nothing waits."]


def streak(known: pl.DataFrame) -> str:
    """How many closed weeks stand in an unbroken row up to the newest closed one."""
    closed = sorted({Week.parse(label) for label in known.filter(pl.col("closed_at").is_not_null())["week"]}, reverse=True)
    length = next((i for i, week in enumerate(closed) if week != closed[0].shift(-i)), len(closed))
    if not length:
        return "No week is closed yet. Friday's page closes one."
    return f"**{length} {'week' if length == 1 else 'weeks'} in a row** closed."


def past_weeks(known: pl.DataFrame, here: Screen) -> None:
    """The weeks before, newest first, each a link with its five marks; drawn once somebody wants to see them."""
    before = st.expander("Open a past week", key="past_weeks", on_change="rerun")
    if before.open:
        with before:
            _past_weeks(known, here)


def _past_weeks(known: pl.DataFrame, here: Screen) -> None:
    for label in known["week"].unique().sort(descending=True):
        if label >= str(here.week):
            continue
        rows = known.filter(pl.col("week") == label)
        states = dict(zip(rows["weekday"], rows["state"], strict=True))
        marks = " ".join(MARKS[DayState(states.get(day.value) or DayState.OPEN)] for day in Weekday)
        week = Week.parse(label)
        st.page_link(
            at_page("pages/week.py"),
            label=f"Week {week.number} · {span(week)} · {marks}",
            query_params={**here.address, "week": label},
        )


def asked_of_me(here: Screen) -> None:
    """What others said to the reader on the map and wait for, each with the way there; nothing where nobody does."""
    mentions = waiting_for(engine(), here.id, me())
    if not mentions:
        return
    st.header("What waits for you", anchor=False)
    for one in mentions[:MOST]:
        at = f"{one.subject.removesuffix('_point')}:{one.subject_id}"
        said = f"**{literal(one.by)}** speaks to you about “{literal(_short(one.about))}”: {literal(_short(one.text))}"
        st.page_link(at_page(PAGES[Weekday.THURSDAY]), label=said, query_params={**here.address, "at": at})
    if len(mentions) > MOST:
        st.caption(f"And {len(mentions) - MOST} more on the map.")


def focus_line(written: pl.DataFrame) -> None:
    """What the week is about, as the closing of the week before said; nothing where it did not."""
    said = written.filter(pl.col("kind") == EntryKind.FOCUS.value)
    if not said.is_empty():
        st.markdown(f"This week is about **{literal(said['text'][-1])}**")


def handed_over(here: Screen) -> None:
    """The last hand-over, while it waits until the new owner has read up, with the way to what brings them up to date."""
    waits = handovers(engine(), here.id).head(1).filter(pl.col("read_on").is_null())
    for one in waits.iter_rows(named=True):
        on = f"{one['handed_on'].day} {one['handed_on']:%b %Y}"
        giver = literal(one["giver"] or "Nobody")
        with st.container(border=True, key="handed_over"):
            if one["to_id"] == me():
                st.markdown(f"**{giver}** handed this journey over to you on {on}. It waits until you have read up.")
            else:
                st.markdown(
                    f"**{giver}** handed this journey over to **{literal(one['taker'])}** on {on}, who has not read up yet."
                )
            st.page_link(at_page("pages/story.py"), label="Catch up", icon=":material/menu_book:", query_params=here.address)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else f"{line[:119]}…"


def map_in_small(here: Screen) -> None:
    """The journey's stages with their feelings and this week's marks."""
    if not here.stages:
        empty("The map shows the journey's stages here.", page="pages/journey.py", button="Name the stages")
        return
    st.html(map_strip_of(here))


def _some(count: int, what: str, then: str = "") -> str:
    return f"**{count}** {what}{'' if count == 1 else 's'}{then}" if count else ""
