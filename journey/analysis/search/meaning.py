"""Finds texts that mean the same in other words: by what is usually said together (latent semantic analysis)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey.analysis.search.words import indexed
from journey.analysis.text.one_core import one_core
from journey.analysis.text.stopwords import stopwords

DIMENSIONS = 100
FIT_ON = 20_000
"""Texts that the dimensions are learned from; the others are placed in them."""
LEAST_TEXTS = 20
_SEED = 20_061
_MEANING_COUNTS = 0.5
"""What a cosine of 1 counts for, against 1 for the best by words; chosen on half of the intents of real questions to a bank."""


class Meaning:
    """Texts as places in a space of what is said together; a question is placed there too, and the nearest are found.

    After Deerwester and others (1990), Indexing by latent semantic analysis: TF-IDF of stems, reduced by SVD.
    """

    @one_core()
    def __init__(self, ids: Sequence[int], stems: Sequence[str]) -> None:
        """`stems`: what each text is about, see `topical`; `ids` are what `near` returns. ValueError for too few texts."""
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer

        if len(ids) < LEAST_TEXTS:
            raise ValueError(f"{len(ids)} texts are too few to learn from")
        least = 2 if len(ids) >= 1_000 else 1
        self._terms = TfidfVectorizer(
            analyzer=_terms, sublinear_tf=True, min_df=least, max_df=0.5, max_features=40_000, dtype=np.float32
        )
        sample = np.unique(np.linspace(0, len(stems) - 1, min(FIT_ON, len(stems))).astype(int))
        learned = self._terms.fit_transform([stems[at] for at in sample])
        dimensions = max(2, min(DIMENSIONS, isqrt(len(sample)), learned.shape[1] - 1))
        self._svd = TruncatedSVD(dimensions, random_state=_SEED, n_iter=4).fit(learned)
        self.ids: NDArray[np.int64] = np.array([], dtype=np.int64)
        self._places: NDArray[np.float32] = np.empty((0, dimensions), dtype=np.float32)
        self.learned_from = len(ids)
        self.add(ids, stems)

    def add(self, ids: Sequence[int], stems: Sequence[str]) -> None:
        """Place more texts, as they are written."""
        if len(ids):
            self.ids = np.concatenate([self.ids, np.asarray(ids, dtype=np.int64)])
            self._places = np.vstack([self._places, self._placed(stems)])

    def near(self, stems: str, most: int) -> list[tuple[int, float]]:
        """The ids of the texts nearest to these stems with their cosine, nearest first; none if no stem is known."""
        place = self._placed([stems])[0]
        if not place.any():
            return []
        likeness = self._places @ place
        best = np.argsort(-likeness, kind="stable")[:most]
        return [(int(self.ids[at]), float(likeness[at])) for at in best if likeness[at] > 0]

    def _placed(self, stems: Sequence[str]) -> NDArray[np.float32]:
        from sklearn.preprocessing import normalize

        placed: Any = normalize(self._svd.transform(self._terms.transform(stems)))
        return np.asarray(placed, dtype=np.float32)


def _terms(stems: str) -> list[str]:
    """Stems of one and of two words in a row."""
    words = stems.split()
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def topical(stems: str, language: str) -> str:
    """The stems without those of small words: "why is my" says how people ask, and not what about."""
    small = _small(language)
    return " ".join(stem for stem in stems.split() if stem not in small)


@cache
def _small(language: str) -> frozenset[str]:
    return frozenset(stem for word in stopwords(language) for stem in indexed(word, language)[0])


def fused(words: Mapping[int, float], alike: Mapping[int, float]) -> list[int]:
    """One order of what was found by words (scores, 1 the best) and by meaning (cosines), best first; ties as they come.

    On short texts this keeps more than the sum of reciprocal ranks does: how much better the first is than the second counts.
    """
    scores = dict(words)
    for id, cosine in alike.items():
        scores[id] = scores.get(id, 0.0) + _MEANING_COUNTS * cosine
    return sorted(scores, key=lambda id: -scores[id])
