"""Reads XLSX workbooks, one sheet at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from journey.errors import NeedsAnswer, UnreadableFile
from journey.sources.table import ROW, Answers, FileShape, Table, unique_names

RANK = 20


def claims(path: Path, head: bytes) -> bool:
    """A zip that was not unpacked: only workbooks come here so."""
    return head.startswith(b"PK\x03\x04")


def describe(path: Path, shape: FileShape, answers: Answers) -> FileShape:
    """The sheet names, and which one: the only one that isn't empty, or the one that was named."""
    book = _open(path, shape.file)
    sheets = tuple(book.sheet_names)
    filled = [name for name in sheets if _cells(book, name, shape.file, rows=2).height]
    if answers.sheet is not None and answers.sheet in sheets:
        sheet = answers.sheet
    elif answers.sheet is None and len(filled) == 1:
        sheet = filled[0]
    elif not filled:
        raise UnreadableFile(f"{shape.file} has only empty sheets. Nothing was imported.")
    else:
        because = f"{shape.file} holds several." if answers.sheet is None else f"There is none called '{answers.sheet}'."
        raise NeedsAnswer("Which sheet holds the table?", option="--sheet", choices=tuple(filled), because=because)
    notes = (f"The sheet '{sheet}' of {shape.file} was read.",) if len(sheets) > 1 else ()
    return FileShape(shape.file, "xlsx", shape.size, shape.packed, sheets=sheets, sheet=sheet, notes=notes)


def load(path: Path, shape: FileShape) -> Table:
    """The cells as text; dates come as ISO, whole numbers without a decimal point."""
    cells = _cells(_open(path, shape.file), shape.sheet, shape.file)
    blank = pl.all_horizontal(pl.all().is_null())
    numbered = cells.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64))
    filled = numbered.filter(~cells.select(blank).to_series()) if cells.width else numbered
    if filled.is_empty():
        raise UnreadableFile(f"The sheet '{shape.sheet}' of {shape.file} is empty. Nothing was imported.")
    header = [str(cell or "") for cell in filled.row(0)[1:]]
    names, repeated = unique_names(header)
    frame = filled[1:].rename(dict(zip(cells.columns, names, strict=True)))
    return Table(shape.file, frame.lazy(), tuple(names), notes=shape.notes, repeated=repeated)


def _open(path: Path, file: str) -> Any:
    import fastexcel

    try:
        return fastexcel.read_excel(path)
    except (fastexcel.FastExcelError, ValueError, OSError, pl.exceptions.PanicException) as error:
        raise UnreadableFile(f"{file} is a damaged workbook. Nothing was imported. Save it again as XLSX.") from error


def _cells(book: Any, sheet: str, file: str, rows: int | None = None) -> pl.DataFrame:
    import fastexcel

    try:
        frame: pl.DataFrame = book.load_sheet(sheet, header_row=None, dtypes="string", n_rows=rows, skip_rows=0).to_polars()
    except (fastexcel.FastExcelError, ValueError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise UnreadableFile(f"The sheet '{sheet}' of {file} can't be read. Nothing was imported. Save it again.") from error
    return frame.rename({name: f"c{number}" for number, name in enumerate(frame.columns)})
