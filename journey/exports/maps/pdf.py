"""A map as PDF: the whole of it on one page of its own size, or over sheets of paper to glue together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from journey.domain.document import Document, Figures
from journey.errors import Refused
from journey.exports.drawing import pdf_text
from journey.exports.drawing.clean import cleaned, mapped
from journey.exports.drawing.marks import Picture
from journey.exports.drawing.pdf_marks import draw_marks
from journey.exports.drawing.style import GROUND
from journey.exports.drawing.undrawn import note, odd, spoken
from journey.exports.maps.layout import layout
from journey.exports.maps.pdf_sheets import PAPERS, sheets

POINTS = 0.75
"""PDF points to a pixel."""
LONGEST = 14_400.0
"""Points that a page may measure at most (PDF 1.7, annex C)."""


def to_pdf(document: Document, figures: Figures, *, paper: str = "one") -> bytes:
    """The map as PDF with text that can be selected and a bookmark for each stage and lane; the same bytes for the same map.

    `paper` is "one" for one page as large as the map, or "A4" or "A3" for sheets to glue, the first of which shows how.
    """
    if paper not in {"one", *PAPERS}:
        raise Refused(f"There is no paper called {paper}. Nothing was written. Choose one, A4 or A3.")
    from reportlab.pdfgen.canvas import Canvas

    pdf_text.fonts()
    document, figures = cleaned(document), cleaned(figures)
    missing = odd((document, figures), pdf_text.drawable)
    say = partial(spoken, missing=missing)
    notes = note(document, missing)
    if odd((document, figures), lambda character: not pdf_text.brought(character)):
        notes = (*notes, "Chinese, Japanese and Korean letters are drawn in the fonts of the program that shows this file.")
    picture = layout(mapped(document, say), mapped(figures, say), notes=notes)
    out = BytesIO()
    canvas: Any = Canvas(out, invariant=1, pageCompression=1)
    canvas.setTitle(picture.title)
    canvas.setSubject(picture.described)
    canvas.setCreator("Journey")
    canvas.showOutline()
    (_one_page if paper == "one" else partial(sheets, paper=paper))(canvas, picture, partial(_drawn, picture=picture))
    canvas.save()
    return out.getvalue()


def _one_page(canvas: Any, picture: Picture, draw: Callable[[Any], None]) -> None:
    """The whole map on a page of its size, with bookmarks."""
    scale = min(POINTS, LONGEST / picture.width, LONGEST / picture.height)
    canvas.setPageSize((picture.width * scale, picture.height * scale))
    canvas.scale(scale, scale)
    draw(canvas)
    wanted = {"title": 0, "stage": 1, "lane": 1}
    for at, block in enumerate(block for block in picture.blocks if block.role in wanted):
        key, box = f"block {at}", block.box
        canvas.bookmarkPage(key, fit="XYZ", left=box.x * scale, top=(picture.height - box.y) * scale)
        canvas.addOutlineEntry(block.words[0].text or "–", key, wanted[block.role])
    canvas.showPage()


def _drawn(canvas: Any, picture: Picture) -> None:
    """Draws the picture in its pixels, from the lower left corner of the page."""
    canvas.setFillColor(GROUND)
    canvas.rect(0, 0, picture.width, picture.height, stroke=0, fill=1)
    draw_marks(canvas, picture.marks, picture.height)
