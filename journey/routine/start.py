"""What happens once when the product starts: folders, migrations after a backup, the local user."""

from __future__ import annotations

from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from journey.config import Settings
from journey.errors import NotFound
from journey.routine.backup import backup
from journey.store.engine import alone, open_engine, reading, writing
from journey.store.indexing import AT_ONCE, keep_up
from journey.store.migrate import upgrade
from journey.store.tables import AuditEvent, Person


def start(settings: Settings) -> Engine:
    """An engine on a database that is there, at the newest schema, with the local user in it."""
    engine = open_engine(settings.url)
    try:
        upgrade(engine, before=lambda: backup(settings, engine))
        _index(engine)
        _local_user(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def local_user(engine: Engine) -> int:
    """The id of the single user of an installation without sign-in."""
    with reading(engine) as session:
        return session.exec(select(Person).where(Person.local)).one().key


def reader(engine: Engine, person: str) -> int:
    """The id of whom a server without sign-in serves: the person of that name or e-mail address, without one the local user.

    NotFound if nobody is called so, or several are.
    """
    wanted = person.strip().lower()
    if not wanted:
        return local_user(engine)
    with reading(engine) as session:
        people = session.exec(select(Person).where(col(Person.deleted_at).is_(None))).all()
    by_address = [one.key for one in people if (one.email or "").lower() == wanted]
    found = by_address or [one.key for one in people if one.name.lower() == wanted]
    if len(found) == 1:
        return found[0]
    told = "Several people here are" if found else "Nobody here is"
    raise NotFound(
        f"{told} called '{person.strip()}', as JOURNEY_PERSON says. Name one of the people under Journey and teams by their "
        "e-mail address, or leave it empty. Nothing was changed."
    )


def _index(engine: Engine) -> None:
    """Let search find what was written before there was an index, or by an older version: a part at a time, as others write."""
    more = True
    while more:
        with Session(engine.execution_options(writes=True)) as session, session.begin():
            more = keep_up(session, most=AT_ONCE) == AT_ONCE


def _local_user(engine: Engine) -> None:
    with writing(engine) as session:
        alone(session.connection(), 0)
        if session.exec(select(Person).where(Person.local)).first() is None:
            person = Person(name="You", local=True)
            session.add(person)
            session.flush()
            session.add(
                AuditEvent(person_id=person.key, person=person.name, act="person.add", subject="person", subject_id=person.id)
            )
