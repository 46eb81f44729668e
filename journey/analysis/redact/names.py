"""Finds people's names: those that a cue announces, and common first names and surnames with what stands beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from journey.analysis.redact.elsewhere import DAYS, EPONYMS, MAKES, PLACES
from journey.analysis.redact.first_names import ALSO_WORDS, FIRST_NAMES, SELDOM_ALONE, WITH_SURNAME
from journey.analysis.redact.spans import Claims, Private
from journey.analysis.redact.surnames import ALSO_SURNAMES, SURNAMES
from journey.analysis.redact.words import BEFORE_PLACES, CONTACTS, GREETINGS, NAME_CUES, NO_NAME, PARTICLES, TITLES, TURNS

_WORD = re.compile(r"[^\W\d_]+(?:(?:['’](?!s\b)|-)[^\W\d_]+)*")
_CUE = re.compile(
    r"(?<![\w'’])(?:"
    + "|".join(
        f"(?P<{kind}>{'|'.join(cues)})"
        for kind, cues in (("name", NAME_CUES), ("title", TITLES), ("contact", CONTACTS), ("greeting", GREETINGS))
    )
    + r")(?![^\W_])[ ,:!\"]{0,3}\s{0,4}"
)
_EPONYM = re.compile(r"(?:" + "|".join(EPONYMS) + r")(?![^\W_])")
_COMPANY = re.compile(r" (?:inc|ltd|llc|gmbh|kg|ag|plc|corp|group|bv|oy|ab|sas|sarl|srl|spa|and sons|& (?:co|sons|söhne))\b")
_CODE = re.compile(r"[-_/]?\d|[-_/][^\W_]*\d")
_NOBODY = NO_NAME | DAYS | PLACES | MAKES
_WORDS_BY_ACCENT = frozenset({"sarà", "será", "mía", "irá"})
_SELDOM = WITH_SURNAME | SELDOM_ALONE | _NOBODY
_IN_LOWER_CASE = frozenset(w for w in FIRST_NAMES if len(w) > 3) - SELDOM_ALONE - ALSO_WORDS - _NOBODY
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


@dataclass(frozen=True)
class Writing:
    """A text, the same in lower case, and whether it is written without capitals ("whispers") or in nothing else ("shouts")."""

    text: str
    lower: str
    whispers: bool
    shouts: bool

    @classmethod
    def of(cls, text: str, lower: str) -> Writing:
        """Look once at how the text is written."""
        return cls(text, lower, text == lower, text.isupper())


def claim_names(text: str, lower: str, claims: Claims) -> None:
    """Claim the names in `text` that a cue announces, and common names with what stands beside them."""
    writing = Writing.of(text, lower)
    for start, end in cued(text, lower):
        claims.claim(start, end, Private.PERSON)
    before: re.Match[str] | None = None
    for match in _WORD.finditer(text):
        in_question = match[0][0].isupper() or (writing.whispers and plain(match[0]) in _IN_LOWER_CASE)
        if in_question and (before is None or plain(before[0]) not in BEFORE_PLACES):
            _listed(writing, before, match, claims)
        before = match


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
    writing = Writing.of(text, lower)
    for cue in _CUE.finditer(lower):
        at, kind = cue.end(), cue.lastgroup
        end = _name_end(writing, at, any_case=kind == "name")
        if end == at:
            end = _lower_name_end(writing, at) if kind != "name" else at
        elif kind == "greeting" and not _is_greeted(text, lower, at, end):
            end = at
        if end > at and not (kind in {"greeting", "contact"} and (_is_elsewhere(lower, at) or _COMPANY.match(lower, end))):
            yield at, end


def _name_end(writing: Writing, at: int, *, any_case: bool, most: int = 4) -> int:
    """Where the name that begins at `at` ends; `at` itself when no name begins there."""
    text, end, taken, pending, loud = writing.text, at, 0, at, False
    while taken < most and pending >= 0:
        word = _WORD.match(text, pending)
        if not word or _CODE.match(text, word.end()):
            break
        low = plain(word[0])
        if low in PARTICLES and low not in FIRST_NAMES and not (taken == 0 and word[0][0].isupper()):
            pending = _skip_gap(text, word.end())
            continue
        named = (word[0][0].isupper() and not _is_acronym(word[0], low)) or (any_case and taken < 2)
        if not named or low in NO_NAME or low in TURNS or (_shouts(word[0]) and not (any_case or _may_shout(writing, low, loud))):
            break
        end, taken, loud = word.end(), taken + 1, _shouts(word[0])
        initial = len(word[0]) == 1 and text[end : end + 1] == "."
        pending = _skip_gap(text, end + initial)
    return end


def _skip_gap(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == " " else -1


def _shouts(word: str) -> bool:
    return len(word) > 3 and word.isupper()


def _is_acronym(word: str, low: str) -> bool:
    return 1 < len(word) < 4 and word.isupper() and low not in FIRST_NAMES and low not in SURNAMES


def _may_shout(writing: Writing, low: str, behind_a_name: bool) -> bool:
    """Whether a word in capitals is a name: a common one, or what follows one where not everything is in capitals."""
    return low in FIRST_NAMES or low in SURNAMES or (behind_a_name and not writing.shouts)


def _lower_name_end(writing: Writing, at: int) -> int:
    """Where a common first name in lower case ends, with a surname that is common or that the line ends with."""
    text = writing.text
    first = _WORD.match(text, at)
    if not first or _CODE.match(text, first.end()) or not _is_lower_name(plain(first[0])):
        return at
    second = _WORD.match(text, first.end() + 1) if text[first.end() : first.end() + 1] == " " else None
    if not second:
        return first.end()
    low, ends = plain(second[0]), text[second.end() : second.end() + 1] in {"", "\n", ".", ","}
    surname = low in SURNAMES or low in ALSO_SURNAMES or (ends and len(low) > 2 and low not in NO_NAME and low not in TURNS)
    return second.end() if surname else first.end()


def _is_lower_name(low: str) -> bool:
    return (
        len(low) > 2
        and low not in DAYS
        and (low in SURNAMES or (low in FIRST_NAMES and low not in ALSO_WORDS and low not in SELDOM_ALONE))
    )


def _is_greeted(text: str, lower: str, at: int, end: int) -> bool:
    """After a greeting a capitalised word is a name if it is a common one, or the sentence ends or turns behind it."""
    first = _WORD.match(text, at)
    if first and is_first_name(first[0]):
        return True
    rest = lower[end : end + 24].lstrip(" ")
    following = _WORD.match(rest)
    return not rest or rest[0] in ",.!\n\r-–;(" or bool(following and following[0] in TURNS)


def _is_elsewhere(lower: str, at: int) -> bool:
    """Whether a day, a place or a make is meant."""
    word = _WORD.match(lower, at)
    low = plain(word[0]) if word else ""
    elsewhere = low in _NOBODY or low in BEFORE_PLACES
    return bool(_EPONYM.match(lower, at)) or (elsewhere and (low not in FIRST_NAMES or low in SELDOM_ALONE))


def is_first_name(word: str) -> bool:
    """Whether a word is a common first name and seldom anything else."""
    low = plain(word)
    if low in FIRST_NAMES:
        return low not in ALSO_WORDS and word.lower() not in _WORDS_BY_ACCENT
    first, dash, second = low.partition("-")
    return bool(dash) and first in FIRST_NAMES and second in FIRST_NAMES


def _is_surname(word: str) -> bool:
    return not _SHORT.fullmatch(word) and any(part in SURNAMES for part in plain(word).split("-"))


_SHORT = re.compile(r".{1,2}")


def _listed(writing: Writing, before: re.Match[str] | None, word: re.Match[str], claims: Claims) -> None:
    """Claim a common first name with the surname behind it, or a common surname with the first name before it."""
    text, lower = writing.text, writing.lower
    low, start, end = plain(word[0]), word.start(), word.end()
    if low in NO_NAME or _CODE.match(text, end) or not claims.free(start, end):
        return
    if _is_common(writing, word[0], low):
        full = _lower_name_end(writing, start) if writing.whispers else _name_end(writing, start, any_case=False, most=3)
        loud = len(low) > 1 and word[0].isupper() and not writing.shouts
        if (full <= end or not _has_surname(text[end:full], low)) and (low in _SELDOM or loud):
            return
        end = max(full, end)
        if before and _is_surname(before[0]) and text[before.end() : start] in {" ", ", "} and claims.free(before.start(), start):
            start = before.start()
    elif before and _is_surname(word[0]) and text[before.end() : start] in {" ", ". "} and _may_be_first(before[0]):
        start = before.start()
    else:
        return
    if not (_EPONYM.match(lower, start) or _COMPANY.match(lower, end)):
        claims.claim(start, end, Private.PERSON)


def _is_common(writing: Writing, word: str, low: str) -> bool:
    return low in WITH_SURNAME or low in SELDOM_ALONE or is_first_name(word)


def _has_surname(rest: str, low: str) -> bool:
    """Whether what follows makes a name of a word: behind a town or a make only a common surname does."""
    following = _WORD.findall(rest)
    return any(_is_surname(word) for word in following) or (low not in _NOBODY and plain(following[0]) not in _NOBODY)


def _may_be_first(word: str) -> bool:
    """Whether an unlisted word before a common surname may be a first name or an initial."""
    low = plain(word)
    return word[0].isupper() and not _shouts(word) and low not in _NOBODY and low not in ALSO_WORDS and low not in BEFORE_PLACES
