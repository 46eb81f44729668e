"""Names themes by a phrase that customers use again and again in them, and hardly elsewhere."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from journey.analysis.redact.spans import PLACEHOLDER
from journey.analysis.text.stopwords import openers, stopwords
from journey.analysis.text.themes.terms import tells
from journey.analysis.text.vectors import stem

Key = tuple[str, ...]
Text = tuple[str, str]
"""What was said, and its language."""
_CLAUSE = re.compile(r"[.!?;:,()\n\r/\"“”„|…]+|\s[-–—]+\s")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONGEST, _MOST_STEMS, _READ = 6, 4, 120
"""Words of a phrase at most, stems of it at most, and words of a text that are read."""
_WORTH = {1: 0.55, 2: 1.0, 3: 1.15, 4: 1.15}
"""How much more a phrase of so many stems tells."""
_SHARE, _PLENTY = 0.06, 0.2
"""A phrase names a theme from this share of its texts on; with less than the second it gets another beside it."""
_MOSTLY = 0.4
"""A single word names a theme that so many of its texts have it in."""
_NEARLY_ALL = 0.75
"""A word that so many of its texts have stands before a phrase that lacks it: "Invoice: wrong amount"."""
_AS_TELLING = 0.4
"""So much of the phrase's worth such a word has at least."""
_SOME = 4
"""Of fewer different texts a phrase need not be said twice."""
_CORE = 1.4
"""How much more a phrase tells that has the theme's most telling word."""
_NEW = 0.6
"""The second has so much to add, as a share of what the first has."""
_GAP = 2
"""Words that tell nothing which may stand in a row inside a phrase."""
_GOES_WITH = 0.6
"""A stop word that follows a phrase in so many of its texts belongs to it: "looked after"."""


@dataclass(frozen=True)
class Phrase:
    """What is said, by its stems; how it is written most often; in which texts of its theme; and how well it tells it."""

    key: Key
    written: str
    texts: frozenset[int]
    worth: float


def phrases(themes: Sequence[Sequence[Text]]) -> list[list[Phrase]]:
    """The phrases of each theme, given by a sample of its texts, the most telling first.

    A phrase is worth the root of the share of texts that have it, times the log of how much more often it is said there than
    in the other themes, so that neither rarities nor what everyone says come first.
    """
    found = [_collected(texts) for texts in themes]
    everywhere: Counter[Key] = Counter()
    for theme in found:
        everywhere.update({key: len(said.texts) for key, said in theme.items()})
    read = sum(map(len, themes))
    return [_ranked(theme, len(texts), everywhere, read) for theme, texts in zip(found, themes, strict=True)]


def name_of(told: Sequence[Phrase], texts: int) -> str:
    """A name out of a theme's phrases: one that many of its `texts` have, or two that differ; "" if nothing is said so often."""
    long = [phrase for phrase in told if (len(phrase.key) > 1 or "-" in phrase.written) and len(phrase.texts) >= _SHARE * texts]
    if not long:
        return _as_name([phrase for phrase in told if len(phrase.texts) >= _MOSTLY * texts][:1])
    core = next((phrase.key[0] for phrase in told if len(phrase.key) == 1), "")
    long.sort(key=lambda phrase: -phrase.worth * (_CORE if core in phrase.key else 1.0))
    first = long[0]
    own = [phrase for phrase in told if len(phrase.key) == 1 and phrase.worth >= _AS_TELLING * first.worth]
    nearly_all = [phrase for phrase in own if len(phrase.texts) >= _NEARLY_ALL * texts]
    lacking = [phrase for phrase in nearly_all if not set(phrase.key) <= set(first.key)]
    if lacking and (len(lacking) == len(nearly_all) or len(first.texts) < _MOSTLY * texts):
        return _as_name([lacking[0], first], ": ")
    if len(first.texts) >= _PLENTY * texts:
        return _as_name([first])
    adding = [phrase for phrase in long[1:] if len(phrase.texts - first.texts) >= _NEW * len(first.texts)]
    apart = [phrase for phrase in adding if not set(phrase.key) & set(first.key)]
    return _as_name([first, *(apart or [phrase for phrase in adding if not _within(phrase.key, first.key)])[:1]])


