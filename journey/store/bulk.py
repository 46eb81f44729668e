"""Writes many rows at once, each database by its fastest way."""

from __future__ import annotations

from typing import Any

import polars as pl
from sqlmodel import Session, SQLModel


def insert_frame(session: Session, table: type[SQLModel], frame: pl.DataFrame) -> None:
    """Store the rows of `frame`, whose columns are columns of `table`, within the session's transaction.

    Defaults are not filled in: the frame brings every column that may not be null. JSON columns come as JSON text,
    instants in UTC.
    """
    if frame.is_empty():
        return
    name, columns = str(table.__tablename__), [f'"{column}"' for column in frame.columns]
    if session.get_bind().dialect.name == "postgresql":
        _copy(session, name, columns, frame.with_columns(_as_text(frame, "%Y-%m-%d %H:%M:%S%.6f+00:00")))
        return
    marks = ", ".join("?" * len(columns))
    rows = frame.with_columns(_as_text(frame, "%Y-%m-%d %H:%M:%S%.6f")).rows()
    session.connection().exec_driver_sql(f'INSERT INTO "{name}" ({", ".join(columns)}) VALUES ({marks})', rows)


def update_frame(session: Session, table: type[SQLModel], frame: pl.DataFrame) -> None:
    """Set the columns of `frame` on the rows that its column `id` names, within the session's transaction."""
    if frame.is_empty():
        return
    name, columns = str(table.__tablename__), [column for column in frame.columns if column != "id"]
    if session.get_bind().dialect.name == "postgresql":
        _update_from(session, name, columns, frame)
        return
    marks = ", ".join(f'"{column}" = ?' for column in columns)
    rows = frame.select(*columns, "id").rows()
    session.connection().exec_driver_sql(f'UPDATE "{name}" SET {marks} WHERE id = ?', rows)


def _update_from(session: Session, name: str, columns: list[str], frame: pl.DataFrame) -> None:
    """By way of a table of this transaction's own: one statement an UPDATE would go over the wire a row at a time."""
    run = session.connection().exec_driver_sql
    listed = ", ".join(f'"{column}"' for column in columns)
    run(f'CREATE TEMPORARY TABLE told ON COMMIT DROP AS SELECT id, {listed} FROM "{name}" WITH NO DATA')
    _copy(session, "told", ['"id"', *(f'"{column}"' for column in columns)], frame.select("id", *columns))
    run("ANALYZE told")
    changes = ", ".join(f'"{column}" = told."{column}"' for column in columns)
    run(f'UPDATE "{name}" SET {changes} FROM told WHERE "{name}".id = told.id')
    run("DROP TABLE told")


def insert_once(session: Session, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    """Store rows unless they are there already by a unique key; the columns are filled in as in `table(**row)`."""
    from sqlalchemy.dialects import postgresql, sqlite

    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    if rows:
        filled = [table(**row).model_dump(exclude={"id"}) for row in rows]
        session.connection().execute(insert(table).on_conflict_do_nothing(), filled)


def _copy(session: Session, name: str, columns: list[str], frame: pl.DataFrame) -> None:
    driver: Any = session.connection().connection.cursor()
    with driver, driver.copy(f'COPY "{name}" ({", ".join(columns)}) FROM STDIN') as copy:
        for row in frame.iter_rows():
            copy.write_row(row)


def _as_text(frame: pl.DataFrame, instants: str) -> list[pl.Expr]:
    """Dates and instants as the database writes them itself."""
    days = [name for name, kind in frame.schema.items() if kind == pl.Date]
    times = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime)]
    return [pl.col(name).dt.strftime("%Y-%m-%d") for name in days] + [pl.col(name).dt.strftime(instants) for name in times]
