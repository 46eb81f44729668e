"""The learned part of sentiment: three bands by logistic regression, joined with the lexicon, calibrated on held-back labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from journey.analysis.text import english as _english
from journey.analysis.text.one_core import one_core
from journey.analysis.text.stopwords import stopwords
from journey.analysis.text.vectors import Vectors, stem, words

if TYPE_CHECKING:
    from journey.analysis.text.labels import Label

Floats = NDArray[np.float64]
_FOLDS = 5
_SEED = 20_061
_RARE = 1e-3
_LEXICON = 3.0
"""How much the lexicon's three features weigh beside one word's."""
MEANS = (-3.5, 0.0, 3.5)
"""Where a band's emotion lies before labels tell."""
_SHRINK = 5.0
_MOSTLY = 2.0
"""A text of which one word in so many was learned is told as it stands."""


@dataclass(frozen=True)
class Learned:
    """One language's model."""

    vectors: Vectors
    regressions: dict[int, Any]
    joint: Floats
    english: bool
    prior: Floats
    means: Floats
    labels: int
    corrections: int
    told_right: float
    held_back: dict[str, Floats]
    """What was told of each scored text before its own score was seen."""
    language: str
    scored_words: frozenset[str]
    """Stems that tell something and stand in scored texts."""

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Texts by bands; NaN where no word of a text was ever seen.

        By the share of a text's telling words that no score was ever given for, it is told as any text would be: a survey's
        answers teach little of what is said on the telephone.
        A text whose score was learned from is told as it was when held back: its own score is not read back out of its words.
        """
        lexicon = _english.features(texts) if self.english else None
        matrix = _matrix(self.vectors, texts, lexicon)
        shares = _shares(_joined(self.joint, _log_shares(self.regressions, matrix), _spoken(lexicon, len(texts))))
        learned = np.array([_learned(text, self.language, self.scored_words) for text in texts])[:, None]
        shares = learned * shares + (1 - learned) * self.prior
        shares[~self._seen(matrix, lexicon)] = np.nan
        for row, text in enumerate(texts):
            if text in self.held_back:
                shares[row] = self.held_back[text]
        return shares

    def _seen(self, matrix: Any, lexicon: Floats | None) -> NDArray[np.bool_]:
        known = np.asarray(matrix[:, : self.vectors.known_words].getnnz(axis=1) > 0)
        return known if lexicon is None else known | _english.spoke(lexicon)


@one_core()
def train(labels: Sequence[Label], unscored: Sequence[str], *, language: str, english: bool) -> Learned:
    """Fit one language.

    Each label is held back once (5 folds); on those predictions the regression and the lexicon are joined: log-odds times a
    weight each, plus a constant a band, fitted by likelihood and held near (1, 1/2, 0), as in stacking (Wolpert 1992, Neural
    Networks 5:241-259) and temperature scaling (Guo and others 2017, ICML). With few labels it leans on the lexicon.
    """
    texts = [label.text for label in labels]
    bands = np.array([label.band for label in labels])
    weights = np.array([label.weight for label in labels])
    vectors = Vectors([*texts, *unscored], language=language)
    lexicon = _english.features(texts) if english else None
    matrix, spoken = _matrix(vectors, texts, lexicon), _spoken(lexicon, len(texts))
    held_back = _held_back(matrix, bands, weights)
    joint = _join(held_back, spoken, bands, weights)
    told_back = _shares(_joined(joint, held_back, spoken))
    prior = np.bincount(bands, weights, minlength=3) + 1
    emotions = np.bincount(bands, weights * [label.emotion for label in labels], minlength=3)
    counts = np.bincount(bands, weights, minlength=3)
    return Learned(
        vectors, _fit(matrix, bands, weights), joint, english, prior / prior.sum(),
        (emotions + _SHRINK * np.array(MEANS)) / (counts + _SHRINK), len(labels), sum(label.weight > 1 for label in labels),
        float((told(told_back, prior / prior.sum()) == bands).mean()),
        {label.text: shares for label, shares in zip(labels, told_back, strict=True) if label.weight <= 1},
        language, frozenset(word for text in texts for word in _telling(text, language)),
    )  # fmt: skip


def _telling(text: str, language: str) -> list[str]:
    return [stem(word, language) for word in words(text) if word not in stopwords(language)]


def _learned(text: str, language: str, known: frozenset[str]) -> float:
    """The share of a text's telling words that are known; a half where it has none."""
    telling = _telling(text, language)
    return min(_MOSTLY * sum(word in known for word in telling) / len(telling), 1.0) if telling else 0.5


