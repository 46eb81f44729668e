"""Takes what points to a person out of customers' words, before they are stored."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise

from journey.analysis.redact.known import KnownNames
from journey.analysis.redact.names import answered_name, asks_for_name, claim_names, cued, name_words
from journey.analysis.redact.numbers import claim_numbers
from journey.analysis.redact.phones import REGIONS
from journey.analysis.redact.spans import PLACEHOLDER, Claims, Private, Span
from journey.analysis.redact.speech import claim_speech
from journey.analysis.redact.web import claim_web

PROMISE = (
    "E-mail addresses, phone, card, account and identity numbers, IBANs, IP addresses, web addresses that carry a token, "
    "and names that were known or announced were removed before anything was stored. It can't be promised that every name "
    "is found: one without a greeting, a title or a common first name can stay, and so can street addresses. "
    "Order and ticket numbers are kept, so that a case can be followed."
)
"""What the screen says of redaction wherever customers' words come in."""

_MOST_NAMESAKES = 20
_MOST_LOOKS = 10
_UNNUMBERED = frozenset({Private.URL, Private.IP})
_LANGUAGE_REGIONS = {
    "en": ("US", "GB", "CA", "AU", "IN", "IE"),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH", "CA"),
    "es": ("ES", "MX", "AR", "CO", "CL"),
    "it": ("IT", "CH"),
    "pt": ("BR", "PT"),
    "nl": ("NL", "BE"),
    "pl": ("PL",),
    "sv": ("SE",),
    "da": ("DK",),
    "nb": ("NO",),
    "fi": ("FI",),
    "ja": ("JP",),
}


@dataclass(frozen=True)
class Redaction:
    """A text that may be stored, and how many of each kind were removed from it ("email": 1)."""

    text: str
    removed: dict[str, int]


def redact(text: str, *, known_names: Iterable[str] = (), language: str | None = None, region: str | None = None) -> Redaction:
    """Redact one text that stands alone.

    `known_names`: whole names of people known to be in it. `language` ("de") and `region` ("AT") say where telephone
    numbers without a country code are looked up; without them a dozen countries are tried.
    """
    redactor = Redactor(known_names=known_names, language=language, region=region)
    return Redaction(redactor.redact(text), dict(redactor.removed))


def redact_many(
    texts: Iterable[str], *, language: str | None = None, region: str | None = None
) -> tuple[list[str], dict[str, int]]:
    """Redact many texts that have nothing to do with each other; returns them in order, and what was removed in all."""
    removed: Counter[str] = Counter()
    redacted = []
    for text in texts:
        result = redact(text, language=language, region=region)
        redacted.append(result.text)
        removed.update(result.removed)
    return redacted, dict(removed)


def redact_conversation(
    turns: Sequence[str], *, known_names: Iterable[str] = (), language: str | None = None, region: str | None = None
) -> tuple[list[str], dict[str, int]]:
    """Redact the turns of one conversation: a name given in one turn is removed from all, under one placeholder."""
    given = (name for name in map(answered_name, _answers(turns)) if name)
    announced = (turn[start:end] for turn in turns for start, end in cued(turn, _lower(turn)))
    redactor = Redactor(known_names=[*known_names, *given, *announced], language=language, region=region)
    for turn in turns:
        redactor.number_after(turn)
    return [redactor.redact(turn) for turn in turns], dict(redactor.removed)


