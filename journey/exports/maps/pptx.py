"""A map as slides that people can edit: the map, its emotion curve, each stage, personas and actions."""

from __future__ import annotations

from journey.domain.document import Document, Figures
from journey.exports.drawing.clean import cleaned
from journey.exports.drawing.deck import LARGEST, POINTS, TALL, WIDE, Deck
from journey.exports.drawing.marks import Picture
from journey.exports.drawing.style import BODY
from journey.exports.maps import slides
from journey.exports.maps.layout import layout
from journey.exports.maps.rows import rows

READABLE = 7.0
"""Points that a card's text is tall at least, on slides that may grow for it."""


def to_pptx(document: Document, figures: Figures) -> bytes:
    """The map as a PowerPoint file: shapes with text instead of pictures, charts that PowerPoint draws, sources in the notes.

    The slides are so large that the text of the map on one of them is readable, up to what PowerPoint allows.
    """
    document, figures = cleaned(document), cleaned(figures)
    picture = layout(document, figures, personas=False)
    fitted = _fitted(picture)
    deck = Deck(document.name, min(LARGEST, max(1.0, READABLE / (BODY * fitted * POINTS))))
    _map(deck, picture, fitted)
    slides.emotions(deck, document, figures)
    grid = rows(document, figures)
    for part in document.stages:
        slides.stage(deck, document, figures, part, grid)
    if document.personas:
        slides.personas(deck, document, figures)
    slides.actions(deck, document, figures)
    return deck.saved()


def _fitted(picture: Picture) -> float:
    """Pixels of a slide to one of the picture, so that the whole of it is on the slide."""
    return min(WIDE / picture.width, TALL / picture.height)


def _map(deck: Deck, picture: Picture, fitted: float) -> None:
    """The slide of the whole map, in its middle."""
    left, top = (WIDE - picture.width * fitted) / 2, (TALL - picture.height * fitted) / 2
    title, *_ = picture.blocks
    sheet = deck.titled(title, deck.points * fitted, left * deck.points, top * deck.points)
    for mark in picture.marks:
        if mark is not title:
            sheet.draw(mark)
    deck.note(sheet, [picture.described])
