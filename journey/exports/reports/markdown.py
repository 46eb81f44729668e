"""A report as Markdown, to be read in mail, in a wiki or in the app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from journey.exports.agenda import inline, plain
from journey.exports.reports.model import Cell, Chart, Line, Report, Section

Plain = Callable[[str], str]


def to_md(report: Report) -> bytes:
    """The report as a Markdown file."""
    return as_markdown(report).encode()


def as_markdown(report: Report) -> str:
    """The same as text; what people typed stays text."""
    write = Writer()
    foot = [plain(report.foot)] if report.foot else []
    return "\n\n".join([write.head(report), *map(write.section, report.sections), *foot]) + "\n"


@dataclass(frozen=True)
class Writer:
    """How typed text is made to stay text, where it begins a line and within one, and the level of the report's heading."""

    plain: Plain = plain
    inline: Plain = inline
    level: int = 1
    way: str = "See it in the app"
    """What the link to a section's page says."""

    def head(self, report: Report) -> str:
        """The report's title and its sentence."""
        return f"{'#' * self.level} {self.plain(report.title)}\n\n{self.plain(report.headline)}"

    def section(self, section: Section) -> str:
        """A section under its heading, its table and charts as tables."""
        return "\n\n".join([self.heading(section), *self._pictures(section), self.words(section)])

    def heading(self, section: Section) -> str:
        """A section's title."""
        return f"{'#' * self.level}# {self.plain(section.title)}"

    def words(self, section: Section) -> str:
        """What a section says beside its table and charts, and the way to its page."""
        lines = ["\n".join(self.line(line) for line in section.lines)] if section.lines else []
        empty = [section.empty or "Nothing."] if section.bare else []
        note = [self.plain(section.note)] if section.note else []
        link = [_linked(self.way, section.link)] if section.link else []
        return "\n\n".join([*empty, *lines, *note, *link])

    def _pictures(self, section: Section) -> Iterator[str]:
        if section.cells:
            yield "\n".join(self.table(section.cells))
        for chart in section.charts:
            yield "\n".join(self.chart(chart))

    def line(self, line: Line) -> str:
        what, how = self.plain(line.what), self.inline(line.how)
        what = _linked(what, line.link) if line.leads == "what" else what
        how = _linked(how, line.link) if line.leads == "how" else how
        return f"- **{what}** {how}{f' ({self.inline(line.more)})' if line.more else ''}".rstrip()

    def table(self, cells: tuple[Cell, ...]) -> Iterator[str]:
        """A row a KPI: a table of tables is more than Markdown has."""
        yield from ("| Stage | KPI | Now | Change | Target and n |", "| --- | --- | --- | --- | --- |")
        for cell in cells:
            stage, name, told, basis = (self.inline(text) for text in (cell.stage, cell.name, cell.told, cell.basis))
            yield f"| {stage} | {name} | {_linked(self.inline(cell.figure), cell.link)} | {told} | {basis} |"

    def chart(self, chart: Chart) -> Iterator[str]:
        """A chart as the table of its values."""
        last = f", target {chart.target_said}" if chart.target_said else ""
        yield from (f"**{_linked(self.plain(chart.title), chart.link)}** ({self.inline(chart.subtitle)}{last})", "")
        yield f"| {' | '.join(self.inline(label) for label in chart.labels)} |"
        yield "|" + " --- |" * len(chart.labels)
        yield f"| {' | '.join(self.inline(said) for said in chart.said)} |"


def _linked(text: str, link: str) -> str:
    """The text as a link; an address has no character that would end it but brackets, which are written as codes."""
    return f"[{text}]({link.replace('(', '%28').replace(')', '%29')})" if link else text
