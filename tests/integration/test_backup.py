"""Backup and restore: everything comes back as it was, also when others write meanwhile; nothing else ever gets in."""

from __future__ import annotations

import io
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel
from sqlmodel import select as select_rows

from journey.config import Settings
from journey.domain.words import EntryKind, SourceKind, Weekday
from journey.errors import JourneyError, Refused, UnreadableFile
from journey.routine.backup import backup, restore
from journey.routine.start import start
from journey.routine.weeks import add_entry, close_week
from journey.store.engine import open_engine, reading
from journey.store.readers.weeks import entries
from journey.store.tables import ImportBatch
from tests.integration.import_builders import YOU, a_shop, bring, events_csv, survey_csv

State = tuple[dict[str, list[tuple[Any, ...]]], dict[str, bytes]]


def state(engine: Engine, home: Settings) -> State:
    """Every row of every table and every byte of every event file."""
    with engine.connect() as connection:
        rows = {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in SQLModel.metadata.sorted_tables
        }
    files = {str(path.relative_to(home.events)): path.read_bytes() for path in home.events.rglob("*") if path.is_file()}
    return rows, files


@pytest.fixture
def shop(engine: Engine, home: Settings, tmp_path: Path) -> int:
    """A journey with events, a survey and a note."""
    journey = a_shop(engine, "Browse", "Buy")
    bring(engine, home, journey, SourceKind.EVENTS, events_csv(tmp_path / "log.csv", range(20)))
    survey = survey_csv(tmp_path / "nps.csv", "1,2026-03-02,Browse,9,Good", "2,2026-03-03,Buy,2,Bad", "3,nonsense,Buy,2,Bad")
    bring(engine, home, journey, SourceKind.SURVEYS, survey)
    note(engine, journey, "Before")
    return journey


def note(engine: Engine, journey: int, text: str) -> None:
    add_entry(engine, by=YOU, journey=journey, week="2026-W10", weekday=Weekday.MONDAY, kind=EntryKind.PARKED, text=text)


@pytest.fixture
def elsewhere(home: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], Settings]:
    """Another installation of the same kind, empty."""
    numbers = iter(range(9))

    def made() -> Settings:
        url = request.getfixturevalue("postgres_server").new_database() if home.database_url else ""
        return Settings(home=tmp_path / f"elsewhere{next(numbers)}", database_url=url)

    return made


def restored(settings: Settings, file: Path) -> Iterator[State]:
    restore(settings, file)
    engine = start(settings)
    yield state(engine, settings)
    engine.dispose()


def test_a_changed_installation_comes_back_as_it_was(engine: Engine, home: Settings, shop: int, tmp_path: Path) -> None:
    before = state(engine, home)
    file = backup(home, engine)
    assert file.parent == home.backups
    note(engine, shop, "After")
    close_week(engine, by=YOU, journey=shop, week="2026-W10")
    bring(engine, home, shop, SourceKind.EVENTS, events_csv(tmp_path / "more.csv", range(20, 40)))
    [lost, *_] = (home.events).rglob("*.parquet")
    lost.unlink()
    engine.dispose()
    restore(home, file)
    after = state(engine, home)
    assert after[0] == before[0]
    assert {name: after[1][name] for name in before[1]} == before[1], "files no row names may lie beside"


def test_another_machine_gets_everything(
    engine: Engine, home: Settings, shop: int, elsewhere: Callable[[], Settings], tmp_path: Path
) -> None:
    file = backup(home, engine, out=tmp_path / "deep" / "kept.tar.gz")
    [there] = restored(elsewhere(), file)
    assert there == state(engine, home)
    assert len(there[1]) >= 3, "events, survey, problems"


