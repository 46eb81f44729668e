"""Every alert with all that was ever said of it: who, when and why."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from journey.charts import theme
from journey.domain import format
from journey.domain.words import AlertState, MetricKind
from journey.routine.alerts.anomalies import segment_words
from journey.store.readers.alerts import alerts, flips
from journey.ui.frame import Screen
from journey.ui.runtime import engine

Row = dict[str, Any]
AT_ONCE = 20
MOST_PARTS = 4
"""Segments that an alert names; the others it counts."""
UNDER_WAY = "under way"
STATES = {"": "All", UNDER_WAY: "Under way", AlertState.NOISE.value: "Noise", AlertState.RESOLVED.value: "Resolved"}
ENDED = [AlertState.NOISE.value, AlertState.RESOLVED.value]
BY_ITSELF = "by itself"


def alert_history(here: Screen) -> None:
    """The alerts this view shows, newest first, with a choice of state; or the one alert that the address names."""
    known, said = here.only(alerts(engine(), here.id)), flips(engine(), here.id)
    named = st.query_params.get("alert", "")
    if named:
        st.button("Show all alerts", icon=":material/arrow_back:", on_click=_all, type="tertiary")
        known = known.filter(pl.col("id").cast(pl.String) == named)
    elif not known.is_empty():
        known = _chosen(known)
    if known.is_empty():
        st.markdown(_why_none(named))
        return
    shown = st.session_state.get("alerts_shown", AT_ONCE)
    zone, by_alert = ZoneInfo(here.journey.timezone), said.partition_by("alert_id", as_dict=True)
    articles = (
        one_alert(alert, by_alert.get((alert["id"],), said.clear()), zone, here.address)
        for alert in known.head(shown).iter_rows(named=True)
    )
    st.html(f"<style>{CSS}</style><div class='alert-list'>{''.join(articles)}</div>")
    if known.height > shown:
        st.button("Show more", on_click=_more, args=(shown,))


def one_alert(alert: Row, said: pl.DataFrame, zone: ZoneInfo, address: dict[str, str]) -> str:
    """An alert as HTML: where, what and its state; why, since when and with whom; then its transitions, a line each."""
    link = urlencode({**address, "alert": alert["id"]})
    raised = f"<li><time>{_moment(alert['raised_at'], zone)}</time> raised {_by_whom(alert)}</li>"
    steps = raised + "".join(f"<li>{_transition(row, zone)}</li>" for row in said.iter_rows(named=True))
    since = f"Since {alert['since'].day} {alert['since']:%b %Y}."
    softened = f"<p class='soft'>{escape(alert['softened'])}</p>" if alert["softened"] else ""
    return (
        f"<article><h3>{_head(alert)} <a href='?{escape(link)}' aria-label='Link to this alert'>#{alert['id']}</a></h3>"
        f"<p>{escape(_sentence(alert['why']))} {since}{_with_whom(alert)}</p>{softened}"
        f"<ol>{steps}</ol></article>"
    )


def _head(alert: Row) -> str:
    where = f"{escape(alert['stage'])} · " if alert["stage"] else ""
    name = escape(alert["metric"] or alert["source"] or "The journey")
    segment = f" ({escape(segment_words(alert['segment']))})" if alert["segment"] else ""
    way = theme.word("worse" if alert["worse"] else "better")
    return f"{where}{name}{segment} <small>{way}</small> <b>{escape(alert['state'])}</b>"


def _with_whom(alert: Row) -> str:
    """The segments that moved with it, with their figures."""
    if not alert["breakdown"] or not alert["kind"]:
        return ""
    kind, unit = MetricKind(alert["kind"]), alert["unit"]
    parts = [
        f"{escape(segment_words(part['segment']))} {escape(format.value(kind, part['value'], unit=unit))} (n {part['n']:,})"
        for part in alert["breakdown"][:MOST_PARTS]
    ]
    more = len(alert["breakdown"]) - MOST_PARTS
    return (
        f" With it: {', '.join(parts)}{f' and {more} more segments' if more > 1 else ' and 1 more segment' if more == 1 else ''}."
    )


def _by_whom(alert: Row) -> str:
    if alert["rule"] == "by hand":
        return "by hand"
    return f"by your own rule ({escape(alert['rule'])})" if alert["rule_id"] else "by what was measured"


def _transition(row: Row, zone: ZoneInfo) -> str:
    until = f" until {row['until'].day} {row['until']:%b}" if row["until"] else ""
    reason = f": <q>{escape(row['reason'])}</q>" if row["reason"] else ""
    who = escape(row["person"]) if row["person"] else BY_ITSELF
    return f"<time>{_moment(row['at'], zone)}</time> <b>{escape(row['new'])}</b>{until}, {who}{reason}"


def _moment(at: Any, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %H:%M}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _chosen(known: pl.DataFrame) -> pl.DataFrame:
    state = st.radio(
        "State", list(STATES), format_func=STATES.__getitem__, key="alerts_state", horizontal=True, label_visibility="collapsed"
    )
    if not state:
        return known
    return known.filter(~pl.col("state").is_in(ENDED) if state == UNDER_WAY else pl.col("state") == state)


def _why_none(named: str) -> str:
    if named:
        return "This alert is not here: it belongs to another journey or to another team's view."
    if st.session_state.get("alerts_state"):
        return "No alert is in this state."
    return "Nothing was raised yet. What leaves its usual range is raised when its week is reviewed on Monday."


def _all() -> None:
    st.query_params.pop("alert", None)


def _more(shown: int) -> None:
    st.session_state["alerts_shown"] = shown + 2 * AT_ONCE


CSS = """.alert-list article{border-top:1px solid var(--border);padding:.75rem 0 .6rem}
.alert-list h3{font-size:1rem;margin:0;padding:0;font-weight:600}
.alert-list h3 small{font-weight:400}
.alert-list h3 b{font-weight:600;font-size:.8rem;border:1px solid var(--border);border-radius:.25rem;padding:.05rem .4rem}
.alert-list h3 a{color:var(--muted);font-size:.8rem;font-weight:400;margin-left:.25rem}
.alert-list p{margin:.2rem 0;max-width:62rem}
.alert-list .soft{font-style:italic;color:var(--muted)}
.alert-list ol{list-style:none;margin:.35rem 0 0;padding:0 0 0 .75rem;border-left:2px solid var(--border);font-size:.875rem}
.alert-list li{margin:.1rem 0;overflow-wrap:anywhere}
.alert-list time{color:var(--muted);font-variant-numeric:tabular-nums;display:inline-block;min-width:6.5rem}
.alert-list q{font-style:italic}"""
