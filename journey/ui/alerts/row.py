"""One alert as Monday shows it: where, what, against what is usual, since when, why, and with whom."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any
from urllib.parse import urlencode

from journey.charts import theme
from journey.charts.spark import sparkline
from journey.domain import format
from journey.domain.words import AlertState, MetricKind
from journey.routine.alerts.anomalies import segment_words
from journey.routine.alerts.lessons import DETECTED
from journey.routine.review import Review
from journey.ui.frame import Screen
from journey.ui.kpi_grid import weeks_of

Row = dict[str, Any]
SEGMENTS = 5
"""Segments that a line names; the rest are counted."""


def alert_row(here: Screen, alert: Row, seen: Review) -> str:
    """The alert as HTML: its words at the left, its last quarter at the right."""
    name = escape(" · ".join(filter(None, (alert["stage"], alert["metric"] or alert["source"] or "The journey"))))
    if alert["metric_id"] is not None:
        address = urlencode({**here.address, "alert": alert["id"]})
        name = f"<a href='?{address}' target='_self'>{name}</a>"
    if alert["theme_id"] is not None:
        address = urlencode({**here.address, "part": "Themes", "theme": alert["theme_id"]})
        name = f"<a href='wednesday_listening?{address}' target='_self'>{name}</a>"
    lines = [
        f"<b>{name}</b>{_place(alert)} <em class='{_state(alert)}'>{theme.word(_state(alert))}</em>",
        escape(" · ".join(filter(None, (figure(alert), usual(alert), since(alert, here.today), standing(alert))))),
        f"{escape(short_why(alert))}{_soft(alert)}",
        _with(alert),
    ]
    said = "".join(f"<div>{line}</div>" for line in lines if line)
    return f"<div class='alert'><div>{said}</div>{_spark(alert, seen)}</div>"


def alert_line(alert: Row, why: str) -> str:
    """A settled alert in one line of Markdown-free text: where, what, and why it is settled."""
    name = " · ".join(filter(None, (alert["stage"], alert["metric"] or alert["source"] or "The journey")))
    return f"<li><b>{escape(name)}</b>{_place(alert)}: {escape(why)}</li>"


def figure(alert: Row) -> str:
    """The week's figure with its n; nothing for the health of a source."""
    if alert["value"] is None or alert["kind"] is None:
        return ""
    kind = MetricKind(alert["kind"])
    total = round(alert["value"] * alert["n"]) if kind is MetricKind.RATE else 0.0
    return format.with_n(kind, alert["value"], alert["n"], total, unit=alert["unit"])


def usual(alert: Row) -> str:
    """The range that its own past makes usual."""
    if alert["lower"] is None or alert["upper"] is None or alert["kind"] is None:
        return ""
    kind = MetricKind(alert["kind"])
    return f"usually {format.value(kind, alert['lower'])} to {format.value(kind, alert['upper'], unit=alert['unit'])}"


def since(alert: Row, today: date) -> str:
    """Since when, and how long that is."""
    first = alert["since"]
    year = "" if first.year == today.year else f" {first.year}"
    return f"since {first:%A} {first.day} {first:%b}{year}{age(first, today, ', for ')}"


def age(first: date, today: date, before: str = "") -> str:
    """How long ago a day is: 6 days, 3 weeks; nothing on the day itself."""
    days = (today - first).days
    if days < 1:
        return ""
    count, unit = (days, "day") if days < 14 else (days // 7, "week")
    return f"{before}{count} {unit}{'' if count == 1 else 's'}"


def standing(alert: Row) -> str:
    """What was said of it so far; nothing while it is new."""
    until = alert["snoozed_until"]
    if alert["state"] == AlertState.SNOOZED and until is not None:
        return f"snoozed until {until.day} {until:%b}"
    return {
        AlertState.ACKNOWLEDGED: "acknowledged", AlertState.WATCH: "being watched", AlertState.BLOCKER: "a blocker",
        AlertState.NOISE: "called noise", AlertState.RESOLVED: "resolved",
    }.get(alert["state"], "")  # fmt: skip


def short_why(alert: Row) -> str:
    """How it moved, in a few words: the figures stand beside; a rule's or a source's own sentence whole."""
    if alert["theme_id"] is not None:
        return str(alert["why"]).removeprefix(alert["source"] or "").strip().capitalize()
    clause, figures, _ = alert["why"].partition(":")
    return f"{clause}." if figures and alert["rule"] in DETECTED and alert["value"] is not None else str(alert["why"])


def _state(alert: Row) -> str:
    return "worse" if alert["worse"] else "better"


def _place(alert: Row) -> str:
    """The segment and the touchpoint, where the alert has one."""
    segment = f", {segment_words(alert['segment'])}" if alert["segment"] else ""
    touchpoint = f", at {alert['touchpoint']}" if alert["touchpoint"] else ""
    return escape(segment + touchpoint)


def _soft(alert: Row) -> str:
    return f" <i>{escape(alert['softened'])}</i>" if alert["softened"] else ""


def _with(alert: Row) -> str:
    """The segments that moved along, the farthest from their own usual range first, in one line."""
    parts = sorted(alert["breakdown"] or (), key=_distance, reverse=True)
    if not parts or alert["kind"] is None:
        return ""
    kind = MetricKind(alert["kind"])
    named = [f"{segment_words(part['segment'])} {format.value(kind, part['value'])}" for part in parts[:SEGMENTS]]
    more = f" and {len(parts) - SEGMENTS} more" if len(parts) > SEGMENTS else ""
    return f"with {escape(', '.join(named))}{more}"


def _distance(part: Row) -> float:
    """How far a segment is from what it expected, in widths of its usual range."""
    if None in (part["value"], part["expected"], part["lower"], part["upper"]) or part["upper"] <= part["lower"]:
        return 0.0
    return float(abs(part["value"] - part["expected"]) / (part["upper"] - part["lower"]))


def _spark(alert: Row, seen: Review) -> str:
    """The metric over the last quarter; its newest point is marked where the alert is everyone's."""
    if alert["metric_id"] is None:
        return ""
    rows = weeks_of(seen, alert["metric_id"])
    flagged = None if alert["segment"] else -1
    return sparkline(
        rows["value"].to_list(), mature=rows["mature"].to_list(), flagged=flagged, flag=_state(alert), label=alert["metric"] or ""
    )


ALERT_CSS = """<style>
.alert{display:flex;gap:24px;align-items:center;justify-content:space-between;line-height:1.45}
.alert>div{overflow-wrap:anywhere;min-width:0}
.alert a{color:inherit;text-decoration-color:var(--muted);text-underline-offset:3px}
.alert div div+div{font-size:.875rem;font-variant-numeric:tabular-nums}
.alert div div:nth-child(n+3){color:var(--muted)}
.alert em{font-style:normal;font-weight:600;white-space:nowrap}
.alert .worse{color:var(--worse)}.alert .better{color:var(--better)}
.alert img{flex:none}
@media (min-width:641px){[class*=st-key-alert_]{flex-wrap:nowrap}}
@media (max-width:640px){.alert{flex-wrap:wrap;gap:4px 24px}}
</style>"""
