"""Every alert with all that was ever said of it: who, when and why."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from journey.charts import theme
from journey.domain.words import AlertState
from journey.routine.anomalies import segment_words
from journey.store.readers.alerts import alerts, flips
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal

Row = dict[str, Any]
AT_ONCE = 20
STATES = {
    "": "All",
    "under way": "Under way",
    AlertState.NOISE.value: "Noise",
    AlertState.RESOLVED.value: "Resolved",
}
ENDED = [AlertState.NOISE.value, AlertState.RESOLVED.value]
BY_ITSELF = "By itself"


def alert_history(here: Screen) -> None:
    """The alerts this view shows, newest first, with a choice of state; or the one alert that the address names."""
    known, said = here.only(alerts(engine(), here.id)), flips(engine(), here.id)
    if known.is_empty():
        st.markdown("Nothing was raised yet. What leaves its usual range is raised when a week is reviewed on Monday.")
        return
    named = st.query_params.get("alert", "")
    if named:
        st.button("Show all alerts", icon=":material/arrow_back:", on_click=_all, type="tertiary")
        known = known.filter(pl.col("id").cast(pl.String) == named)
        if known.is_empty():
            st.markdown("This alert is not here: it belongs to another journey or another team view.")
    else:
        choice = st.segmented_control(
            "State", list(STATES), default="", format_func=STATES.__getitem__, key="alerts_state", required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        known = _of_state(known, choice)
    shown = st.session_state.get("alerts_shown", AT_ONCE)
    zone = ZoneInfo(here.journey.timezone)
    for alert in known.head(shown).iter_rows(named=True):
        st.markdown(one_alert(alert, said.filter(pl.col("alert_id") == alert["id"]), zone))
    if known.height > shown:
        st.button("Show more", on_click=_more, args=(shown,))


def one_alert(alert: Row, said: pl.DataFrame, zone: ZoneInfo) -> str:
    """An alert in two lines, then its transitions, a line each."""
    lines = [alert_head(alert), *(_transition(row, zone) for row in said.iter_rows(named=True))]
    raised = _moment(alert["raised_at"], zone)
    return lines[0] + "\n" + "\n".join([f"- {raised} · Raised by what was measured", *(f"- {line}" for line in lines[1:])])


def alert_head(alert: Row) -> str:
    """Where, what, its state; then why and since when."""
    where = f"{literal(alert['stage'])} · " if alert["stage"] else ""
    name = literal(alert["metric"] or alert["source"] or "The journey")
    segment = f" ({literal(segment_words(alert['segment']))})" if alert["segment"] else ""
    way = theme.word("worse" if alert["worse"] else "better")
    softened = f" *{literal(alert['softened'])}*" if alert["softened"] else ""
    since = f"Since {alert['since'].day} {alert['since']:%b %Y}."
    return f"**{where}{name}**{segment} {way} · **{alert['state'].capitalize()}**  \n{literal(alert['why'])} {since}{softened}\n"


def _transition(row: Row, zone: ZoneInfo) -> str:
    who = f"**{literal(row['person'])}**" if row["person"] else BY_ITSELF
    until = f" until {row['until'].day} {row['until']:%b}" if row["until"] else ""
    reason = f". *{literal(row['reason'])}*" if row["reason"] else ""
    return f"{_moment(row['at'], zone)} · {who}: {row['old']} → {row['new']}{until}{reason}"


def _moment(at: Any, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %H:%M}"


def _of_state(known: pl.DataFrame, state: str) -> pl.DataFrame:
    if not state:
        return known
    if state == "under way":
        return known.filter(~pl.col("state").is_in(ENDED))
    return known.filter(pl.col("state") == state)


def _all() -> None:
    st.query_params.pop("alert", None)


def _more(shown: int) -> None:
    st.session_state["alerts_shown"] = shown + 2 * AT_ONCE
