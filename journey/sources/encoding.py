"""Finds out which encoding a text file is in."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from journey.errors import UnreadableFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1024 * 1024
_WESTERN = re.compile("[^\x00-\x7fÀ-ÖØ-öø-ÿŠšŽžŒœŸ€£§°²³µ·º¡¿«»‘’“”–—…•™®©\xa0]")
_MOJIBAKE = re.compile("Ã[\x80-¿ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[™œ\x9d“”¦˜¢]|Â[£°§·«»]")


def encoding_of(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    """The encoding of a text file and what to say of it; UnreadableFile where it is no text at all.

    UTF-8 and byte order marks are certain; anything else is a conclusion and comes with a note.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
        whole = len(head) < _SAMPLE
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding, ()
    if wide := _utf16(head):
        return wide, (f"{name} was read as {wide.upper()}, concluded from its zero bytes.",)
    _refuse_binary(head, name)
    if _is_utf8(head, final=whole) and (whole or _is_utf8_throughout(path)):
        return "utf-8", ()
    encoding = _legacy(path.read_bytes()[: 64 * _SAMPLE])
    return encoding, (f"{name} is not in UTF-8; it was read as {encoding}. If letters look wrong, name the encoding it is in.",)


def looks_garbled(text: str) -> bool:
    """Whether UTF-8 was once read as Windows-1252 and saved so ("cafÃ©", "donâ€™t")."""
    return _MOJIBAKE.search(text) is not None


def _is_utf8(block: bytes, final: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8_throughout(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(4 * _SAMPLE):
                if not (block.isascii() and not decoder.getstate()[0]):
                    decoder.decode(block)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _utf16(head: bytes) -> str:
    pairs = len(head) // 2
    if not pairs or head.count(0) < 0.3 * len(head):
        return ""
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    guess = "utf-16-le" if odd > even else "utf-16-be"
    return guess if max(even, odd) > 0.6 * pairs and min(even, odd) < 0.1 * pairs else ""


def _refuse_binary(head: bytes, name: str) -> None:
    odd = sum(head[:4096].count(code) for code in (*range(9), *range(14, 27), *range(28, 32)))
    if odd > 0.02 * len(head[:4096]):
        raise UnreadableFile(
            f"{name} is not a text table: it holds bytes that no text has. Nothing was imported. "
            "Export it as CSV, XLSX, JSON or Parquet."
        )


def _legacy(raw: bytes) -> str:
    try:
        text = raw.decode("cp1252")
        high = sum(not char.isascii() for char in text[:_SAMPLE])
        if len(_WESTERN.findall(text[:_SAMPLE])) <= 0.02 * high:
            return "cp1252"
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE]).best()
    return best.encoding if best else "latin-1"
