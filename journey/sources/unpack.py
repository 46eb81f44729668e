"""Unpacks gzip and zip into a temporary file of this process, and refuses what would swell without end."""

from __future__ import annotations

import gzip
import io
import tempfile
import zipfile
import zlib
from collections import OrderedDict
from functools import cache
from pathlib import Path
from typing import IO

from journey.errors import UnreadableFile

MAX_UNPACKED = 16 * 1024**3
"""Bytes beyond which no import is sensible on one machine."""
MAX_RATIO = 200
"""Text of real tables packs 5 to 40 times; more than this, over BOMB_FROM bytes, is a bomb."""
BOMB_FROM = 64 * 1024**2
_BLOCK = 1024 * 1024
_KEPT = 4

_unpacked: OrderedDict[tuple[str, int, int], tuple[Path, str]] = OrderedDict()


@cache
def _room() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="journey-import-")


def spool(suffix: str = "") -> Path:
    """A new path in this process's temporary folder, which goes away with the process."""
    with tempfile.NamedTemporaryFile(dir=_room().name, suffix=suffix, delete=False) as made:
        return Path(made.name)


def unpack(path: Path) -> tuple[Path, str]:
    """The plain file behind `path`, and how it was packed ("gzip", "zip" or ""); UnreadableFile says what is wrong."""
    try:
        stat = path.stat()
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise UnreadableFile(f"{path.name} can't be opened ({error.strerror}). Nothing was imported.") from error
    if not head:
        raise UnreadableFile(f"{path.name} is empty: it holds 0 bytes. Nothing was imported. Export it again.")
    if head[:2] == b"\x1f\x8b":
        packed = "gzip"
    elif head == b"PK\x03\x04" and not _is_workbook(path):
        packed = "zip"
    else:
        return path, ""
    key = (str(path.resolve()), stat.st_size, stat.st_mtime_ns)
    if key not in _unpacked:
        _unpacked[key] = (_gzip(path) if packed == "gzip" else _zip(path), packed)
        while len(_unpacked) > _KEPT:
            _unpacked.popitem(last=False)[1][0].unlink(missing_ok=True)
    _unpacked.move_to_end(key)
    return _unpacked[key]


def forget(path: Path) -> None:
    """Delete what was unpacked of `path`: of customers' words no original stays on this machine."""
    for key in [key for key in _unpacked if key[0] == str(path.resolve())]:
        _unpacked.pop(key)[0].unlink(missing_ok=True)


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                return False
            _refuse_bomb(path, sum(item.file_size for item in archive.infolist()), path.stat().st_size)
            return True
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableFile(f"{path.name} is a damaged zip or XLSX file. Nothing was imported. Export it again.") from error


def _gzip(path: Path) -> Path:
    try:
        with gzip.open(path, "rb") as source:
            return _copy(path, source)
    except EOFError as error:
        raise UnreadableFile(
            f"{path.name} is cut off: the packed data stops before its end. Nothing was imported. Download or export it again."
        ) from error
    except (OSError, zlib.error) as error:
        raise UnreadableFile(f"{path.name} is a damaged gzip file. Nothing was imported. Download or export it again.") from error


def _zip(path: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            files = [item for item in archive.infolist() if not item.is_dir() and not item.filename.startswith("__MACOSX")]
            if len(files) != 1:
                raise UnreadableFile(
                    f"{path.name} holds {len(files)} files. Nothing was imported. Unpack it and import one file at a time."
                )
            _refuse_bomb(path, files[0].file_size, path.stat().st_size)
            with archive.open(files[0]) as source:
                return _copy(path, source)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableFile(
            f"{path.name} is a damaged or locked zip file. Nothing was imported. Pack or export it again."
        ) from error


def _copy(path: Path, source: IO[bytes] | gzip.GzipFile | io.BufferedIOBase) -> Path:
    target, packed, size = spool(), path.stat().st_size, 0
    try:
        with target.open("wb") as out:
            while block := source.read(_BLOCK):
                size += len(block)
                _refuse_bomb(path, size, packed)
                out.write(block)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    if not size:
        raise UnreadableFile(f"{path.name} is empty once unpacked. Nothing was imported. Export it again.")
    return target


def _refuse_bomb(path: Path, size: int, packed: int) -> None:
    if size > MAX_UNPACKED or (size > BOMB_FROM and size > MAX_RATIO * packed):
        raise UnreadableFile(
            f"{path.name} grows to more than {size // 1024**2:,} MB when unpacked, from {packed / 1024**2:,.1f} MB. "
            "That looks like a file made to fill a disk, so unpacking was stopped. Nothing was imported. "
            "If the file is yours, unpack it yourself and import the plain file."
        )
