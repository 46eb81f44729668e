"""Finds in a text the words that a question asked for, and the piece of it that shows them."""

from __future__ import annotations

from collections.abc import Sequence

from journey.analysis.search.query import Asked, telling
from journey.analysis.search.words import Word, spellings, words_of

WIDTH = 240
"""Characters of a long text that are shown."""
Pieces = list[tuple[str, bool]]


def shown(text: str, asked: Asked, languages: frozenset[str], language: str, *, width: int = WIDTH) -> Pieces:
    """The piece of `text` with most of what was asked for, as parts with whether each is to be marked; "…" where it is cut."""
    spans = found_at(text, asked, languages, language)
    start, end = _window(text, spans, width)
    pieces: Pieces = [("…", False)] if start > 0 else []
    at = start
    for first, last in spans:
        if first < at or last > end:
            continue
        pieces += [(text[at:first], False), (text[first:last], True)]
        at = last
    pieces += [(text[at:end], False), *([("…", False)] if end < len(text) else [])]
    return [(part, marked) for part, marked in pieces if part]


def found_at(text: str, asked: Asked, languages: frozenset[str], language: str) -> list[tuple[int, int]]:
    """Where in the text something stands that was asked for, in order, nothing twice."""
    words = list(words_of(text, language))
    stems = {cut for word in telling(asked.words, languages) for one in words_of(word, "") for cut in
             spellings(word[one.start : one.end], languages | {language})}  # fmt: skip
    begins = tuple(word.plain for said in asked.beginnings for word in words_of(said, ""))
    found = [(word.start, word.end) for word in words if word.stem in stems or (begins and word.plain.startswith(begins))]
    for phrase in asked.phrases:
        found += _phrase(words, [word.plain for word in words_of(phrase, "")])
    return _apart(sorted(found))


def _phrase(words: Sequence[Word], wanted: Sequence[str]) -> list[tuple[int, int]]:
    size = len(wanted)
    return [
        (words[at].start, words[at + size - 1].end)
        for at in range(len(words) - size + 1)
        if [word.plain for word in words[at : at + size]] == list(wanted)
    ]


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap, as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _window(text: str, spans: list[tuple[int, int]], width: int) -> tuple[int, int]:
    """The `width` characters with the most spans, beginning a little before the first of them and at a word."""
    if len(text) <= width:
        return 0, len(text)
    starts = [start for start, _ in spans] or [0]
    best = max(starts, key=lambda start: (sum(start <= first and last <= start + width - 40 for first, last in spans), -start))
    start = max(0, min(best - 40, len(text) - width))
    if start > 0 and (space := text.find(" ", start, best)) >= 0:
        start = space + 1
    end = min(len(text), start + width)
    if end < len(text) and (space := text.rfind(" ", start + width // 2, end)) >= 0:
        end = max([space, *(last for first, last in spans if first < space < last)])
    return start, end
