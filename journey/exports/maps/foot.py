"""The bottom of a map: its personas, the legend of what is drawn, and notes on what is not."""

from __future__ import annotations

from collections.abc import Sequence

from journey.domain.document import Document, Figures
from journey.domain.words import Standing
from journey.exports.drawing.fonts import width as drawn_width
from journey.exports.drawing.marks import Block, Box, Words, tall
from journey.exports.drawing.style import (
    BODY,
    BORDER,
    CARD,
    GAP,
    MARGIN,
    MARKS,
    MUTED,
    PAPER,
    PRIMARY,
    SCOPE,
    SMALL,
    STATES,
)
from journey.exports.maps import curve, said

NARROWEST, WIDEST = 2 * CARD, 4 * CARD
"""How wide a persona is drawn."""


def personas(document: Document, top: float, width: float) -> tuple[list[Block], float]:
    """Whom the journey is for, each with what is known of them, and where that ends."""
    if not document.personas:
        return [], top
    heading = (Words("Personas", SCOPE + 2, bold=True),)
    blocks = [Block("heading", Box(MARGIN, top, NARROWEST, tall(heading, NARROWEST, 0)), heading, pad=0)]
    room = width - 2 * MARGIN + GAP
    wide = min(WIDEST, max(NARROWEST, room / len(document.personas) - GAP))
    across = max(1, int(room // (wide + GAP)))
    depths = [blocks[0].box.bottom + GAP] * across
    for persona in document.personas:
        words = [Words(persona.name, BODY + 1, bold=True)]
        for name, text in said.profile(persona):
            words += [Words(name, SMALL, bold=True, colour=MUTED, above=4), Words(text, SMALL + 0.5)]
        at = min(range(across), key=lambda slot: (depths[slot], slot))
        box = Box(MARGIN + at * (wide + GAP), depths[at], wide, tall(tuple(words), wide))
        blocks.append(Block("persona", box, tuple(words), persona.key, PAPER, BORDER, radius=4))
        depths[at] = box.bottom + GAP
    return blocks, max(depths) + GAP


def legend(document: Document, figures: Figures, top: float, width: float) -> tuple[list[Block], float]:
    """What the marks on this map mean, only those that it bears; it flows over as many rows as it needs."""
    blocks: list[Block] = []
    x, y, tallest = MARGIN, top, 0.0
    for at, words in enumerate(_meanings(document, figures)):
        room = min(words.indent + _wide(words) + 2, width - 2 * MARGIN)
        if x > MARGIN and x + room > width - MARGIN:
            x, y, tallest = MARGIN, y + tallest + 4, 0.0
        box = Box(x, y, room, tall((words,), room, 0))
        blocks.append(Block("legend", box, (words,), f"legend {at}", pad=0))
        x, tallest = box.right + 22, max(tallest, box.height)
    return blocks, y + tallest


def notes(lines: Sequence[str], top: float, width: float) -> tuple[list[Block], float]:
    """Sentences on what is not drawn."""
    if not lines:
        return [], top
    words = tuple(Words(line, SMALL, colour=MUTED) for line in lines)
    room = min(width - 2 * MARGIN, 1100.0)
    box = Box(MARGIN, top, room, tall(words, room, 0))
    return [Block("note", box, words, pad=0)], box.bottom


def _wide(words: Words) -> float:
    return drawn_width(words.text, words.size, bold=words.bold)


def _meanings(document: Document, figures: Figures) -> list[Words]:
    standings = {card.standing for card in document.cards}
    made = [
        ("Strip at the left: evidenced", PRIMARY, Standing.EVIDENCED in standings),
        ("Dashed edge: hypothesis", MUTED, Standing.HYPOTHESIS in standings),
        ("Struck through: no longer believed", MUTED, Standing.STRUCK in standings),
        ("No. at the start of a line: cards that refer to each other", MUTED, bool(said.names(document).numbers)),
    ]
    states = {kpi.state for kpi in figures.kpis}
    made += [(f"{MARKS[state]} {state}", STATES[state], state in states) for state in ("better", "worse", "watch")]
    keys = [Words(text, SMALL, colour=MUTED, dot=colour) for text, colour, borne in made if borne]
    for each in reversed(curve.series(document, figures)):
        keys.append(Words(f"Emotion: {each.name}", SMALL, colour=MUTED, dot=each.colour, dash=each.dash or "none"))
    if any(mark.low is not None for mark in figures.felt):
        keys.append(Words("Band: 95 % interval of the measured emotion", SMALL, colour=MUTED, dot=curve.BAND))
    return keys
