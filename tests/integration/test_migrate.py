"""Migrations: from nothing to the tables of today on both databases, after a backup, once, and never backwards."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel, select

from journey.config import Settings
from journey.errors import Refused
from journey.routine.journeys import add_journey
from journey.routine.start import local_user, start
from journey.store import migrate
from journey.store.engine import open_engine, reading
from journey.store.readers.journeys import journeys
from journey.store.tables import Person

YOU = 1
NEXT = '''"""A column more."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "{newest}"


def upgrade() -> None:
    op.add_column("team", sa.Column("motto", sa.String()))


def downgrade() -> None:
    op.drop_column("team", "motto")
'''
BROKEN = NEXT.replace("\n\n\ndef downgrade", "\n    1 / 0\n\n\ndef downgrade")


@pytest.fixture
def older(engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The installation as it is, and a version of the product that knows one migration more; its versions folder."""
    add_journey(engine, by=YOU, name="Shop")
    folder = tmp_path / "migrations"
    shutil.copytree(migrate._FOLDER, folder)
    (folder / "versions" / "0002_next.py").write_text(NEXT.format(newest=migrate.newest()))
    monkeypatch.setattr(migrate, "_FOLDER", folder)
    return folder / "versions"


def test_the_migrations_make_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False, "compare_server_default": False})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_second_start_changes_nothing_and_backs_nothing_up(home: Settings) -> None:
    start(home).dispose()
    again = start(home)
    assert migrate.current(again) == migrate.newest()
    assert not home.backups.exists()
    again.dispose()


def test_an_upgrade_is_made_after_a_backup_of_what_was_there(engine: Engine, home: Settings, older: Path) -> None:
    again = start(home)
    assert "motto" in {column["name"] for column in inspect(again).get_columns("team")}
    assert [row.name for row in journeys(again)] == ["Shop"]
    [file] = home.backups.iterdir()
    (older / "0002_next.py").unlink()
    from journey.routine.backup import restore

    again.dispose()
    if home.database_url:
        with again.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE team DROP COLUMN motto")
    restore(home, file)
    assert migrate.current(again) == "0001", "the backup holds the schema from before"
    again.dispose()


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(engine: Engine, home: Settings, older: Path) -> None:
    (older / "0002_next.py").write_text(BROKEN.format(newest="0001"))
    with pytest.raises(ZeroDivisionError):
        start(home)
    assert migrate.current(engine) == "0001"
    assert "motto" not in {column["name"] for column in inspect(engine).get_columns("team")}


def test_a_database_of_a_newer_version_is_refused_in_words(engine: Engine, home: Settings) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refused, match=r"newer version of Journey \(schema 9999\)\. Nothing was changed\. Install that version"):
        start(home)
    assert not home.backups.exists()


def test_eight_that_start_at_once_on_an_empty_database_find_one_user(home: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        engines = list(pool.map(lambda _: start(home), range(8)))
    with reading(engines[0]) as session:
        assert [person.name for person in session.exec(select(Person))] == ["You"]
    assert {local_user(engine) for engine in engines} == {YOU}
    for engine in engines:
        engine.dispose()


def test_an_empty_database_has_no_revision(home: Settings) -> None:
    engine = open_engine(home.url)
    assert migrate.current(engine) is None
    engine.dispose()
