"""The top of a map: its title, scope and date, and the headings of stages and steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from journey.domain.document import Document, Figures
from journey.domain.words import Future
from journey.exports.drawing.marks import Block, Box, Words, placed, tall
from journey.exports.drawing.style import BAND, GAP, MARGIN, MUTED, SCOPE, SECOND, SMALL, STAGE, STEP, TEXT, TITLE
from journey.exports.maps import said
from journey.exports.maps.columns import Cell, Column, fill
from journey.exports.maps.items import alerts, kpis

DATE_ROOM = 230.0
LONG = 80
"""Characters from which a part of the scope has a line of its own."""


def title(document: Document, figures: Figures, width: float) -> Iterator[Block]:
    """The map's name with its date at the right, and its scope below."""
    room = width - 2 * MARGIN - DATE_ROOM
    name = (Words(document.name, TITLE, bold=True),)
    box = Box(MARGIN, MARGIN - 6, room, tall(name, room, 0))
    yield Block("title", box, name, pad=0)
    if figures.as_of:
        date = (Words(f"As of {said.day(figures.as_of)}", SCOPE, colour=MUTED),)
        at = Box(width - MARGIN - DATE_ROOM, MARGIN + 5, DATE_ROOM, tall(date, DATE_ROOM, 0))
        yield Block("date", at, date, pad=0, at="end")
    scope = tuple(Words(line, SCOPE, colour=MUTED) for line in _lines(said.scope(document)))
    wide = min(room + DATE_ROOM, 1100.0)
    yield Block("scope", Box(MARGIN, box.bottom + 4, wide, tall(scope, wide, 0)), scope, pad=0)


def _lines(parts: Sequence[str]) -> list[str]:
    """Short parts that follow each other in one line, each long one in its own."""
    runs = groupby(parts, key=lambda part: len(part) > LONG)
    return [line for long, run in runs for line in (run if long else [" · ".join(run)])]


def headings(columns: Sequence[Column], figures: Figures, top: float, *, with_kpis: bool) -> tuple[list[Block], float]:
    """The stages' names with owner, KPIs and alerts, and where their row ends."""
    blocks, bottom = [], top
    for column in columns:
        stage = column.stage
        words = [Words(stage.name, STAGE, bold=True)]
        if stage.description.strip():
            words.append(Words(stage.description, SMALL + 0.5, colour=TEXT, above=2))
        words += [Words(line, SMALL, colour=MUTED, above=2) for line in said.heading(stage)]
        width = column.width - GAP
        box = Box(column.x + GAP / 2, top, width, tall(tuple(words), width))
        dashed = stage.future is Future.COMES
        blocks.append(Block("stage", box, tuple(words), stage.key, BAND, MUTED if dashed else "", dashed=dashed, radius=4))
        cell = fill([*(kpis(stage, figures) if with_kpis else ()), *alerts(stage, figures)], column, headed=False)
        blocks += moved(cell, box.bottom)
        bottom = max(bottom, box.bottom + cell.height)
    return blocks, bottom


def steps(columns: Sequence[Column], top: float) -> tuple[list[Block], float]:
    """The steps' names, each over its own slots, and where their row ends."""
    blocks, bottom = [], top
    for column in columns:
        spans = column.spans
        for step in column.stage.steps:
            slots = spans[step.key]
            words = (Words(step.name, STEP, bold=True),)
            width = column.at(slots[-1] + 1) - GAP - column.at(slots[0])
            box = Box(column.at(slots[0]), top, width, tall(words, width))
            blocks.append(Block("step", box, words, step.key, SECOND, radius=3))
            bottom = max(bottom, box.bottom)
    return blocks, bottom + (GAP if blocks else 0)


def moved(cell: Cell, down: float) -> list[Block]:
    """The cell's blocks, so far down."""
    return [placed(block, block.box.x, block.box.y + down) for block in cell.blocks]


def lane_name(name: str, kind: str, top: float, width: float) -> Block:
    """A lane's name at the left of its row, with its kind where the name does not say it."""
    words: tuple[Words, ...] = (Words(name, SCOPE, bold=True),)
    if kind != "own" and kind.casefold() not in name.casefold():
        words = (*words, Words(kind, SMALL, colour=MUTED))
    return Block("lane", Box(MARGIN, top, width, tall(words, width)), words)
