"""How a journey is watched, to read and to set; and what dismissals taught, to see and to undo."""

from __future__ import annotations

from typing import Any

import streamlit as st

from journey.analysis.alerts.watched import ENOUGH
from journey.routine.alerts.anomalies import segment_words
from journey.routine.alerts.lessons import restore_lesson, undo_lesson
from journey.routine.alerts.plan import RANGES, set_plan
from journey.routine.alerts.watching import Watch
from journey.store.readers.alerts import lessons, plan
from journey.store.readers.watching import factors
from journey.store.tables import AlertPlan
from journey.ui.frame import Screen
from journey.ui.reviewed import look_again
from journey.ui.runtime import attempt, engine, finish, literal

Row = dict[str, Any]


def how_watched(here: Screen) -> None:
    """What is watched and how strictly, in a sentence; then the form."""
    now = plan(engine(), here.id)
    everyone, segments, wide, wider = _watched(here.version, here.id, now.revision, tuple(factors(engine(), here.id)))
    st.markdown(watched_words(everyone, segments, wide, wider, now.false_alarms_month))
    with st.form(f"alert_plan_{now.revision}", border=False):
        values = _fields(now)
        save = st.form_submit_button("Save", type="primary")
    if save:
        done = attempt(set_plan, journey=here.id, revision=now.revision, **values)
        if done is not None:
            look_again()
        finish(done)


def watched_words(everyone: int, segments: int, wide: float, wider: float, accepted: float) -> str:
    """How many series are watched, and what the budget makes of their limits."""
    if not everyone:
        return "Nothing is watched yet: no metric is critical. Choose critical metrics on the page Metrics."
    enough = f"{ENOUGH} customers, answers or tickets in a usual week"
    parts = f", and {segments} segments of them that bring at least {enough}" if segments else ""
    watched = f"{everyone} critical metrics are" if everyone > 1 else "1 critical metric is"
    limits = f"{wide:.2f} times as wide as a single metric deserves" if wide > 1.005 else "as narrow as for a single metric"
    others = f", those of segments {wider:.2f} times as wide" if segments else ""
    return (
        f"**{watched} watched for everyone{parts}.** So that all of them together ring falsely about "
        f"{accepted:g} times a month, limits are {limits}{others}. What rings at once on one metric is one alert."
    )


@st.cache_data(show_spinner=False, max_entries=64)
def _watched(
    version: str, journey_id: int, revision: int, taught: tuple[tuple[int, str, float], ...]
) -> tuple[int, int, float, float]:
    watch = Watch(engine(), journey_id)
    return len(watch.critical), len(watch.segments), watch.budgeted[False], watch.budgeted[True]


def _fields(now: AlertPlan) -> dict[str, Any]:
    (left, right), (third, fourth), (fifth, sixth) = st.columns(2), st.columns(2), st.columns(2)
    least, most, _ = RANGES["false_alarms_month"]
    return {
        "false_alarms_month": left.number_input(
            "False alarms a month that you accept, on the whole journey", float(least), float(most), now.false_alarms_month, 0.5,
            help="Fewer means wider limits: what is small or short will be missed more often.",
        ),
        "country": right.text_input(
            "Public holidays of", now.country, max_chars=12, placeholder="DE, or with its region DE-BY",
            help="On a public holiday it takes twice the usual surprise, and the alert says that it was one.",
        ),
        "cooldown_days": third.number_input(
            "Days of rest after an answer", 0, 90, now.cooldown_days,
            help="For so long after noise or resolved the same metric is not raised again, unless it is clearly worse.",
        ),
        "escalate_days": fourth.number_input("Days without an answer until the stage's team is told", 1, 60, now.escalate_days),
        "quiet_from": fifth.selectbox("Tell nobody from", HOURS, index=_hour(now.quiet_from), format_func=_clock),
        "quiet_to": sixth.selectbox("until", HOURS, index=_hour(now.quiet_to), format_func=_clock),
    }  # fmt: skip


HOURS = [None, *range(24)]


def _hour(hour: int | None) -> int:
    return HOURS.index(hour)


def _clock(hour: int | None) -> str:
    return "No quiet hours" if hour is None else f"{hour:02d}:00"


def lessons_taught(here: Screen) -> None:
    """Every lesson in words, newest first, with its undo; those undone can count again."""
    st.header("What dismissals taught", anchor=False)
    known = here.only(lessons(engine(), here.id))
    if known.is_empty():
        st.markdown("Nothing yet. When you call an alert noise, its metric is judged by wider limits, and you can undo it here.")
    for row in known.iter_rows(named=True):
        with st.container(horizontal=True, vertical_alignment="center", key=f"row_lesson_{row['id']}"):
            st.markdown(lesson_words(row), width="stretch")
            if row["undone"] is None:
                st.button("Undo", key=f"undo_lesson_{row['id']}", on_click=_undo, args=(here, row), type="tertiary")
            else:
                st.button("Let it count", key=f"redo_lesson_{row['id']}", on_click=_redo, args=(here, row), type="tertiary")


def lesson_words(row: Row) -> str:
    """One lesson: what is judged by which limits since when, and why."""
    name = literal(row["metric"] + (f" at {row['stage']}" if row["stage"] else ""))
    segment = f" ({literal(segment_words(row['segment']))})" if row["segment"] else ""
    why = f", because it was called noise: *{literal(row['reason'].rstrip('.'))}*" if row["reason"] else ""
    if row["undone"] is not None:
        return f":gray[{name}{segment}: undone on {row['undone'].day} {row['undone']:%b}, its limits are as before.]"
    return f"**{name}**{segment} is judged by limits {row['factor']:.2f} times as wide since {row['at'].day} {row['at']:%b}{why}."


def _undo(here: Screen, row: Row) -> None:
    if attempt(undo_lesson, done="Undone.", journey=here.id, lesson=row["id"], revision=row["revision"]) is not None:
        look_again()


def _redo(here: Screen, row: Row) -> None:
    if attempt(restore_lesson, done="It counts again.", journey=here.id, lesson=row["id"]) is not None:
        look_again()