def _as_name(told: Sequence[Phrase], between: str = " / ") -> str:
    """Two phrases stand beside each other as two ways of saying it, not as one sentence that nobody said."""
    name = between.join(phrase.written for phrase in told)
    return name[:1].upper() + name[1:]


def _within(one: Key, other: Key) -> bool:
    return set(one) <= set(other) or set(other) <= set(one)


@dataclass
class _Said:
    """A phrase as it is met: in which texts, how it is written, and what follows it."""

    texts: set[int] = field(default_factory=set)
    written: Counter[str] = field(default_factory=Counter)
    next: Counter[str] = field(default_factory=Counter)


def _collected(texts: Sequence[Text]) -> dict[Key, _Said]:
    found: dict[Key, _Said] = {}
    for at, (text, language) in enumerate(texts):
        for key, written, next in _phrases_of(text, language):
            there = found.setdefault(key, _Said())
            if at not in there.texts:
                there.texts.add(at)
                there.written[written] += 1
                there.next[next] += 1
    return found


def _phrases_of(text: str, language: str) -> Iterator[tuple[Key, str, str]]:
    """Words in a row within a clause that begin and end with one that tells something, by their stems, as they are written,
    and the stop word that follows, if one does."""
    left_out, first_words = stopwords(language), openers(language)
    for clause in _CLAUSE.split(PLACEHOLDER.sub(". ", text)):
        said = _WORD.findall(clause)[:_READ]
        low = [word.lower().replace("’", "'") for word in said]
        tell = [tells(word, left_out) for word in low]
        kept = [word if word in first_words else "" for word in low]
        stems = [stem(word, language) if yes else other for word, yes, other in zip(low, tell, kept, strict=True)]
        low.append("")
        tell.append(True)
        for start, end, key in _runs(stems, tell):
            yield key, " ".join(said[start : end + 1]), "" if tell[end + 1] else low[end + 1]


def _runs(stems: Sequence[str], tell: Sequence[bool]) -> Iterator[tuple[int, int, Key]]:
    """Where phrases begin and end: short, with no stem twice, and no long gap between words that tell."""
    for start in range(len(stems)):
        if not stems[start]:
            continue
        key: list[str] = []
        last = start
        for end in range(start, min(start + _LONGEST, len(stems))):
            if stems[end]:
                key.append(stems[end])
            if len(key) > _MOST_STEMS or len(set(key)) < len(key) or end - last > _GAP + 1:
                break
            if stems[end]:
                last = end
            if tell[end]:
                yield start, end, tuple(key)


def _ranked(theme: dict[Key, _Said], own: int, everywhere: Counter[Key], read: int) -> list[Phrase]:
    least = max(2, 0.02 * own) if own >= _SOME else 1
    told = []
    for key, said in theme.items():
        if len(said.texts) < least:
            continue
        share = len(said.texts) / own
        elsewhere = (everywhere[key] - len(said.texts) + 0.5) / (read - own + 1)
        worth = math.sqrt(share) * math.log(share / elsewhere) * _WORTH[len(key)]
        if worth > 0:
            told.append(Phrase(key, _written(said, len(key) == 1), frozenset(said.texts), worth))
    return sorted(told, key=lambda phrase: (-phrase.worth, phrase.key))


def _written(said: _Said, alone: bool) -> str:
    """The form used most often, begun with a small letter where some do so; a word alone with the stop word after it."""
    lowered: Counter[str] = Counter()
    for form, count in said.written.items():
        lowered[form.lower()] += count
    chosen = min(lowered, key=lambda form: (-lowered[form], form))
    forms: Counter[str] = Counter()
    for form, count in said.written.items():
        if form.lower() == chosen and not re.search(r"[a-z][A-Z]", form):
            small = form[:1].lower() + form[1:]
            forms[small if small in said.written else form] += count
    written = min(forms, key=lambda form: (-forms[form], form)) if forms else chosen
    after, often = max(said.next.items(), key=lambda one: (one[1], one[0]))
    return f"{written} {after}" if alone and after and often >= _GOES_WITH * len(said.texts) else written
