"""Reads Parquet files, lazily."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from journey.errors import UnreadableFile
from journey.sources.table import LARGE, ROW, Answers, FileShape, Table, unique_names

RANK = 10


def claims(path: Path, head: bytes) -> bool:
    """The format's own mark."""
    return head.startswith(b"PAR1")


def describe(path: Path, shape: FileShape, answers: Answers) -> FileShape:
    """Parquet says all there is to know itself."""
    return FileShape(shape.file, "parquet", shape.size, shape.packed)


def load(path: Path, shape: FileShape) -> Table:
    """Times and numbers keep their types, structs are flattened one level, everything else becomes text."""
    try:
        frame = pl.scan_parquet(path, glob=False)
        for name, dtype in frame.collect_schema().items():
            if isinstance(dtype, pl.Struct):
                inner = [pl.col(name).struct.field(part.name).alias(f"{name}.{part.name}") for part in dtype.fields]
                frame = frame.with_columns(inner).drop(name)
        schema = frame.collect_schema()
        frame = frame.select(_plain(name, dtype) for name, dtype in schema.items())
        names, repeated = unique_names(list(schema))
        frame = frame.rename(dict(zip(schema, names, strict=True))).with_row_index(ROW, offset=1)
        frame = frame.with_columns(pl.col(ROW).cast(pl.Int64))
        if shape.size < LARGE:
            frame = frame.collect().lazy()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise UnreadableFile(
            f"{shape.file} is a damaged or cut-off Parquet file. Nothing was imported. Download or export it again."
        ) from error
    notes = (*shape.notes, f"Rows of {shape.file} are counted from 1 at the first record.")
    return Table(shape.file, frame, tuple(names), notes=notes, large=shape.size >= LARGE, repeated=repeated)


def _plain(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype == pl.Boolean():
        return pl.when(column).then(pl.lit("true")).when(~column).then(pl.lit("false")).alias(name)
    if dtype.is_numeric() or isinstance(dtype, (pl.Datetime, pl.Date, pl.String)):
        return column
    if isinstance(dtype, (pl.List, pl.Array)):
        return column.cast(pl.List(pl.String)).list.join(", ")
    return column.cast(pl.String, strict=False)
