"""A map as SVG: text stays text, fonts by name with generic ones behind them, and words for who cannot see it."""

from __future__ import annotations

from xml.sax.saxutils import escape

from journey.domain.document import Document, Figures
from journey.exports.drawing.clean import cleaned
from journey.exports.drawing.marks import Picture
from journey.exports.drawing.style import GROUND
from journey.exports.drawing.svg_marks import FONTS, px, svg_marks
from journey.exports.maps.layout import layout


def to_svg(document: Document, figures: Figures) -> bytes:
    """The whole map as one SVG; the same bytes for the same map."""
    return drawn(layout(cleaned(document), cleaned(figures))).encode()


def drawn(picture: Picture, *, apart: bool = False) -> str:
    """A picture as SVG; `apart` writes each stretch of one font as a text of its own, which programs need that choose a line's
    font as a whole."""
    size = f'{px(picture.width)}" height="{px(picture.height)}" viewBox="0 0 {px(picture.width)} {px(picture.height)}'
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" font-family="{FONTS}" '
        'role="img" aria-labelledby="map-title map-desc">\n'
        f'<title id="map-title">{escape(picture.title)}</title>\n<desc id="map-desc">{escape(picture.described)}</desc>\n'
        f'<rect width="100%" height="100%" fill="{GROUND}"/>\n'
    )
    return head + svg_marks(picture.marks, apart=apart) + "\n</svg>\n"
