"""Fetches the rows of a query from a database, which is only ever read, into a file that is read like any other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from journey.errors import Refused, UnreadableFile
from journey.sources.table import unique_names

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

_CHUNK = 50_000
_PATIENCE = 15
"""Seconds to wait for a database that does not answer."""
_READS = re.compile(r"\s*(?:--[^\n]*\n\s*|/\*.*?\*/\s*)*(?:select|with|values|table)\b", re.IGNORECASE | re.DOTALL)
_READ_ONLY = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY", "mysql": "SET TRANSACTION READ ONLY"}


def database_name(url: str) -> str:
    """What the database at `url` is called, fit for a file's name; Refused for what is no address."""
    address = _address(url)
    name = Path(address.database or "").stem if is_file(url) else address.database
    return re.sub(r"[^\w.-]+", "-", name or "").strip("-.") or "database"


def is_file(url: str) -> bool:
    """Whether the address names a file of this machine rather than a server."""
    return _address(url).get_backend_name() in {"sqlite", "duckdb"}


def write_query(url: str, query: str, folder: Path) -> Path:
    """Write the rows of `query` to a Parquet file in `folder`, named after the database; every cell as text.

    The transaction is read-only where the database can promise that, and is always rolled back. Raises Refused for
    anything but one reading statement or for what is no address, UnreadableFile where the database can't be reached or
    refuses the query. No message repeats the address or a password in it.
    """
    if not _READS.match(query) or ";" in query.strip().rstrip(";"):
        raise Refused("Only one SELECT at a time can be imported. Nothing was run.")
    with _connected(_address(url)) as connection:
        frame = _rows(connection, query.strip().rstrip(";"))
    path = folder / f"query on {database_name(url)}"
    frame.write_parquet(path)
    return path


@contextmanager
def _connected(address: URL) -> Iterator[Connection]:
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise UnreadableFile(f"There is no database file {address.database}. Nothing was imported.")
    patience = {"connect_timeout": _PATIENCE} if address.get_backend_name() in {"postgresql", "mysql"} else {}
    try:
        engine = create_engine(address, connect_args=patience)
    except (NoSuchModuleError, ImportError):
        raise Refused(f"This installation can't talk to {address.drivername} databases. Nothing was imported.") from None
    try:
        with engine.connect() as connection:
            if statement := _READ_ONLY.get(engine.dialect.name):
                connection.execute(text(statement))
            yield connection
            connection.rollback()
    except (SQLAlchemyError, UnicodeError) as error:
        raise UnreadableFile(f"The database did not answer the query: {_reason(error, address)}. Nothing was imported.") from None
    finally:
        engine.dispose()


def _rows(connection: Connection, query: str) -> pl.DataFrame:
    # without parameters a % in the query stands for itself
    result = connection.execution_options(stream_results=True, no_parameters=True).exec_driver_sql(query)
    names, repeated = unique_names(list(result.keys()))
    if repeated:
        raise Refused(f"The query names two columns '{repeated[0]}'. Nothing was imported. Name each with AS.")
    frames = [_frame(names, [tuple(row) for row in rows]) for rows in result.partitions(_CHUNK)]
    return pl.concat(frames) if frames else _frame(names, [])


def _address(url: str) -> URL:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    scheme, mark, rest = url.strip().partition("://")
    driver = "postgresql+psycopg" if scheme in {"postgres", "postgresql"} else scheme
    try:
        address = make_url(f"{driver}{mark}{rest}")
        address.get_dialect()
        if "@" not in (address.host or ""):
            return address
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError):
        pass
    # `from None`, and no word of the address: a password may stand anywhere in one that can't be read
    raise Refused(
        "This is no database address that can be used. Nothing was imported. Write it as postgresql://user@host/name; "
        "in a password, write @ as %40, / as %2F and : as %3A."
    ) from None


def _reason(error: Exception, address: URL) -> str:
    """The first line of what the database said, without any secret of the address."""
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    line = said.splitlines()[0]
    values = [value for given in address.query.values() for value in ([given] if isinstance(given, str) else given)]
    for secret in filter(None, [str(address.password or ""), *values]):
        line = line.replace(secret, "***")
    return line.rstrip(".")


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
    if isinstance(cell, (dict, list)):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell)
