"""One gesture on the board: one transaction, done once however often it is sent, and one at a time on a journey."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import Session, SQLModel, col, select

from journey.routine.act import Act, act
from journey.store.engine import alone
from journey.store.tables import AuditEvent, Edited, plain

OPENING = "journey.look"
"""What a gesture begins as: what it does is allowed, or not, thing by thing."""
PREFIX, LONGEST = 7, 40
"""Characters of a window's id that its tokens begin with, and of a token as it is stored."""
_LOCKS = 1 << 20
"""Sets a journey's lock for its map apart from its others."""


@dataclass
class Gesture:
    """What somebody does in one go: the act under way, the window it came from, and what it has made so far."""

    doing: Act
    client: str = ""
    made: list[str] = field(default_factory=list)

    @property
    def session(self) -> Session:
        return self.doing.session

    @property
    def journey(self) -> int:
        """The journey whose map it is."""
        assert self.doing.journey_id is not None
        return self.doing.journey_id

    def to(self, name: str) -> Act:
        """The act, called `name` ("card.change") from here on; NotAllowed if the person may not do that."""
        if name != self.doing.name:
            self.doing.name = name
            self.doing.allow()
        return self.doing

    def add(self, name: str, row: Any, ref: str) -> Any:
        """Store a new row as the act `name`; it is told as `ref:id` to whoever made the gesture."""
        self.to(name).add(row)
        self.made.append(f"{ref}:{row.key}")
        return row

    def add_within(self, name: str, row: Any, ref: str) -> Any:
        """Store a new row that comes along with what the gesture is about."""
        doing = self.to(name)
        self.session.add(row)
        self.session.flush()
        doing.log(row, before=None, after={**plain(row), "within": ref})
        return row

    def is_own(self, event: AuditEvent) -> bool:
        """Whether that was done by this very window: what it did itself never comes between it and what it does next."""
        return bool(self.client) and event.token.startswith(begins(self.client))


@contextmanager
def gesture(engine: Engine, *, by: int, journey: int, token: str = "", client: str = "", why: str = "") -> Iterator[Gesture]:
    """Open a gesture: what is done to the map within is stored together or not at all, and is undone together.

    Gestures on one journey wait for each other, so that two never number the same cell. Whether `token` was done before is
    for the caller to ask (`done_before`).
    """
    stored = as_stored(client, token)
    with act(engine, OPENING, by=by, journey=journey, why=why.strip(), token=stored) as doing:
        alone(doing.session.connection(), _LOCKS + journey)
        yield Gesture(doing, client)


def as_stored(client: str, token: str) -> str:
    """A window's token as the audit keeps it: it tells the window, too."""
    if not token:
        return ""
    plain = token.replace("-", "")
    return (f"{begins(client)}{plain}" if client else plain)[:LONGEST]


def begins(client: str) -> str:
    """What all tokens of a window begin with."""
    return f"{client[:PREFIX]}-"


def done_before(session: Session, stored: str) -> bool:
    """Whether a gesture of that stored token was done already."""
    return bool(stored) and session.exec(select(AuditEvent.id).where(AuditEvent.token == stored).limit(1)).first() is not None


def events_of(session: Session, journey: int, stored: str) -> list[AuditEvent]:
    """Everything that the audit says of a gesture, in the order it was done."""
    query = select(AuditEvent).where(AuditEvent.token == stored, AuditEvent.journey_id == journey)
    return list(session.exec(query.order_by(col(AuditEvent.id))))


def table_name(table: type[SQLModel]) -> str:
    """The name of a table in the database, as the audit and links call it."""
    return str(table.__tablename__)


def alive(table: type[Edited]) -> Any:
    """The condition that a row is not in the bin."""
    return col(table.deleted_at).is_(None)
