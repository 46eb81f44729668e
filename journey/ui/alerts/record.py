"""How far this journey's alerts can be trusted: what became of the last ones, and what its quiet weeks would ring."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from journey.analysis.alerts.budget import QuietRate
from journey.analysis.alerts.record import WEEKS, Outcome, Record
from journey.domain import format
from journey.domain.weeks import Week
from journey.routine.alerts.record import measured, replayed, unknown
from journey.store.readers.alerts import plan
from journey.store.readers.journeys import metrics
from journey.store.readers.watching import factors
from journey.ui.frame import Screen, at_stage
from journey.ui.runtime import engine, literal

WORDS = {
    Outcome.REAL: "real: somebody resolved it or made it a blocker",
    Outcome.NOISE: "noise",
    Outcome.LOOKED_AT: "still looked into",
    Outcome.UNANSWERED: "unanswered",
}


def alert_record(here: Screen) -> None:
    """The record: real, noise, unanswered; the false alarms of quiet history beside what is accepted; what is unknown."""
    found = measured(engine(), here.id, today=min(here.today, here.week.sunday))
    st.header(f"Of the last {WEEKS} weeks' alerts", anchor=False)
    if not sum(found.counts.values()):
        st.markdown("None was raised yet. How many were real, noise or never answered will stand here.")
    else:
        st.html(record_bar(found))
        st.markdown(record_words(found))
    accepted = plan(engine(), here.id)
    stands_for = here.version, accepted.revision, tuple(factors(engine(), here.id)), tuple(found.counts.values())
    rate = _replayed(stands_for, here.id, str(here.reviewed))
    st.markdown(quiet_words(rate, accepted.false_alarms_month))
    _unknown_metrics(here)


def record_bar(found: Record) -> str:
    """The outcomes as one bar and as figures under it, so that colour is never alone."""
    whole = sum(found.counts.values())
    tones = {Outcome.REAL: "primary", Outcome.NOISE: "worse", Outcome.LOOKED_AT: "watch", Outcome.UNANSWERED: "muted"}
    bars = "".join(
        f"<i style='flex:{count};background:var(--{tones[word]})'></i>" for word, count in found.counts.items() if count
    )
    figures = "".join(
        f"<div><b style='border-color:var(--{tones[word]})'>{count}</b> {escape(WORDS[word])}</div>"
        for word, count in found.counts.items()
    )
    label = ", ".join(f"{count} {word}" for word, count in found.counts.items())
    return (
        f"<style>{CSS}</style><div class='alert-record'>"
        f"<div class='bar' role='img' aria-label='{whole} alerts: {label}'>{bars}</div><div class='figures'>{figures}</div></div>"
    )


def record_words(found: Record) -> str:
    """The share of real ones among those decided, and how sure that is."""
    if found.real_share is None or found.real_low is None or found.real_high is None:
        return "Nobody has said of any whether it was real or noise. Answer them on Monday, and this becomes a measure."
    low, high = round(100 * found.real_low), round(100 * found.real_high)
    return (
        f"**{round(100 * found.real_share)} % of the {found.decided} that people decided were real** "
        f"(likely {low} to {high} %: {'few' if found.decided < 30 else 'many'} were decided)."
    )


def quiet_words(rate: QuietRate, accepted: float) -> str:
    """The false alarms a month of the journey's own quiet history beside what its owner accepts."""
    if rate.rate is None or rate.low is None or rate.high is None:
        return (
            f"You accept {accepted:g} false alarms a month. There is too little quiet history yet to measure how many there are."
        )
    said, low, high = (format.number(figure, 1) for figure in (rate.rate, rate.low, rate.high))
    verdict = "within" if rate.rate <= accepted else "**more than**"
    return (
        f"**{said} false alarms a month on this journey's own quiet weeks** (likely {low} to {high}; {rate.alarms} in "
        f"{format.number(rate.months, 1)} months), {verdict} the {accepted:g} that you accept. Measured by replaying the last "
        "year at the limits of now, without the weeks after a change and without alerts that were real. Something may have "
        "happened in these weeks that nobody told, so the true rate is at most this."
    )


@st.cache_data(show_spinner="Replaying a year of this journey's own weeks", max_entries=64)
def _replayed(stands_for: tuple[object, ...], journey_id: int, week: str) -> QuietRate:
    return replayed(engine(), journey_id, until=Week.parse(week))


@st.cache_data(show_spinner=False, max_entries=64)
def _unknown(version: str, journey_id: int, week: str) -> dict[int, date | None]:
    return unknown(engine(), journey_id, Week.parse(week))


def _unknown_metrics(here: Screen) -> None:
    """Critical metrics without a figure in the reviewed week, by name: no data is never no anomaly."""
    missing = _unknown(here.version, here.id, str(here.reviewed))
    shown = [metric for metric in metrics(engine(), here.id) if metric.key in missing and here.shows(metric.stage_id)]
    if shown:
        names = ", ".join(f"{literal(at_stage(metric, here))} ({_last(missing[metric.key])})" for metric in shown)
        st.markdown(f"**Unknown in the reviewed week, not calm:** {names}.")


def _last(day: date | None) -> str:
    return f"last measured on {day.day} {day:%b %Y}" if day else "never measured"


CSS = """.alert-record .bar{display:flex;gap:2px;height:14px;border-radius:3px;overflow:hidden;max-width:720px}
.alert-record .figures{display:flex;flex-wrap:wrap;gap:.25rem 1.75rem;margin-top:.5rem;font-size:.9rem}
.alert-record b{font-size:1.15rem;font-variant-numeric:tabular-nums;border-left:4px solid;padding-left:.4rem}"""
