"""How commands answer: a table that fits a terminal, or JSON and CSV for programs."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


class FormatName(StrEnum):
    """What a listing is printed as."""

    TABLE = "table"
    JSON = "json"


class MetricsFormat(StrEnum):
    """What metrics are printed as."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class KindOfSeries(StrEnum):
    """What the values of a series are."""

    RATE = "rate"
    MEAN = "mean"
    DURATION = "duration"
    COUNT = "count"


GAP = 2
_ENDLESS = 100_000
NARROWEST = 6


def say(*sentences: str) -> None:
    """Print sentences, one a line."""
    sys.stdout.write("".join(f"{_plain(sentence)}\n" for sentence in sentences))


def warn(*sentences: str) -> None:
    """Print sentences for people where they do not mix with what programs read."""
    sys.stderr.write("".join(f"{_plain(sentence)}\n" for sentence in sentences))


def show(frame: pl.DataFrame, format: FormatName, *, empty: str, shown: pl.DataFrame | None = None) -> None:
    """Print the frame; as a table, `shown` in its place if given, or the sentence `empty` if there are no rows."""
    if format is FormatName.JSON:
        show_json(frame.to_dicts())
    elif frame.is_empty():
        say(empty)
    else:
        say(*table(frame if shown is None else shown))


def tell(facts: dict[str, Any], format: FormatName, *sentences: str) -> None:
    """Answer what was done: sentences for people, `facts` for programs."""
    if format is FormatName.JSON:
        show_json(facts)
    else:
        say(*sentences)


def show_json(value: Any) -> None:
    """Print JSON; days and instants in ISO 8601."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_iso) + "\n")


def table(frame: pl.DataFrame, width: int | None = None) -> list[str]:
    """The frame as lines that fit `width` (the terminal's): the widest texts are cut first. What is piped is not cut."""
    width = width or shutil.get_terminal_size((_ENDLESS, 24)).columns
    names = [name.replace("_", " ") for name in frame.columns]
    right = [dtype.is_numeric() for dtype in frame.dtypes]
    rows = [[_cell(value) for value in row] for row in frame.iter_rows()]
    sizes = _sizes([max(_wide(cell) for cell in column) for column in zip(names, *rows, strict=True)], width)
    lines = [names, ["─" * size for size in sizes], *rows]
    return [_line(line, sizes, right) for line in lines]


def _line(cells: list[str], sizes: list[int], right: list[bool]) -> str:
    padded = []
    for cell, size, at_right in zip(cells, sizes, right, strict=True):
        cut = _cut(cell, size)
        space = " " * (size - _wide(cut))
        padded.append(space + cut if at_right else cut + space)
    return (" " * GAP).join(padded).rstrip()


def _sizes(wanted: list[int], width: int) -> list[int]:
    """Column widths that add up to the room there is."""
    sizes = list(wanted)
    while sum(sizes) + GAP * (len(sizes) - 1) > width and max(sizes) > NARROWEST:
        sizes[sizes.index(max(sizes))] -= 1
    return sizes


def _cut(text: str, size: int) -> str:
    if _wide(text) <= size:
        return text
    kept = text
    while kept and _wide(kept) > size - 1:
        kept = kept[:-1]
    return f"{kept}…"


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, int | float):
        return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
    return _plain(str(value))


def _plain(text: str) -> str:
    """Text without the control characters that could drive a terminal."""
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} else char for char in text)


def _wide(text: str) -> int:
    """Columns that the text takes on a terminal."""
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
