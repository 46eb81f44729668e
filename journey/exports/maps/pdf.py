"""A map as PDF: the whole of it on one page of its own size, or over sheets of paper to glue together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from journey.domain.document import Document, Figures
from journey.errors import Refused
from journey.exports.maps import pdf_text
from journey.exports.maps.clean import cleaned, mapped
from journey.exports.maps.fonts import LEADING, right_to_left
from journey.exports.maps.layout import layout
from journey.exports.maps.marks import Block, Dot, Picture, Stroke, Words
from journey.exports.maps.pdf_sheets import PAPERS, sheets
from journey.exports.maps.style import GROUND
from journey.exports.maps.svg import ASCENT
from journey.exports.maps.undrawn import note, odd, spoken

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
    for mark in picture.marks:
        match mark:
            case Block():
                _block(canvas, mark, picture.height)
            case Stroke():
                _stroke(canvas, mark, picture.height)
            case Dot(x=x, y=y, radius=radius, fill=fill, edge=edge):
                _ink(canvas, fill, edge or fill, 1.6)
                canvas.circle(x, picture.height - y, radius, stroke=1, fill=1)


def _ink(canvas: Any, fill: str, edge: str, width: float = 1.0, dash: str = "") -> None:
    if fill:
        canvas.setFillColor(fill)
    if edge:
        canvas.setStrokeColor(edge)
        canvas.setLineWidth(width)
    canvas.setDash([float(each) for each in dash.split()] if dash not in {"", "none"} else [])


def _stroke(canvas: Any, stroke: Stroke, height: float) -> None:
    _ink(canvas, stroke.fill, stroke.colour, stroke.width, stroke.dash)
    path = canvas.beginPath()
    for at, (x, y) in enumerate(stroke.points):
        (path.lineTo if at else path.moveTo)(x, height - y)
    if stroke.fill:
        path.close()
    canvas.drawPath(path, stroke=0 if stroke.fill else 1, fill=1 if stroke.fill else 0)


def _block(canvas: Any, block: Block, height: float) -> None:
    box = block.box
    if block.fill or block.edge:
        _ink(canvas, block.fill, block.edge, 1, "4 3" if block.dashed else "")
        place = (box.x, height - box.bottom, box.width, box.height)
        canvas.roundRect(*place, block.radius, stroke=1 if block.edge else 0, fill=1 if block.fill else 0)
    if block.bar:
        canvas.setFillColor(block.bar)
        canvas.rect(box.x, height - box.bottom, 3.5, box.height, stroke=0, fill=1)
    y = box.y + block.pad
    for words in block.words:
        y += words.above
        _words(canvas, words, block, height - y)
        y += words.height(block.room) - words.above


def _words(canvas: Any, words: Words, block: Block, top: float) -> None:
    """A paragraph below `top`, its key before it."""
    left, right = block.box.x + block.pad, block.box.right - block.pad
    middle = top - words.size * 0.68
    if words.dash:
        _ink(canvas, "", words.dot, 2, words.dash)
        canvas.line(left, middle, left + 17, middle)
    elif words.dot:
        canvas.setFillColor(words.dot)
        canvas.circle(left + 3.5, middle, 3, stroke=0, fill=1)
    canvas.setFillColor(words.colour)
    ends = block.at == "end" or right_to_left(words.text)
    for at, line in enumerate(words.lines(block.room)):
        y = top - words.size * (ASCENT + at * LEADING)
        x = right - pdf_text.wide(line, words.size, bold=words.bold) if ends else left + words.indent
        wide = pdf_text.draw(canvas, line, (x, y), words.size, bold=words.bold) if line else 0.0
        if words.struck:
            _ink(canvas, "", words.colour, 0.8)
            canvas.line(x, y + words.size * 0.3, x + wide, y + words.size * 0.3)
