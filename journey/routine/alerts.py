"""The acts on alerts: raise what stands out, and say what it is: noise, to watch, a blocker, or resolved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from journey.domain import format
from journey.domain.weeks import Week
from journey.domain.words import AlertState, Direction, MetricKind
from journey.errors import Refused
from journey.routine.act import Act, act
from journey.routine.blocking import block
from journey.routine.lessons import teach, unlearn
from journey.routine.review import FEWEST, Review, review
from journey.store.engine import alone
from journey.store.tables import Alert, Flip, Journey, Metric, now

UNDER_WAY = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.WATCH, AlertState.BLOCKER, AlertState.SNOOZED)
"""States in which nobody has said the last word."""
LONGEST_SNOOZE = timedelta(days=182)
ONE_EPISODE = timedelta(days=10)
"""Signals of one metric that begin this near to each other are the same story, and are not raised twice."""


def check(engine: Engine, *, by: int, journey: int, week: Week) -> list[Alert]:
    """Raise an alert for every critical metric that stands out in `week`; what was raised before is left alone.

    Running it twice, or twice at once, raises nothing twice.
    """
    seen = review(engine, journey, week)
    if seen.signals.is_empty():
        return []
    with act(engine, "alert.check", by=by, journey=journey) as doing:
        alone(doing.session.connection(), journey)
        return [alert for signal in seen.signals.iter_rows(named=True) if (alert := _raise(doing, seen, signal))]


def add_alert(
    engine: Engine, *, by: int, journey: int, metric: int, week: Week, since: date, why: str, worse: bool, rule: str = "by hand"
) -> Alert:
    """Raise by hand what somebody noticed on the Monday of `week` and no rule did, with the figures as they stood."""
    if not why.strip():
        raise Refused("Say what you noticed: it is what the others will read. Nothing was raised.")
    seen = review(engine, journey, week.shift(-1))
    found = seen.compared.filter(pl.col("metric_id") == metric).to_dicts()
    names = {"value": "value", "n": "n", "expected": "usual", "lower": "usual_lo", "upper": "usual_hi"}
    figures = {name: found[0][column] for name, column in names.items()} if found else {}
    with act(engine, "alert.add", by=by, journey=journey) as doing:
        row = doing.get(Metric, metric)
        if _known(doing, row, {"since": since}):
            raise Refused(f"There is an alert on {row.name} from about that day already. Nothing was raised.")
        alert = Alert(
            journey_id=journey, metric_id=row.key, stage_id=row.stage_id, week=str(week), since=since, rule=rule,
            why=why.strip(), worse=worse, **figures,
        )  # fmt: skip
        return doing.add(alert)


def triage(
    engine: Engine,
    *,
    by: int,
    journey: int,
    alert: int,
    revision: int,
    state: AlertState,
    reason: str = "",
    pain: int | None = None,
    until: date | None = None,
    today: date | None = None,
) -> Alert:
    """Say what an alert is, on record with who and why.

    1. Noise needs a reason, and teaches: the metric is judged by wider limits from then on (see `lessons`).
    2. Any other word for what was noise takes back what it taught.
    3. A snooze needs a day after `today` to come back on, at most half a year away.
    4. A blocker becomes a pain point of its stage with the alert as evidence: `pain` if it is a known one, else the one this
       alert made before, else a new one.
    """
    if state is AlertState.NOISE and not reason.strip():
        raise Refused("Say why it is noise: it teaches you and the next reader. Nothing was changed.")
    with act(engine, "alert.triage", by=by, journey=journey, why=reason) as doing:
        if state is AlertState.SNOOZED:
            _refuse_snooze(until, today or local_day(doing, journey))
        row = doing.get(Alert, alert)
        old, wakes = row.state, until if state is AlertState.SNOOZED else None
        doing.change(row, revision, state=state, snoozed_until=wakes)
        _flip(doing, row, old, reason.strip(), wakes)
        if state is AlertState.BLOCKER and old is not AlertState.BLOCKER:
            block(doing, row, pain)
    return row


def _flip(doing: Act, row: Alert, old: AlertState, reason: str, until: date | None) -> None:
    doing.session.add(Flip(alert_id=row.key, person_id=doing.person.key, old=old, new=row.state, reason=reason, until=until))
    if row.state is AlertState.NOISE and old is not AlertState.NOISE:
        teach(doing, row)
    elif old is AlertState.NOISE and row.state is not AlertState.NOISE:
        unlearn(doing, row)


def _refuse_snooze(until: date | None, today: date) -> None:
    if until is None or until <= today:
        raise Refused("Say until when: choose a day after today. Nothing was changed.")
    if until > today + LONGEST_SNOOZE:
        raise Refused("A snooze lasts half a year at most. Choose a nearer day. Nothing was changed.")


def local_day(doing: Act, journey: int) -> date:
    """The day it is where the journey is."""
    return now().astimezone(ZoneInfo(doing.get(Journey, journey).timezone)).date()


def _raise(doing: Act, seen: Review, signal: dict[str, Any]) -> Alert | None:
    metric = doing.get(Metric, signal["metric_id"])
    week = seen.compared.row(by_predicate=pl.col("metric_id") == metric.key, named=True)
    thin = metric.kind is not MetricKind.COUNT and week["n"] < FEWEST
    if not metric.critical or thin or _known(doing, metric, signal):
        return None
    worse = (signal["direction"] == "up") == (metric.direction is Direction.DOWN)
    return doing.add(
        Alert(
            journey_id=metric.journey_id, metric_id=metric.key, stage_id=metric.stage_id, week=str(seen.week.shift(1)),
            since=signal["since"], rule=signal["rule"] or "", why=in_words(metric, signal, week), worse=worse,
            value=week["value"], n=week["n"], expected=week["usual"], lower=week["usual_lo"], upper=week["usual_hi"],
        )
    )  # fmt: skip


def in_words(metric: Metric, signal: dict[str, Any], week: dict[str, Any]) -> str:
    """Why it stands out, in a line: the kind of move and its way, the week's figure, and what is usual."""
    moved = {"spike": "jumped", "shift": "moved to a new level", "drift": "has been drifting"}.get(signal["rule"] or "", "moved")
    way = "up" if signal["direction"] == "up" else "down"
    said = f"{moved.capitalize()} {way}: {format.with_n(metric.kind, week['value'], week['n'], week['total'], unit=metric.unit)}"
    if week["usual_lo"] is None:
        return f"{said} in the week."
    low, high = (format.value(metric.kind, week[name], unit=metric.unit) for name in ("usual_lo", "usual_hi"))
    return f"{said} in the week, usually {low} to {high}."


def _known(doing: Act, metric: Metric, signal: dict[str, Any]) -> bool:
    """Whether this was raised already: an alert on the metric is under way, or one began about when this did."""
    same_time = col(Alert.since).between(signal["since"] - ONE_EPISODE, signal["since"] + ONE_EPISODE)
    query = select(Alert).where(Alert.metric_id == metric.key, col(Alert.state).in_(UNDER_WAY) | same_time)
    return doing.session.exec(query).first() is not None
