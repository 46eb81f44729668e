"""Brings the database to the schema this version knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from journey.errors import Refused


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def current(engine: Engine) -> str | None:
    """The schema revision the database is at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The schema revision this version of the product knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def upgrade(engine: Engine, *, before: Callable[[], object] = lambda: None, to: str = "head") -> bool:
    """Run the pending migrations; `before` (the backup) is called first if there is anything to lose. True if any ran."""
    at = current(engine)
    if at == newest():
        return False
    config = _config()
    if at is not None:
        if at not in {s.revision for s in ScriptDirectory.from_config(config).walk_revisions()}:
            raise Refused(
                f"This database was written by a newer version of Journey (schema {at}). Nothing was changed. "
                "Install that version, or restore an older backup with: journey restore FILE"
            )
        before()
    with engine.execution_options(writes=True).connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, to)
    return True
