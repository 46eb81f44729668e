"""Finds out how a text table is written: delimiter, quote, escape, and whether it has a header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

csv.field_size_limit(2**31 - 1)

_DELIMITERS = ",;\t|"
_PLAIN_VALUE = re.compile(r"\s*[-+]?[\d.,:/\- T]*\d[\d.,:/\- TZ]*\s*")


@dataclass(frozen=True)
class Dialect:
    """How fields are set apart: `escape` is a backslash where quotes inside quotes are written \\" instead of ""."""

    delimiter: str
    quote: str = '"'
    escape: str = ""

    def rows(self, lines: Iterable[str], *, strict: bool = False) -> Iterator[list[str]]:
        """The records of `lines`, which keep their line ends."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            doublequote=not self.escape,
            escapechar=self.escape or None,
            strict=strict,
        )


def dialect_of(sample: str, delimiter: str | None) -> Dialect:
    """The dialect that cuts the sample into the most even table; `delimiter` is believed where it is given."""
    lines = list(StringIO(sample, newline=""))
    lines = lines[:-1] if len(lines) > 1 and not sample.endswith("\n") else lines
    quote = "'" if _wrapped_in(sample, "'") > 2 * _wrapped_in(sample, '"') + 2 else '"'
    escape = "\\" if f"\\{quote}" in sample and f"{quote}{quote}" not in sample.replace(f"\\{quote}", "") else ""
    options = [Dialect(one, quote, escape) for one in ([delimiter] if delimiter else _DELIMITERS)]
    return max(options, key=lambda option: _evenness(option, lines))


def has_header(rows: list[list[str]]) -> bool:
    """Whether the first row names columns: it holds no figures and dates while the rows below do."""
    if len(rows) < 2:
        return True
    figures = sum(bool(_PLAIN_VALUE.fullmatch(cell)) for cell in rows[0])
    below = sum(bool(_PLAIN_VALUE.fullmatch(cell)) for cell in rows[1])
    return not figures or figures < below


def unclosed(dialect: Dialect, record: list[str]) -> bool:
    """Whether the last record's text ends inside quotes; `record` holds its raw lines."""
    try:
        for _ in dialect.rows(record, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _wrapped_in(sample: str, quote: str) -> int:
    return len(re.findall(rf"(?:^|[,;\t|]){quote}[^{quote}\n]*{quote}(?=[,;\t|\r\n])", sample[:100_000], re.MULTILINE))


def _evenness(dialect: Dialect, lines: list[str]) -> tuple[float, float]:
    try:
        widths = [len(row) for row in dialect.rows(lines[:500]) if row]
    except csv.Error:
        return (-1.0, 0.0)
    if not widths:
        return (0.0, 0.0)
    width, often = Counter(widths).most_common(1)[0]
    share = often / len(widths)
    if width == 1:
        return (0.0, 0.0)
    return (round(share * min(1.0, sum(one > 1 for one in widths[:1]) + 0.5), 2), share * width)
