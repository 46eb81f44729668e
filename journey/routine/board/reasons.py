"""Why the map changes: a reason given once holds for what one does on the board from then on, and for what one did before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from journey.errors import Refused
from journey.routine.board.gesture import Gesture, begins
from journey.store.engine import reading
from journey.store.tables import AuditEvent

GIVEN = "board.why"
SAID = ("comment.", "board.")
"""Acts that need no reason: they are words themselves, or take back what had one."""
LATELY = 2_000
"""Events of a window that are looked back on: more than a day's work."""
LONGEST = 1_000


def give(g: Gesture, *, text: str) -> None:
    """Give the reason for what this window did so far without one, and for what it does next; with no words, for nothing next.

    The audit is not rewritten: the reason is an event of its own that names the gestures it is for.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise Refused(f"This reason has {len(text)} characters; {LONGEST} fit. Shorten it. Nothing was saved yet.")
    doing = g.to(GIVEN)
    doing.why = text
    doing.log(None, before=None, after={"gestures": unexplained(g.session, g.journey, g.client) if text else []})


def unexplained(session: Session, journey: int, client: str, told: Sequence[Told] | None = None) -> list[str]:
    """The gestures of a window that changed the map and have no reason yet, as they are stored; `told` if it is known already."""
    events = lately_of(session, journey, client) if told is None else told
    bare = dict.fromkeys(event.token for event in events if not event.why and not event.act.startswith(SAID))
    if not bare or all(event.act != GIVEN for event in events):
        return list(bare)
    given = select(AuditEvent.after).where(AuditEvent.act == GIVEN, AuditEvent.journey_id == journey)
    given = given.where(col(AuditEvent.token).startswith(begins(client), autoescape=True))
    explained = {token for after in session.exec(given) for token in (after or {}).get("gestures", ())}
    return [token for token in bare if token not in explained]


def reason_of(engine: Engine, journey: int, client: str) -> str:
    """The reason that what a window does now carries; "" if none was given."""
    if not client:
        return ""
    given = select(AuditEvent.why).where(AuditEvent.act == GIVEN, AuditEvent.journey_id == journey)
    given = given.where(col(AuditEvent.token).startswith(begins(client), autoescape=True))
    with reading(engine) as session:
        return session.exec(given.order_by(col(AuditEvent.id).desc()).limit(1)).first() or ""


@dataclass(frozen=True)
class Told:
    """One event, without the values that it changed."""

    token: str
    act: str
    subject: str
    why: str


def lately_of(session: Session, journey: int, client: str) -> list[Told]:
    """What a window did lately, and what became of that, in order."""
    if not client:
        return []
    query = select(AuditEvent.token, AuditEvent.act, AuditEvent.subject, AuditEvent.why).where(AuditEvent.journey_id == journey)
    query = query.where(col(AuditEvent.token).startswith(begins(client), autoescape=True))
    return [Told(*row) for row in session.exec(query.order_by(col(AuditEvent.id).desc()).limit(LATELY))][::-1]
