"""What rows share: a key, aware UTC times, and for rows that people edit a revision and a place in the bin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class UtcTime(TypeDecorator[datetime]):
    """An aware instant, stored as UTC; a naive one is a mistake in the code and refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """One of a closed list of words, stored as the word itself: native enums cannot grow in a migration's transaction."""

    impl = String(24)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)


_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This instant, aware; the clock of the store."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def told_at(moment: datetime) -> Iterator[None]:
    """Within, whatever is stored is stamped `moment`: for the demo's past only, which was never lived."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


HIDDEN = "(kept secret)"
"""What stands for a secret wherever a row is written down."""


class Row(SQLModel):
    """A stored row; what its SECRET columns hold is never written to the audit, a snapshot or a screen."""

    SECRET: ClassVar[frozenset[str]] = frozenset()

    id: int | None = Field(default=None, primary_key=True)

    @property
    def key(self) -> int:
        """The id of a row that has been stored."""
        if self.id is None:
            raise ValueError(f"{type(self).__name__} is not stored yet")
        return self.id


class Edited(Row):
    """A row that people edit: `revision` goes up by one with each edit; `deleted_at` set means it is in the bin."""

    revision: int = Field(default=1)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcTime)


def plain(row: SQLModel) -> dict[str, Any]:
    """The row as JSON values, for the audit and for snapshots; secrets are left out."""
    secret: frozenset[str] = getattr(type(row), "SECRET", frozenset())
    return {name: HIDDEN if name in secret else value for name, value in row.model_dump(mode="json").items()}
