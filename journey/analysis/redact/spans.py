"""Which characters of a text are to go, and as what: no character goes twice."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Private(StrEnum):
    """What redaction removes; the value is the word in the placeholder."""

    PERSON = "PERSON"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    CARD = "CARD"
    IBAN = "IBAN"
    ID = "ID"
    URL = "URL"
    IP = "IP"
    ACCOUNT = "ACCOUNT"


PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(Private)})(?: \d{{1,9}})?\]")
"""What stands in a redacted text where something was removed: no customer said it."""


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of a text, and what they are."""

    start: int
    end: int
    kind: Private


@dataclass
class Claims:
    """The spans claimed so far in a text of `size` characters: the first claim on a character stands."""

    size: int
    spans: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._taken = bytearray(self.size)

    def free(self, start: int, end: int) -> bool:
        """Whether nobody has claimed any of these characters."""
        return self._taken.find(1, start, end) < 0

    def claim(self, start: int, end: int, kind: Private) -> bool:
        """Claim the characters if all of them are free; says whether it did."""
        if end <= start or not self.free(start, end):
            return False
        self._taken[start:end] = b"\x01" * (end - start)
        self.spans.append(Span(start, end, kind))
        return True
