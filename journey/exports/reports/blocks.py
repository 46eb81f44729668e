"""The parts of a report as blocks of a given width: what a PDF's page and a slide are laid out from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from journey.exports.drawing.marks import Block, Box, Stroke, Words, tall
from journey.exports.drawing.style import MUTED, SECOND, STATES, TEXT
from journey.exports.reports.model import Cell, Chart, Line, Section
from journey.exports.reports.pictures import Mark, height, marks, scaled

BODY, SMALL, HEADING = 9.6, 8.2, 12.0
"""Points at full size."""
LONGEST = 150
"""Letters of a line's texts where everything must stay on one page."""
TINTS = {"worse": "#F6E3DA", "better": "#DCEAF1", "watch": "#F3EADA"}


@dataclass(frozen=True)
class Part:
    """Marks from (0, 0) on, how tall they are together, and which places of them lead where."""

    marks: tuple[Mark, ...]
    height: float
    links: tuple[tuple[Box, str], ...] = ()


def heading(section: Section, wide: float, size: float) -> Part:
    """A section's title above a thin rule."""
    words = (Words(section.title, HEADING * size, bold=True, colour=TEXT),)
    box = Box(0, 4 * size, wide, tall(words, wide, 0))
    rule = Stroke("rule", ((0, 0), (wide, 0)), SECOND, 1)
    return Part(
        (rule, Block("heading", box, words, pad=0)), box.bottom + 2 * size, ((box, section.link),) if section.link else ()
    )


def line(row: Line, wide: float, size: float, *, longest: int = 0) -> Part:
    """A line: the matter in bold, below it how it stands and what there is to add."""
    what, how = _cut(row.what, longest), _cut(said(row, longest), longest)
    dot = STATES.get(row.state, "") if row.state else ""
    words = [Words(what, BODY * size, bold=True, dot=dot)]
    if how:
        words.append(Words(how, BODY * size, colour=TEXT if row.how else MUTED))
    box = Box(0, 0, wide, tall(tuple(words), wide, 0))
    return Part((Block("line", box, tuple(words), pad=0),), box.height + 3.5 * size, ((box, row.link),) if row.link else ())


def said(row: Line, longest: int = 0) -> str:
    """How a matter stands, and what there is to add where that leaves it short enough."""
    both = f"{row.how} ({row.more})" if row.how and row.more else row.how or row.more
    return row.how if row.how and longest and len(both) > longest else both


def words(text: str, wide: float, size: float, *, colour: str = MUTED, link: str = "") -> Part:
    """A paragraph: what a section says when it is empty, a note, how many lines more there are."""
    said = (Words(text, SMALL * size, colour=colour),)
    box = Box(0, 0, wide, tall(said, wide, 0))
    return Part((Block("note", box, said, pad=0),), box.height + 3 * size, ((box, link),) if link else ())


def chart(one: Chart, wide: float, size: float) -> Part:
    """A chart over that width, its text somewhat smaller than on a screen."""
    box = Box(0, 0, wide, height(one, wide, size=size * BODY / 11))
    return Part(tuple(marks(one, box, size=size * BODY / 11)), box.height + 6 * size, ((box, one.link),) if one.link else ())


def table(cells: tuple[Cell, ...], wide: float, size: float, *, rows: int = 1000, columns: Sequence[str] = ()) -> Part:
    """The heat table: a row a stage, as tall as its tallest cell; stages beyond `rows` are counted."""
    columns = columns or list(dict.fromkeys(cell.column for cell in cells))
    stages = list(dict.fromkeys(cell.stage for cell in cells))
    found = {(cell.stage, cell.column): cell for cell in cells}
    first = wide * 0.17
    each = (wide - first) / len(columns)
    drawn: list[Mark] = []
    ways: list[tuple[Box, str]] = []
    y = 0.0
    for stage in stages[:rows]:
        own = [found.get((stage, column)) for column in columns]
        name = (Words(stage, BODY * size, bold=True),)
        texts = [_cell(cell, size) if cell else () for cell in own]
        high = max([tall(name, first, 2), *(tall(text, each - 3, 6 * size) - 6 * size for text in texts)])
        drawn.append(Block("stage", Box(0, y, first, high), name, pad=2))
        for at, (cell, text) in enumerate(zip(own, texts, strict=True)):
            if cell:
                box = Box(first + at * each, y, each - 3, high)
                drawn.append(
                    Block("cell", box, text, fill=TINTS.get(cell.state, SECOND), pad=6 * size, bar=STATES.get(cell.state, ""))
                )
                ways += [(box, cell.link)] if cell.link else []
        y += high + 2.5
    if len(stages) > rows:
        more = (Words(f"and {len(stages) - rows} stages more", SMALL * size, colour=MUTED),)
        box = Box(0, y, wide, tall(more, wide, 0))
        drawn.append(Block("note", box, more, pad=0))
        y = box.bottom
    return Part(tuple(drawn), y + 4 * size, tuple(ways))


def _cell(cell: Cell, size: float) -> tuple[Words, ...]:
    """What stands in a cell: the KPI's name, its figure, how it moved, target and n."""
    told = (Words(cell.told, SMALL * size, bold=True, colour=STATES.get(cell.state, TEXT)),) if cell.told else ()
    name = Words(cell.name, SMALL * size, colour=MUTED)
    return (name, Words(cell.figure, BODY * 1.15 * size, bold=True), *told, Words(cell.basis, SMALL * size, colour=MUTED))


def shown(section: Section, most: int) -> tuple[tuple[Line, ...], int]:
    """The lines that a page which must stay one page shows of a section, and how many more there are."""
    kept = min(section.most, most)
    return section.lines[:kept], max(0, len(section.lines) - kept)


def moved(part: Part, x: float, y: float) -> Iterator[Mark]:
    """The part's marks from (x, y) on."""
    yield from (scaled(mark, 1.0, x, y) for mark in part.marks)


def links(part: Part, x: float, y: float) -> list[tuple[Box, str]]:
    """Which places of the part lead where, from (x, y) on."""
    return [(_shifted(box, x, y), link) for box, link in part.links]


def _shifted(box: Box, x: float, y: float) -> Box:
    return Box(box.x + x, box.y + y, box.width, box.height)


def _cut(text: str, longest: int) -> str:
    return text if not longest or len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
