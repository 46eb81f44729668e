"""Cuts texts into what they are searched by: words without case and accents for phrases, stems for everything else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
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
_ENDINGS = {
    "pt": "ação ações ução uções ão ões ável áveis ível íveis ância âncias ência ências ará arás erá irá irás íamos áramos éramos"
    " íramos ávamos ássemos êssemos íssemos",
    "es": "aré aréis ará arán arás aría arías aríamos arían eré erá erán erás ería erías eríamos erían iré irá irán irás iría"
    " irías iríamos irían iéndo ándo iéramos iésemos áramos ásemos ábamos ió logía logías áis éis ía ías íamos ían",
    "fr": "ité ités ière ée ées èrent âmes âtes îmes îtes",
    "it": "ità arà erà irà erò irò",
    "pl": "ować ywać ać ić eć ają ając ająca ające aliśmy aliście ałam ałaś ałem ałeś ałyśmy iłam iłaś iłem iłeś iliśmy iliście"
    " iejszą liście liśmy łaś łeś łyście łyśmy sząc ość ości",
}
"""Endings that a stemmer knows only with their accents, by language: who types without them means the same word."""
_ROOT = 3
"""Letters before an ending."""
MOST_WORDS = 10_000
"""Words of one text that are searched: beyond them a text is a book."""
MOST_LETTERS = 200_000
"""Letters of all these words together: PostgreSQL keeps a megabyte of a text's words, and a letter has up to four bytes."""
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
    """The stems and the plain words of a text, as many of the one as of the other, at most MOST_WORDS and MOST_LETTERS."""
    stems: list[str] = []
    plain: list[str] = []
    letters = 0
    for word in words_of(text, language):
        letters += max(len(word.stem), len(word.plain))
        if len(stems) == MOST_WORDS or letters > MOST_LETTERS:
            break
        stems.append(word.stem)
        plain.append(word.plain)
    return stems, plain


def spellings(word: str, languages: Collection[str]) -> tuple[str, ...]:
    """The stems that a word somebody typed may have in texts of these languages.

    Umlauts may be written ae, oe, ue; accents may be left out, by those who typed it and by those who wrote the texts.
    """
    lower = unicodedata.normalize("NFC", word.lower())
    written = dict.fromkeys([lower, "".join(_UMLAUTS.get(letter, letter) for letter in lower)])
    for umlaut, two in _UMLAUTS.items():
        if "de" in languages and two in lower:
            written[lower.replace(two, umlaut)] = None
    folded = _plain(lower)
    found = (
        _compared(one, language)[1]
        for language in sorted(languages) or [""]
        for one in (*written, *([folded, *_accented(folded, language)] if language in _ENDINGS else []))
    )
    return tuple(dict.fromkeys(one for one in found if one))


def _accented(plain: str, language: str) -> Iterator[str]:
    """The word with the accents of the longest ending that it may have without them."""
    for bare, ending in _endings(language):
        if plain.endswith(bare) and len(plain) >= len(bare) + _ROOT:
            yield plain[: -len(bare)] + ending
            return


@cache
def _endings(language: str) -> tuple[tuple[str, str], ...]:
    """Endings without and with their accents, the longest first."""
    pairs = ((_plain(ending), ending) for ending in _ENDINGS[language].split())
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


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
