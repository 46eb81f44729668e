"""Opens what conversations come in: a file, a gzip, a zip of many, a folder; names each file as the person knows it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from journey.errors import UnreadableFile
from journey.sources.talks.place import Plain
from journey.sources.unpack import BOMB_FROM, MAX_RATIO, MAX_UNPACKED, forget, spool, unpack

MOST_FILES = 100_000
"""Files of a folder or an archive; each is opened and looked at."""
RECORDINGS = frozenset(
    {".wav", ".mp3", ".m4a", ".mp4", ".ogg", ".oga", ".opus", ".flac", ".webm", ".aac", ".wma", ".mov", ".mkv"}
)
"""Endings of recordings, which are never read: they are paired with their transcripts."""
_ENDINGS = RECORDINGS | frozenset({
    ".vtt", ".srt", ".txt", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xlsx", ".parquet", ".eml", ".mbox", ".mbx",
    ".gz", ".zip", ".transcript", ".cc",
})  # fmt: skip
_BLOCK = 1024 * 1024


def opened(*paths: Path) -> Iterator[tuple[str, Plain | UnreadableFile]]:
    """Each file by its name, ready to be read, or why it can't be; recordings and hidden files are passed over.

    What was unpacked is gone when the next one is asked for.
    """
    for count, (name, file) in enumerate((one for path in paths for one in _files(path)), start=1):
        if count > MOST_FILES:
            raise UnreadableFile(
                f"{paths[0].name} holds more than {MOST_FILES:,} files. Nothing was imported. Import it in parts."
            )
        if isinstance(file, UnreadableFile):
            yield name, file
            continue
        try:
            yield name, Plain(unpack(file)[0], name)
        except UnreadableFile as refusal:
            yield name, refusal
        finally:
            forget(file)


def stem_of(name: str) -> str:
    """A file's name without folders and endings: of "calls/call 7.wav.json" it is "call 7"."""
    stem = Path(name.replace("\\", "/")).name
    while (shorter := Path(stem)).suffix.lower() in _ENDINGS and shorter.stem:
        stem = shorter.stem
    return stem


def _files(path: Path) -> Iterator[tuple[str, Path | UnreadableFile]]:
    if path.is_dir():
        for file in sorted(file for file in path.rglob("*") if file.is_file()):
            if _told(name := str(file.relative_to(path))):
                yield name, file
    elif "word/document.xml" in (names := _names(path)):
        yield (
            path.name,
            UnreadableFile(f"{path.name} is a Word document. Nothing was imported. Save it as text or export it as VTT."),
        )
    elif "[Content_Types].xml" not in names and sum(_told(name) for name in names) > 1:
        yield from _members(path)
    else:
        yield path.name, path


def _told(name: str) -> bool:
    parts = Path(name.replace("\\", "/")).parts
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return not hidden and Path(name).suffix.lower() not in RECORDINGS


def _names(path: Path) -> list[str]:
    """The files in a zip; a workbook or a document is one as well, and no archive. Empty for anything else."""
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                return []
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return []


def _members(path: Path) -> Iterator[tuple[str, Path | UnreadableFile]]:
    left = min(MAX_UNPACKED, max(BOMB_FROM, MAX_RATIO * path.stat().st_size))
    with zipfile.ZipFile(path) as archive:
        for item in sorted(archive.infolist(), key=lambda item: item.filename):
            if item.is_dir() or not _told(item.filename):
                continue
            try:
                file = _unpacked(archive, item, left)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
                name = Path(item.filename).name
                yield (
                    item.filename,
                    UnreadableFile(f"{name} is damaged or locked in the archive. Nothing was imported. Pack it again."),
                )
                continue
            left -= file.stat().st_size
            try:
                yield item.filename, file
            finally:
                file.unlink(missing_ok=True)


def _unpacked(archive: zipfile.ZipFile, item: zipfile.ZipInfo, most: int) -> Path:
    target, size = spool(), 0
    with archive.open(item) as source, target.open("wb") as out:
        while block := source.read(_BLOCK):
            size += len(block)
            if size > most:
                target.unlink(missing_ok=True)
                raise UnreadableFile(
                    "The archive grows far beyond what texts unpack to. That looks like a file made to fill a disk, so unpacking "
                    "was stopped. Nothing was imported. If it is yours, unpack it yourself and import the folder."
                )
            out.write(block)
    return target
