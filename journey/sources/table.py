"""What every reader hands on: the shape of a file, its cells before they mean anything, and what a person answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from journey.domain.problems import PROBLEMS, no_problems

ROW = "__row__"
"""The column of a table's frame that counts rows as a person does: the header is row 1."""

LARGE = 64 * 1024 * 1024
"""Bytes from which a file is read out of core."""


@dataclass(frozen=True)
class Answers:
    """What a person said of a file, so that nothing has to be guessed.

    mapping: canonical name to column of the file, "" to leave one unmapped; date_order: "dmy", "mdy" or "ymd";
    scale: "nps", "csat5", "ces7" or "MIN-MAX", each with ":low-is-good" where a low score is good;
    decimal: "comma" or "point"; sheet: of a workbook; encoding and delimiter: of a text file.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    date_order: str | None = None
    scale: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True)
class FileShape:
    """What kind of file it is: `packed` is "gzip", "zip" or ""; `size` counts unpacked bytes; text files name their
    encoding, delimiter and quote, workbooks their sheets."""

    file: str
    format: str
    size: int
    packed: str = ""
    encoding: str = ""
    delimiter: str = ""
    quote: str = '"'
    escape: str = ""
    header: bool = True
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    notes: tuple[str, ...] = ()
    careful: bool = False
    """Read record by record, because the fast way has failed."""


@dataclass(frozen=True)
class Table:
    """The cells of a file: `frame` holds ROW and `columns`, as text unless the format itself knows better."""

    file: str
    frame: pl.LazyFrame
    columns: tuple[str, ...]
    problems: pl.DataFrame = field(default_factory=no_problems)
    notes: tuple[str, ...] = ()
    large: bool = False
    nulls: bool = False
    """Whether empty cells are null already, so that they need no second look."""
    repeated: tuple[str, ...] = ()
    """Header names that occur more than once; the later ones were renamed "name (2)"."""


def problem(place: tuple[str, int | None, str], value: str, *, reason: str, advice: str) -> dict[str, object]:
    """One row of a problem frame; its place is file, row (None for a whole column) and column ("" for a whole row)."""
    file, row, column = place
    return {"file": file, "row": row, "column": column, "value": value[:500], "reason": reason, "advice": advice}


def problem_frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Problem rows as a frame that follows PROBLEMS."""
    return pl.DataFrame(rows, schema=PROBLEMS, orient="row")


def unique_names(header: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Column names that differ: blanks are numbered, repeats get " (2)"; beside them the names that were repeated."""
    names: list[str] = []
    repeated: list[str] = []
    taken = {ROW, *(cell.strip() for cell in header)}
    for position, cell in enumerate(header, start=1):
        name = cell.strip() or f"column {position}"
        if name not in names and name != ROW:
            names.append(name)
            continue
        if name != ROW and cell.strip():
            repeated.append(name)
        number = 2
        while (candidate := f"{name} ({number})") in taken or candidate in names:
            number += 1
        names.append(candidate)
    return names, tuple(dict.fromkeys(repeated))
