"""Cuts texts into what they are searched by: words without case and accents for phrases, stems for everything else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from journey.analysis.redact.spans import PLACEHOLDER
from journey.analysis.text.stopwords import stopwords
from journey.analysis.text.vectors import stem

_ALONE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Japanese and Chinese put no spaces between words: each of their characters is taken as a word."""
_MARKS = "\u0300-\u036f"
_LETTER = rf"(?:[^\W_{_ALONE}]|[{_MARKS}])"
_WORD = re.compile(rf"[{_ALONE}]|{_LETTER}+(?:['’ʼ]{_LETTER}+)*")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "'": "", "’": "", "ʼ": ""}
)
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_ACCENTS = re.compile(f"[{_MARKS}]")
MOST_WORDS = 10_000
"""Words of one text that are searched: beyond them a text is a book."""
_LONGEST = 40


class Word(NamedTuple):
    """A word of a text: where it stands (end exclusive), how it is compared, its stem."""

    start: int
    end: int
    plain: str
    stem: str


def words_of(text: str, language: str) -> Iterator[Word]:
    """The words of a text in `language` ("" where unknown: then words are their own stems); not what redaction put there."""
    gaps = [(found.start(), found.end()) for found in PLACEHOLDER.finditer(text)] if "[" in text else []
    for found in _WORD.finditer(text):
        start, end = found.span()
        if any(first <= start < last for first, last in gaps):
            continue
        plain, cut = _compared(found[0], language)
        if plain:
            yield Word(start, end, plain, cut)


def indexed(text: str, language: str) -> tuple[list[str], list[str]]:
    """The stems and the plain words of a text, as many of the one as of the other, at most MOST_WORDS."""
    stems, plain = [], []
    for word in words_of(text, language):
        stems.append(word.stem)
        plain.append(word.plain)
        if len(stems) == MOST_WORDS:
            break
    return stems, plain


def spellings(word: str, languages: Collection[str]) -> tuple[str, ...]:
    """The stems that a word somebody typed may have in texts of these languages; umlauts may be written ae, oe, ue."""
    lower = unicodedata.normalize("NFC", word.lower())
    written = dict.fromkeys([lower, "".join(_UMLAUTS.get(letter, letter) for letter in lower)])
    for umlaut, two in _UMLAUTS.items():
        if "de" in languages and two in lower:
            written[lower.replace(two, umlaut)] = None
    found = (_compared(one, language)[1] for one in written for language in sorted(languages) or [""])
    return tuple(dict.fromkeys(one for one in found if one))


def nearest(text: str, languages: Collection[str], usual: str) -> str:
    """Which of a few languages a short text is in, by the small words it holds; `usual` where they do not tell."""
    said = [found.lower() for found in _WORD.findall(text)]
    counts = {language: sum(word in stopwords(language) for word in said) for language in languages}
    best = max(counts, key=lambda language: (counts[language], language == usual), default=usual)
    return best if counts.get(best, 0) > counts.get(usual, 0) else usual


def is_small(word: str, languages: Collection[str]) -> bool:
    """Whether a word says nothing of a topic in any of these languages."""
    lower = word.lower().replace("’", "'")
    return any(lower in stopwords(language) for language in languages)


@lru_cache(maxsize=200_000)
def _compared(word: str, language: str) -> tuple[str, str]:
    """A word without case and accents, and its stem likewise; cut off where no word is that long."""
    lower = word.lower().replace("’", "'").replace("ʼ", "'")
    if not lower.isascii():
        lower = unicodedata.normalize("NFC", lower)
    plain = _plain(lower)[:_LONGEST]
    return plain, _plain(stem(lower, language))[:_LONGEST] or plain


def _plain(word: str) -> str:
    if word.isascii():
        return word.replace("'", "")
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", word.casefold())).translate(_LETTERS)
    return "".join(letter for letter in folded if letter.isalnum())
