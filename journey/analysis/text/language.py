"""Tells which language a text is in; says nothing rather than guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from journey.analysis.redact.spans import PLACEHOLDER

if TYPE_CHECKING:
    from numpy.typing import NDArray

LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
    "pl": "Polish", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish",
}  # fmt: skip
"""The languages that texts are told apart in, by code; Norwegian is Bokmål or Nynorsk."""
_OTHERS = (
    "nn", "ca", "cs", "sk", "ro", "hu", "hr", "tr", "ru", "uk", "bg", "el", "zh", "ja", "ko", "ar", "fa", "he", "hi", "id",
    "vi", "th", "et", "lv", "lt",
)  # fmt: skip
"""Told apart too, so that a text in one of them is not taken for its nearest neighbour above."""
SURE = 0.7
"""The least probability at which a language is named."""
_USUAL = 15
"""How much likelier the usual language is than another."""
_SELDOM = 0.2
"""How often one of the others is expected, against one of LANGUAGES."""
_LETTERS = 3
"""A text of fewer letters is in no language."""
_ROUNDS = 5
_BATCH_AT_LEAST = 0.005
"""The share that every language keeps, so that one German answer in an English survey is still seen."""


def language_of(text: str, *, usual: str = "") -> str:
    """The code of the language of a text, or "" where it is unsure, has too few letters or is in none of LANGUAGES.

    `usual`: the language that texts from there are mostly in; it decides what is too short to tell by itself.
    """
    prior = _prior()
    if usual in LANGUAGES:
        prior[_codes().index(usual)] *= _USUAL
    return _named(_likelihoods([text]) * prior, [text])[0]


def languages_of(texts: Sequence[str], known: Mapping[str, int] | None = None) -> list[str]:
    """The language of each of many texts that come from one place, as `language_of`; `known`: how many from there are in which.

    What most of them are in decides for those that are too short to tell: the shares of the languages are estimated from
    all texts by expectation maximisation (Saerens and others 2002, Neural Computation 14:21-41).
    """
    different = list(dict.fromkeys(texts))
    found = _likelihoods(different)
    told = found[[_letters(text) >= _LETTERS for text in different]]
    before = np.array([(known or {}).get(code, 0) for code in _codes()], dtype=np.float64)
    prior = _prior() if not before.any() else before / before.sum() + _BATCH_AT_LEAST * _prior()
    for _ in range(_ROUNDS if len(told) else 0):
        posterior = told * prior
        share = (posterior / posterior.sum(axis=1, keepdims=True)).sum(axis=0) + before
        prior = share / share.sum() + _BATCH_AT_LEAST * _prior()
    named = dict(zip(different, _named(found * prior, different), strict=True))
    return [named[text] for text in texts]


def _named(posterior: NDArray[np.float64], texts: Sequence[str]) -> list[str]:
    codes = _codes()
    merged = posterior / posterior.sum(axis=1, keepdims=True)
    merged[:, codes.index("no")] += merged[:, codes.index("nn")]
    best = merged.argmax(axis=1)
    named = []
    for text, at, sure in zip(texts, best.tolist(), merged.max(axis=1).tolist(), strict=True):
        known = codes[at] in LANGUAGES and sure >= SURE and _letters(text) >= _LETTERS
        named.append(codes[at] if known else "")
    return named


def _letters(text: str) -> int:
    return sum(map(str.isalpha, PLACEHOLDER.sub("", text)))


def _likelihoods(texts: Sequence[str]) -> NDArray[np.float64]:
    """Texts by languages: how well each language explains a text, from naive Bayes over byte n-grams (Lui and Baldwin 2012)."""
    recogniser, codes = _recogniser(), _codes()
    place = {code: at for at, code in enumerate(codes)}
    found = np.empty((len(texts), len(codes)))
    for row, text in zip(found, texts, strict=True):
        for code, probability in recogniser.rank(PLACEHOLDER.sub(" ", text)):
            row[place[code]] = probability
    return np.maximum(found, 1e-9)


def _prior() -> NDArray[np.float64]:
    return np.array([1.0 if code in LANGUAGES else _SELDOM for code in _codes()])


@cache
def _codes() -> tuple[str, ...]:
    return (*LANGUAGES, *_OTHERS)


@cache
def _recogniser() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    recogniser = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    recogniser.set_languages(list(_codes()))
    return recogniser
