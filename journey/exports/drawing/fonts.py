"""How wide text is drawn in the fonts that ship with the product, so that every writer breaks its lines at the same places."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from journey.config import RESOURCES

FOLDER = RESOURCES / "fonts"
REGULAR, BOLD, WIDE = FOLDER / "OpenSans-Regular.ttf", FOLDER / "OpenSans-Semibold.ttf", FOLDER / "DejaVuSans.ttf"
"""Open Sans for nearly everything (wider than Arial and Calibri, so what fits in it fits in them); DejaVu Sans for the rest."""
FAMILY, WIDE_FAMILY = "Open Sans", "DejaVu Sans"
LEADING = 1.36
"""Distance of two base lines, as a share of the size."""
ASCENT = 1.04
"""From a line's upper edge to its base line, as a share of the size."""

_PIECES = re.compile(r"\s+|\S+")
_NO_BREAK_BEFORE = {"Mn", "Me", "Cf"}


@lru_cache(maxsize=3)
def _widths(path: Path) -> dict[int, float]:
    """Every character that the font draws, with its width in thousandths of the size."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    font: Any = TTFontFile(str(path))
    return dict(font.charWidths)


def drawn_by(character: str, *, bold: bool = False) -> Path | None:
    """The font of ours that has the character, or None."""
    code = ord(character)
    return next((path for path in (BOLD if bold else REGULAR, WIDE) if code in _widths(path)), None)


@lru_cache(maxsize=20_000)
def advance(character: str, bold: bool = False) -> float:
    """How wide one character is, in thousandths of the size; a wide guess for what another font must draw."""
    path = drawn_by(character, bold=bold)
    if path:
        return _widths(path)[ord(character)]
    if unicodedata.category(character) in _NO_BREAK_BEFORE:
        return 0.0
    return 1050.0 if unicodedata.east_asian_width(character) in "WF" else 750.0


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is, in the unit of `size`."""
    return sum(advance(character, bold) for character in text) * size / 1000


@lru_cache(maxsize=10_000)
def wrap(text: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """The text in lines no wider than `room`: at spaces, else within a word that is too long; its own line ends are kept."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for piece in _PIECES.findall(paragraph.strip()):
            if width(line + piece.rstrip(), size, bold=bold) <= room:
                line += " " if piece.isspace() else piece
                continue
            *whole, line = _broken(line, piece, room, size, bold)
            lines += whole
        lines.append(line.rstrip())
    return tuple(lines)


def _broken(line: str, word: str, room: float, size: float, bold: bool) -> list[str]:
    """The lines of a word that does not fit after `line`: it begins a new one, and is cut where even that is too short."""
    wide = any(unicodedata.east_asian_width(character) in "WF" for character in word)
    lines, current = ([], line) if wide or not line.strip() else ([line.rstrip()], "")
    for cluster in _clusters(word.lstrip() if word.isspace() else word):
        if current and width(current + cluster, size, bold=bold) > room:
            lines.append(current.rstrip())
            current = ""
        current += cluster
    return [*lines, current]


def _clusters(word: str) -> list[str]:
    """The word in parts that may stand on lines of their own: a letter with its accents, an emoji with what is joined to it."""
    parts: list[str] = []
    for character in word:
        joins = unicodedata.category(character) in _NO_BREAK_BEFORE or "\U0001f3fb" <= character <= "\U0001f3ff"
        if parts and (joins or parts[-1].endswith("‍")):
            parts[-1] += character
        else:
            parts.append(character)
    return parts


def runs(line: str, *, bold: bool = False) -> list[tuple[Path | None, str]]:
    """The line in stretches of one font each; spaces go with what is before them, so that words of one script stay together."""
    made: list[tuple[Path | None, str]] = []
    for character in line:
        path = drawn_by(character, bold=bold)
        if made and (character.isspace() or (path is None and unicodedata.category(character) in _NO_BREAK_BEFORE)):
            path = made[-1][0]
        if made and made[-1][0] == path:
            made[-1] = (path, made[-1][1] + character)
        else:
            made.append((path, character))
    return made


def right_to_left(text: str) -> bool:
    """Whether the text's first strong character belongs to a script that is read from right to left."""
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((kind in {"R", "AL"} for kind in strong if kind in {"L", "R", "AL"}), False)
