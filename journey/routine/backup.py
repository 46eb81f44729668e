"""Backup and restore of everything a user has: the database and the event files, in one archive."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.errors import Refused, UnreadableFile
from journey.store.engine import open_engine
from journey.store.migrate import knows

DATABASE = {"sqlite": "journey.db", "postgresql": "journey.pgdump"}


def backup(settings: Settings, engine: Engine, *, out: Path | None = None) -> Path:
    """Write a backup while others go on working; returns its path, in the backups folder unless `out` says otherwise.

    The database is copied first, in one consistent state; event files are never changed once written, so every file
    that this state names is there to be copied after it.
    """
    path = out or settings.backups / f"journey-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.tar.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        dump = Path(folder) / DATABASE[engine.dialect.name]
        _dump(engine, dump)
        try:
            with tarfile.open(partial, "w:gz", compresslevel=1) as archive:
                archive.add(dump, dump.name)
                _add_events(archive, settings.events)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    return path


def restore(settings: Settings, file: Path) -> None:
    """Put a backup in place of the present state; Refused or UnreadableFile if it is not a backup for this database."""
    engine = open_engine(settings.url)
    name = DATABASE[engine.dialect.name]
    with _unpacked(file, settings) as folder:
        if not (folder / name).exists():
            raise Refused(
                f"{file.name} is a backup of another kind of database: it holds no {name}. Nothing was changed. "
                "Set JOURNEY_DATABASE_URL to the kind of database it was made on."
            )
        _check(engine, folder / name, file.name)
        _bring_in_events(folder / "events", settings.events)
        _load(engine, folder / name)
    engine.dispose()


def _add_events(archive: tarfile.TarFile, events: Path) -> None:
    """Add the event files; one that goes while we look was named by no batch, so that nothing misses it."""
    for path in sorted(events.rglob("*")):
        with suppress(FileNotFoundError):
            if path.is_file() and path.suffix != ".partial":
                archive.add(path, Path("events") / path.relative_to(events), recursive=False)


def _check(engine: Engine, dump: Path, name: str) -> None:
    """Refuse a database that is damaged or that a newer version wrote, before anything is touched."""
    schema = _schema_sqlite(dump) if engine.dialect.name == "sqlite" else _schema_postgres(engine, dump)
    if schema is None:
        raise UnreadableFile(f"{name} holds a database that cannot be read. Nothing was changed. Try an older backup.")
    if not knows(schema):
        raise Refused(
            f"{name} was written by a newer version of Journey (schema {schema}). Nothing was changed. "
            "Install that version, then restore it."
        )


def _schema_sqlite(dump: Path) -> str | None:
    try:
        with closing(sqlite3.connect(dump)) as copy:
            if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                return None
            return str(copy.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlite3.DatabaseError, TypeError):
        return None


def _schema_postgres(engine: Engine, dump: Path) -> str | None:
    try:
        said = _postgres_tool("pg_restore", None, "--data-only", "--table=alembic_version", "--file=-", str(dump))
    except Refused as refusal:
        if "was not found" in str(refusal):
            raise
        return None
    found = re.search(r"^COPY .*alembic_version .*\n(\S+)$", said, re.M)
    return found[1] if found else None


def _dump(engine: Engine, path: Path) -> None:
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(engine.url.database))) as live, closing(sqlite3.connect(path)) as copy:
            live.backup(copy)
        return
    _postgres_tool("pg_dump", engine, "--format=custom", f"--file={path}")


def _load(engine: Engine, path: Path) -> None:
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(path)) as copy, closing(sqlite3.connect(str(engine.url.database), timeout=30)) as live:
            copy.backup(live)
        return
    _postgres_tool("pg_restore", engine, "--clean", "--if-exists", "--no-owner", "--single-transaction", str(path))


def _postgres_tool(tool: str, engine: Engine | None, *arguments: str) -> str:
    """Run one of PostgreSQL's own programs, on the engine's database if one is given; returns what it printed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    program = shutil.which(tool, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, folders)]))
    if program is None:
        raise Refused(f"{tool} was not found. Nothing was changed. Install PostgreSQL's client programs and try again.")
    where, secret = [], {}
    if engine is not None:
        # the password goes by the environment: what stands on the command line, everybody on the machine can read
        url = engine.url.set(drivername="postgresql")
        where = [f"--dbname={url._replace(password=None).render_as_string(hide_password=False)}"]
        secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(
        [program, *where, *arguments], capture_output=True, text=True, check=False, env={**os.environ, **secret}
    )
    if done.returncode:
        raise Refused(f"{tool} could not finish: {done.stderr.strip()[-300:]} Nothing was changed.")
    return done.stdout


@contextmanager
def _unpacked(file: Path, settings: Settings) -> Iterator[Path]:
    settings.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.home) as folder:
        try:
            with gzip.open(file) as packed, tarfile.open(fileobj=packed, mode="r:") as archive:
                archive.extractall(folder, filter="data")
                while packed.read(1 << 20):  # to its very end, where the checksum stands
                    pass
        except FileNotFoundError:
            raise UnreadableFile(
                f"There is no file {file}. Nothing was changed. See the backups folder for what there is."
            ) from None
        except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
            raise UnreadableFile(f"{file.name} is not a whole Journey backup ({error}). Nothing was changed.") from None
        yield Path(folder)


def _bring_in_events(source: Path, target: Path) -> None:
    """Add the backup's event files to what is there: names are unique, and files the database does not name are not read."""
    for path in source.rglob("*"):
        place = target / path.relative_to(source)
        if path.is_file() and not path.is_symlink() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