def _matrix(vectors: Vectors, texts: Sequence[str], lexicon: Floats | None) -> Any:
    from scipy.sparse import csr_matrix, hstack

    found = vectors(texts)
    return found if lexicon is None else hstack([found, csr_matrix(lexicon * _LEXICON)]).tocsr()


def _spoken(lexicon: Floats | None, rows: int) -> Floats:
    return np.zeros((rows, 3)) if lexicon is None else np.log(_english.bands(lexicon))


def _fit(matrix: Any, bands: NDArray[np.int64], weights: Floats) -> dict[int, Any]:
    """A regression for each band against the rest, by coordinates of the dual (Hsieh and others 2008, ICML): many times faster
    than all at once, and as right."""
    from sklearn.linear_model import LogisticRegression

    return {
        band: LogisticRegression(C=2.0, solver="liblinear", dual=True, tol=0.05, random_state=_SEED).fit(
            matrix, bands == band, sample_weight=weights
        )
        for band in sorted(set(bands.tolist()))
    }


def _log_shares(regressions: dict[int, Any], matrix: Any) -> Floats:
    shares = np.full((matrix.shape[0], 3), _RARE)
    for band, regression in regressions.items():
        shares[:, band] = regression.predict_proba(matrix)[:, 1]
    shares = np.maximum(shares, _RARE)
    return np.asarray(np.log(shares / shares.sum(axis=1, keepdims=True)))


def _held_back(matrix: Any, bands: NDArray[np.int64], weights: Floats) -> Floats:
    """What a regression says of each label that never saw it; every fifth label of a band is in the same fold."""
    order = np.argsort(bands, kind="stable")
    fold = np.empty(len(bands), dtype=np.int64)
    fold[order] = np.arange(len(bands)) % _FOLDS
    found = np.zeros((len(bands), 3))
    for at in range(_FOLDS):
        held = fold == at
        if held.any() and len(set(bands[~held].tolist())) > 1:
            found[held] = _log_shares(_fit(matrix[~held], bands[~held], weights[~held]), matrix[held])
    return found


def _joined(joint: Floats, plain: Floats, spoken: Floats) -> Floats:
    return np.asarray(joint[0] * plain + joint[1] * spoken + np.array([joint[2], 0.0, joint[3]]))


def _join(plain: Floats, spoken: Floats, bands: NDArray[np.int64], weights: Floats) -> Floats:
    from scipy.optimize import minimize

    start = np.array([1.0, 0.5, 0.0, 0.0])
    rows = np.arange(len(bands))

    def loss(joint: Floats) -> float:
        likely = np.log(_shares(_joined(joint, plain, spoken))[rows, bands])
        return float(-(weights * likely).sum() + 4 * ((joint[:2] - start[:2]) ** 2).sum() + 2 * (joint[2:] ** 2).sum())

    return np.asarray(minimize(loss, start, method="L-BFGS-B", bounds=[(0.05, 5), (0, 5), (-5, 5), (-5, 5)]).x)


def _shares(log_odds: Floats) -> Floats:
    raised = np.exp(log_odds - log_odds.max(axis=1, keepdims=True))
    return np.asarray(np.maximum(raised / raised.sum(axis=1, keepdims=True), 1e-9))


def told(shares: Floats, prior: Floats) -> NDArray[np.int64]:
    """The band told of each text: the one whose share rose most over the prior, by most of it.

    A band that is rare among the labels, as NPS passives are, would never be the likeliest.
    """
    return np.asarray((shares / prior**0.7).argmax(axis=1))
