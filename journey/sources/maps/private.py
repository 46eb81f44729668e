"""Takes what points to a person out of the customers' words on a map that comes from outside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from journey.analysis.redact import redact
from journey.domain.document import CardPart, Document, PersonaPart
from journey.domain.words import LaneKind

CUSTOMERS = (LaneKind.THOUGHT, LaneKind.EVIDENCE)
"""Lanes that hold what customers said."""
QUOTED = re.compile(r"^\s*[\"'“”„‘«»]")
HELD = 0xE000
"""Where the private characters begin that stand for personas while names are looked for."""


def redacted(document: Document) -> tuple[Document, tuple[str, ...]]:
    """The document as it may be stored, and a note of what was removed from it.

    - Customers' words (thoughts, evidence, quotes of personas, whatever is in quotation marks) are redacted as everywhere.
    - In other texts names stay, as of teams and products; one that holds an address or number of a person is redacted whole.
    - Personas are invented: their names stay wherever they are.
    """
    wash = _Wash(who.name for who in document.personas)
    theirs = {lane.key for lane in document.lanes if lane.kind in CUSTOMERS}
    made = replace(
        document,
        cards=tuple(wash.card(card, theirs) for card in document.cards),
        personas=tuple(wash.persona(who) for who in document.personas),
    )
    if not wash.removed:
        return document, ()
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(wash.removed.items()))
    return made, (f"What points to a person was taken out of the texts before anything is stored: {counts}.",)


@dataclass
class _Wash:
    """Redacts texts and counts what it removes; the personas' names are held back."""

    personas: Iterable[str]
    removed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        words = {word for name in self.personas for word in re.findall(r"[^\W\d_]{2,}", name.split(",")[0])}
        self.held = {word: chr(HELD + number) for number, word in enumerate(sorted(words)[:1000])}
        self.back = {mark: word for word, mark in self.held.items()}
        self.pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, self.held))})\b") if self.held else None

    def text(self, text: str, *, theirs: bool) -> str:
        """The text as it may be stored; of what is not the customers' own, a name alone stays."""
        if not text.strip():
            return text
        masked = self.pattern.sub(lambda found: self.held[found[0]], text) if self.pattern else text
        found = redact(masked)
        if not found.removed or (set(found.removed) == {"person"} and not (theirs or QUOTED.match(text))):
            return text
        self.removed.update(found.removed)
        return "".join(self.back.get(letter, letter) for letter in found.text)

    def card(self, card: CardPart, lanes: set[str]) -> CardPart:
        theirs = card.lane in lanes
        return replace(card, text=self.text(card.text, theirs=theirs), details=self.text(card.details, theirs=theirs))

    def persona(self, who: PersonaPart) -> PersonaPart:
        quotes = tuple(self.text(quote, theirs=True) for quote in who.quotes)
        return replace(who, quotes=quotes, says=self.text(who.says, theirs=True), profile=self.text(who.profile, theirs=False))
