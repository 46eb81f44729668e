"""Brings the database to the schema this version knows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

from journey.errors import Refused
from journey.store.engine import alone

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent / "migrations"
_REVISION = re.compile(r'^(down_revision|revision)\b[^=]*= *"([^"]+)"', re.M)


def current(engine: Engine) -> str | None:
    """The schema revision the database is at; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def newest() -> str | None:
    """The schema revision this version of the product knows."""
    known, below = _known()
    return next(iter(known - below), None)


def knows(schema: str) -> bool:
    """Whether this version can bring a database of that schema revision to its own."""
    return schema in _known()[0]


def upgrade(engine: Engine, *, before: Callable[[], object] = lambda: None, to: str = "head") -> bool:
    """Run the pending migrations; `before` (the backup) is called first if there is anything to lose. True if any ran."""
    at = current(engine)
    if at == newest():
        return False
    from alembic import command  # a third of a second that every command would pay

    config = _config()
    if at is not None:
        if not knows(at):
            raise Refused(
                f"This database was written by a newer version of Journey (schema {at}). Nothing was changed. "
                "Install that version, or restore an older backup with: journey restore FILE"
            )
        before()
    with engine.execution_options(writes=True).connect() as connection, connection.begin():
        alone(connection, 0)  # of two that start on one database the second finds the first's work done
        config.attributes["connection"] = connection
        command.upgrade(config, to)
    return True


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config


def _known() -> tuple[set[str], set[str]]:
    """The revisions there are, and those that another one follows; read as text, because Alembic is slow to load."""
    known: set[str] = set()
    below: set[str] = set()
    for path in (_FOLDER / "versions").glob("*.py"):
        for name, revision in _REVISION.findall(path.read_text(encoding="utf-8")):
            (known if name == "revision" else below).add(revision)
    return known, below
