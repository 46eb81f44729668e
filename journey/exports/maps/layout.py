"""A whole map laid out in pixels: title, stages opened into steps, lanes with their cards, emotion curve, personas and legend."""

from __future__ import annotations

import math
from collections.abc import Sequence

from journey.domain.document import Document, Figures
from journey.domain.words import LaneKind
from journey.exports.drawing.marks import Block, Box, Picture, Stroke, Words
from journey.exports.drawing.style import BORDER, GAP, GROUND, LANE, MARGIN, MUTED, PAPER, SMALL, TEXT
from journey.exports.maps import foot, handoffs, head, said
from journey.exports.maps.columns import Column, columns, fill
from journey.exports.maps.rows import Mark, Row, drawn, rows

SHAPE = 1.4
"""Width to height that suits a screen, a slide and paper alike."""
NARROWEST = 900.0
BORDER_ROOM = 17.0


def layout(document: Document, figures: Figures, *, notes: Sequence[str] = (), personas: bool = True) -> Picture:
    """The map as marks from back to front, none of whose blocks overlap.

    `notes` are added to those of what is not shown; without `personas` they are left for a page of their own.
    """
    grid = rows(document, figures)
    stages = _shaped(document, grid)
    width = max(NARROWEST, (stages[-1].x + stages[-1].width + MARGIN) if stages else 0)
    marks: list[Mark] = list(head.title(document, figures, width))
    bottom = max(mark.box.bottom for mark in marks if isinstance(mark, Block)) + 14
    if stages:
        body, bottom = _grid(document, figures, grid, stages, bottom)
        marks += body
    else:
        notes = ("This map has no stages yet.", *notes)
    below, bottom = _below(document, figures, (*said.hidden(document), *notes), bottom + 18, width, personas=personas)
    marks += below
    return Picture(document.name, described(document, figures), width, bottom + MARGIN, tuple(marks))


def described(document: Document, figures: Figures) -> str:
    """The map in a few sentences, for who cannot see it."""
    stages = ", ".join(stage.name for stage in document.stages) or "none yet"
    lanes = ", ".join(lane.name for lane in document.lanes if lane.shown) or "none"
    date = f" As of {said.day(figures.as_of)}." if figures.as_of else ""
    return f"Journey map. Stages: {stages}. Lanes: {lanes}. {len(document.cards)} cards.{date}"


def _shaped(document: Document, grid: Sequence[Row]) -> tuple[Column, ...]:
    """The stages as wide as it takes for a map that is near to its shape, and not much larger than it must be."""
    fullest = {stage.key: max((len(row.cells.get(stage.key, ())) for row in grid), default=0) for stage in document.stages}
    most = max(fullest.values(), default=1)
    tries = {most, *(at for at in (1, 2, 3, 4, 6, 9) if at < most)} - {0} or {1}
    made = [columns(document.stages, fullest, tallest) for tallest in sorted(tries, reverse=True)]
    return min(made, key=lambda stages: _cost(stages, grid))


def _cost(stages: Sequence[Column], grid: Sequence[Row]) -> float:
    """How far a grid of these columns is from the shape, and how large it is, both as logarithms."""
    if not stages:
        return 0.0
    wide = stages[-1].x + stages[-1].width
    tall = sum(max(fill(row.cells.get(stage.stage.key, ()), stage).height for stage in stages) for row in grid)
    return abs(math.log(wide / (tall + 320) / SHAPE)) + math.log(wide * (tall + 320))


def _grid(
    document: Document, figures: Figures, grid: Sequence[Row], stages: Sequence[Column], top: float
) -> tuple[list[Mark], float]:
    """Headings and rows, hand-offs behind the cards, and where the grid ends."""
    with_kpis = not any(row.lane.kind is LaneKind.KPI for row in grid)
    headings, bottom = head.headings(stages, figures, top, with_kpis=with_kpis)
    steps, bottom = head.steps(stages, bottom)
    fore: list[Mark] = [*headings, *steps]
    borders = handoffs.borders([row.lane for row in grid])
    for at, row in enumerate(grid):
        if at in borders:
            fore += _border(borders[at], bottom, stages)
            bottom += BORDER_ROOM
        marks, bottom = drawn(row, document, figures, stages, bottom, ground=PAPER if at % 2 else GROUND)
        fore += marks
    back: list[Mark] = [mark for mark in fore if isinstance(mark, Block) and mark.role == "row"]
    back += [Stroke("stage line", ((stage.x, top), (stage.x, bottom)), BORDER, 1) for stage in stages[1:]]
    boxes = {mark.key: mark.box for mark in fore if isinstance(mark, Block) and mark.role == "card"}
    back += handoffs.lines(document.links, boxes)
    return [*back, *(mark for mark in fore if not (isinstance(mark, Block) and mark.role == "row"))], bottom


def _border(name: str, top: float, stages: Sequence[Column]) -> list[Mark]:
    """A line of the blueprint with its name at the left."""
    y = top + BORDER_ROOM / 2
    words = (Words(name, SMALL, colour=TEXT),)
    right = stages[-1].x + stages[-1].width
    label = Block("border", Box(MARGIN, top + 1, LANE - GAP, BORDER_ROOM - 2), words, pad=1)
    return [Stroke("border", ((MARGIN + LANE - GAP, y), (right, y)), MUTED, 1.4, "8 5"), label]


def _below(
    document: Document, figures: Figures, notes: Sequence[str], top: float, width: float, *, personas: bool
) -> tuple[list[Mark], float]:
    """Personas, legend and notes, and where they end."""
    marks: list[Mark] = []
    people, bottom = foot.personas(document, top, width) if personas else ([], top)
    keys, bottom = foot.legend(document, figures, bottom, width)
    sentences, bottom = foot.notes(notes, bottom + 10, width)
    marks += [*people, *keys, *sentences]
    return marks, bottom
