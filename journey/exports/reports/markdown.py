"""A report as Markdown, to be read in mail, in a wiki or in the app."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from journey.exports.agenda import plain
from journey.exports.reports.model import Cell, Chart, Line, Report, Section

Plain = Callable[[str], str]


def to_md(report: Report) -> bytes:
    """The report as a Markdown file."""
    return as_markdown(report).encode()


def as_markdown(report: Report, *, plain: Plain = plain, level: int = 1) -> str:
    """The report under a heading of that level; what people typed stays text, as `plain` makes it."""
    mark = "#" * level
    lines = [f"{mark} {plain(report.title)}", "", plain(report.headline), ""]
    for section in report.sections:
        lines += [f"{mark}# {plain(section.title)}", "", *_section(section, plain), ""]
    foot = [plain(report.foot), ""] if report.foot else []
    return "\n".join([*lines, *foot]).replace("\n\n\n", "\n\n")


def _section(section: Section, plain: Plain) -> Iterator[str]:
    if section.bare:
        yield section.empty or "Nothing."
    if section.cells:
        yield from _table(section.cells, plain)
        yield ""
    for chart in section.charts:
        yield from _chart(chart, plain)
        yield ""
    yield from (_line(line, plain) for line in section.lines)
    if section.note:
        yield from ("", plain(section.note))
    if section.link:
        yield from ("", _linked("See it in the app", section.link))


def _line(line: Line, plain: Plain) -> str:
    how = _linked(plain(line.how), line.link) if line.how else ""
    what = f"**{plain(line.what)}**" if line.how else f"**{_linked(plain(line.what), line.link)}**"
    return f"- {what} {how}{f' ({plain(line.more)})' if line.more else ''}".rstrip()


def _table(cells: tuple[Cell, ...], plain: Plain) -> Iterator[str]:
    """A row a KPI: a table of tables is more than Markdown has."""
    yield from ("| Stage | KPI | Now | Change | Target and n |", "| --- | --- | --- | --- | --- |")
    for cell in cells:
        figure = _linked(plain(cell.figure), cell.link)
        yield f"| {plain(cell.stage)} | {plain(cell.name)} | {figure} | {plain(cell.told)} | {plain(cell.basis)} |"


def _chart(chart: Chart, plain: Plain) -> Iterator[str]:
    """A chart as the table of its values."""
    last = f", target {chart.target_said}" if chart.target_said else ""
    yield from (f"**{_linked(plain(chart.title), chart.link)}** ({plain(chart.subtitle)}{last})", "")
    yield f"| {' | '.join(plain(label) for label in chart.labels)} |"
    yield "|" + " --- |" * len(chart.labels)
    yield f"| {' | '.join(plain(said) for said in chart.said)} |"


def _linked(text: str, link: str) -> str:
    """The text as a link; an address has no character that would end it but brackets, which are written as codes."""
    return f"[{text}]({link.replace('(', '%28').replace(')', '%29')})" if link else text
