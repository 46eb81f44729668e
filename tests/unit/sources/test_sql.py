"""A query on a database: its rows come as they are, the database stays as it is, no message gives a secret away."""

from __future__ import annotations

import sqlite3
import traceback
from pathlib import Path

import polars as pl
import pytest

from journey.domain.words import SourceKind
from journey.errors import JourneyError, Refused, UnreadableFile
from journey.sources import read, write_query
from tests.postgres import Server


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """A database of one table with one row."""
    with sqlite3.connect(tmp_path / "shop.db") as database:
        database.execute("create table log (user_id integer, at text, event text, paid real)")
        database.execute("insert into log values (570000000000000001, '2026-03-01 10:00', 'x', null)")
    return f"sqlite:///{tmp_path / 'shop.db'}"


def rows(url: str, query: str, folder: Path) -> pl.DataFrame:
    return pl.read_parquet(write_query(url, query, folder))


def test_cells_come_as_they_stand_and_read_like_a_file(shop: str, tmp_path: Path) -> None:
    path = write_query(shop, "select * from log where event like '%x%';", tmp_path)
    assert path.name == "query on shop"
    assert pl.read_parquet(path).rows() == [("570000000000000001", "2026-03-01 10:00", "x", None)]
    frame = read(path, SourceKind.EVENTS).frame.lazy().collect()
    assert frame["customer"].to_list() == ["570000000000000001"]


def test_a_query_without_rows_has_its_columns(shop: str, tmp_path: Path) -> None:
    assert rows(shop, "select user_id, event from log where 1 = 0", tmp_path).columns == ["user_id", "event"]


@pytest.mark.parametrize(
    "query", ["delete from log", "select 1; delete from log", "with x as (select 1) delete from log", "", "drop table log"]
)
def test_nothing_is_ever_written(shop: str, tmp_path: Path, query: str) -> None:
    with pytest.raises(JourneyError):
        write_query(shop, query, tmp_path)
    assert rows(shop, "select * from log", tmp_path).height == 1


def test_two_columns_of_one_name_are_asked_apart(shop: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="two columns 'event'"):
        write_query(shop, "select event, at as event from log", tmp_path)


def test_what_the_database_says_is_passed_on(shop: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such table: nowhere"):
        write_query(shop, "select * from nowhere", tmp_path)


def test_no_database_is_made_by_looking_for_one(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no database file"):
        write_query(f"sqlite:///{tmp_path / 'typo.db'}", "select 1", tmp_path)
    assert not (tmp_path / "typo.db").exists()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hunter2@127.0.0.1:1/shop",
        "postgresql://me:hun@hunter2@127.0.0.1:1/shop",
        "postgresql://me:hunter2@127.0.0.1:port/shop",
        "postgresql://127.0.0.1:1/shop?user=me&password=hunter2",
        "nonsense://me:hunter2@host/shop",
        "me:hunter2@host",
        "sqlite://me:hunter2@host/shop",
    ],
)
def test_no_secret_of_an_address_is_repeated(url: str, tmp_path: Path) -> None:
    with pytest.raises(JourneyError) as refused:
        write_query(url, "select 1", tmp_path)
    assert "Nothing was imported" in str(refused.value)
    assert "hunter2" not in "".join(traceback.format_exception(refused.value))


@pytest.mark.postgres
def test_values_of_postgresql_become_text(postgres_server: Server, tmp_path: Path) -> None:
    found = rows(
        postgres_server.new_database(),
        "select date '2026-03-01' as day, timestamptz '2026-03-01 10:00+00' at time zone 'UTC' as at, 1.50 as price, "
        "true as ok, null as none, '{\"a\": [1]}'::jsonb as extra, '50%' as share, time '10:00' as hour",
        tmp_path,
    )
    assert found.row(0) == ("2026-03-01", "2026-03-01 10:00:00", "1.50", "true", None, '{"a": [1]}', "50%", "10:00:00")


@pytest.mark.postgres
def test_postgresql_is_only_read(postgres_server: Server, tmp_path: Path) -> None:
    import psycopg

    url = postgres_server.new_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table log (event text)")
        connection.execute("insert into log values ('x')")
        connection.execute("create sequence numbers")
    with pytest.raises(UnreadableFile, match="read-only"):
        write_query(url, "select nextval('numbers')", tmp_path)
    with pytest.raises(UnreadableFile, match="data-modifying"):
        write_query(url, "with gone as (delete from log returning *) select * from gone", tmp_path)
    assert rows(url, "select * from log", tmp_path).height == 1
