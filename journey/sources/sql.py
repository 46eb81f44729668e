"""Reads the rows of a query on a database, which is only ever read."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from journey.domain.problems import ImportResult
from journey.domain.words import SourceKind
from journey.errors import Refused, UnreadableFile
from journey.sources.reading import read_table
from journey.sources.table import ROW, Answers, Table, unique_names

_CHUNK = 50_000
_READS = re.compile(r"\s*(?:--[^\n]*\n\s*|/\*.*?\*/\s*)*(?:select|with|values|table)\b", re.IGNORECASE | re.DOTALL)
_READ_ONLY = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY", "mysql": "SET TRANSACTION READ ONLY"}


def read_query(
    url: str, query: str, kind: SourceKind, answers: Answers | None = None, timezone: str = "UTC", *, name: str = "query"
) -> ImportResult:
    """What a query brings, like a file: good rows, problem rows, notes; rows count from 1 at the first.

    The transaction is read-only where the database can promise that, and is always rolled back. Raises Refused for
    anything but one reading statement, UnreadableFile where the database can't be reached or refuses the query.
    """
    if not _READS.match(query) or ";" in query.strip().rstrip(";"):
        raise Refused("Only one SELECT at a time can be imported. Nothing was run.")
    return read_table(query_table(url, query, name), kind, answers or Answers(), timezone)


def query_table(url: str, query: str, name: str) -> Table:
    """The cells of a query's rows."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

    try:
        engine = create_engine(_driver(url))
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise Refused("This is no database address that can be used. Write it as postgresql://user@host/name.") from error
    try:
        with engine.connect() as connection:
            if statement := _READ_ONLY.get(engine.dialect.name):
                connection.execute(text(statement))
            result = connection.execution_options(stream_results=True).exec_driver_sql(query.strip().rstrip(";"))
            names, repeated = unique_names(list(result.keys()))
            frames = [_frame(names, [tuple(row) for row in rows]) for rows in result.partitions(_CHUNK)]
            connection.rollback()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise UnreadableFile(f"The database did not answer the query: {reason}. Nothing was imported.") from error
    finally:
        engine.dispose()
    frame = pl.concat(frames, how="diagonal_relaxed") if frames else _frame(names, [])
    rows = frame.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))
    return Table(name, rows.lazy(), tuple(names), repeated=repeated)


def _driver(url: str) -> str:
    scheme, mark, rest = url.partition("://")
    return f"postgresql+psycopg{mark}{rest}" if scheme in {"postgres", "postgresql"} else url


def _frame(names: list[str], rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return pl.DataFrame(
        [pl.Series(name, [_text(cell) for cell in cells], dtype=pl.String) for name, cells in zip(names, columns, strict=True)]
    )


def _text(cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, (bytes, memoryview)):
        return bytes(cell).decode("utf-8", "replace")
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat(" ") if hasattr(cell, "isoformat") else str(cell)
