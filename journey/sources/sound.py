"""Reads a recording from this machine, if it is a sound that browsers play."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from journey.errors import UnreadableFile

MOST = 300 * 2**20
"""Bytes of the largest recording that is played: a day of speech."""
_BEGINNINGS = (
    (0, b"ID3", "audio/mpeg"),
    (0, b"RIFF", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\x1aE\xdf\xa3", "audio/webm"),
    (4, b"ftyp", "audio/mp4"),
)


@dataclass(frozen=True)
class Sound:
    """A recording: its bytes and its media type."""

    data: bytes
    kind: str


def sound(data: bytes) -> Sound:
    """The recording that these bytes are; UnreadableFile if they are no sound, told by how they begin."""
    kind = next((kind for at, mark, kind in _BEGINNINGS if data[at : at + len(mark)] == mark), None)
    if data[:4] == b"RIFF" and data[8:12] != b"WAVE":
        kind = None
    if kind is None and len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:  # an MPEG or ADTS frame without a header
        kind = "audio/aac" if data[1] & 0x06 == 0 else "audio/mpeg"
    if kind is None:
        raise UnreadableFile("This is no recording that can be played here. Give it as WAV, MP3, M4A, OGG, FLAC or WebM.")
    return Sound(data, kind)


def read_sound(path: str) -> Sound:
    """The recording at that place of this machine; UnreadableFile, which never names the place, if there is none to play."""
    try:
        found = Path(path).stat()
        if found.st_size > MOST:
            raise UnreadableFile(f"The recording is too large to be played here: more than {MOST >> 20} MB.")
        return _read(path, found.st_mtime_ns)
    except OSError:
        raise UnreadableFile(
            "The recording is not where it lay when this conversation was brought in. The text is all here; to hear it, put the "
            "file back or choose it below."
        ) from None


@lru_cache(maxsize=2)  # a page asks for its recording on every run
def _read(path: str, _changed: int) -> Sound:
    with Path(path).open("rb") as file:
        sound(file.read(16))
    return sound(Path(path).read_bytes())
