"""The database connection: SQLite in WAL mode with foreign keys, or PostgreSQL; one place for reads, one for writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection, bindparam, event, func, select
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, create_engine

from journey.store.indexing import keep_up
from journey.store.tables._base import UtcTime

__all__ = ["Engine", "columns", "frame", "open_engine", "reading", "writing"]


_POOL: dict[str, Any] = {"pool_size": 10, "max_overflow": 50}
"""Connections of one process: as many as people who may save in the same moment, so that none waits in vain for one."""


def open_engine(url: str) -> Engine:
    """An engine for `url`, its folder made if it is SQLite's.

    SQLite: WAL, foreign keys on, writers wait up to 30 s for each other. PostgreSQL: dead connections are noticed.
    An error never carries the values of its statement: customers' words and addresses with passwords stay out of logs.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True, **_POOL)
    if database := make_url(url).database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False}, hide_parameters=True, **_POOL)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we send BEGIN ourselves: pysqlite's own begins too late to be atomic
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "synchronous=NORMAL",
        "cache_size=-64000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: taking it at the first write instead fails when another wrote in between.
    kind = "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
    connection.exec_driver_sql(kind)


_whole: ContextVar[Connection | None] = ContextVar("whole", default=None)


@contextmanager
def as_one(engine: Engine) -> Iterator[None]:
    """Everything written within is one transaction: all of it is kept at the end, or nothing, whatever goes wrong.

    A refused act takes back its own writes only. What is read within sees what was written; others see nothing yet.
    """
    with engine.execution_options(writes=True).connect() as connection, connection.begin():
        token = _whole.set(connection)
        try:
            yield
            with writing(engine) as session:
                keep_up(session)
        finally:
            _whole.reset(token)


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session in one transaction that commits at the end and rolls back on any error; only acts open one.

    What search finds is brought up to date within it.
    """
    bind = _whole.get() or engine.execution_options(writes=True)
    with Session(bind, expire_on_commit=False, join_transaction_mode="create_savepoint") as session, session.begin():
        yield session
        if _whole.get() is None:
            keep_up(session)


def alone(connection: Connection, what: int) -> None:
    """Until this transaction ends nobody else does `what`, a number that names it; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(ALONE, what)))


ALONE = 5_171_719
"""Sets our advisory locks apart from those of others who share the PostgreSQL database."""


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for reads, seeing one state of the database."""
    with Session(_whole.get() or engine, join_transaction_mode="create_savepoint") as session:
        yield session


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """A connection for reads that need no session."""
    if (whole := _whole.get()) is not None:
        yield whole
        return
    with engine.connect() as connection:
        yield connection


def columns(*wanted: Any) -> Any:
    """A query for columns rather than whole rows; untyped because what comes of it is a frame, which has a schema."""
    return select(*wanted)


def frame(engine: Engine, query: Any, schema: Mapping[str, Any] | None = None, **values: Any) -> pl.DataFrame:
    """The rows of `query` as a frame, typed as the columns are; `schema` overrides where it knows better.

    `values` are those of a prepared query's parameters: one that is made once and asked often, as writing it anew costs more
    than running it.
    """
    types = _types_once(query) if values else _types(query)
    with connected(engine) as connection:
        rows = [tuple(row) for row in connection.execute(query, values)]
    return pl.DataFrame(rows, schema={**types, **(schema or {})}, orient="row")


JOURNEY: Any = bindparam("journey")
"""The journey that a prepared query is about."""


def _types(query: Any) -> dict[str, Any]:
    return {column.name: _dtype(column.type) for column in query.selected_columns}


@lru_cache(maxsize=256)
def _types_once(query: Any) -> dict[str, Any]:
    return _types(query)


_DTYPES: dict[type, Any] = {int: pl.Int64, float: pl.Float64, str: pl.String, bool: pl.Boolean, date: pl.Date}


def _dtype(stored: Any) -> Any:
    if isinstance(stored, UtcTime):
        return pl.Datetime("us", "UTC")
    plain = stored.impl_instance if isinstance(stored, TypeDecorator) else stored
    return _DTYPES.get(plain.python_type, pl.Object)
