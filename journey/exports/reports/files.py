"""The formats that a report can go out in, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from journey.exports.reports.model import Report


@dataclass(frozen=True)
class ReportFormat:
    """A format: its module is loaded when it is first asked for, as some stand on heavy libraries."""

    name: str
    label: str
    mime: str
    module: str
    text: bool = False

    @property
    def suffix(self) -> str:
        """The end of its files' names."""
        return self.name


FORMATS: dict[str, ReportFormat] = {
    one.name: one
    for one in (
        ReportFormat("html", "HTML", "text/html", "html", text=True),
        ReportFormat("pdf", "PDF", "application/pdf", "pdf"),
        ReportFormat("pptx", "PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
        ReportFormat("md", "Markdown", "text/markdown", "markdown", text=True),
    )
}


def write(report: Report, format: str) -> bytes:
    """The report as a file of that format, a key of FORMATS."""
    make: Callable[[Report], bytes] = getattr(import_module(f"{__package__}.{FORMATS[format].module}"), f"to_{format}")
    return make(report)
