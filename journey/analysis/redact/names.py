"""Finds people's names: those that a cue announces, and common first names with what follows them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from journey.analysis.redact.spans import Claims, Private
from journey.analysis.redact.words import (
    ALSO_WORDS,
    BEFORE_PLACES,
    FIRST_NAMES,
    GREETINGS,
    NAME_CUES,
    NO_NAME,
    PARTICLES,
    SELDOM_ALONE,
    TITLES,
    TURNS,
    WITH_SURNAME,
)

_WORD = re.compile(r"[^\W\d_]+(?:(?:['’](?!s\b)|-)[^\W\d_]+)*")
_CUE = re.compile(
    r"(?<![\w'’])(?:(?P<name>"
    + "|".join(NAME_CUES)
    + r")|(?P<title>"
    + "|".join(TITLES)
    + r")|(?P<greeting>"
    + "|".join(GREETINGS)
    + r"))"
    r"(?![^\W_])[ ,:!\"]{0,3}\s{0,4}"
)
_ASKS_NAME = re.compile(
    r"\b(?:your|ur) (?:full |first |last )?name|who am i (?:speaking|talking|chatting)|whom? do i have|"
    r"ihr(?:en)? (?:vollständigen )?name|votre nom|"
    r"su nombre|tu nombre|il suo nome|seu nome|uw naam"
)


def plain(word: str) -> str:
    """A word in lower case without accents, as first names are listed."""
    low = word.lower()
    return low if low.isascii() else "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


def name_words(name: str) -> frozenset[str]:
    """The words of a name that tell one person from another: no particles, titles or initials."""
    words = (plain(w) for w in _WORD.findall(name))
    return frozenset(w for w in words if len(w) > 1 and w not in PARTICLES)


def claim_names(text: str, lower: str, claims: Claims) -> None:
    """Claim the names in `text` that a cue announces, and common first names with what follows them."""
    for start, end in cued(text, lower):
        claims.claim(start, end, Private.PERSON)
    before = ""
    for match in _WORD.finditer(text):
        if match[0][0].isupper() and before.lower() not in BEFORE_PLACES:
            _listed(text, match, claims)
        before = match[0]


def asks_for_name(text: str) -> bool:
    """Whether a turn asks the other for a name, so that a short answer is one."""
    return bool(_ASKS_NAME.search(text.lower()))


def answered_name(text: str) -> str | None:
    """The name in an answer of one to four words to such a question, or None."""
    words = text.strip(" .,!").split()
    if not 1 <= len(words) <= 4 or any(not _WORD.fullmatch(w.strip(".,")) or plain(w.strip(".,")) in NO_NAME for w in words):
        return None
    return " ".join(words)


def cued(text: str, lower: str) -> Iterator[tuple[int, int]]:
    """Where names begin and end that a cue announces: "my name is …", "Dear …", "regards, …"."""
    for cue in _CUE.finditer(lower):
        at, kind = cue.end(), cue.lastgroup
        end = _name_end(text, at, any_case=kind == "name")
        if end > at and (kind != "greeting" or _is_greeted(text, lower, at, end)):
            yield at, end


def _name_end(text: str, at: int, *, any_case: bool, most: int = 4) -> int:
    """Where the name that begins at `at` ends; `at` itself when no name begins there."""
    end, taken, pending = at, 0, at
    while taken < most:
        word = _WORD.match(text, pending)
        if not word:
            break
        low = plain(word[0])
        named = word[0][0].isupper() or (any_case and taken < 2)
        if low in PARTICLES and low not in FIRST_NAMES and not (taken == 0 and word[0][0].isupper()):
            pending = _skip_gap(text, word.end())
        elif named and low not in NO_NAME and low not in TURNS and not _shouts(word[0], any_case):
            end, taken = word.end(), taken + 1
            initial = len(word[0]) == 1 and text[end : end + 1] == "."
            pending = _skip_gap(text, end + initial)
        else:
            break
        if pending < 0:
            break
    return end


def _skip_gap(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == " " else -1


def _shouts(word: str, any_case: bool) -> bool:
    return not any_case and len(word) > 3 and word.isupper()


def _is_greeted(text: str, lower: str, at: int, end: int) -> bool:
    """After a greeting a capitalised word is a name if it is a common one, or the sentence ends or turns behind it."""
    first = _WORD.match(text, at)
    if first and is_first_name(first[0]):
        return True
    rest = lower[end : end + 24].lstrip(" ")
    following = _WORD.match(rest)
    return not rest or rest[0] in ",.!\n\r-–;(" or bool(following and following[0] in TURNS)


def is_first_name(word: str) -> bool:
    """Whether a word is a common first name and seldom anything else."""
    low = plain(word)
    if low in FIRST_NAMES:
        return low not in ALSO_WORDS and not (len(word) > 2 and word.isupper())
    first, dash, second = low.partition("-")
    return bool(dash) and first in FIRST_NAMES and second in FIRST_NAMES


def _listed(text: str, word: re.Match[str], claims: Claims) -> None:
    """Claim a common first name with the surname behind it; one that is also a word or a brand only with a surname."""
    low, end = plain(word[0]), _name_end(text, word.start(), any_case=False, most=3)
    has_surname = end > word.end()
    if has_surname if low in WITH_SURNAME or low in SELDOM_ALONE else is_first_name(word[0]):
        claims.claim(word.start(), max(end, word.end()), Private.PERSON)
