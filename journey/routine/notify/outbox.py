"""Sends what waits, one message a channel: nothing is lost, and nothing is told twice.

A message goes out at most once unless it surely did not arrive. A notice is waiting, then claimed by one process, then
sending: written down before the first byte leaves. If the process dies before that, another takes the notice up after
`STALE`; if it dies after, or the other side does not answer in time, nobody can know whether it arrived: the notice is
unclear, the screen says so, and only a person sends it again. Nothing is lost by that: what is unanswered stays on the
Alerts page, is in Monday's digest, and is escalated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from journey.config import Settings
from journey.domain.words import AlertState, NoticeKind, NoticeState
from journey.routine.notify.delivery import Delivery, Outcome, deliver
from journey.routine.notify.due import local_now, quiet_until
from journey.routine.notify.messages import compose
from journey.store.engine import reading, writing
from journey.store.readers.alerts import plan
from journey.store.tables import Alert, Channel, Journey, Notice, now

STALE = timedelta(minutes=10)
"""After this long, or three times the patience, a claim was left by a process that died: no message takes that long."""
PAUSES = (0, 1, 5, 15, 60, 360)
"""Minutes until a notice is tried again after its first, second, ... failure; the last one from then on."""
DIED = "The process that sent it ended before it knew whether it was taken."
OLD_NEWS = {
    AlertState.RESOLVED: "It was resolved before this went out.",
    AlertState.SNOOZED: "It was snoozed before this went out.",
}


@dataclass(frozen=True)
class Sent:
    """What became of one message: to which channel, of how many notices."""

    channel: str
    notices: int
    delivery: Delivery


@dataclass(frozen=True)
class Claim:
    """Notices of one channel that this process alone may send, for as long as they bear `stamp`."""

    channel: Channel
    notices: list[Notice]
    stamp: datetime


def send_due(engine: Engine, settings: Settings, journey: Journey) -> list[Sent]:
    """Send what is due on the journey, grouped in one message a channel; returns what became of each.

    Of two who do this at once one sends. In the quiet hours nothing goes out: it waits for their end.
    """
    left = _take_up(engine, journey.key, max(STALE, timedelta(seconds=3 * settings.patience)))
    if (end := quiet_until(plan(engine, journey.key), local_now(settings, journey.timezone))) is not None:
        _hold_back(engine, journey.key, end)
        return left
    claims = (_claim(engine, journey.key, channel) for channel in _with_something_due(engine, journey.key))
    return left + [sent for claim in claims if claim and (sent := _send(engine, settings, journey, claim))]


def _send(engine: Engine, settings: Settings, journey: Journey, claim: Claim) -> Sent | None:
    message = compose(engine, settings, journey, claim.channel, claim.notices)
    key = str(uuid5(NAMESPACE_URL, " ".join(sorted(f"{claim.channel.key}/{each.about}" for each in claim.notices))))
    if not _mark(engine, claim, old=NoticeState.CLAIMED, new=NoticeState.SENDING, tries=Notice.tries + 1):
        return None  # we were so slow that another took them up
    done = deliver(claim.channel.url, message.subject, message.text, key=key, patience=settings.patience)
    match done.outcome:
        case Outcome.TAKEN:
            _mark(engine, claim, new=NoticeState.SENT, sent_at=now(), error="")
        case Outcome.UNCLEAR:
            _mark(engine, claim, new=NoticeState.UNCLEAR, error=done.why)
        case Outcome.FAILED:
            pause = PAUSES[min(max(each.tries for each in claim.notices), len(PAUSES) - 1)]
            again = now() + timedelta(minutes=pause)
            _mark(engine, claim, new=NoticeState.WAITING, error=done.why, due_at=again)
    return Sent(claim.channel.name, len(claim.notices), done)


def _take_up(engine: Engine, journey: int, after: timedelta) -> list[Sent]:
    """See to what processes that died left: what had not left yet waits again, the rest is unclear; says which is."""
    with writing(engine) as session:
        stale = col(Notice.claimed_at) < now() - after
        own = update(Notice).where(col(Notice.journey_id) == journey, stale)
        session.connection().execute(own.where(col(Notice.state) == NoticeState.CLAIMED).values(state=NoticeState.WAITING))
        query = select(Notice, Channel.name).join(Channel, col(Channel.id) == Notice.channel_id)
        sending = query.where(Notice.journey_id == journey, stale, Notice.state == NoticeState.SENDING).with_for_update()
        found = [(notice.key, name) for notice, name in session.exec(sending)]
        dead = update(Notice).where(col(Notice.id).in_([id for id, _ in found]))
        session.connection().execute(dead.values(state=NoticeState.UNCLEAR, error=DIED))
    names = [name for _, name in found]
    return [Sent(name, names.count(name), Delivery(Outcome.UNCLEAR, DIED)) for name in dict.fromkeys(names)]


def _hold_back(engine: Engine, journey: int, until: datetime) -> None:
    with writing(engine) as session:
        waiting = update(Notice).where(col(Notice.journey_id) == journey, col(Notice.state) == NoticeState.WAITING)
        session.connection().execute(waiting.where(col(Notice.due_at) < until).values(due_at=until))


def _with_something_due(engine: Engine, journey: int) -> list[int]:
    query = select(Notice.channel_id).where(Notice.journey_id == journey, Notice.state == NoticeState.WAITING)
    with reading(engine) as session:
        return list(session.exec(query.where(Notice.due_at <= now()).distinct().order_by(col(Notice.channel_id))))


def _claim(engine: Engine, journey: int, channel: int) -> Claim | None:
    """Take what waits for a channel, all of it once any of it is due; what is not needed any more is settled instead."""
    with writing(engine) as session:
        row = session.exec(select(Channel).where(Channel.id == channel).with_for_update()).one()
        query = select(Notice).where(Notice.channel_id == channel, Notice.state == NoticeState.WAITING)
        waiting = list(session.exec(query.order_by(col(Notice.id))))
        if not any(notice.due_at <= now() for notice in waiting):
            return None
        newest = max((notice.key for notice in waiting if notice.kind is NoticeKind.DIGEST), default=None)
        claim = Claim(row, [], now())
        for notice in waiting:
            if why := _not_needed(session, row, notice, newest):
                notice.state, notice.error = NoticeState.SETTLED, why
            else:
                notice.state, notice.claimed_at = NoticeState.CLAIMED, claim.stamp
                claim.notices.append(notice)
            session.add(notice)
    return claim if claim.notices else None


def _not_needed(session: Session, channel: Channel, notice: Notice, newest_digest: int | None) -> str:
    """Why a notice is not sent any more; empty if it is.

    1. Its channel was taken away.
    2. Its channel does not want such notices any more.
    3. Its alert was answered, snoozed, resolved or taken away before the notice went out.
    4. A later digest goes out in its place.
    """
    if channel.deleted_at is not None:
        return "The channel was taken away before this went out."
    digest = notice.kind is NoticeKind.DIGEST
    if not (channel.digest if digest else channel.alerts):
        return "The channel does not want this any more."
    if digest:
        return "" if notice.id == newest_digest else "A later digest went out in its place."
    alert = session.get(Alert, notice.alert_id) if notice.alert_id else None
    if alert is None or alert.deleted_at is not None:
        return "The alert was taken away before this went out."
    return "" if alert.state is AlertState.OPEN else OLD_NEWS.get(alert.state, "It was answered before this went out.")


def _mark(engine: Engine, claim: Claim, *, new: NoticeState, old: NoticeState | None = None, **values: object) -> bool:
    """Move the claim's notices on; False, and nothing moved, unless all of them are still this process's."""
    ids = [notice.key for notice in claim.notices]
    query = select(Notice.id).where(col(Notice.id).in_(ids), Notice.claimed_at == claim.stamp)
    with writing(engine) as session:
        mine = session.exec((query.where(Notice.state == old) if old else query).with_for_update()).all()
        if len(mine) != len(ids):
            return False
        session.connection().execute(update(Notice).where(col(Notice.id).in_(ids)).values(state=new, **values))
    return True
