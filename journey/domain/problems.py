"""Input that could not be read, one row a problem, and what a reader returns beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

PROBLEMS: dict[str, pl.DataType] = {
    "file": pl.String(),
    "row": pl.Int64(),  # as a person counts in the file: the header is row 1; null for a problem of the whole column or file
    "column": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
    "advice": pl.String(),
}


def no_problems() -> pl.DataFrame:
    """An empty problem frame."""
    return pl.DataFrame(schema=PROBLEMS)


@dataclass(frozen=True)
class ImportResult:
    """What a reader made of a file: good rows, problem rows, and what it wants to say.

    `frame` follows the kind's schema plus the file's other columns as string attributes; `problems` follows PROBLEMS;
    `notes` are plain sentences for the person ("Times without a zone were read in Europe/Berlin."). `mapping` (canonical
    column to the file's) and `scale` are how it was read, to be remembered for the source; `columns` are the file's own, in
    its order, none where it has none.
    """

    frame: pl.DataFrame | pl.LazyFrame
    problems: pl.DataFrame = field(default_factory=no_problems)
    notes: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    scale: str = ""
    columns: tuple[str, ...] = ()
