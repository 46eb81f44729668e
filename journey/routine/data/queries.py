"""Fetches the rows of a query, for people who may import, into a file that is imported like any other."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import Engine

from journey.errors import NotAllowed
from journey.routine.act import act


def fetch_query(engine: Engine, *, by: int, journey: int | str, url: str, query: str, folder: Path) -> Path:
    """Write what `query` brings from the database at `url` to a file in `folder`; nothing of the address is kept.

    1. Only who may import into the journey (or begin it, where it is given by name) may ask a database.
    2. A database that is a file of this machine only the local user may open: it could be anybody's.

    Raises NotAllowed, Refused, UnreadableFile.
    """
    from journey.sources.sql import is_file, write_query

    known = journey if isinstance(journey, int) else None
    with act(engine, "import.add" if known else "journey.add", by=by, journey=known) as doing:
        if is_file(url) and not doing.who.local:
            raise NotAllowed(doing.person.name, "open a database file of this machine")
    return write_query(url, query, folder)
