"""The formats that a map can go out in, by name: what each makes of it, and what it leaves out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from journey.domain.document import Document, Figures
from journey.exports.maps.written import Written


@dataclass(frozen=True)
class MapFormat:
    """A format: its module is loaded when it is first asked for, as some stand on heavy libraries."""

    name: str
    label: str
    suffix: str
    mime: str
    drawn: bool = False
    """Whether it is drawn, with the figures; the others are text."""


OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, MapFormat] = {
    one.name: one
    for one in (
        MapFormat("json", "JSON", "json", "application/json"),
        MapFormat("ojf", "OpenJourney", "ojf", "application/json"),
        MapFormat("markdown", "Markdown", "md", "text/markdown"),
        MapFormat("mermaid", "Mermaid", "mmd", "text/plain"),
        MapFormat("csv", "CSV", "csv", "text/csv"),
        MapFormat("xlsx", "Excel", "xlsx", f"{OFFICE}.spreadsheetml.sheet", drawn=True),
        MapFormat("pptx", "PowerPoint", "pptx", f"{OFFICE}.presentationml.presentation", drawn=True),
        MapFormat("pdf", "PDF", "pdf", "application/pdf", drawn=True),
        MapFormat("png", "PNG", "png", "image/png", drawn=True),
        MapFormat("svg", "SVG", "svg", "image/svg+xml", drawn=True),
    )
}


@dataclass(frozen=True)
class MapFile:
    """A map in one format, and what that format left out of it."""

    data: bytes
    left_out: tuple[str, ...] = ()


def write(document: Document, format: str, figures: Figures | None = None, **options: Any) -> MapFile:
    """The map as a file of that format (a key of FORMATS); only what is drawn shows the figures, and takes options (paper)."""
    make: Callable[..., Any] = getattr(import_module(f"{__package__}.{format}"), f"to_{format}")
    if FORMATS[format].drawn:
        return MapFile(make(document, figures or Figures(), **options), not_drawn(document) if format != "xlsx" else ())
    written: Written = make(document)
    return MapFile(written.text.encode(), written.left_out)


def not_drawn(document: Document) -> tuple[str, ...]:
    """What a picture of the map leaves out."""
    hidden = sum(not lane.shown for lane in document.lanes)
    return (f"{hidden} hidden lane{'' if hidden == 1 else 's'} with what stands there",) if hidden else ()


def left_out(document: Document, format: str) -> tuple[str, ...]:
    """What the format leaves out, without making a picture for it."""
    if FORMATS[format].drawn:
        return not_drawn(document) if format != "xlsx" else ()
    return write(document, format).left_out
