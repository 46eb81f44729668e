"""Monday's parts: the freshness strip, and the alerts in the order they are answered: new, still open, calmed, answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from journey.domain.words import AlertState
from journey.routine.alerts.lessons import DETECTED
from journey.routine.review import Review
from journey.store.readers.alerts import alerts, calmed
from journey.ui.alerts.answers import answer
from journey.ui.alerts.row import ALERT_CSS, alert_line, alert_row
from journey.ui.frame import Screen
from journey.ui.runtime import engine, literal

AT_ONCE = 8
"""Alerts of a kind that are shown at once; from there on the rest are folded away."""
IN_HAND = (AlertState.ACKNOWLEDGED, AlertState.WATCH, AlertState.BLOCKER)
SETTLED = (AlertState.NOISE, AlertState.RESOLVED)
Row = dict[str, Any]


@dataclass(frozen=True)
class Sorted:
    """The alerts of this screen by what is to be done: each ALERTS rows, the worse first.

    `quiet` are still open, but their figure no longer stands out; `over` resolved by themselves in the week, each with why.
    """

    new: tuple[Row, ...]
    still: tuple[Row, ...]
    quiet: tuple[Row, ...]
    snoozed: tuple[Row, ...]
    over: tuple[tuple[Row, str], ...]
    answered: tuple[Row, ...]


def sorted_alerts(here: Screen, seen: Review) -> Sorted:
    """The alerts raised up to this week that the view shows, sorted by what is to be done."""
    known = here.only(alerts(engine(), here.id)).filter(pl.col("week") <= str(here.week))
    rows = known.sort("worse", pl.col("softened") == "", descending=True, maintain_order=True).to_dicts()
    ended = any(row["state"] == AlertState.RESOLVED for row in rows)
    start, end = here.week.bounds(here.journey.timezone)
    why = calmed(engine(), here.id, since=start, until=end) if ended else {}
    return sort(rows, set(seen.signals["metric_id"]), why, str(here.week))


def sort(rows: Iterable[Row], moving: set[int], over: dict[int, str], week: str) -> Sorted:
    """Alerts by what is to be done; `moving` are the metrics that stand out now, `over` says of alerts why they are over."""
    found: dict[str, list[Row]] = {name: [] for name in ("new", "still", "quiet", "snoozed", "over", "answered")}
    for row in rows:
        if row["state"] == AlertState.OPEN:
            found["new"].append(row)
        elif row["state"] in IN_HAND:
            found["quiet" if _is_quiet(row, moving) else "still"].append(row)
        elif row["state"] == AlertState.SNOOZED:
            found["snoozed"].append(row)
        elif row["id"] in over:
            found["over"].append(row)
        elif row["week"] == week:
            found["answered"].append(row)
    told = tuple((row, over[row["id"]]) for row in found.pop("over"))
    return Sorted(**{name: tuple(own) for name, own in found.items()}, over=told)


def _is_quiet(row: Row, moving: set[int]) -> bool:
    """Whether the detector, which raised it, sees nothing now: of a segment, a rule or a source the review says nothing."""
    own = row["metric_id"] is not None and row["rule_id"] is None and not row["segment"] and row["rule"] in DETECTED
    return own and row["metric_id"] not in moving


def alert_rows(here: Screen, rows: tuple[Row, ...], seen: Review, kind: str) -> None:
    """Alerts one under the other, each with its answers; from the ninth on folded away until asked for."""
    at_once = rows if len(rows) <= AT_ONCE else rows[: AT_ONCE - 1]
    for row in at_once:
        _row(here, row, seen)
    if len(at_once) < len(rows):
        rest = st.expander(f"{len(rows) - len(at_once)} more", key=f"more_{kind}", on_change="rerun")
        if rest.open:
            with rest:
                for row in rows[len(at_once) :]:
                    _row(here, row, seen)


def folded_rows(here: Screen, rows: tuple[Row, ...], seen: Review, kind: str, label: str) -> None:
    """Alerts that nobody needs to look at now, behind one line."""
    fold = st.expander(label, key=f"fold_{kind}", on_change="rerun")
    if fold.open:
        with fold:
            for row in rows:
                _row(here, row, seen)


def _row(here: Screen, row: Row, seen: Review) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"alert_{row['id']}"):
        st.html(f"{ALERT_CSS}{alert_row(here, row, seen)}", width="stretch")
        answer(here, row)


def over_list(over: tuple[tuple[Row, str], ...]) -> None:
    """What resolved by itself this week, a line each."""
    st.html(f"<ul>{''.join(alert_line(row, why or 'It is back to what is usual.') for row, why in over)}</ul>")


def _behind(source: Row) -> str:
    if source["days_behind"] is not None:
        return f"is stale:** nothing new for {source['days_behind']} days."
    if source["first_day"] is not None:
        return f"had not begun:** its data begin on {source['first_day'].day} {source['first_day']:%b %Y}."
    return "is stale:** nothing has come in yet."


def freshness_strip(found: pl.DataFrame, alerts: Sorted) -> None:
    """One line a source that is stale or never came, unless an alert says so; the fresh ones in one line together."""
    told = {row["source_id"] for row in (*alerts.new, *alerts.still) if row["metric_id"] is None}
    for row in found.filter(pl.col("freshness") != "fresh", ~pl.col("source_id").is_in(told)).iter_rows(named=True):
        st.warning(
            f"**{literal(row['name'])} {_behind(row)} What it measures is unknown, not calm.",
            icon=":material/hourglass_disabled:",
        )
    fresh = found.filter(pl.col("freshness") == "fresh")
    if not fresh.is_empty():
        st.caption(
            "Fresh: "
            + " · ".join(f"{literal(r['name'])} to {r['last_day'].day} {r['last_day']:%b}" for r in fresh.iter_rows(named=True))
        )
