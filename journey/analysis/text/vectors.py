"""Turns texts into vectors: words, pieces of words, and what they are usually said together with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from journey.analysis.redact.spans import PLACEHOLDER
from journey.analysis.text.stopwords import stopwords

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SNOWBALL = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese", "nl": "dutch",
    "sv": "swedish", "da": "danish", "no": "norwegian", "fi": "finnish", "pl": "polish",
}  # fmt: skip
_PIECES = 60_000
_LATENT = 60
_EACH_DIMENSION = 5
"""Texts that it takes to learn one latent dimension."""
_FEW = 200
_SEED = 20_061


def words(text: str) -> list[str]:
    """The words of a text, in lower case, without placeholders of what was redacted; an apostrophe belongs to its word."""
    return _WORD.findall(PLACEHOLDER.sub(" ", text).lower().replace("’", "'"))


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The word without its ending, by Snowball where it knows the language, else the word itself."""
    if language not in _SNOWBALL:
        return word
    return str(_stemmer(_SNOWBALL[language]).stemWord(word))


@lru_cache
def _stemmer(name: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(name)


class Vectors:
    """TF-IDF of one or two words and of pieces of words, beside the same in a few latent dimensions (LSA).

    Learned from all texts at hand, scored or not: what is said together is then known even where few texts have a label.
    """

    def __init__(
        self, texts: Sequence[str], *, language: str = "", topical: bool = False, latent: float = 2.0, dimensions: int = _LATENT
    ) -> None:
        """`topical`: leave out what says nothing of a topic; feelings need those words ("not", "never")."""
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer

        different = sorted(set(texts))
        least = 2 if len(different) >= _FEW else 1
        left_out = stopwords(language) if topical else frozenset()

        def stems(text: str) -> list[str]:
            return [stem(word, language) for word in words(text) if word not in left_out]

        self._words = TfidfVectorizer(
            tokenizer=stems, token_pattern=None, lowercase=False, ngram_range=(1, 2), sublinear_tf=True, min_df=least
        )
        self._weight, self._left_out = latent, left_out
        self._words.fit(different)
        self._pieces = Pieces(list(map(self._split, different)), least=least)
        plain = self._plain(different)
        dimensions = min(dimensions, len(different) // _EACH_DIMENSION, plain.shape[1] - 1)
        self._svd = TruncatedSVD(dimensions, random_state=_SEED).fit(plain) if dimensions >= 2 else None

    @property
    def known_words(self) -> int:
        """How many of the columns, the first ones, stand for words."""
        return len(self._words.vocabulary_)

    def __call__(self, texts: Sequence[str]) -> Any:
        """A sparse matrix, one row a text."""
        from scipy.sparse import csr_matrix, hstack
        from sklearn.preprocessing import normalize

        plain = self._plain(texts)
        if self._svd is None:
            return plain
        return hstack([plain, csr_matrix(normalize(self._svd.transform(plain)) * self._weight)]).tocsr()

    def _plain(self, texts: Sequence[str]) -> Any:
        from scipy.sparse import hstack

        return hstack([self._words.transform(texts), self._pieces(list(map(self._split, texts)))]).tocsr()

    def _split(self, text: str) -> list[str]:
        return [word for word in words(text) if word not in self._left_out] if self._left_out else text.lower().split()


class Pieces:
    """TF-IDF of two to five letters within a word.

    Each different word is taken to pieces once, however often it is said: texts by words times words by pieces, which is
    many times faster than to go through each text letter by letter.
    """

    def __init__(self, texts: Sequence[Sequence[str]], *, least: int) -> None:
        """`least`: in how many texts a piece is."""
        from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

        said, different = _counts(texts)
        every = CountVectorizer(analyzer="char_wb", lowercase=False, ngram_range=(2, 5))
        counts = said @ every.fit_transform(different) if different else said
        often, total = counts.getnnz(axis=0), np.asarray(counts.sum(axis=0)).ravel()
        kept = np.flatnonzero(often >= least)
        kept = np.sort(kept[np.argsort(-total[kept], kind="stable")[:_PIECES]])
        names = every.get_feature_names_out()[kept] if different else []
        self._pieces = CountVectorizer(analyzer="char_wb", lowercase=False, ngram_range=(2, 5), vocabulary=list(names) or [" "])
        self._weights = TfidfTransformer(sublinear_tf=True).fit(self._count(texts))

    def __call__(self, texts: Sequence[Sequence[str]]) -> Any:
        """A sparse matrix of texts, each a list of words, by pieces."""
        return self._weights.transform(self._count(texts))

    def _count(self, texts: Sequence[Sequence[str]]) -> Any:
        from scipy.sparse import csr_matrix

        said, different = _counts(texts)
        if not different:
            return csr_matrix((len(texts), len(self._pieces.vocabulary)))
        return (said @ self._pieces.transform(different)).tocsr()


def _counts(texts: Sequence[Sequence[str]]) -> tuple[Any, list[str]]:
    """How often each different word is said, texts by words, and the words."""
    from scipy.sparse import csr_matrix

    place: dict[str, int] = {}
    columns = [place.setdefault(word, len(place)) for text in texts for word in text]
    ends = np.cumsum([0, *map(len, texts)])
    counts = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(texts), len(place)))
    counts.sum_duplicates()
    return counts, list(place)
