"""Finds the formats: every module of a folder is one, and says itself what it reads."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Protocol, cast

from journey.sources.talks import files, records
from journey.sources.talks.place import Place, Plain
from journey.sources.talks.talk import Conversation


class FileFormat(Protocol):
    """A module in talks/files; one with a low RANK is asked first, the last one takes anything."""

    RANK: int

    def claims(self, plain: Plain) -> bool:
        """Whether the content is of this format."""

    def read(self, plain: Plain, place: Place) -> Iterable[Conversation]:
        """The conversations; UnreadableFile where there are none."""


class RecordFormat(Protocol):
    """A module in talks/records, as FileFormat for one JSON value; that without turns is a problem or nothing, not an error."""

    RANK: int

    def claims(self, record: Any) -> bool:
        """Whether the value is of this format."""

    def read(self, record: Any, place: Place) -> Iterable[Conversation]:
        """The conversations of the value."""


@cache
def file_formats() -> tuple[FileFormat, ...]:
    """Every format of talks/files, in the order in which they are asked."""
    return tuple(sorted((cast(FileFormat, module) for module in _modules(files)), key=lambda module: module.RANK))


@cache
def record_formats() -> tuple[RecordFormat, ...]:
    """Every format of talks/records, in the order in which they are asked."""
    return tuple(sorted((cast(RecordFormat, module) for module in _modules(records)), key=lambda module: module.RANK))


def _modules(package: Any) -> Iterator[Any]:
    for item in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{item.name}")
