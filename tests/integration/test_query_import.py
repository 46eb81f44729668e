"""A query on a database comes in like a file: by the command line, once, with the query in the history and no address."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from journey.config import Settings
from journey.domain.words import Role
from journey.errors import NotAllowed
from journey.routine.data.queries import fetch_query
from journey.routine.people import add_person, set_member
from journey.store.engine import reading
from journey.store.tables import AuditEvent
from tests.integration.import_builders import YOU, a_shop, event_lines, events_csv
from tests.integration.test_cli import Terminal
from tests.integration.test_cli import journey as command_line
from tests.postgres import Server

terminal = command_line
EVENTS = "select user_id, event, at, platform from log where platform like 'w%'"


def fill(connection: Any, mark: str) -> None:
    connection.execute("create table log (user_id text, event text, at text, platform text)")
    for line in event_lines(range(40)):
        connection.execute(f"insert into log values ({mark}, {mark}, {mark}, {mark})", tuple(line.split(",")))


@pytest.fixture
def log_file(tmp_path: Path) -> str:
    with sqlite3.connect(tmp_path / "shop.db") as database:
        fill(database, "?")
    return f"sqlite:///{tmp_path / 'shop.db'}"


@pytest.fixture
def log_server(postgres_server: Server) -> str:
    """A database whose address carries a password; the test server trusts everybody."""
    url = postgres_server.new_database()
    with psycopg.connect(url, autocommit=True) as connection:
        fill(connection, "%s")
    return url.replace("journey@", "journey:hunter2@")


@pytest.mark.parametrize("where", ["log_file", pytest.param("log_server", marks=pytest.mark.postgres)])
def test_a_query_comes_in_once(terminal: Terminal, where: str, request: pytest.FixtureRequest) -> None:
    asked = ("import", "events", "--url", request.getfixturevalue(where), "--query", EVENTS, "--journey", "Web shop")
    (first,) = terminal.json(*asked)
    assert (first["rows_new"], first["problems"]) == (39, [])
    assert {one["name"] for one in first["unmapped"]} == {"home", "purchase"}
    (again,) = terminal.json(*asked)
    assert (again["rows_new"], again["batch"]) == (0, None)
    assert terminal.json("batches")[0]["file_name"] == first["file"]


@pytest.mark.postgres
def test_the_query_is_in_the_history_and_the_password_nowhere(
    terminal: Terminal,
    home: Settings,
    log_server: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked = ("import", "events", "--url", log_server, "--query", EVENTS, "--journey", "shop")
    told = terminal(*asked, "--source", "Warehouse")
    assert terminal.json("sources")[0]["name"] == "Warehouse"
    from journey.cli.here import here

    with reading(here().engine) as session:
        (event,) = session.exec(select(AuditEvent).where(AuditEvent.act == "import.add")).all()
    assert event.after is not None
    assert event.after["query"] == EVENTS
    terminal(*asked[:3], log_server.replace(":hunter2@", ":hunter2@elsewhere.invalid@"), *asked[4:], code=2)
    terminal(*asked[:5], "select * from nowhere", *asked[6:], code=2)
    assert 'relation "nowhere" does not exist' in terminal.error
    assert "hunter2" not in told + terminal.error + caplog.text
    here().engine.dispose()
    kept = [path for path in home.home.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"hunter2" in path.read_bytes()]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("FILE", "--url", "URL", "--query", "select 1"), "Name the files, or a database"),
        (("--url", "URL"), "Name the files, or a database"),
        (("--query", "select 1"), "Name the files, or a database"),
        ((), "Name the files, or a database"),
        (("--url", "URL", "--query", "delete from log"), "Only one SELECT"),
        (("--url", "no address", "--query", "select 1"), "no database address"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    terminal: Terminal,
    log_file: str,
    tmp_path: Path,
    arguments: tuple[str, ...],
    says: str,
) -> None:
    words = {"FILE": str(events_csv(tmp_path / "log.csv", range(3))), "URL": log_file}
    terminal("import", "events", *(words.get(word, word) for word in arguments), "--journey", "shop", code=2)
    assert says in terminal.error
    assert terminal.json("journeys") == []


def test_a_query_brings_survey_answers_too(terminal: Terminal, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "poll.db") as database:
        database.execute("create table poll (answered text, score integer, comment text)")
        database.executemany("insert into poll values (?, ?, ?)", [(f"2026-03-{n + 1:02d}", n, "fine") for n in range(11)])
    url = ("--url", f"sqlite:///{tmp_path / 'poll.db'}", "--query", "select * from poll")
    (done,) = terminal.json("import", "surveys", *url, "--journey", "shop", "--scale", "nps", "--map", "at=answered")
    assert done["rows_new"] == 11


def test_who_may_not_import_may_not_ask_and_only_the_local_user_opens_files(
    engine: Engine, log_file: str, tmp_path: Path
) -> None:
    shop = a_shop(engine)
    ana = add_person(engine, by=YOU, name="Ana").key
    asked: dict[str, Any] = {"journey": shop, "url": log_file, "query": EVENTS, "folder": tmp_path}
    with pytest.raises(NotAllowed, match="may not bring in data"):
        fetch_query(engine, by=ana, **asked)
    set_member(engine, by=YOU, journey=shop, person=ana, role=Role.EDITOR)
    with pytest.raises(NotAllowed, match="database file of this machine"):
        fetch_query(engine, by=ana, **asked)
    assert fetch_query(engine, by=YOU, **asked).exists()


def test_files_are_read_in_the_encoding_and_with_the_delimiter_that_were_named(
    terminal: Terminal,
    tmp_path: Path,
) -> None:
    file = tmp_path / "log.csv"
    lines = [f"c{n}#žluť,{n}#2026-03-{n + 1:02d} 10:00" for n in range(9)]
    file.write_bytes("\n".join(["user_id#event#at", *lines]).encode("cp1250"))
    terminal("import", "events", str(file), "--journey", "shop", "--encoding", "nonsense", code=2)
    assert "no encoding called 'nonsense'" in terminal.error
    terminal("import", "events", str(file), "--journey", "shop", "--delimiter", "##", code=2)
    assert "one character" in terminal.error
    told = ("--encoding", "cp1250", "--delimiter", "#")
    (done,) = terminal.json("import", "events", str(file), "--journey", "shop", *told)
    assert done["rows_new"] == 9
    assert "žluť,0" in [row["name"] for row in terminal.json("events", "list", "--journey", "shop")]
    later = tmp_path / "log_2.csv"
    later.write_bytes("user_id#event#at\nc9#žluť#2026-03-20 10:00".encode("cp1250"))
    terminal("import", "events", str(later), "--journey", "shop")
    assert "žluť" in [row["name"] for row in terminal.json("events", "list", "--journey", "shop")]
    tabs = tmp_path / "tabs.csv"
    tabs.write_text("user_id\tevent\tat\nc1\ta,b;c\t2026-03-21 10:00\n")
    (done,) = terminal.json("import", "events", str(tabs), "--journey", "shop", "--delimiter", "tab")
    assert done["rows_new"] == 1
