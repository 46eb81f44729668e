"""A report as slides: a part a slide, tables and charts that PowerPoint draws itself, figures that lead back to their screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from journey.exports.drawing.clean import cleaned
from journey.exports.drawing.deck import EDGE, TALL, WIDE, Deck
from journey.exports.drawing.marks import Box
from journey.exports.drawing.slide_xml import Sheet
from journey.exports.reports.model import Chart, Line, Report, Section
from journey.exports.reports.slides import draw_chart, draw_lines, draw_table, fitting, parted

ACROSS, DOWN = 3, 2
"""Charts on a slide."""
ROWS = 12
"""Stages of a table on a slide."""


def to_pptx(report: Report) -> bytes:
    """The report as a PowerPoint file; for leaders each part is one slide, for others it goes on where it is longer."""
    report = cleaned(report)
    deck = Deck(report.title)
    first = deck.slide(report.title, report.foot)
    top = deck.top(report.title, report.foot) + 30
    draw_lines(first, (Line(report.headline),), Box(EDGE, top, WIDE - 2 * EDGE, TALL - top - EDGE), 24.0)
    for section in report.sections:
        _section(deck, section, one=report.one_page)
    return deck.saved()


def _section(deck: Deck, section: Section, *, one: bool) -> None:
    below = section.note or (section.empty if section.bare else "")
    top = deck.top(section.title, below or "1")
    area = Box(EDGE, top, WIDE - 2 * EDGE, TALL - EDGE / 2 - top)
    made = list(_slides(section, area, one=one))
    for at, (charts, stages, lines, size) in enumerate(made, start=1):
        part = f"{at} of {len(made)}" if len(made) > 1 else ""
        sheet = deck.slide(section.title, " · ".join(filter(None, (below, part))))
        rest = area
        if stages:
            cells = tuple(cell for cell in section.cells if cell.stage in stages)
            draw_table(sheet, cells, Box(area.x, area.y, area.width, area.height))
        if charts:
            rest = _grid(sheet, charts, area, beside=bool(lines))
        if lines:
            draw_lines(sheet, lines, rest, size)
        deck.note(sheet, [section.note, f"In the app: {section.link}" if section.link else ""])


Slide = tuple[Sequence[Chart], Sequence[str], tuple[Line, ...], float]


def _slides(section: Section, area: Box, *, one: bool) -> Iterator[Slide]:
    """What stands on each slide of a section: charts, stages of the table, lines and their size."""
    stages = list(dict.fromkeys(cell.stage for cell in section.cells))
    for at in range(0, len(stages), ROWS):
        yield (), stages[at : at + ROWS], (), 0.0
        if one:
            break
    beside = bool(section.lines)
    each = ACROSS * DOWN if not beside else DOWN
    for at in range(each if beside else 0, len(section.charts), each):
        yield section.charts[at : at + each], (), (), 0.0
        if one:
            break
    room = Box(area.x, area.y, area.width * (0.5 if beside and section.charts else 1), area.height)
    charts = section.charts[:each] if beside else ()
    for lines, size in [fitting(section, room)] if one and beside else parted(section.lines, room):
        yield charts, (), lines, size
        charts = ()
    if section.bare:
        yield (), (), (), 0.0


def _grid(sheet: Sheet, charts: Sequence[Chart], area: Box, *, beside: bool) -> Box:
    """Draws charts over the slide, or over its right half beside lines; returns the room that is left."""
    across = 1 if beside else min(ACROSS, len(charts))
    down = -(-len(charts) // across)
    left = area.x + (area.width / 2 + 20 if beside else 0)
    wide, high = (area.right - left) / across, min(area.height / down, 420.0 if down == 1 else area.height)
    for at, chart in enumerate(charts):
        place = Box(left + at % across * wide, area.y + at // across * high, wide - 16, high - 12)
        draw_chart(sheet, chart, place)
    return Box(area.x, area.y, area.width / 2, area.height)
