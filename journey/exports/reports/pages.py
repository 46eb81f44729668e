"""A report on sheets of A4: one for leaders whatever there is to tell, as many as it takes for the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from journey.exports.drawing.marks import Block, Box, Words, tall
from journey.exports.drawing.style import MUTED, TEXT
from journey.exports.reports import blocks
from journey.exports.reports.blocks import Part
from journey.exports.reports.model import Chart, Report, Section
from journey.exports.reports.pictures import Mark

WIDE, TALL, EDGE, GUTTER = 595.28, 841.89, 36.0, 18.0
"""A4 in points, its margin, the room between two columns."""
FITS = (
    (1.0, 9, 99), (0.94, 9, 99), (0.88, 6, 99), (0.82, 6, 99), (0.82, 5, 99), (0.82, 4, 99), (0.79, 4, 99), (0.76, 4, 99),
    (0.76, 3, 99), (0.7, 3, 99), (0.7, 2, 99), (0.7, 2, 12), (0.65, 1, 10), (0.65, 1, 6), (0.6, 1, 3),
)  # fmt: skip
"""How one page is made to hold everything, best first: the size of its text, the lines of a section, the stages of the table."""
ACROSS = 3
"""Charts beside each other."""


Shown = tuple[Section, int]
"""A section with how many of its lines are shown."""


@dataclass
class Page:
    """What is drawn on a sheet, from its upper left corner, and which places of it lead where."""

    marks: list[Mark] = field(default_factory=list)
    links: list[tuple[Box, str]] = field(default_factory=list)

    def add(self, part: Part, x: float, y: float) -> None:
        """Puts a part there."""
        self.marks += blocks.moved(part, x, y)
        self.links += blocks.links(part, x, y)


def pages(report: Report) -> list[Page]:
    """The sheets of a report."""
    if report.one_page:
        return [_one(report)]
    return list(_flowing(report))


def _one(report: Report) -> Page:
    """The largest of FITS that stays on the sheet, filled up with lines while they have room; the last where none does."""
    last = TALL - EDGE - _foot(report).height
    size, most, rows = next((one for one in FITS if _laid(report, one[0], _each(report, one[1]), one[2])[1] <= last), FITS[-1])
    shown, growing = _each(report, most), list(range(len(report.sections)))
    while growing:  # a line more for each section in turn, so that none takes the room of all
        for at in tuple(growing):
            more = [*shown[:at], shown[at] + 1, *shown[at + 1 :]]
            section = report.sections[at]
            if shown[at] < min(section.most, len(section.lines)) and _laid(report, size, more, rows)[1] <= last:
                shown = more
            else:
                growing.remove(at)
    page, _ = _laid(report, size, shown, rows)
    page.add(_foot(report), EDGE, last + 6)
    return page


def _each(report: Report, most: int) -> list[int]:
    """So many lines of each section, but never some without the others that are read with them."""
    return [max(most, section.least) for section in report.sections]


def _foot(report: Report) -> Part:
    return blocks.words(report.foot or " ", WIDE - 2 * EDGE, 0.9)


def _laid(report: Report, size: float, most: Sequence[int], rows: int) -> tuple[Page, float]:
    """The sheet at that size: tables and charts over its width, the other sections in two columns; and where it ends."""
    page, y = Page(), EDGE
    head = _head(report, size)
    page.add(head, EDGE, y)
    y += head.height
    for band in _bands(list(zip(report.sections, most, strict=True))):
        if _is_wide(band[0][0]):
            for part in _wide(*band[0], WIDE - 2 * EDGE, size, rows):
                page.add(part, EDGE, y)
                y += part.height
            y += 4 * size
        else:
            y = _columns(page, band, y, size)
    return page, y


def _head(report: Report, size: float) -> Part:
    wide = WIDE - 2 * EDGE
    words = (Words(report.title, 17 * size, bold=True), Words(report.headline, 10.5 * size, colour=TEXT, above=3))
    box = Box(0, 0, wide, tall(words, wide, 0))
    return Part((Block("title", box, words, pad=0),), box.height + 10 * size, ((box, report.link),) if report.link else ())


def _is_wide(section: Section) -> bool:
    return bool(section.cells) or len(section.charts) > 1


def _bands(sections: Sequence[Shown]) -> Iterator[list[Shown]]:
    """A wide section alone, narrow ones that follow each other together."""
    held: list[Shown] = []
    for one in sections:
        if _is_wide(one[0]):
            if held:
                yield held
            yield [one]
            held = []
        else:
            held.append(one)
    if held:
        yield held


def _columns(page: Page, sections: Sequence[Shown], y: float, size: float) -> float:
    """Sections in two columns that end as close to each other as their order allows; returns where the longer one ends."""
    wide = (WIDE - 2 * EDGE - GUTTER) / 2
    made = [list(_narrow(section, most, wide, size)) for section, most in sections]
    heights = [sum(part.height for part in parts) + 6 * size for parts in made]
    before = [0.0, *accumulate(heights)]
    split = min(range(1, len(made) + 1), key=lambda at: max(before[at], before[-1] - before[at]))
    ends = []
    for x, parts in ((EDGE, made[:split]), (EDGE + wide + GUTTER, made[split:])):
        at = y
        for section in parts:
            for part in section:
                page.add(part, x, at)
                at += part.height
            at += 6 * size
        ends.append(at)
    return max(ends)


def _narrow(section: Section, most: int, wide: float, size: float) -> Iterator[Part]:
    """A section of lines; those that have no room are counted, with the way to all of them."""
    yield blocks.heading(section, wide, size)
    rows, more = blocks.shown(section, most)
    if section.bare:
        yield blocks.words(section.empty or "Nothing.", wide, size)
    for chart in section.charts:
        yield blocks.chart(chart, wide, size)
    for row in rows:
        yield blocks.line(row, wide, size, longest=blocks.LONGEST)
    if more:
        yield blocks.words(f"and {more} more", wide, size, link=section.link)
    if section.note:
        yield blocks.words(section.note, wide, size)


def _wide(section: Section, most: int, wide: float, size: float, rows: int) -> Iterator[Part]:
    """A section with a table or charts, over the width of the sheet."""
    yield blocks.heading(section, wide, size)
    if section.cells:
        yield blocks.table(section.cells, wide, size, rows=rows)
    drawn = section.charts[: max(ACROSS, most // ACROSS * ACROSS)]
    yield from _rows(drawn, wide, size)
    if len(section.charts) > len(drawn):
        yield blocks.words(f"and {len(section.charts) - len(drawn)} more", wide, size, link=section.link)
    kept, more = blocks.shown(section, most)
    for line in kept:
        yield blocks.line(line, wide, size, longest=blocks.LONGEST)
    if more:
        yield blocks.words(f"and {more} more", wide, size, link=section.link)
    if section.note:
        yield blocks.words(section.note, wide, size)


def _row(charts: Sequence[Chart], wide: float, size: float, across: int = ACROSS) -> Part:
    """Charts beside each other."""
    each = (wide - (across - 1) * GUTTER) / across
    made = [blocks.chart(chart, each, size) for chart in charts]
    places = [place * (each + GUTTER) for place in range(len(made))]
    marks = tuple(mark for part, x in zip(made, places, strict=True) for mark in blocks.moved(part, x, 0))
    links = tuple(link for part, x in zip(made, places, strict=True) for link in blocks.links(part, x, 0))
    return Part(marks, max(part.height for part in made), links)


def _rows(charts: Sequence[Chart], wide: float, size: float) -> Iterator[Part]:
    """All of them, bars wider than lines."""
    across = 2 if any(chart.shape == "bar" for chart in charts) else ACROSS
    for at in range(0, len(charts), across):
        yield _row(charts[at : at + across], wide, size, across)


def _flowing(report: Report) -> Iterator[Page]:
    """As many sheets as it takes: a heading never stands alone at the end of one."""
    wide, last = WIDE - 2 * EDGE, TALL - EDGE - 16
    page, y = Page(), EDGE
    head = _head(report, 1.0)
    page.add(head, EDGE, y)
    y += head.height
    for section in report.sections:
        title, *rest = _whole(section, wide)
        for at, part in enumerate([title, *rest]):
            needed = part.height + (rest[0].height if at == 0 and rest else 0)
            if y + needed > last and y > EDGE:
                yield page
                page, y = Page(), EDGE
            page.add(part, EDGE, y)
            y += part.height
        y += 8
    if report.foot:
        page.add(blocks.words(report.foot, wide, 1.0, colour=MUTED), EDGE, min(y, TALL - EDGE - 14))
    yield page


def _whole(section: Section, wide: float) -> Iterator[Part]:
    """Everything that a section holds, over the width of the sheet."""
    yield blocks.heading(section, wide, 1.0)
    if section.bare:
        yield blocks.words(section.empty or "Nothing.", wide, 1.0)
    if section.cells:
        yield from _table_rows(section, wide)
    yield from _rows(section.charts, wide, 1.0)
    for row in section.lines:
        yield from _pieces(blocks.line(row, wide, 1.0))
    if section.note:
        yield blocks.words(section.note, wide, 1.0)


def _table_rows(section: Section, wide: float) -> Iterator[Part]:
    """The heat table a stage at a time, so that it may go over several sheets."""
    columns = list(dict.fromkeys(cell.column for cell in section.cells))
    for stage in dict.fromkeys(cell.stage for cell in section.cells):
        own = tuple(cell for cell in section.cells if cell.stage == stage)
        yield blocks.table(own, wide, 1.0, columns=columns)


def _pieces(part: Part) -> Iterator[Part]:
    """A line, or pieces of one that is taller than a sheet: somebody pasted a page into a field."""
    room = TALL - 2 * EDGE - 40
    if part.height <= room:
        yield part
        return
    [block] = [mark for mark in part.marks if isinstance(mark, Block)]
    for words in block.words:
        lines = words.lines(block.room)
        most = max(1, int(room / (words.height(block.room) / len(lines))) - 1)
        for at in range(0, len(lines), most):
            yield blocks.words("\n".join(lines[at : at + most]), block.box.width, words.size / blocks.SMALL, colour=words.colour)
