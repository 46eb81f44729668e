"""Says which of several described things a text is about: likeness to the descriptions joined with examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from journey.analysis.text.vectors import Vectors

Floats = NDArray[np.float64]
_FOLDS = 5
_DESCRIBED = 2.0
"""A description counts as much as so many examples."""
_NO_MORE_THAN_CHANCE = 0.06
"""The likeness that a text has with a description that it has nothing to do with."""
_MORE_THAN_EVEN = 0.05
"""Where examples give no stage more than an even share and this, none of these is likelier, until it has examples itself."""
_START = (10.0, 1.0, 0.0)
"""Weights before examples tell: of likeness, of the examples' log-odds, and a constant for "none of these"."""
_RANK = 1e-9
"""Below this share of the greatest, a direction of likeness is rounding."""
_HELD = (0.1, 4.0, 1.0)
"""How firmly each is held there."""


class Spaces:
    """Where texts lie by what they are about, and by all that they say; learned from everything at hand."""

    def __init__(self, corpus: Sequence[str], *, language: str) -> None:
        self.about = Vectors(corpus, language=language, topical=True, latent=1.5)
        self.said = Vectors(corpus, language=language, latent=0.7, dimensions=150)


class Matcher:
    """Shares of described things for texts. `keys` are the things in order, and None, none of these, last."""

    def __init__(self, described: Mapping[int, str], examples: Sequence[tuple[str, int | None]], spaces: Spaces) -> None:
        """`spaces` are learned once for all matchers of a journey."""
        self.keys: tuple[int | None, ...] = (*described, None)
        words = list(described.values())
        texts = [text for text, _ in examples]
        self._spaces, self._described = spaces, spaces.about(words)
        at = {key: place for place, key in enumerate(self.keys)}
        self._of = np.array([at[key] for _, key in examples], dtype=np.int64)
        self._known = spaces.said([*texts, *words])
        self._basis, rows = _basis(self._known)
        seen, self._words = rows[: len(texts)], rows[len(texts) :]
        self._regression = self._fit(seen, self._of)
        self._weights = self._join(texts, seen)

    def shares(self, texts: Sequence[str]) -> Floats:
        """Texts by keys; each row adds to 1."""
        rows = np.asarray((self._spaces.said(texts) @ self._known.T).toarray()) @ self._basis
        return np.exp(_log_shares(self._weights, self._like(texts), self._learned(self._regression, rows)))

    def _like(self, texts: Sequence[str]) -> Floats:
        """Cosines with the descriptions, in words that say what a text is about; examples also teach by "why" and "when"."""
        from sklearn.preprocessing import normalize

        return np.asarray((normalize(self._spaces.about(texts)) @ normalize(self._described).T).toarray())

    def _fit(self, rows: Floats, of: NDArray[np.int64]) -> Any:
        """Regression on examples, with each description as an example of its own; None before there is any example."""
        from sklearn.linear_model import LogisticRegression

        things = np.arange(len(self._words))
        if len(of) == 0 or len({*of.tolist(), *things.tolist()}) < 2:
            return None
        weights = np.r_[np.ones(len(of)), np.full(len(things), _DESCRIBED)]
        together = np.vstack([rows, self._words])
        return LogisticRegression(C=10.0, max_iter=200, tol=1e-3).fit(together, np.r_[of, things], sample_weight=weights)

    def _learned(self, regression: Any, rows: Floats) -> Floats:
        """What the examples say of each key, as log-odds; none of these is silent before it has an example."""
        found = np.zeros((len(rows), len(self.keys)))
        if regression is not None:
            shares = regression.predict_log_proba(rows)
            found[:, :] = shares.min(axis=1, keepdims=True)
            found[:, regression.classes_] = shares
            if len(self.keys) - 1 not in regression.classes_:
                found[:, -1] = np.log(1 / (len(self.keys) - 1) + _MORE_THAN_EVEN)
        return np.maximum(found, -12.0)

    def _join(self, texts: Sequence[str], seen: Floats) -> Floats:
        """The weights of likeness and examples, fitted on examples held back (5 folds), held near _START while there are few."""
        from scipy.optimize import minimize

        start = np.array(_START)
        if len(self._of) < _FOLDS:
            return start
        like, learned = self._like(texts), self._held_back(seen)
        rows = np.arange(len(self._of))
        none = 4.0 if (self._of == len(self.keys) - 1).any() else 0.0  # who never says it has not said that it never is

        def loss(weights: Floats) -> float:
            far = (weights - start) / [6.0, 1.0, 1.0]
            return float(-_log_shares(weights, like, learned)[rows, self._of].sum() + (np.array(_HELD) * far**2).sum())

        return np.asarray(minimize(loss, start, method="L-BFGS-B", bounds=[(0, 40), (0.02, 4), (-none, none)]).x)

    def _held_back(self, seen: Floats) -> Floats:
        order = np.argsort(self._of, kind="stable")
        fold = np.empty(len(order), dtype=np.int64)
        fold[order] = np.arange(len(order)) % _FOLDS
        found = np.zeros((len(order), len(self.keys)))
        for at in range(_FOLDS):
            held = fold == at
            found[held] = self._learned(self._fit(seen[~held], self._of[~held]), seen[held])
        return found


def _basis(known: Any) -> tuple[Floats, Floats]:
    """Coordinates for texts by their likeness to the known ones, and the known ones in them.

    A regression with a quadratic penalty finds the same there as among all words (the representer theorem, Kimeldorf and
    Wahba 1971, J. Math. Anal. Appl. 33:82-95), with as many unknowns as there are examples and not as there are words.
    """
    likeness = np.asarray((known @ known.T).toarray())
    values, vectors = np.linalg.eigh(likeness)
    kept = values > _RANK * values[-1]
    basis = vectors[:, kept] / np.sqrt(values[kept])
    return basis, likeness @ basis


def _log_shares(weights: Floats, like: Floats, learned: Floats) -> Floats:
    none = np.full(len(like), weights[0] * _NO_MORE_THAN_CHANCE + weights[2])
    odds = np.column_stack([weights[0] * like, none]) + weights[1] * learned
    odds = odds - odds.max(axis=1, keepdims=True)
    return np.asarray(odds - np.log(np.exp(odds).sum(axis=1, keepdims=True)))
