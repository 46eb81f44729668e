"""What stands on a report's slides: lines with links, a table and charts, all of them PowerPoint's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from journey.exports.drawing.fonts import LEADING
from journey.exports.drawing.marks import Box, Words
from journey.exports.drawing.slide_chart import chart_on, fill, rows_of, size_of
from journey.exports.drawing.slide_xml import FONT, Sheet, rgb
from journey.exports.drawing.style import AXIS, MUTED, PRIMARY, SECOND, STATES, TEXT
from journey.exports.reports.blocks import LONGEST, TINTS
from journey.exports.reports.blocks import said as whole
from journey.exports.reports.model import Cell, Chart, Line, Section
from journey.exports.safe_csv import safe

SIZES = (26.0, 23.0, 20.0, 17.0, 15.0, 13.5, 12.0)
"""Pixels that lines are tried at, 9 points at the least."""
SHORT = 70
"""Letters of a matter that may be a link as a whole: a longer one gets a mark that leads to its screen."""


def fitting(section: Section, area: Box) -> tuple[tuple[Line, ...], float]:
    """As many lines as one slide holds, as large as they may be; what has no room is counted in a last one."""
    most = section.lines[: section.most]
    for kept in range(len(most), 0, -1):
        more = len(section.lines) - kept
        rest = (Line(f"and {more} more", link=section.link),) if more else ()
        lines = (*(_short(line) for line in most[:kept]), *rest)
        for size in SIZES[: -1 if kept > 1 else None]:
            if _height(lines, area.width, size) <= area.height:
                return lines, size
    return (_short(section.lines[0]),), SIZES[-1]


def parted(lines: tuple[Line, ...], area: Box) -> Iterator[tuple[tuple[Line, ...], float]]:
    """The lines over as many slides as they take."""
    size = next((size for size in SIZES[:5] if _height(lines, area.width, size) <= area.height), SIZES[4])
    held: list[Line] = []
    for line in lines:
        if held and _height((*held, line), area.width, size) > area.height:
            yield tuple(held), size
            held = []
        held.append(line)
    if held:
        yield tuple(held), size


def _short(line: Line) -> Line:
    more = line.more if whole(line, LONGEST) != line.how else ""
    what, how, more = (text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…" for text in (line.what, line.how, more))
    return replace(line, what=what, how=how, more=more)


def _height(lines: tuple[Line, ...], wide: float, size: float) -> float:
    return sum(Words(_whole(line), size, bold=True).height(wide) + size * 0.5 for line in lines)


def _whole(line: Line) -> str:
    return " ".join(filter(None, (line.what, line.how, f"({line.more})" if line.more else "")))


def draw_lines(sheet: Sheet, lines: tuple[Line, ...], area: Box, size: float) -> None:
    """The lines as one box of text: the matter in bold, which leads to its screen, how it stands, and what there is to add."""
    from pptx.util import Emu

    box = sheet.slide.shapes.add_textbox(*(Emu(sheet.emu(value)) for value in (area.x, area.y, area.width, area.height)))
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.line_spacing, paragraph.space_after = Emu(sheet.emu(size * LEADING)), Emu(sheet.emu(size * 0.5))
        colour = STATES.get(line.state, TEXT) if line.state else TEXT
        long = len(line.what) > SHORT and line.leads == "what"
        bold = bool(line.how or line.more)
        _run(sheet, paragraph, line.what, size, colour, bold=bold, link=line.link if line.leads == "what" and not long else "")
        if line.how:
            _run(sheet, paragraph, " ", size, TEXT)
            _run(sheet, paragraph, line.how, size, TEXT, link=line.link if line.leads == "how" else "")
        if line.more:
            _run(sheet, paragraph, f" ({line.more})", size, MUTED)
        if long:
            _run(sheet, paragraph, " ›", size, PRIMARY, bold=True, link=line.link)


def _run(sheet: Sheet, paragraph: Any, text: str, size: float, colour: str, *, bold: bool = False, link: str = "") -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = sheet.emu(size), bold, FONT
    run.font.color.rgb = rgb(colour)
    if link:
        run.hyperlink.address = link


def draw_table(sheet: Sheet, cells: tuple[Cell, ...], area: Box) -> None:
    """The heat table as a table: a row a stage, each figure a link to its screen."""
    from pptx.util import Emu

    columns = list(dict.fromkeys(cell.column for cell in cells))
    stages = list(dict.fromkeys(cell.stage for cell in cells))
    place = (Emu(sheet.emu(value)) for value in (area.x, area.y, area.width, min(area.height, 74.0 * len(stages))))
    shape = sheet.slide.shapes.add_table(len(stages), len(columns) + 1, *place)
    table = shape.table
    table.first_row = table.horz_banding = False
    size = 19.0 if len(stages) <= 5 else 16.0 if len(stages) <= 8 else 11.0
    first = area.width * 0.19
    for at, column in enumerate(table.columns):
        column.width = Emu(sheet.emu(first if at == 0 else (area.width - first) / len(columns)))
    found = {(cell.stage, cell.column): cell for cell in cells}
    for row, stage in enumerate(stages):
        _fill(sheet, table.cell(row, 0), SECOND)
        _run(sheet, table.cell(row, 0).text_frame.paragraphs[0], stage, size, TEXT, bold=True)
        for at, column in enumerate(columns, start=1):
            _cell(sheet, table.cell(row, at), found.get((stage, column)), size)


def _cell(sheet: Sheet, box: Any, cell: Cell | None, size: float) -> None:
    _fill(sheet, box, TINTS.get(cell.state, "#FFFFFF") if cell else "#FFFFFF")
    if cell is None:
        return
    name = box.text_frame.paragraphs[0]
    _run(sheet, name, cell.name, size * 0.8, MUTED)
    figure = box.text_frame.add_paragraph()
    _run(sheet, figure, cell.figure, size, TEXT, bold=True, link=cell.link)
    if cell.told:
        _run(sheet, figure, f"  {cell.told}", size * 0.8, STATES.get(cell.state, TEXT), bold=True)
    if cell.basis:
        _run(sheet, box.text_frame.add_paragraph(), cell.basis, size * 0.75, MUTED)


def _fill(sheet: Sheet, box: Any, colour: str) -> None:
    from pptx.util import Emu

    box.fill.solid()
    box.fill.fore_color.rgb = rgb(colour)
    box.margin_left = box.margin_right = Emu(sheet.emu(8))
    box.margin_top = box.margin_bottom = Emu(sheet.emu(3))


def draw_chart(sheet: Sheet, chart: Chart, place: Box) -> None:
    """The finding as text above the chart, whose bars or last value are told as on the screen."""
    head = Words(chart.title, 14, bold=True).height(place.width) + Words(chart.subtitle, 11).height(place.width) + 6
    box = Box(place.x, place.y, place.width, head)
    draw_lines(sheet, (Line(chart.title, more=chart.subtitle, link=chart.link),), box, 13.0)
    _drawn(sheet, chart, Box(place.x, box.bottom + 4, place.width, max(60.0, place.height - head - 4)))


def _drawn(sheet: Sheet, chart: Chart, area: Box) -> None:
    from pptx.enum.chart import XL_CHART_TYPE

    bars = chart.shape == "bar"
    order = slice(None, None, -1) if bars else slice(None)
    data = rows_of(chart.number_format)
    data.categories = [safe(label) for label in _labels(chart)[order]]
    data.add_series(safe(chart.title), chart.values[order])
    if chart.target is not None and not bars:
        data.add_series(f"Target {chart.target_said}", [chart.target] * len(chart.values))
    kind = XL_CHART_TYPE.BAR_CLUSTERED if bars else XL_CHART_TYPE.LINE
    made = chart_on(sheet.slide, kind, data, area, sheet.points)
    made.has_legend = chart.target is not None and not bars
    made.value_axis.has_major_gridlines, made.value_axis.visible = False, not bars
    made.value_axis.tick_labels.number_format, made.value_axis.tick_labels.number_format_is_linked = chart.number_format, False
    made.font.size = size_of(10, sheet.points)
    _looks(sheet, chart, made, bars=bars)
    frame = sheet.slide.shapes[-1]
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alt)


def _labels(chart: Chart) -> tuple[str, ...]:
    """A bar's name, with its value where an interval takes the room at its end."""
    if not chart.high:
        return chart.labels
    return tuple(f"{label}  {said}" for label, said in zip(chart.labels, chart.said, strict=True))


