"""A file that may hold a map: its bytes, its text, its JSON, and the notes that reading it leaves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from tempfile import NamedTemporaryFile
from typing import Any

from journey.errors import UnreadableFile

MOST_BYTES = 5 * 1024**2
"""The largest file that a map is read from; 400 cards with their details are a hundredth of it."""
MOST_NOTES = 200
"""Notes on single places that are kept; more of them say nothing new."""


@dataclass(frozen=True)
class MapFile:
    """One file as it came in: `name` is what people call it."""

    name: str
    data: bytes

    @property
    def title(self) -> str:
        """A journey's name from the file's: new-customer_buys.md is New customer buys."""
        words = re.sub(r"[\s_-]+", " ", PurePath(self.name).stem.split(".")[0]).strip()
        return words[:1].upper() + words[1:] if words else "A journey"

    @property
    def workbook(self) -> bool:
        """Whether it is a zip, as XLSX workbooks are."""
        return self.data.startswith(b"PK\x03\x04")

    @cached_property
    def text(self) -> str:
        """Its text, line ends as they are everywhere; UnreadableFile where it is none."""
        from pathlib import Path

        from journey.sources.encoding import encoding_of

        with NamedTemporaryFile() as file:
            file.write(self.data)
            file.flush()
            encoding, _ = encoding_of(Path(file.name), self.name)
        text = self.data.decode(encoding, errors="replace").lstrip("﻿")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def json(self) -> Any:
        """What it says as JSON; None where it is none. UnreadableFile where it begins as JSON and breaks off."""
        if self.workbook or not self.text.lstrip().startswith(("{", "[")):
            return None
        try:
            return json.loads(self.text)
        except json.JSONDecodeError as error:
            raise UnreadableFile(
                f"{self.name} is not valid JSON: line {error.lineno}, column {error.colno}: {error.msg.lower()}. "
                "Nothing was imported. Export it again, or mend that line."
            ) from error
        except (RecursionError, ValueError) as error:
            what = "is nested too deep" if isinstance(error, RecursionError) else "holds a number that is too long"
            raise UnreadableFile(f"{self.name} is JSON that {what}. Nothing was imported. Export it again.") from error


@dataclass
class Notes:
    """What could not be read or held of one file, each with its place, its value and what to do."""

    file: str
    said: list[str] = field(default_factory=list)
    more: int = 0

    def add(self, place: str, value: Any, what: str, advice: str = "") -> None:
        """One note: `place` is where in the file, `value` what stands there ("" for nothing to show)."""
        shown = "" if value in ("", None) else f" '{str(value)[:60]}'"
        if len(self.said) >= MOST_NOTES:
            self.more += 1
            return
        self.said.append(" ".join(part for part in (f"{self.file}, {place}:{shown} {what}", advice) if part))

    def say(self, sentence: str) -> None:
        """A note on the whole file."""
        self.said.append(f"{self.file}: {sentence}")

    def unknown(self, place: str, names: Iterable[str]) -> None:
        """Fields that nobody here knows."""
        left = sorted(set(names))
        if left:
            listed = ", ".join(f"'{name[:40]}'" for name in left[:12]) + (f" and {len(left) - 12} more" if len(left) > 12 else "")
            self.add(place, "", f"{listed} {'is' if len(left) == 1 else 'are'} unknown here and was left out."
                     if len(left) == 1 else f"{listed} are unknown here and were left out.")  # fmt: skip

    def all(self) -> tuple[str, ...]:
        """Every note once, in the order of the file."""
        more = (f"{self.file}: {self.more} more such places.",) if self.more else ()
        return (*dict.fromkeys(self.said), *more)
