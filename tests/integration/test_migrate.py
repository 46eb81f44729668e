"""Migrations: from nothing to the tables of today on both databases, after a backup, once, and never backwards."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
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
from journey.store.tables import Alert, Change, Flip, Person

YOU = 1
NEWEST = migrate.newest()
NEXT = '''"""A column more."""

import sqlalchemy as sa
from alembic import op

revision: str = "next"
down_revision: str | None = "{newest}"


def upgrade() -> None:
    op.add_column("team", sa.Column("motto", sa.String()))


def downgrade() -> None:
    op.drop_column("team", "motto")
'''
AT_0001 = (
    "INSERT INTO journey (id, revision, slug, name, audience, goal, starts_with, ends_with, time_frame, review_rhythm, timezone,"
    " demo, data_version, observed_version)"
    " VALUES (1, 1, 'shop', 'Shop', 'customer', '', '', '', '', 'weekly', 'UTC', false, 1, 0)",
    "INSERT INTO alert (id, revision, journey_id, segment, week, since, rule, why, worse, n, state, raised_at)"
    " VALUES (7, 1, 1, '', '2026-W47', '2026-11-10', 'spike', 'Jumped up', true, 40, 'noise', '2026-11-16 08:00:00+00:00')",
    "INSERT INTO flip (id, alert_id, at, old, new, reason) VALUES (3, 7, '2026-11-16 09:00:00+00:00', 'open', 'noise', 'a test')",
    'INSERT INTO metric (id, revision, journey_id, formula, name, kind, unit, direction, "leading", critical, success, why)'
    " VALUES (5, 1, 1, 'drop_off', 'Drop-off', 'rate', '', 'down', true, true, false, '')",
    "INSERT INTO change (id, revision, journey_id, title, description, metric_id, shipped_on, direction, verdict_why, learning)"
    " VALUES (9, 1, 1, 'Short form', '', 5, '2026-10-07', 'down', '', '')",
)
"""A journey with an alert that somebody dismissed and a change that shipped, as the first version stored them."""
BROKEN = NEXT.replace("\n\n\ndef downgrade", "\n    1 / 0\n\n\ndef downgrade")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings for an installation that was never started."""
    if request.param == "sqlite":
        return Settings(home=tmp_path / "home")
    return Settings(home=tmp_path / "home", database_url=request.getfixturevalue("postgres_server").new_database())


@pytest.fixture
def older(engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The installation as it is, and a version of the product that knows one migration more; its versions folder."""
    add_journey(engine, by=YOU, name="Shop")
    folder = tmp_path / "migrations"
    shutil.copytree(migrate._FOLDER, folder)
    (folder / "versions" / "next.py").write_text(NEXT.format(newest=migrate.newest()))
    monkeypatch.setattr(migrate, "_FOLDER", folder)
    return folder / "versions"


def test_the_migrations_make_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False, "compare_server_default": False})
        differences = [
            each
            for each in compare_metadata(context, SQLModel.metadata)
            if not (_on_sqlite(engine) and _is_a_key(each)) and not _is_of_the_full_text_index(each)
        ]
        assert differences == []


def test_every_foreign_key_of_the_code_is_in_the_database_and_does_the_same_on_deletion(engine: Engine) -> None:
    if not _on_sqlite(engine):
        pytest.skip("PostgreSQL's are compared above; SQLAlchemy cannot read what an added column of SQLite refers to")
    for table in SQLModel.metadata.tables.values():
        wanted = {(key.parent.name, key.column.table.name, key.ondelete or "NO ACTION") for key in table.foreign_keys}
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(f'PRAGMA foreign_key_list("{table.name}")').all()
        assert {(row[3], row[2], row[6]) for row in rows} == wanted, table.name


def test_what_the_first_version_stored_is_kept_by_every_later_one(home: Settings) -> None:
    engine = open_engine(home.url)
    migrate.upgrade(engine, to="0001")
    with engine.begin() as connection:
        for statement in AT_0001:
            connection.exec_driver_sql(statement)
    migrate.upgrade(engine)
    with reading(engine) as session:
        alert, flip = session.exec(select(Alert)).one(), session.exec(select(Flip)).one()
        assert (alert.why, alert.breakdown, alert.softened) == ("Jumped up", [], "")
        assert (flip.alert_id, flip.reason) == (alert.id, "a test")
        change = session.exec(select(Change)).one()
        assert change.due_on == date(2026, 11, 13), "the Friday whose figures hold four weeks of it"
        assert change.written_at is not None
    engine.dispose()


def _on_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _is_of_the_full_text_index(difference: tuple[object, ...]) -> bool:
    """SQLite's search_fts with the tables it keeps, and PostgreSQL's GIN indexes, are beyond what the tables of the code tell."""
    made = difference[0] in ("remove_table", "remove_index")
    return made and str(getattr(difference[1], "name", "")).startswith(
        ("search_fts", "ix_search_text_stems", "ix_search_text_words")
    )


def _is_a_key(difference: tuple[object, ...]) -> bool:
    return difference[0] in ("add_fk", "remove_fk")


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
    (older / "next.py").unlink()
    from journey.routine.backup import restore

    again.dispose()
    if home.database_url:
        with again.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE team DROP COLUMN motto")
    restore(home, file)
    assert migrate.current(again) == NEWEST, "the backup holds the schema from before"
    again.dispose()


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(engine: Engine, home: Settings, older: Path) -> None:
    (older / "next.py").write_text(BROKEN.format(newest=NEWEST))
    with pytest.raises(ZeroDivisionError):
        start(home)
    assert migrate.current(engine) == NEWEST
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