def _looks(sheet: Sheet, chart: Chart, made: Any, *, bars: bool) -> None:
    """Colours, and the values told in words at the bars or at the line's end."""
    values, *target = made.plots[0].series
    if bars:
        made.value_axis.minimum_scale = 0
        made.plots[0].gap_width = 60
        fill(values.format, PRIMARY)
        _intervals(made, values, chart)
        told = [] if chart.high else list(enumerate(reversed(chart.said)))
    else:
        values.smooth, values.format.line.color.rgb, values.format.line.width = False, rgb(TEXT), size_of(2, sheet.points)
        told = [(at, said) for at, said in enumerate(chart.said) if chart.values[at] is not None][-1:]
        for series in target:
            series.smooth, series.format.line.color.rgb, series.format.line.width = False, rgb(AXIS), size_of(1, sheet.points)
    for at, said in told:
        label = values.points[at].data_label
        label.has_text_frame = True
        label.text_frame.text = said
        label.text_frame.paragraphs[0].runs[0].font.size = size_of(11, sheet.points)


def _intervals(made: Any, series: Any, chart: Chart) -> None:
    """A bar's interval as PowerPoint's own error bars: how far each end lies from the value."""
    from pptx.oxml import parse_xml

    if not chart.high:
        return
    made.value_axis.maximum_scale = max(high or 0 for high in chart.high)  # else an interval is cut off at the bars' own end
    ends = list(zip(chart.low, chart.values, chart.high, strict=True))[::-1]
    ways = {"plus": [(high or 0) - (value or 0) for _, value, high in ends],
            "minus": [(value or 0) - (low or 0) for low, value, _ in ends]}  # fmt: skip
    told = "".join(f"<c:{way}><c:numLit><c:ptCount val='{len(sizes)}'/>{_points(sizes)}</c:numLit></c:{way}>"
                   for way, sizes in ways.items())  # fmt: skip
    look = f"<c:spPr><a:ln w='15875'><a:solidFill><a:srgbClr val='{TEXT.lstrip('#')}'/></a:solidFill></a:ln></c:spPr>"
    names = " ".join(f"xmlns:{short}='http://schemas.openxmlformats.org/drawingml/2006/{name}'"
                     for short, name in (("c", "chart"), ("a", "main")))  # fmt: skip
    kinds = "<c:errBarType val='both'/><c:errValType val='cust'/><c:noEndCap val='1'/>"
    bars = parse_xml(f"<c:errBars {names}>{kinds}{told}{look}</c:errBars>")
    series._element.find("{*}cat").addprevious(bars)


def _points(sizes: list[float]) -> str:
    return "".join(f"<c:pt idx='{at}'><c:v>{max(size, 0.0)}</c:v></c:pt>" for at, size in enumerate(sizes))
