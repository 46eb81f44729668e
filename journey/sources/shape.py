"""Looks at a file's content to tell its format, whatever its name says, and opens it with that format's reader."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from journey.errors import UnreadableFile
from journey.sources import formats
from journey.sources.table import Answers, FileShape, Table
from journey.sources.unpack import unpack

_OTHER_THINGS = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (such as .xls)"),
    (b"SQLite format 3", "an SQLite database"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a rich-text document"),
)


class Format(Protocol):
    """One format family: a module in journey/sources/formats that offers these three and a rank (low is asked first)."""

    RANK: int

    def claims(self, path: Path, head: bytes) -> bool:
        """Whether the content is of this format."""

    def describe(self, path: Path, shape: FileShape, answers: Answers) -> FileShape:
        """The shape, with what this format adds to it."""

    def load(self, path: Path, shape: FileShape) -> Table:
        """The cells."""


def sniff(path: Path, answers: Answers | None = None) -> FileShape:
    """What `path` is, by content; UnreadableFile says plainly why it is nothing that can be imported."""
    return _open(path, answers or Answers())[2]


def load(path: Path, answers: Answers | None = None, *, careful: bool = False) -> tuple[FileShape, Table]:
    """The shape and the cells of `path`; UnreadableFile where it is empty, damaged, cut off or something else."""
    plain, reader, shape = _open(path, answers or Answers())
    shape = replace(shape, careful=careful)
    return shape, reader.load(plain, shape)


def _open(path: Path, answers: Answers) -> tuple[Path, Format, FileShape]:
    plain, packed = unpack(path)
    with plain.open("rb") as file:
        head = file.read(4096)
    for magic, thing in _OTHER_THINGS:
        if head.startswith(magic):
            raise UnreadableFile(
                f"{path.name} is {thing}, whatever its name says. Nothing was imported. "
                "Export the table as CSV, XLSX, JSON or Parquet."
            )
    shape = FileShape(path.name, "", plain.stat().st_size, packed)
    for reader in _formats():
        if reader.claims(plain, head):
            return plain, reader, reader.describe(plain, shape, answers)
    raise UnreadableFile(f"{path.name} is in no format that can be read. Nothing was imported. Export it as CSV.")


@cache
def _formats() -> tuple[Format, ...]:
    found = [importlib.import_module(f"{formats.__name__}.{item.name}") for item in pkgutil.iter_modules(formats.__path__)]
    return tuple(sorted((cast(Format, module) for module in found), key=lambda module: module.RANK))
