"""Reads maps from tables: CSV in any delimiter, and the first sheet of a workbook that is one."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from journey.domain.document import Document
from journey.errors import UnreadableFile
from journey.sources.maps.file import MapFile, Notes
from journey.sources.maps.grid import Row, is_map, lies, read_grid, turned

RANK = 50
NAME = "table"
WANTED = "Stage, Touchpoint, User Action, Thought/Quote, Emotion, Pain Point, Opportunity, Confidence"
MOST_ROWS = 5_000
MOST_UNPACKED = 64 * 1024**2
"""Bytes of a workbook once it is unpacked; what people type in is a hundredth of it."""
_MARKDOWN = re.compile(r"^#{1,6} \S|^\|?\s*:?-{3,}:?\s*\|", re.MULTILINE)
"""What no CSV has: a heading, or the line under the header of a table in Markdown."""


def claims(file: MapFile) -> bool:
    """A workbook, or text whose first lines make columns."""
    if file.workbook:
        return True
    if file.json is not None or _MARKDOWN.search(file.text):
        return False
    return _header(_cells(file)) is not None


def read(file: MapFile, notes: Notes) -> Document:
    """The map of the rows below the header, which is the first row that names stages or lanes."""
    sheets = _sheets(file) if file.workbook else {"": _cells(file)}
    found = {name: at for name, rows in sheets.items() if (at := _header(rows)) is not None}
    if not found:
        raise UnreadableFile(
            f"{file.name} has no table with a column of stages. Nothing was imported. Name its columns, in any order: {WANTED}."
        )
    sheet, at = next(iter(found.items()))
    if len(sheets[sheet]) > MOST_ROWS:
        raise UnreadableFile(
            f"{file.name} has more than {MOST_ROWS:,} rows, too many for a map. Nothing was imported. Split it into journeys."
        )
    if len(sheets) > 1:
        left = ", ".join(f"'{name}'" for name in sheets if name != sheet)
        notes.say(f"The sheet '{sheet}' was read; {left} {'was' if len(sheets) == 2 else 'were'} left out.")
    header, body = sheets[sheet][at], sheets[sheet][at + 1 :]
    for number, row in enumerate(body, at + 2):
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            notes.add(f"row {number}", row[len(header)], "stands beside the table; it was left out.", "Give its column a name.")
    if lies(header, body):
        return read_grid(file.title, *turned(header, body), notes)
    rows: list[Row] = [(f"row {number}", row[: len(header)]) for number, row in enumerate(body, at + 2)]
    return read_grid(file.title, header, rows, notes)


def _header(rows: list[list[str]]) -> int | None:
    """Which of the first ten rows names the columns of a map; None for no map."""
    for at, row in enumerate(rows[:10]):
        cut = [cell.strip() for cell in row]
        if sum(bool(cell) for cell in cut) > 1 and is_map(cut, rows[at + 1 : at + 200]):
            return at
    return None


def _cells(file: MapFile) -> list[list[str]]:
    """The cells of a text table, the blank rows too: a row is counted as people count it."""
    import csv

    from journey.sources.dialect import dialect_of

    try:
        dialect = dialect_of(file.text[:20_000], None)
        rows = [row for row, _ in zip(dialect.rows(file.text.splitlines(keepends=True)), range(MOST_ROWS + 1), strict=False)]
    except csv.Error as error:
        raise UnreadableFile(
            f"{file.name} is no table that can be read: {error}. Nothing was imported. Export it as CSV again."
        ) from error
    return [[cell.strip() for cell in row] for row in rows]


def _sheets(file: MapFile) -> dict[str, list[list[str]]]:
    """The cells of each sheet that holds any, as text."""
    import fastexcel
    import polars as pl

    _fits(file)
    with NamedTemporaryFile(suffix=".xlsx") as copy:
        copy.write(file.data)
        copy.flush()
        try:
            book = fastexcel.read_excel(Path(copy.name))
            frames = {
                name: book.load_sheet(name, header_row=None, dtypes="string", n_rows=MOST_ROWS + 1, skip_rows=0).to_polars()
                for name in book.sheet_names
            }
        except (fastexcel.FastExcelError, ValueError, OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
            raise UnreadableFile(f"{file.name} is a damaged workbook. Nothing was imported. Save it again as XLSX.") from error
    cells = {name: [[str(cell or "").strip() for cell in row] for row in frame.rows()] for name, frame in frames.items()}
    return {name: rows for name, rows in cells.items() if rows}


def _fits(file: MapFile) -> None:
    """UnreadableFile where a small workbook would grow until it fills the memory."""
    try:
        with zipfile.ZipFile(BytesIO(file.data)) as book:
            size = sum(part.file_size for part in book.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UnreadableFile(f"{file.name} is a damaged workbook. Nothing was imported. Save it again as XLSX.") from error
    if size > MOST_UNPACKED:
        raise UnreadableFile(
            f"{file.name} grows to {size >> 20:,} MB when unpacked, too large for a map. Nothing was imported. "
            "Copy the table into a new workbook."
        )
