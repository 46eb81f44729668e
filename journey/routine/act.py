"""What every act shares: who did it, whether they may, one transaction, the audit event, the revision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlmodel import Session, SQLModel, col, select

from journey.domain.act_words import in_words
from journey.domain.policy import Who, may
from journey.domain.words import Role
from journey.errors import NotAllowed, NotFound, StaleEdit
from journey.store.engine import writing
from journey.store.tables import HIDDEN, AuditEvent, Edited, Journey, Membership, Person, now, plain

T = TypeVar("T", bound=SQLModel)
E = TypeVar("E", bound=Edited)


class Act:
    """One act under way: changes go through it, so that each is allowed, revised and written to the audit."""

    def __init__(
        self, session: Session, person: Person, who: Who, *, name: str, journey_id: int | None, why: str, token: str = ""
    ) -> None:
        self.session, self.person, self.who = session, person, who
        self.name, self.journey_id, self.why, self.token = name, journey_id, why, token or uuid4().hex

    def allow(self, *, team_id: int | None = None) -> None:
        """Refuse with NotAllowed unless the person may do this act to something of team `team_id`."""
        if not may(self.who, self.name, team_id=team_id):
            raise NotAllowed(self.person.name, in_words(self.name))

    def get(self, table: type[E], id: int, *, binned: bool = False) -> E:
        """The row, not in the bin (or in it, with `binned`); NotFound otherwise. On a journey's act, only its own rows."""
        row = self.session.get(table, id)
        elsewhere = (
            row is not None and self.journey_id is not None and getattr(row, "journey_id", self.journey_id) != self.journey_id
        )
        if row is None or elsewhere or (row.deleted_at is not None) != binned:
            raise NotFound(f"This {_word(table)} is {'not ' if binned else 'no longer here or '}in the bin. Nothing was changed.")
        return row

    def hold(self, row: E) -> E:
        """The row as it stands at this moment, which nobody else changes until the act is over: for an edit nobody was shown."""
        self.session.refresh(row, with_for_update={"key_share": True})
        return row

    def add(self, row: T) -> T:
        """Store a new row and write it to the audit."""
        self.session.add(row)
        self.session.flush()
        self.log(row, before=None, after=plain(row))
        return row

    def change(self, row: E, revision: int, **values: Any) -> E:
        """Change fields of `row` if it is still at `revision`; StaleEdit with both versions if somebody saved first."""
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if row.revision != revision:
            raise self._stale(row, values)
        if not changed:
            return row
        table = type(row)
        before = {name: plain(row)[name] for name in changed}
        # conditional on the revision, so that of two who read the same one only the first is let through
        query = (
            update(table).where(col(table.id) == row.id, col(table.revision) == revision).values(revision=revision + 1, **changed)
        )
        won = self.session.connection().execute(query).rowcount
        self.session.refresh(row)
        if not won:
            raise self._stale(row, values)
        self.log(row, before=before, after={name: plain(row)[name] for name in changed})
        return row

    def bin(self, row: E, revision: int) -> E:
        """Put a row in the bin; it can be restored."""
        return self.change(row, revision, deleted_at=now())

    def restore(self, row: E) -> E:
        """Take a row out of the bin."""
        return self.change(row, row.revision, deleted_at=None)

    def log(self, subject: SQLModel | None, *, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        """Write the audit event for one row; an act that changes many rows at once writes one with the counts."""
        self.session.add(
            AuditEvent(
                person_id=self.person.key,
                person=self.person.name,
                act=self.name,
                journey_id=self.journey_id if not isinstance(subject, Journey) else subject.id,
                subject=str(type(subject).__tablename__) if subject is not None else "",
                subject_id=getattr(subject, "id", None),
                why=self.why,
                before=before,
                after=after,
                token=self.token,
            )
        )
        self.session.flush()

    def data_changed(self) -> None:
        """Say that figures computed before are out of date for this journey."""
        self.session.connection().execute(
            update(Journey).where(col(Journey.id) == self.journey_id).values(data_version=Journey.data_version + 1)
        )

    def _stale(self, row: Edited, values: dict[str, Any]) -> StaleEdit:
        query = (
            select(AuditEvent.person)
            .where(AuditEvent.subject == type(row).__tablename__, AuditEvent.subject_id == row.id)
            .order_by(col(AuditEvent.id).desc())
        )
        by = self.session.exec(query).first() or "somebody else"
        theirs = {name: getattr(row, name) for name in values}
        mine = dict(values)
        for name in row.SECRET & values.keys():
            theirs[name], mine[name] = HIDDEN, HIDDEN if mine[name] == theirs[name] else f"another one {HIDDEN}"
        return StaleEdit(f"This {_word(type(row))}", mine=mine, theirs=theirs, revision=row.revision, by=by)


def _word(table: type[SQLModel]) -> str:
    name = str(table.__tablename__)
    return {"experiment": "test"}.get(name, name.replace("_", " "))


@contextmanager
def act(
    engine: Engine, name: str, *, by: int, journey: int | None = None, why: str = "", team_id: int | None = None, token: str = ""
) -> Iterator[Act]:
    """Open the act `name` ("topic.verb") by person `by` on `journey`: one transaction, committed at the end or not at all.

    Whether they may is checked before anything else, for something of team `team_id` if given. Its audit events carry `token`,
    which names the gesture that they belong to; a new one if none is given.
    Raises NotAllowed, NotFound, and whatever the body raises.
    """
    with writing(engine) as session:
        person = session.get(Person, by)
        if person is None or person.deleted_at is not None:
            raise NotFound("You are not among the people of this installation. Ask its owner to add you.")
        doing = Act(session, person, _who(session, person, journey), name=name, journey_id=journey, why=why, token=token)
        doing.allow(team_id=team_id)
        yield doing


def _who(session: Session, person: Person, journey: int | None) -> Who:
    query = select(Membership.role).where(Membership.person_id == person.id, Membership.journey_id == journey)
    role = session.exec(query).first() if journey is not None else None
    return Who(role=Role(role) if role else None, local=person.local, leadership=person.leadership, team_id=person.team_id)
