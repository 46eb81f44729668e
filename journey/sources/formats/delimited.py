"""Reads CSV, TSV and their kin: any delimiter, quoting and encoding."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl

from journey.errors import NeedsAnswer, UnreadableFile
from journey.sources.dialect import Dialect, dialect_of, has_header, unclosed
from journey.sources.encoding import encoding_of, looks_garbled
from journey.sources.table import LARGE, ROW, Answers, FileShape, Table, problem, problem_frame, unique_names
from journey.sources.unpack import spool

RANK = 100
"""Asked last: nearly any text could be a table."""
_SAMPLE = 256 * 1024
_CHUNK = 50_000


def claims(path: Path, head: bytes) -> bool:
    """Whatever is no other format and is text."""
    return True


def describe(path: Path, shape: FileShape, answers: Answers) -> FileShape:
    """Encoding, delimiter, quote and header, concluded from the first quarter of a megabyte."""
    encoding, notes = (answers.encoding, ()) if answers.encoding else encoding_of(path, shape.file)
    sample = _sample(path, encoding, shape.file)
    if not sample.strip():
        raise UnreadableFile(f"{shape.file} holds nothing but blank space. Nothing was imported. Export it again.")
    delimiter = "\t" if answers.delimiter == "tab" else answers.delimiter
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '\r\n"'):
        raise NeedsAnswer(
            "Which character sets the columns apart?",
            option="--delimiter",
            choices=(",", ";", "tab", "|"),
            because=f"'{delimiter}' can't: it has to be one character.",
        )
    dialect = dialect_of(sample, delimiter)
    rows = [row for row in _safely(dialect.rows(islice(StringIO(sample, newline=""), 50)), shape.file) if row]
    header = has_header(rows)
    notes += () if header else (f"{shape.file} has no header row; its columns are called column 1, column 2 and so on.",)
    if looks_garbled(sample):
        notes += (
            f"Some letters in {shape.file} look garbled (such as Ã© for é): it was saved in the wrong encoding before it "
            "came here. The texts were kept as they are; export it again as UTF-8 to mend them.",
        )
    return FileShape(
        shape.file, "csv", shape.size, shape.packed, encoding, dialect.delimiter, dialect.quote, dialect.escape, header,
        notes=notes,
    )  # fmt: skip


def load(path: Path, shape: FileShape) -> Table:
    """The cells as text; a large file without quotes is scanned lazily, anything else is read record by record."""
    if shape.size >= LARGE and not shape.careful and (table := _scan(path, shape)):
        return table
    return _Careful(path, shape).table()


def _sample(path: Path, encoding: str, name: str) -> str:
    try:
        with path.open(encoding=encoding, newline="") as file:
            return file.read(_SAMPLE)
    except LookupError:
        raise UnreadableFile(f"There is no encoding called '{encoding}'. Nothing was imported. Try utf-8.") from None
    except UnicodeError as error:
        raise _wrong_encoding(name, encoding) from error


def _wrong_encoding(name: str, encoding: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} can't be read as {encoding}: it holds bytes that don't exist there. Nothing was imported. "
        "Name another encoding, or export the file again as UTF-8."
    )


def _safely(rows: Iterator[list[str]], name: str) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error as error:
        raise UnreadableFile(
            f"{name} can't be cut into rows and columns ({error}). Nothing was imported. Export it again as CSV."
        ) from error


def _scan(path: Path, shape: FileShape) -> Table | None:
    """A lazy scan, where it is certain to agree with the careful reading: UTF-8, no quotes, every row complete."""
    if shape.encoding not in {"utf-8", "utf-8-sig"} or not shape.header or shape.escape or not shape.delimiter.isascii():
        return None
    names, repeated = _even_header(path, shape)
    if not names:
        return None
    frame = pl.scan_csv(
        path,
        separator=shape.delimiter,
        quote_char=None,
        has_header=False,
        skip_lines=1,
        schema=dict.fromkeys(names, pl.String()),
        row_index_name=ROW,
        row_index_offset=2,
        glob=False,
    ).with_columns(pl.col(ROW).cast(pl.Int64))
    return Table(shape.file, frame, tuple(names), notes=shape.notes, large=True, nulls=True, repeated=repeated)


def _even_header(path: Path, shape: FileShape) -> tuple[list[str], tuple[str, ...]]:
    """The column names of a file that holds no quotes and whose delimiters add up to full rows; none otherwise.

    Where a row that is too long makes up for one that is too short, polars refuses the long one.
    """
    with path.open("rb") as file:
        header = file.readline(_SAMPLE).decode(shape.encoding).rstrip("\r\n").split(shape.delimiter)
    quotes, delimiters, ends = _count(path, (ord(shape.quote), ord(shape.delimiter), ord("\n")))
    even = not quotes and delimiters == ends * (len(header) - 1)
    return unique_names(header) if even else ([], ())


def _count(path: Path, codes: tuple[int, ...]) -> list[int]:
    """How often each byte occurs; a file that does not end with a line end counts one more of it."""
    room = bytearray(1 << 20)
    block, counts, last = np.frombuffer(room, dtype=np.uint8), [0] * len(codes), 0
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(room):
            for place, code in enumerate(codes):
                counts[place] += int(np.count_nonzero(block[:size] == code))
            last = int(block[size - 1])
    counts[-1] += last != ord("\n")
    return counts


class _Careful:
    """Reads record by record, and says of each malformed one where it is and what is wrong."""

    def __init__(self, path: Path, shape: FileShape) -> None:
        self.path, self.shape = path, shape
        self.dialect = Dialect(shape.delimiter, shape.quote, shape.escape)
        self.names: list[str] = []
        self.repeated: tuple[str, ...] = ()
        self.problems: list[dict[str, object]] = []
        self.row = 0
        self._raw: list[str] = []
        self._short: tuple[int, int] | None = None

    def table(self) -> Table:
        """The whole file as a table."""
        frames = list(self._frames())
        frame = pl.concat(frames) if frames else pl.LazyFrame(schema={ROW: pl.Int64(), **dict.fromkeys(self.names, pl.String())})
        return Table(
            self.shape.file,
            frame,
            tuple(self.names),
            problem_frame(self.problems),
            self.shape.notes,
            large=self.shape.size >= LARGE,
            repeated=self.repeated,
        )

    def _frames(self) -> Iterator[pl.LazyFrame]:
        try:
            with self.path.open(encoding=self.shape.encoding, newline="") as file:
                records = self._records(_safely(self.dialect.rows(self._lines(file)), self.shape.file))
                while chunk := list(islice(records, _CHUNK)):
                    yield self._keep(self._frame(chunk))
        except UnicodeError as error:
            raise _wrong_encoding(self.shape.file, self.shape.encoding) from error
        self._refuse_cut()

    def _lines(self, file: Iterator[str]) -> Iterator[str]:
        for line in file:
            self._raw.append(line)
            yield line

    def _records(self, rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
        last: list[str] = []
        for cells in rows:
            self.row += 1
            last, self._raw = self._raw, []
            if not cells or cells == [""]:
                continue
            if not self.names:
                header = cells if self.shape.header else [""] * len(cells)
                self.names, self.repeated = unique_names(header)
                if self.shape.header:
                    continue
            if self._fits(cells):
                yield self.row, cells
        self._raw = last

    def _fits(self, cells: list[str]) -> bool:
        wanted, got = len(self.names), len(cells)
        self._short = (got, wanted) if got < wanted else None
        if got == wanted or (got > wanted and not any(cell.strip() for cell in cells[wanted:])):
            del cells[wanted:]
            return True
        more = got > wanted
        self.problems.append(
            problem(
                (self.shape.file, self.row, ""),
                self.shape.delimiter.join(cells[wanted:] if more else cells),
                reason=f"The row has {got} fields where the header has {wanted}.",
                advice="Put quotation marks around texts that hold the delimiter." if more else "Fill in the missing fields.",
            )
        )
        return False

    def _frame(self, chunk: list[tuple[int, list[str]]]) -> pl.DataFrame:
        columns = zip(*(cells for _, cells in chunk), strict=True)
        rows = pl.Series(ROW, [row for row, _ in chunk], dtype=pl.Int64)
        return pl.DataFrame(
            [rows, *(pl.Series(name, cells, dtype=pl.String) for name, cells in zip(self.names, columns, strict=True))]
        )

    def _keep(self, frame: pl.DataFrame) -> pl.LazyFrame:
        if self.shape.size < LARGE:
            return frame.lazy()
        target = spool(".parquet")
        frame.write_parquet(target, compression="lz4")
        return pl.scan_parquet(target)

    def _refuse_cut(self) -> None:
        again = "Nothing was imported. Download or export it again."
        if self._raw and unclosed(self.dialect, self._raw):
            raise UnreadableFile(
                f"{self.shape.file} is cut off or damaged: a quotation mark in row {self.row} is never closed. {again}"
            )
        if self._short and self._raw and not self._raw[-1].endswith(("\n", "\r")):
            got, wanted = self._short
            raise UnreadableFile(
                f"{self.shape.file} is cut off: its last row, row {self.row}, stops after {got} of {wanted} columns. {again}"
            )
