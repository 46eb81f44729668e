"""Counts what texts are about: stems of one or two words, and how customers wrote them."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey.analysis.text.stopwords import stopwords
from journey.analysis.text.vectors import stem, words

Floats = NDArray[np.float64]
_MOST_TERMS = 30_000
_TOO_COMMON = 0.5
"""A word in more than so many of the texts tells none from another."""
_FEW = 50
SAID = 3


@dataclass(frozen=True)
class Terms:
    """Texts by terms; `weights` are TF-IDF rows of length 1, `idf` is by term."""

    names: tuple[str, ...]
    counts: Any
    weights: Any
    idf: Floats

    def vector(self, signature: Mapping[str, float]) -> Floats:
        """A theme's signature in these texts' terms; what they lack is left out."""
        place = {name: at for at, name in enumerate(self.names)}
        found = np.zeros(len(self.names))
        for name, value in signature.items():
            if name in place:
                found[place[name]] = value
        found *= self.idf
        length = float(np.linalg.norm(found))
        return found / length if length else found


def count_terms(texts: Sequence[str], languages: Sequence[str]) -> Terms:
    """Terms that at least two texts have (more where there are very many texts), without stop words and what nearly all have."""
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    vocabulary: dict[str, int] = {}
    columns, starts = array("i"), array("i", [0])
    for text, language in zip(texts, languages, strict=True):
        for term, _ in terms_of(text, language):
            columns.append(vocabulary.setdefault(term, len(vocabulary)))
        starts.append(len(columns))
    shape = (len(texts), len(vocabulary))
    counts = csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=shape)
    counts.sum_duplicates()
    spread = np.bincount(counts.indices, minlength=len(vocabulary))
    kept = _kept(spread, len(texts))
    names = np.array(list(vocabulary), dtype=object)[kept]
    order = np.argsort(names.astype(str))
    kept, names = kept[order], names[order]
    counts = counts[:, kept]
    idf = np.log((1 + len(texts)) / (1 + spread[kept])) + 1
    if not len(kept):
        return Terms((), counts, counts, idf)
    damped = counts.copy()
    damped.data = 1 + np.log(damped.data)
    weights = normalize(damped.multiply(idf.astype(np.float32)).tocsr(), copy=False)
    return Terms(tuple(names.tolist()), counts, weights, idf)


def terms_of(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The stems of one word and of two words in a row, each with how it is written; digits alone are left out."""
    left_out = stopwords(language)
    last: tuple[str, str] | None = None
    for word in words(text):
        if not tells(word, left_out):
            last = None
            continue
        now = stem(word, language)
        yield now, word
        if last is not None:
            yield f"{last[0]} {now}", f"{last[1]} {word}"
        last = now, word


def tells(word: str, left_out: frozenset[str]) -> bool:
    """Whether a word says what a text is about: no stop word, no number, and not one letter again and again (xxxx)."""
    return word not in left_out and len(set(word)) > 1 and not word.isdigit()


def says_something(text: str, language: str) -> bool:
    """Whether a turn of a conversation is about anything: at least SAID different words that tell something."""
    left_out = stopwords(language)
    return len({word for word in words(text) if tells(word, left_out)}) >= SAID


def written(texts: Iterable[str], languages: Iterable[str], wanted: frozenset[str]) -> dict[str, str]:
    """How each wanted term is written most often in these texts."""
    seen: dict[str, Counter[str]] = {}
    for text, language in zip(texts, languages, strict=True):
        for term, surface in terms_of(text, language):
            if term in wanted:
                seen.setdefault(term, Counter())[surface] += 1
    return {term: min(forms, key=lambda form: (-forms[form], form)) for term, forms in seen.items()}


def _kept(spread: NDArray[np.int64], texts: int) -> NDArray[np.int64]:
    least = 1 if texts < _FEW else max(2, texts // 20_000)
    most = texts if texts < _FEW else _TOO_COMMON * texts
    kept = np.flatnonzero((spread >= least) & (spread <= most))
    return np.sort(kept[np.argsort(-spread[kept], kind="stable")][:_MOST_TERMS])