@dataclass
class Redactor:
    """Redacts the texts of one conversation in turn: the same person or number gets the same placeholder each time."""

    known_names: Iterable[str] = ()
    language: str | None = None
    region: str | None = None
    removed: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.known_names = tuple(dict.fromkeys(name for name in self.known_names if name.strip()))
        self._known = KnownNames.of(self.known_names)
        self._regions = _regions(self.language, self.region)
        self._numbers: dict[tuple[Private, str], int] = {}
        self._last: Counter[Private] = Counter()
        self._people: list[set[str]] = []
        self._by_word: dict[str, list[int]] = {}
        self._alone: dict[str, int] = {}
        for name in self.known_names:
            self._meet(name_words(name))
        self._order: dict[int, int] = {}

    def redact(self, text: str) -> str:
        """The text with placeholders such as [PERSON 1] for what was found; counts are added to `removed`.

        What was hidden behind another number or name shows once that is gone, so it looks again until nothing is found:
        a redacted text stays as it is when it is redacted once more.
        """
        self.number_after(text)
        for _ in range(_MOST_LOOKS):
            spans = _find(text, self._known, self._regions)
            if not spans:
                break
            text = self._without(text, spans)
        return text

    def number_after(self, text: str) -> None:
        """Give nobody new a placeholder that stands in `text` already."""
        for match in PLACEHOLDER.finditer(text) if "[" in text else ():
            kind, _, number = match[0].strip("[]").partition(" ")
            self._last[Private(kind)] = max(self._last[Private(kind)], int(number or 0))

    def _without(self, text: str, spans: list[Span]) -> str:
        parts, done = [], 0
        for span in spans:
            parts += [text[done : span.start], self._placeholder(span.kind, text[span.start : span.end])]
            self.removed[span.kind.lower()] += 1
            done = span.end
        return "".join([*parts, text[done:]])

    def _placeholder(self, kind: Private, value: str) -> str:
        if kind in _UNNUMBERED:
            return f"[{kind}]"
        if kind is Private.PERSON:
            return f"[{kind} {self._person(value)}]"
        key = (kind, "".join(c for c in value.lower() if c.isalnum() or c == "@"))
        if key not in self._numbers:
            self._numbers[key] = self._next(kind)
        return f"[{kind} {self._numbers[key]}]"

    def _next(self, kind: Private) -> int:
        self._last[kind] += 1
        return self._last[kind]

    def _person(self, name: str) -> int:
        words = name_words(name)
        index = self._same_person(words)
        if index is None:
            index = self._meet(words)
        for word in words - self._people[index]:
            self._by_word.setdefault(word, []).append(index)
        self._people[index] |= words
        if index not in self._order:
            self._order[index] = self._next(Private.PERSON)
        return self._order[index]

    def _meet(self, words: frozenset[str]) -> int:
        self._people.append(set(words))
        index = len(self._people) - 1
        for word in words:
            self._by_word.setdefault(word, []).append(index)
        if len(words) == 1:
            self._alone.setdefault(next(iter(words)), index)
        return index

    def _same_person(self, words: frozenset[str]) -> int | None:
        """Somebody met who has all these words in the name, or whose one known word is among them."""
        if not words:
            return None
        rarest = min(words, key=lambda word: len(self._by_word.get(word, ())))
        called = islice(self._by_word.get(rarest, ()), _MOST_NAMESAKES)
        fuller = next((i for i in called if words <= self._people[i]), None)
        return fuller if fuller is not None else next((self._alone[w] for w in sorted(words) if w in self._alone), None)


def find_private(text: str, *, known_names: Iterable[str] = (), regions: tuple[str, ...] = REGIONS) -> list[Span]:
    """Where the private parts of a text are, in order, none overlapping; positions count characters of `text`."""
    return _find(text, KnownNames.of(known_names), regions)


def _find(text: str, known: KnownNames, regions: tuple[str, ...]) -> list[Span]:
    if "[" in text:
        text = PLACEHOLDER.sub(_covered, text)
    folded = text if text.isascii() else text.translate(_fold())
    lower = _lower(folded)
    claims = Claims(len(text))
    claim_web(folded, lower, claims)
    if _DIGIT.search(folded):
        claim_numbers(folded, lower, claims, regions)
    claim_speech(lower, claims)
    known.claim(folded, claims)
    claim_names(folded, lower, claims)
    return sorted(claims.spans)


def _covered(placeholder: re.Match[str]) -> str:
    """As long as the placeholder, and neither word nor number nor space, so that nothing in it or beside it is mistaken."""
    return "\x02" * len(placeholder[0])


_DIGIT = re.compile(r"\d.*\d", re.S)


def _lower(text: str) -> str:
    """Lower case of the same length: a few letters (İ) would grow."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


@lru_cache(maxsize=1)
def _fold() -> dict[int, str]:
    """Every script's digits, spaces and dashes as ASCII, one character for one, so that positions stay."""
    fold = {}
    for code in range(0x80, 0x10000):
        kind = unicodedata.category(chr(code))
        if kind == "Nd":
            fold[code] = str(unicodedata.digit(chr(code)))
        elif kind in {"Zs", "Pd"}:
            fold[code] = " " if kind == "Zs" else "-"
    return fold | {0xFF20: "@", 0xFF0E: ".", 0xFF0B: "+", 0x2212: "-"}


def _regions(language: str | None, region: str | None) -> tuple[str, ...]:
    hinted = (*([region.upper()] if region else []), *_LANGUAGE_REGIONS.get((language or "")[:2].lower(), ()))
    return tuple(dict.fromkeys(hinted)) or REGIONS


def _answers(turns: Sequence[str]) -> list[str]:
    return [after for before, after in pairwise(turns) if asks_for_name(before)]
