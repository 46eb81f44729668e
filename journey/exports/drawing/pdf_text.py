"""Lines of text on a PDF page: each character in a font that has it, whatever the script, and found by who searches."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from journey.exports.drawing.fonts import BOLD, REGULAR, WIDE, drawn_by, right_to_left

OURS = {REGULAR: "OpenSans", BOLD: "OpenSans-Semibold", WIDE: "DejaVuSans"}
_CJK = (
    ("HeiseiKakuGo-W5", ((0x3040, 0x30FF), (0x31F0, 0x31FF))),
    ("HYGothic-Medium", ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3))),
    ("STSong-Light", ((0x2E80, 0x303F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF))),
)
"""Fonts for Japanese, Korean and Chinese that PDF readers bring, so that none needs to be in the file (PDF 1.7, 9.7.5.2)."""


@lru_cache(maxsize=1)
def fonts() -> None:
    """Makes our fonts known to the library, once."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for path, name in OURS.items():
        registerFont(TTFont(name, str(path)))


@lru_cache(maxsize=3)
def _known(name: str) -> str:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont

    registerFont(UnicodeCIDFont(name))
    return name


def _cjk(character: str) -> str:
    code = ord(character)
    return next((name for name, ranges in _CJK if any(low <= code <= high for low, high in ranges)), "")


def drawable(character: str) -> bool:
    """Whether a PDF can show the character."""
    return drawn_by(character) is not None or bool(_cjk(character))


def brought(character: str) -> bool:
    """Whether it is drawn in a font that the PDF's reader has to bring."""
    return drawn_by(character) is None and bool(_cjk(character))


def stretches(line: str, *, bold: bool) -> Iterator[tuple[str, str]]:
    """The line as it is seen from left to right, in stretches of one font each: the font's name and the text."""
    current, held = "", ""
    for character in _seen(line):
        path = drawn_by(character, bold=bold)
        name = OURS[path] if path else _cjk(character)
        if not name and unicodedata.category(character) in {"Mn", "Me", "Cf"}:
            continue
        font, shown = (name, character) if name else (OURS[WIDE], "□")
        if font != current and held:
            yield current, held
            held = ""
        current, held = font, held + shown
    if held:
        yield current, held


def _seen(line: str) -> str:
    """The line in the order in which its letters stand, Arabic ones in their joined forms."""
    if not _bends(line):
        return line
    from arabic_reshaper import reshape
    from bidi import get_display

    return str(get_display(reshape(line), base_dir="R" if right_to_left(line) else "L"))


def _bends(line: str) -> bool:
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in line)


def wide(line: str, size: float, *, bold: bool) -> float:
    """How wide the line is on the page."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(sum(stringWidth(text, _ready(font), size) for font, text in stretches(line, bold=bold)))


def draw(canvas: Any, line: str, place: tuple[float, float], size: float, *, bold: bool) -> float:
    """Draws the line from `place` on and says how wide it is; what was joined or replaced is kept as it was for who searches."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    shown = list(stretches(line, bold=bold))
    changed = "".join(text for _, text in shown) != line
    if changed:
        canvas.addLiteral(f"/Span <</ActualText <FEFF{line.encode('utf-16-be').hex().upper()}>>> BDC")
    x, y = place
    for font, text in shown:
        canvas.setFont(_ready(font), size)
        canvas.drawString(x, y, text)
        x += stringWidth(text, font, size)
    if changed:
        canvas.addLiteral("EMC")
    return float(x - place[0])


def _ready(font: str) -> str:
    return font if font in OURS.values() else _known(font)
