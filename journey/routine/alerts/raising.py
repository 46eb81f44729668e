"""Whether something that was found is an alert, one that is known already, or one that comes back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from journey.domain.weeks import Week
from journey.domain.words import AlertState
from journey.routine.act import Act
from journey.routine.alerts.found import Found
from journey.routine.alerts.lessons import unlearn
from journey.store.tables import Alert, AlertPlan, Flip

ENDED = (AlertState.NOISE, AlertState.RESOLVED)
UNDER_WAY = tuple(state for state in AlertState if state not in ENDED)
"""States in which nobody has said the last word."""
ONE_EPISODE = timedelta(days=10)
"""Signals of one metric that begin this near to each other are the same story, and are not raised twice."""
FIGURES = ("segment", "why", "softened", "value", "n", "expected", "lower", "upper", "touchpoint_id")
"""What an alert that comes back says anew."""
WORSENED = "It came back, clearly worse than when this was said."


def raise_alert(doing: Act, found: Found, week: Week, plan: AlertPlan, today: date) -> Alert | None:
    """Raise what was found in the data of `week`, or let the alert it belongs to come back; None if nobody need be told again.

    1. One alert is under way at a time for each metric, each of the owner's rules, each theme, and each source and kind of
       trouble. What left its usual range covers the rules on the same metric; a rule, which may hold for months, covers nothing
       but itself. An improvement under way hides no decline.
    2. What began about when an answered alert began is the same story, and stays answered.
    3. For the plan's cooldown after somebody said noise or resolved, nothing else of that metric is raised.
    4. Unless it is clearly worse (`is_clearly_worse`): then the answered alert of the same story comes back, a snoozed one
       wakes, and the cooldown does not hold.
    """
    earlier = _earlier(doing, found)
    busy = [alert for alert in earlier if alert.state in UNDER_WAY]
    if busy:
        asleep = busy[0].state is AlertState.SNOOZED
        return come_back(doing, busy[0], found, week) if asleep and is_clearly_worse(found, busy[0]) else None
    same = [alert for alert in earlier if _same_story(alert, found)]
    if same:
        return come_back(doing, same[0], found, week) if is_clearly_worse(found, same[0]) else None
    resting = [alert for alert in earlier if today < _answered(doing, alert) + timedelta(days=plan.cooldown_days)]
    if resting and not is_clearly_worse(found, resting[0]):
        return None
    values = asdict(found) | {"breakdown": list(found.breakdown), "since": _free_day(doing, found)}
    return doing.add(Alert(journey_id=_journey(doing), week=str(week.shift(1)), **values))


def is_clearly_worse(found: Found, earlier: Alert) -> bool:
    """Whether it stands out clearly more than `earlier` did: everyone moved where only a segment had; or the figure is further
    from the usual, the same way, by at least half the width of what was usual then."""
    if found.worse != earlier.worse:
        return False
    if found.segment != earlier.segment:
        return not found.segment
    if found.value is None or found.expected is None or earlier.value is None or earlier.expected is None:
        return False
    margin = max((earlier.upper or earlier.expected) - earlier.expected, earlier.expected - (earlier.lower or earlier.expected))
    before, after = earlier.value - earlier.expected, found.value - found.expected
    return before * after > 0 and abs(after) >= abs(before) + margin > abs(before)


def come_back(doing: Act, alert: Alert, found: Found, week: Week) -> Alert:
    """An answered or snoozed alert is open again with the figures of now, by itself, on record; what it taught is taken back."""
    row = doing.hold(alert)
    news: dict[str, Any] = {name: getattr(found, name) for name in FIGURES} | {"breakdown": list(found.breakdown)}
    if found.segment != row.segment and _taken(doing, found, row.since):
        news = {}
    flip_by_itself(doing, row, AlertState.OPEN, WORSENED, week=str(week.shift(1)), **news)
    return row


def flip_by_itself(doing: Act, row: Alert, new: AlertState, reason: str, **values: Any) -> None:
    """Change an alert's state with nobody's name under it, on record with the reason."""
    old = row.state
    doing.change(row, row.revision, state=new, snoozed_until=None, **values)
    doing.session.add(Flip(alert_id=row.key, person_id=None, old=old, new=new, reason=reason))
    if old is AlertState.NOISE:
        unlearn(doing, row)


def is_known(doing: Act, metric: int, since: date) -> bool:
    """Whether an alert on the metric is under way, or one began about that day."""
    found = Found(since=since, rule="", why="", metric_id=metric)
    return any(alert.state in UNDER_WAY or _same_story(alert, found) for alert in _earlier(doing, found))


def _earlier(doing: Act, found: Found) -> list[Alert]:
    """Alerts on the same thing by rule 1, newest first."""
    query = select(Alert).where(Alert.journey_id == _journey(doing), col(Alert.deleted_at).is_(None))
    if found.metric_id is not None:
        query = query.where(Alert.metric_id == found.metric_id)
    elif found.rule_id is not None:
        query = query.where(Alert.rule_id == found.rule_id, Alert.segment == found.segment)
    elif found.theme_id is not None:
        query = query.where(Alert.theme_id == found.theme_id)
    else:
        query = query.where(Alert.source_id == found.source_id, Alert.rule == found.rule)
    rows = doing.session.exec(query.order_by(col(Alert.since).desc(), col(Alert.id).desc())).all()
    own = [row for row in rows if row.rule_id == found.rule_id or (row.rule_id is None and row.state in UNDER_WAY)]
    return [row for row in own if row.worse or not found.worse]


def _taken(doing: Act, found: Found, since: date) -> bool:
    """Whether the one place that the database has for a metric, segment and first day is taken, if by a binned alert."""
    place = Alert.journey_id == _journey(doing), Alert.metric_id == found.metric_id, Alert.segment == found.segment
    return doing.session.exec(select(Alert.id).where(*place, Alert.since == since)).first() is not None


def _free_day(doing: Act, found: Found) -> date:
    """Its first day, or the next that no other alert of the metric and segment (a rule's, or one the other way) began on."""
    since = found.since
    while found.metric_id is not None and _taken(doing, found, since):
        since += timedelta(days=1)
    return since


def _same_story(alert: Alert, found: Found) -> bool:
    near = ONE_EPISODE if found.metric_id is not None else timedelta(0)
    return abs(alert.since - found.since) <= near


def _answered(doing: Act, alert: Alert) -> date:
    """The day on which somebody last said noise or resolved; long ago if nobody did."""
    query = select(Flip.at).where(Flip.alert_id == alert.key, col(Flip.person_id).is_not(None), col(Flip.new).in_(ENDED))
    last = doing.session.exec(query.order_by(col(Flip.id).desc())).first()
    return last.date() if last else date.min + timedelta(days=366)


def _journey(doing: Act) -> int:
    assert doing.journey_id is not None
    return doing.journey_id
