"""Finds the people who are known to be in a conversation, by any word of their names, however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from journey.analysis.redact.first_names import ALSO_WORDS
from journey.analysis.redact.names import plain
from journey.analysis.redact.spans import Claims, Private
from journey.analysis.redact.words import NO_NAME, PARTICLES

_PART = re.compile(r"[^\W_]+")
_MOST_PARTS = 6


@dataclass(frozen=True)
class KnownNames:
    """Whole names and the words of them, plain and in lower case; `first` are the words that a name can begin with."""

    forms: frozenset[str]
    first: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> KnownNames:
        """Prepare the names once, for all texts of a conversation."""
        forms: set[str] = set()
        for name in names:
            parts = list(_PART.finditer(plain(name)))[:_MOST_PARTS]
            if parts:
                low = plain(name)
                forms.update(low[part.start() : parts[-1].end()] for part in parts[:-1])
                forms.add(low[parts[0].start() : parts[-1].end()])
                forms.update(p[0] for p in parts if len(p[0]) > 2 and p[0] not in PARTICLES and not p[0].isdigit())
        forms = {form for form in forms if len(form) > 1 and not form.isdigit()}
        return cls(frozenset(forms), frozenset(_PART.findall(form)[0] for form in forms))

    def claim(self, text: str, claims: Claims) -> None:
        """Claim each known name in `text`, the longest first; the work grows with the text, not with the number of names."""
        if not self.forms:
            return
        parts = [match.span() for match in _PART.finditer(text)]
        at = 0
        while at < len(parts):
            at += self._claimed(text, parts[at : at + _MOST_PARTS], claims) or 1

    def _claimed(self, text: str, parts: list[tuple[int, int]], claims: Claims) -> int:
        """How many words from the first on were claimed as one name."""
        start, end = parts[0]
        first = plain(text[start:end])
        if first not in self.first:
            end = self._without_genitive(text, start, end)
            return int(end > start and claims.claim(start, end, Private.PERSON))
        for count in range(len(parts), 0, -1):
            end = parts[count - 1][1]
            form = plain(text[start:end])
            if form in self.forms and (text[start].isupper() or not _is_also_a_word(form)):
                return count if claims.claim(start, end, Private.PERSON) else 0
        return 0

    def _without_genitive(self, text: str, start: int, end: int) -> int:
        """Where "Petra" ends in "Petras"; `start` if nobody known is meant."""
        word = plain(text[start:end])
        return end - 1 if len(word) > 4 and word[-1] == "s" and word[:-1] in self.forms and text[start].isupper() else start


def _is_also_a_word(form: str) -> bool:
    return len(form) < 3 or form in ALSO_WORDS or form in NO_NAME
