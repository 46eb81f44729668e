"""Backup and restore of everything a user has: the database and the event files, in one archive."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.engine import Engine

from journey.config import Settings
from journey.errors import Refused, UnreadableFile
from journey.store.engine import open_engine

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
        with tarfile.open(partial, "w:gz", compresslevel=1) as archive:
            archive.add(dump, dump.name)
            if settings.events.is_dir():
                archive.add(settings.events, "events", filter=_finished)
    partial.replace(path)
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
        _bring_in_events(folder / "events", settings.events)
        _load(engine, folder / name)
    engine.dispose()


def _finished(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if member.name.endswith(".partial") else member


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


def _postgres_tool(tool: str, engine: Engine, *arguments: str) -> None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    program = shutil.which(tool, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, folders)]))
    if program is None:
        raise Refused(f"{tool} was not found. Nothing was changed. Install PostgreSQL's client programs and try again.")
    url = make_url(engine.url.render_as_string(hide_password=False)).set(drivername="postgresql")
    done = subprocess.run(
        [program, f"--dbname={url.render_as_string(hide_password=False)}", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"{tool} could not finish: {done.stderr.strip()[-300:]} Nothing was changed.")


@contextmanager
def _unpacked(file: Path, settings: Settings) -> Iterator[Path]:
    settings.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.home) as folder:
        try:
            with tarfile.open(file, "r:gz") as archive:
                archive.extractall(folder, filter="data")
        except FileNotFoundError:
            raise UnreadableFile(
                f"There is no file {file}. Nothing was changed. See the backups folder for what there is."
            ) from None
        except (tarfile.TarError, EOFError, OSError) as error:
            raise UnreadableFile(f"{file.name} is not a whole Journey backup ({error}). Nothing was changed.") from None
        yield Path(folder)


def _bring_in_events(source: Path, target: Path) -> None:
    """Add the backup's event files to what is there: names are unique, and files the database does not name are not read."""
    for path in source.rglob("*"):
        place = target / path.relative_to(source)
        if path.is_file() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
