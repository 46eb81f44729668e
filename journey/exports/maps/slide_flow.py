"""Items over the columns of slides, like a newspaper: as large as they may be, and on further slides where one is too small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from journey.exports.drawing.marks import PAD, Block, Box, Words, tall
from journey.exports.drawing.style import NAME, TEXT
from journey.exports.maps.items import Item

SETTINGS = ((1.6, 0), (1.4, 0), (1.25, 0), (1.1, 0), (1.0, 0), (1.0, 1), (1.0, 2), (0.9, 2))
"""How large text may be set and how many columns may be added, best first; below the last a further slide is begun."""
BETWEEN, APART = 14.0, 6.0
"""Pixels between two columns, and between two items."""


@dataclass(frozen=True)
class Group:
    """Items under a heading."""

    name: str
    items: tuple[Item, ...]


def pages(groups: Sequence[Group], area: Box, across: int) -> list[list[Block]]:
    """The blocks of each slide within `area`, in so many columns or a few more: as few slides as any setting allows."""
    best: list[list[Block]] = []
    for size, more in SETTINGS:
        made = list(_pages(groups, area, across + more, size))
        if not best or len(made) < len(best):
            best = made
        if len(best) <= 1:
            break
    return best


def _pages(groups: Sequence[Group], area: Box, across: int, size: float) -> Iterator[list[Block]]:
    """The slides that it takes with text of that size."""
    width = (area.width - (across - 1) * BETWEEN) / across
    page: list[Block] = []
    column, y = 0, area.y
    for name, item, first in _in_order(groups, width, area.height, size):
        heading = _heading(name, size, continued=not first)
        headed = first or y == area.y
        needed = tall(item.words, width) + (tall(heading, width, 0) + APART if headed else 0)
        if y > area.y and y + needed > area.bottom:
            column, y = column + 1, area.y
            heading, headed = _heading(name, size, continued=not first), True
        if column == across:
            yield page
            page, column = [], 0
        x = area.x + column * (width + BETWEEN)
        if headed:
            page.append(Block("heading", Box(x, y, width, tall(heading, width, 0)), heading, pad=0))
            y = page[-1].box.bottom + APART / 2
        page.append(item.block(x, y, width))
        y = page[-1].box.bottom + APART
    if page:
        yield page


def _in_order(groups: Sequence[Group], width: float, height: float, size: float) -> Iterator[tuple[str, Item, bool]]:
    """Each item with its group's name, and whether it is the group's first; one taller than a column comes in parts."""
    for group in groups:
        first = True
        for item in group.items:
            scaled = tuple(replace(words, size=words.size * size, above=words.above * size) for words in item.words)
            room = height - tall(_heading(group.name, size, continued=True), width, 0) - 2 * APART
            for part in _parts(scaled, width, room):
                yield group.name, replace(item, words=part), first
                first = False


def _parts(words: Sequence[Words], width: float, height: float) -> Iterator[tuple[Words, ...]]:
    """The paragraphs in parts that are no taller than `height`, cut between lines where one alone is too tall."""
    held: list[Words] = []
    for each in words:
        for piece in _pieces(each, width, height):
            if held and tall((*held, piece), width) > height:
                yield tuple(held)
                held = []
            held.append(piece)
    if held:
        yield tuple(held)


def _pieces(words: Words, width: float, height: float) -> Iterator[Words]:
    """The paragraph, or pieces of it that are each no taller than `height`."""
    if tall((words,), width) <= height:
        yield words
        return
    room = width - 2 * PAD
    lines = words.lines(room)
    most = max(1, int((height - 2 * PAD - words.above) / (words.height(room) - words.above) * len(lines)))
    for at in range(0, len(lines), most):
        yield replace(words, text="\n".join(lines[at : at + most]))


def _heading(name: str, size: float, *, continued: bool) -> tuple[Words, ...]:
    said = f"{name}, continued" if continued else name
    return (Words(said, NAME * size, bold=True, colour=TEXT),)
