"""A map as a workbook: the map as a grid, and its cards, stages, pain points, actions, personas and sources to filter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from journey.domain.document import Document, Figures
from journey.exports.drawing.clean import cleaned
from journey.exports.drawing.fonts import wrap
from journey.exports.drawing.style import BAND, BORDER, MUTED
from journey.exports.maps import sheets
from journey.exports.maps.sheets import Table, Value
from journey.exports.safe_csv import STARTS

LONGEST = 32_767
"""Characters that a cell holds at most; a longer text goes on in a row of its own below."""
SIZE, CHARACTER, TALLEST = 10.0, 5.2, 409.0
"""Points: a cell's text, a column's unit of width, and the tallest row of the format."""
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  # the format's dates have no zone, and the same map gives the same bytes


def to_xlsx(document: Document, figures: Figures) -> bytes:
    """The map as an Excel workbook with filters and frozen headings; what people typed is text, never a formula or link."""
    from xlsxwriter import Workbook

    document, figures = cleaned(document), cleaned(figures)
    out = BytesIO()
    book: Any = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": document.name[:255], "created": _MADE})
    book.set_size(2400, 1400)
    looks = _looks(book)
    for table in sheets.tables(document, figures):
        _sheet(book, table, looks)
    book.close()
    return out.getvalue()


@dataclass(frozen=True)
class _Looks:
    """The formats of a workbook's cells."""

    heading: Any
    text: Any
    risky: Any
    """For text that Excel would take for a formula once somebody edits it: it stays text."""
    number: Any


def _looks(book: Any) -> _Looks:
    cell = {"valign": "top", "text_wrap": True, "font_name": "Arial", "font_size": SIZE}
    return _Looks(
        heading=book.add_format({**cell, "bold": True, "bg_color": BAND, "bottom": 1, "border_color": BORDER}),
        text=book.add_format(cell),
        risky=book.add_format({**cell, "quote_prefix": True}),
        number=book.add_format({**cell, "align": "right", "font_color": MUTED}),
    )


def _sheet(book: Any, table: Table, looks: _Looks) -> None:
    """A table on a sheet of its own, ready to be filtered and printed."""
    sheet = book.add_worksheet(table.name)
    for column, (name, width) in enumerate(table.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name[:LONGEST], looks.heading)
    rows = [part for row in table.rows for part in _fitting(row)]
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(at, column, value, looks.risky if value.lstrip().startswith(STARTS) else looks.text)
            elif value is not None:
                sheet.write_number(at, column, round(value, 2), looks.number)
        sheet.set_row(at, _height(row, table))
    sheet.freeze_panes(1, table.frozen)
    sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _height(row: tuple[Value, ...], table: Table) -> float:
    """Points that a row needs for all its text, as far as the format allows: not every program finds out by itself."""
    texts = zip(row, table.columns, strict=True)
    lines = (len(wrap(text, wide * CHARACTER, SIZE)) for text, (_, wide) in texts if isinstance(text, str))
    return min(TALLEST, max(1, *lines, 1) * SIZE * 1.32 + 3)


def _fitting(row: tuple[Value, ...]) -> Iterator[tuple[Value, ...]]:
    """The row, and as many more below it as its longest text needs."""
    yield tuple(value[:LONGEST] if isinstance(value, str) else value for value in row)
    rest = tuple(value[LONGEST:] if isinstance(value, str) else None for value in row)
    if any(rest):
        yield from _fitting(rest)