def test_while_others_write_a_backup_is_one_moment_of_the_work(
    engine: Engine, home: Settings, shop: int, elsewhere: Callable[[], Settings], tmp_path: Path
) -> None:
    """Each writer's acts are in it up to some moment and none after; every file that its batches name is in it whole."""
    stop = Event()

    def writes(number: int) -> None:
        for turn in range(10_000):
            if stop.is_set():
                return
            note(engine, shop, f"{number} {turn}")

    def imports() -> None:
        for turn in range(10_000):
            if stop.is_set():
                return
            customers = range(100 * turn + 100, 100 * turn + 110)
            bring(engine, home, shop, SourceKind.EVENTS, events_csv(tmp_path / f"log{turn}.csv", customers))

    def half_written() -> None:
        """Files that come and go, as a writer leaves them for a moment."""
        folder = home.events / f"journey-{shop}" / "events"
        while not stop.is_set():
            for turn in range(50):
                (folder / f"{turn}.parquet.partial").write_bytes(b"half")
                (folder / f"passing{turn}.tmp").write_bytes(b"half")
            for turn in range(50):
                (folder / f"{turn}.parquet.partial").unlink()
                (folder / f"passing{turn}.tmp").unlink()

    files: list[Path] = []
    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(writes, 0), pool.submit(writes, 1), pool.submit(imports), pool.submit(half_written)]
        try:
            for worth in (5, 10, 15):
                while entries(engine, shop).height < worth:
                    assert not any(one.done() for one in work)
                files.append(backup(home, engine))
        finally:
            stop.set()
        for one in work:
            one.result()
    for file in files:
        there = elsewhere()
        restore(there, file)
        copy = start(there)
        texts = entries(copy, shop)["text"].to_list()
        for writer in ("0", "1"):
            turns = [int(text.split()[1]) for text in texts if text.startswith(f"{writer} ")]
            assert turns == list(range(len(turns)))
        with reading(copy) as session:
            paths = [path for path in session.exec(select_rows(ImportBatch.path)) if path]
        assert len(paths) >= 2
        assert all((there.events / path).read_bytes() == (home.events / path).read_bytes() for path in paths)
        assert not list(there.events.rglob("*.partial"))
        copy.dispose()


