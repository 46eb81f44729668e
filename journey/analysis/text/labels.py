"""Texts whose feeling is known: what a journey's own scores and corrections teach."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Band(IntEnum):
    """Unhappy, neither, happy: an NPS detractor, passive, promoter."""

    UNHAPPY = 0
    NEITHER = 1
    HAPPY = 2


@dataclass(frozen=True)
class Label:
    """A text whose feeling is known: from its score, or (weight CORRECTION) from a person who corrected it."""

    text: str
    language: str
    emotion: float
    band: Band
    weight: float = 1.0
