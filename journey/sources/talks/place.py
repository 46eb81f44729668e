"""Where a reader stands in a file, and where it puts what it could not read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from journey.domain.problems import PROBLEMS
from journey.errors import UnreadableFile
from journey.sources.encoding import encoding_of

MOST_PROBLEMS = 1_000
"""Problem rows kept of one import: whoever mends a file needs the first hundred, and a hostile one has millions."""


@dataclass
class Problems:
    """Collects what could not be read; `frame()` follows PROBLEMS."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    more: int = 0

    def add(self, file: str, row: int | None, *, column: str, value: object, reason: str, advice: str) -> None:
        """Note one problem; from MOST_PROBLEMS on they are only counted."""
        if len(self.rows) >= MOST_PROBLEMS:
            self.more += 1
            return
        said = {"column": column, "value": str(value)[:200], "reason": reason, "advice": advice}
        self.rows.append({"file": file, "row": row, **said})

    def frame(self) -> pl.DataFrame:
        """The problems as rows."""
        rest = f"{self.more:,} more problems are not listed."
        last = [{"reason": rest, "advice": "Mend those above first, then import the file again."}] if self.more else []
        return pl.DataFrame([*self.rows, *last], schema=PROBLEMS)


@dataclass(frozen=True)
class Place:
    """The file that is read, the zone of times that name none, and the conversation's number in the file.

    `ours` are the e-mail domains or addresses that agents write from, if the person named them.
    """

    file: str
    timezone: str = "UTC"
    number: int = 1
    ours: frozenset[str] = frozenset()
    problems: Problems = field(default_factory=Problems)

    def at(self, number: int) -> Place:
        """The same for another conversation of the file."""
        return replace(self, number=number)

    def problem(self, column: str, value: object, reason: str, advice: str, *, row: int | None = None) -> None:
        """Note what could not be read, by the conversation's number unless the `row` is known."""
        at = self.number if row is None else row
        self.problems.add(self.file, at, column=column, value=brief(value), reason=reason, advice=advice)


@dataclass(frozen=True)
class Plain:
    """A file as it lies unpacked on disk: its bytes for those who need them, its text for the others."""

    path: Path
    name: str

    @cached_property
    def head(self) -> bytes:
        """The first 64 kB."""
        with self.path.open("rb") as file:
            return file.read(65_536)

    @cached_property
    def text(self) -> str:
        """The whole text, its encoding told by its content; UnreadableFile where it is no text."""
        try:
            encoding, _ = encoding_of(self.path, self.name)
        except UnreadableFile as error:
            raise UnreadableFile(
                f"{self.name} is not a text: it holds bytes that no text has. Nothing was imported. "
                "Give the transcript as VTT, SRT, text, JSON or CSV, a mail as EML or MBOX."
            ) from error
        return self.path.read_bytes().decode(encoding, errors="replace").lstrip("\ufeff")


def brief(value: Any) -> str:
    """The beginning of a value as a problem row shows it."""
    if isinstance(value, str):
        return value[:200]
    try:
        return json.dumps(value, ensure_ascii=False)[:200]
    except (TypeError, ValueError, RecursionError):
        return ""