def test_a_backup_of_a_backup_says_the_same(
    engine: Engine, home: Settings, shop: int, elsewhere: Callable[[], Settings], tmp_path: Path
) -> None:
    first, second = elsewhere(), elsewhere()
    restore(first, backup(home, engine, out=tmp_path / "1.tar.gz"))
    again = start(first)
    restore(second, backup(first, again, out=tmp_path / "2.tar.gz"))
    last = start(second)
    assert state(again, first) == state(last, second) == state(engine, home)
    again.dispose()
    last.dispose()


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The archive with the bytes of its members changed."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old.getmembers():
            held = old.extractfile(member)
            content = change(member.name, held.read() if held else b"")
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return target


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes(byte ^ 0xFF for byte in content[middle : middle + 4000]) + content[middle + 4000 :]


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "cut in half": lambda content: content[: len(content) // 2],
    "its end missing": lambda content: content[:-20],
    "empty": lambda _: b"",
    "no archive": lambda _: b"PNG, in truth",
    "bytes flipped": flipped,
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_archive_is_refused_in_words_and_nothing_changes(
    engine: Engine, home: Settings, shop: int, tmp_path: Path, how: str
) -> None:
    file = tmp_path / "broken.tar.gz"
    file.write_bytes(BROKEN[how](backup(home, engine).read_bytes()))
    before = state(engine, home)
    with pytest.raises(UnreadableFile, match=r"broken\.tar\.gz is not a whole Journey backup.*Nothing was changed"):
        restore(home, file)
    assert state(engine, home) == before
    assert not list(home.home.glob("tmp*")), "nothing is left lying about"


@pytest.mark.parametrize("content", [b"", b"not a database" * 500])
def test_a_damaged_database_inside_is_refused(engine: Engine, home: Settings, shop: int, tmp_path: Path, content: bytes) -> None:
    good = backup(home, engine)
    file = rewritten(good, tmp_path / "bad.tar.gz", lambda name, held: held if name.startswith("events") else content)
    before = state(engine, home)
    with pytest.raises(UnreadableFile, match=r"holds a database that cannot be read\. Nothing was changed"):
        restore(home, file)
    assert state(engine, home) == before


def test_a_file_that_is_not_there_is_said(home: Settings, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="There is no file"):
        restore(home, tmp_path / "none.tar.gz")


def test_a_backup_of_the_other_kind_of_database_is_refused(engine: Engine, home: Settings, shop: int, tmp_path: Path) -> None:
    other = {"journey.db": "journey.pgdump", "journey.pgdump": "journey.db"}
    file = tmp_path / "other.tar.gz"
    with tarfile.open(backup(home, engine)) as old, tarfile.open(file, "w:gz") as new:
        for member in old.getmembers():
            held = old.extractfile(member)
            member.name = other.get(member.name, member.name)
            new.addfile(member, held)
    before = state(engine, home)
    with pytest.raises(Refused, match=r"backup of another kind of database.*Nothing was changed"):
        restore(home, file)
    assert state(engine, home) == before


def test_a_backup_of_a_newer_version_is_refused_before_anything_is_lost(
    engine: Engine, home: Settings, shop: int, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    file = backup(home, engine, out=tmp_path / "newer.tar.gz")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    before = state(engine, home)
    with pytest.raises(Refused, match=r"newer version of Journey \(schema 9999\)\. Nothing was changed"):
        restore(home, file)
    assert state(engine, home) == before


@pytest.mark.parametrize("name", ["../outside.txt", "events/../../outside.txt", "/tmp/journey-outside.txt"])
def test_an_archive_writes_nothing_outside_the_home(sqlite_home: Settings, tmp_path: Path, name: str) -> None:
    engine = start(sqlite_home)
    good = backup(sqlite_home, engine)
    file = tmp_path / "evil.tar.gz"
    with tarfile.open(good) as old, tarfile.open(file, "w:gz") as new:
        for member in old.getmembers():
            new.addfile(member, old.extractfile(member))
        member = tarfile.TarInfo(name)
        member.size = 4
        new.addfile(member, io.BytesIO(b"evil"))
    try:
        restore(sqlite_home, file)
    except JourneyError as refusal:
        assert "Nothing was changed" in str(refusal)  # noqa: PT017  # an absolute name is taken as one inside, which is fine too
    engine.dispose()
    assert not Path("/tmp/journey-outside.txt").exists()
    assert [path for path in tmp_path.rglob("*outside.txt") if not path.is_relative_to(sqlite_home.home)] == []


def test_an_event_file_that_is_a_link_is_not_followed(sqlite_home: Settings, tmp_path: Path) -> None:
    engine = start(sqlite_home)
    file = tmp_path / "link.tar.gz"
    with tarfile.open(backup(sqlite_home, engine)) as old, tarfile.open(file, "w:gz") as new:
        for member in old.getmembers():
            new.addfile(member, old.extractfile(member))
        link = tarfile.TarInfo("events/journey-1/x.parquet")
        link.type, link.linkname = tarfile.SYMTYPE, "../../journey.db"
        new.addfile(link)
    restore(sqlite_home, file)
    engine.dispose()
    assert not (sqlite_home.events / "journey-1" / "x.parquet").exists()


def test_a_backup_that_fails_leaves_no_half_file(
    engine: Engine, home: Settings, shop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    with pytest.raises(OSError, match="No space"):
        backup(home, engine)
    assert list(home.backups.iterdir()) == []


def test_the_password_of_the_database_stands_on_no_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    seen: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        seen.update(options, command=command)
        return subprocess.CompletedProcess(command, 1, "", "no server")

    monkeypatch.setattr("shutil.which", lambda name, path=None: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", run)
    settings = Settings(home=tmp_path, database_url="postgresql://ana:s3cret@db.example/journey")
    with pytest.raises(Refused, match="pg_dump could not finish: no server"):
        backup(settings, open_engine(settings.url))
    assert "s3cret" not in " ".join(seen["command"])
    assert seen["env"]["PGPASSWORD"] == "s3cret"
    assert "postgresql://ana@db.example/journey" in " ".join(seen["command"])


def test_a_sqlite_backup_is_a_database_anybody_can_open(sqlite_home: Settings, tmp_path: Path) -> None:
    engine = start(sqlite_home)
    with tarfile.open(backup(sqlite_home, engine)) as archive:
        archive.extract("journey.db", tmp_path, filter="data")
    with closing(sqlite3.connect(tmp_path / "journey.db")) as copy:
        assert copy.execute("SELECT name FROM person").fetchall() == [("You",)]
    engine.dispose()
