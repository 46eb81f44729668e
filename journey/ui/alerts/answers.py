"""What can be said of an alert, in one popover: acknowledge, watch, snooze, noise, blocker, resolved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import streamlit as st

from journey.domain.words import AlertState, PainStatus
from journey.routine.alerts.acts import LONGEST_SNOOZE, triage
from journey.routine.alerts.lessons import DETECTED, WIDER, WIDEST, factor_of
from journey.store.readers.alerts import lessons
from journey.store.readers.work import pains
from journey.ui.drill import ask_closer
from journey.ui.frame import Screen
from journey.ui.runtime import attempt, engine, literal

Row = dict[str, Any]
SAID = {
    AlertState.ACKNOWLEDGED: "Acknowledged: it is under Still open.",
    AlertState.WATCH: "Watched.",
    AlertState.SNOOZED: "Snoozed: it comes back on that day, or when it gets worse.",
    AlertState.NOISE: "Noise, with your reason.",
    AlertState.BLOCKER: "A blocker: it is on Tuesday's page.",
    AlertState.RESOLVED: "Resolved.",
}
AT_ONCE = {AlertState.ACKNOWLEDGED: "Acknowledge", AlertState.WATCH: "Watch", AlertState.RESOLVED: "Resolved"}
"""Answers that need nothing more said."""


def answer(here: Screen, alert: Row) -> None:
    """The button that opens the answers; they are drawn once it is open."""
    name = " at ".join(filter(None, (alert["metric"] or alert["source"], alert["stage"])))
    popover = st.popover("Answer", key=_key("answer", alert), on_change="rerun", help=f"Answer: {literal(name)}")
    if popover.open:
        with popover:
            if refused := st.session_state.pop(_key("refused", alert), None):
                st.error(literal(refused), icon=":material/block:")
            _at_once(here, alert)
            _snooze(here, alert)
            if alert["state"] != AlertState.NOISE:
                _noise(here, alert)
            if alert["state"] != AlertState.BLOCKER:
                _block(here, alert)


def _at_once(here: Screen, alert: Row) -> None:
    with st.container(horizontal=True):
        for state, label in AT_ONCE.items():
            if alert["state"] != state:
                st.button(label, key=_key(state.value, alert), on_click=_say, args=(here, alert, state))
        if alert["metric_id"] is not None:
            st.button("Look closer", key=_key("look", alert), icon=":material/search:", on_click=_look, args=(alert,))


def _snooze(here: Screen, alert: Row) -> None:
    first = here.today + timedelta(days=1)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            "Not before", here.today + timedelta(days=7), min_value=first, max_value=here.today + LONGEST_SNOOZE,
            format="YYYY-MM-DD", key=_key("until", alert), width=160,
        )  # fmt: skip
        st.button("Snooze", key=_key("snooze", alert), on_click=_say, args=(here, alert, AlertState.SNOOZED))


def _noise(here: Screen, alert: Row) -> None:
    st.text_input("Why is it noise?", key=_key("reason", alert), max_chars=200)
    st.caption(teaches(alert, lessons(engine(), here.id)))
    st.button("It is noise", key=_key("noise", alert), on_click=_say, args=(here, alert, AlertState.NOISE))


def teaches(alert: Row, known: pl.DataFrame) -> str:
    """What saying noise would change from now on; `known` are the lessons so far."""
    if alert["metric_id"] is None or alert["rule_id"] is not None or alert["rule"] not in DETECTED:
        return "It teaches nothing: no limit of this alert is learned. See the Alerts page for the rules and sources."
    own = known.filter(pl.col("metric_id") == alert["metric_id"], pl.col("segment") == alert["segment"])
    now = factor_of(own.filter(pl.col("undone").is_null())["factor"].to_list())
    if now >= WIDEST:
        return f"It teaches nothing more: this figure is judged by limits {WIDEST:g} times as wide already."
    return (
        f"It teaches: from now on this figure is judged by limits {min(now * WIDER, WIDEST):.3g} times as wide, so it must "
        "stand out further before it is raised. The Alerts page can undo it."
    )


def _block(here: Screen, alert: Row) -> None:
    """Make it a blocker: of a pain point that the stage has already, or a new one."""
    names = _pain_points(here, alert)
    if not names:
        st.markdown("This alert is about the whole journey. Add the pain point behind it on the map first.")
        return
    key = _key("pain", alert)
    st.selectbox("Which pain point does it show?", list(names), format_func=names.__getitem__, key=key)
    args = (here, alert, AlertState.BLOCKER)
    st.button("It is a blocker", key=_key("block", alert), type="primary", on_click=_say, args=args)


def _pain_points(here: Screen, alert: Row) -> dict[int | None, str]:
    """Those of the alert's stage and a new one; of an alert on the whole journey any that this view shows."""
    hurts = pains(engine(), here.id).filter(pl.col("status") != PainStatus.RESOLVED)
    if alert["stage_id"] is None:
        return {row["id"]: f"{row['stage']}: {row['title']}" for row in here.only(hurts).iter_rows(named=True)}
    own = hurts.filter(pl.col("stage_id") == alert["stage_id"])
    return {**dict(zip(own["id"], own["title"], strict=True)), None: "A new pain point"}


def _say(here: Screen, alert: Row, state: AlertState) -> None:
    """The fields are read only now: as arguments they would be what was there when the button was drawn."""
    said: dict[str, Any] = {}
    if state is AlertState.NOISE:
        said = {"reason": st.session_state[_key("reason", alert)]}
    elif state is AlertState.BLOCKER:
        said = {"pain": st.session_state[_key("pain", alert)]}
    elif state is AlertState.SNOOZED:
        said = {"until": st.session_state[_key("until", alert)]}
    arguments = {"alert": alert["id"], "revision": alert["revision"], "state": state, "today": here.today, **said}
    done = attempt(triage, done=SAID[state], journey=here.id, **arguments)
    if done is not None or "_stale" in st.session_state:
        st.session_state[_key("answer", alert)] = False
    elif "_refused" in st.session_state:  # said where the hand is: the top of the page may be out of sight
        st.session_state[_key("refused", alert)] = st.session_state.pop("_refused")


def _look(alert: Row) -> None:
    ask_closer(alert["id"])
    st.session_state[_key("answer", alert)] = False


def _key(what: str, alert: Row) -> str:
    return f"{what}_{alert['id']}"
