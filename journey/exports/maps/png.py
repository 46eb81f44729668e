"""A map as PNG, drawn from its SVG without a browser or a network."""

from __future__ import annotations

from functools import lru_cache, partial
from io import BytesIO

from journey.domain.document import Document, Figures
from journey.exports.drawing.clean import cleaned, mapped
from journey.exports.drawing.fonts import FAMILY, FOLDER, drawn_by
from journey.exports.drawing.svg_marks import FONTS
from journey.exports.drawing.undrawn import note, odd, spoken
from journey.exports.maps.layout import layout
from journey.exports.maps.svg import drawn

LARGEST = 24e6
"""Pixels: more take longer than people wait, and some programs refuse them."""
_NOBODYS = "\U0010fffd"
"""A character that no font has: what is drawn for it is drawn for whatever is missing."""
_CELL = 28


def to_png(document: Document, figures: Figures, *, scale: float = 2.0) -> bytes:
    """The whole map as one PNG, `scale` pixels to a pixel of the layout, fewer for a large map.

    What our fonts lack is drawn in the machine's own; signs that none has are said by name, a note tells of other scripts.
    """
    document, figures = cleaned(document), cleaned(figures)
    lacking = odd((document, figures), lambda character: drawn_by(character) is not None)
    missing = _missing(lacking)
    notes = note(document, missing)
    say = partial(spoken, missing=missing)
    picture = layout(mapped(document, say), mapped(figures, say), notes=notes)
    zoom = min(scale, (LARGEST / (picture.width * picture.height)) ** 0.5)
    return _rendered(drawn(picture, apart=True), zoom=zoom, system_fonts=bool(lacking))


def _rendered(svg: str, *, zoom: float, system_fonts: bool) -> bytes:
    """The SVG as PNG; the machine's fonts are read only where ours do not do."""
    from resvg_py import svg_to_bytes

    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            font_dirs=[str(FOLDER)],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            skip_system_fonts=not system_fonts,
        )
    )


@lru_cache(maxsize=8)
def _missing(characters: frozenset[str]) -> frozenset[str]:
    """Those of the characters for which this machine draws what it draws for a character that does not exist."""
    if not characters:
        return frozenset()
    from PIL import Image

    asked = [_NOBODYS, *sorted(characters)]
    cells = "".join(f'<text x="{at * _CELL + 4}" y="20" font-size="16">{each}</text>' for at, each in enumerate(asked))
    size = f'width="{len(asked) * _CELL}" height="{_CELL}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONTS}">{cells}</svg>'
    drawn_row = Image.open(BytesIO(_rendered(svg, zoom=1.0, system_fonts=True)))
    pieces = [drawn_row.crop((at * _CELL, 0, (at + 1) * _CELL, _CELL)).tobytes() for at in range(len(asked))]
    empty = bytes(len(pieces[0]))
    return frozenset(each for each, piece in zip(asked, pieces, strict=True) if piece in {pieces[0], empty}) - {_NOBODYS}
