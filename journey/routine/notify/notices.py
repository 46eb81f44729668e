"""Which channel is to be told of what: new alerts, alerts that nobody answered, Monday's digest; each once, whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from journey.config import Settings
from journey.domain.weeks import Week
from journey.domain.words import AlertState, NoticeKind
from journey.routine.notify.due import local_now
from journey.store.bulk import insert_once
from journey.store.engine import writing
from journey.store.tables import Alert, AlertPlan, Channel, Flip, Journey, Notice, Stage, now

MORNING = 6
"""The hour on Monday, in the journey's time zone, from which the digest of the week is due."""


def write_notices(engine: Engine, settings: Settings, journey: Journey) -> None:
    """Write down what channels are to be told, in one transaction; what was written before stands as it is.

    Nothing is audited: notices are their own record. The stamp of an escalation leaves the alert's revision as it is, so
    that nobody's answer is refused because of it.
    """
    with writing(engine) as session:
        channels = list(session.exec(select(Channel).where(Channel.journey_id == journey.key, col(Channel.deleted_at).is_(None))))
        if not channels:
            return
        plan = session.exec(select(AlertPlan).where(AlertPlan.journey_id == journey.key)).first()
        teams = dict(session.exec(select(Stage.id, Stage.team_id).where(Stage.journey_id == journey.key)).all())
        alerts = [(alert, teams.get(alert.stage_id)) for alert in _unanswered(session, journey.key)]
        opened = _opened(session, [alert for alert, _ in alerts])
        late = now() - timedelta(days=(plan or AlertPlan(journey_id=journey.key)).escalate_days)
        unheard = [(alert, team) for alert, team in alerts if opened[alert.key].waits_since(late, alert.escalated_at)]
        told = [(alert, escalation_hearers(channels, team)) for alert, team in unheard]
        rows = [
            *_new(channels, alerts, opened),
            *(
                _row(channel, NoticeKind.ESCALATION, alert, opened[alert.key].last)
                for alert, hearing in told
                for channel in hearing
            ),
            *_digests(channels, settings, journey),
        ]
        insert_once(session, Notice, rows)
        stamped = [alert.key for alert, hearing in told if hearing]
        session.connection().execute(update(Alert).where(col(Alert.id).in_(stamped)).values(escalated_at=now()))


def hearers(channels: Iterable[Channel], team: int | None) -> list[Channel]:
    """The channels that are told of a new alert at a stage of `team`.

    1. A channel that wants no alerts is told of none.
    2. A channel for everyone is told of every alert.
    3. A team's channel is told of the alerts at the stages that the team owns.
    4. An alert that nobody would hear of by these is told to every channel that wants alerts.
    """
    willing = [channel for channel in channels if channel.alerts]
    return [channel for channel in willing if channel.team_id is None or channel.team_id == team] or willing


def escalation_hearers(channels: Iterable[Channel], team: int | None) -> list[Channel]:
    """The channels that are told of an alert that nobody answered, at a stage of `team`.

    1. The team's own channels that want alerts.
    2. If it has none, or the stage has no team, the channels for everyone.
    3. If there are none either, every channel that wants alerts.
    """
    willing = [channel for channel in channels if channel.alerts]
    own = [channel for channel in willing if team is not None and channel.team_id == team]
    return own or [channel for channel in willing if channel.team_id is None] or willing


def _unanswered(session: Session, journey: int) -> list[Alert]:
    query = select(Alert).where(Alert.journey_id == journey, Alert.state == AlertState.OPEN, col(Alert.deleted_at).is_(None))
    return list(session.exec(query.order_by(col(Alert.id))))


@dataclass(frozen=True)
class Opened:
    """When an alert was opened last, and by which flip: the last by itself (a snooze ended, it got worse), the last of all."""

    at: datetime
    flip: int | None = None
    last: int | None = None

    def waits_since(self, late: datetime, escalated_at: datetime | None) -> bool:
        """Whether it is open since `late` or longer, and was not passed on since it was opened."""
        return self.at <= late and (escalated_at is None or escalated_at < self.at)


def _opened(session: Session, alerts: list[Alert]) -> dict[int, Opened]:
    """By alert; an alert that a person opened again is told to nobody, but its days without an answer start anew."""
    found = {alert.key: Opened(alert.raised_at) for alert in alerts}
    query = select(Flip).where(Flip.new == AlertState.OPEN, col(Flip.alert_id).in_(list(found))).order_by(col(Flip.id))
    for flip in session.exec(query):
        found[flip.alert_id] = Opened(flip.at, flip.key if flip.person_id is None else found[flip.alert_id].flip, flip.key)
    return found


def _new(channels: list[Channel], alerts: list[tuple[Alert, int | None]], opened: dict[int, Opened]) -> Iterator[dict[str, Any]]:
    """What each channel is to be told of alerts that were opened since it wants to be told: once an opening."""
    for alert, team in alerts:
        since = opened[alert.key]
        for channel in hearers(channels, team):
            if since.at >= channel.since:
                yield _row(channel, NoticeKind.ALERT, alert, since.flip)


def _digests(channels: list[Channel], settings: Settings, journey: Journey) -> list[dict[str, Any]]:
    at = local_now(settings, journey.timezone)
    week = Week.of(at.date())
    if at.date() == week.monday and at.hour < MORNING:
        return []
    return [
        {"journey_id": journey.key, "channel_id": channel.key, "kind": NoticeKind.DIGEST, "about": f"{NoticeKind.DIGEST}:{week}"}
        for channel in channels
        if channel.digest
    ]


def _row(channel: Channel, kind: NoticeKind, alert: Alert, opened_by: int | None) -> dict[str, Any]:
    about = f"{kind}:{alert.key}{f':{opened_by}' if opened_by else ''}"
    return {"journey_id": alert.journey_id, "channel_id": channel.key, "kind": kind, "about": about, "alert_id": alert.key}
