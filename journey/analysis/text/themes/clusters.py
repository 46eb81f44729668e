"""Groups texts by what they are about, beginning from the groups that are known already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_LATENT = 100
_LEARNED_FROM = 30_000
"""Texts that groups are learned from; the rest join the nearest."""
_TRIES, _FEW = 5, 5_000
"""Beginnings that are tried, where there are at most so many texts."""
_DRAWN = 6
_ROUNDS, _CALM = 40, 1e-4
"""Rounds of k-means at most, and the share of texts that may still move when it stops."""
_NOTHING = 1e-9
READABLE = (40, 240)
"""Characters of a quote that says enough and is read at a glance."""
_SEED = 20_061


@dataclass(frozen=True)
class Space:
    """The latent space of a corpus: rows of length 1 for its texts, and how others come into it."""

    rows: Floats
    svd: Any

    def place(self, vectors: Floats) -> Floats:
        """Term vectors in the latent space, of length 1; zero where they share no term with it."""
        from sklearn.preprocessing import normalize

        if not len(vectors):
            return np.zeros((0, self.rows.shape[1]))
        return np.asarray(normalize(self.svd.transform(vectors) if self.svd else vectors))


def latent(weights: Any) -> Space:
    """LSA (Deerwester and others 1990): what is said together comes close, whatever the words."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    size = min(_LATENT, weights.shape[1] - 1)
    if size < 2 or weights.shape[0] <= _LATENT:  # fewer texts than dimensions say nothing of what is said together
        return Space(np.asarray(weights.todense(), dtype=np.float64), None)
    svd = TruncatedSVD(size, n_iter=4, random_state=_SEED)
    svd.fit(weights if weights.shape[0] <= _LEARNED_FROM else weights[_spread(weights.shape[0], _LEARNED_FROM)])
    return Space(normalize(svd.transform(weights)).astype(np.float64), svd)


def grouped(rows: Floats, sizes: Floats, seeds: Floats, groups: int) -> tuple[Ints, Floats]:
    """Spherical k-means (Dhillon and Modha 2001, Machine Learning 42:143-175) of rows of length 1: group and nearness by row.

    The first groups begin at `seeds`, in their order, and new ones are begun up to `groups`. Each row counts `sizes` times. Where
    there are few rows, the closest of a few tries is kept. A group that nothing is near to stays empty.
    """
    some = _spread(len(rows), _LEARNED_FROM)
    learned, counts = rows[some], sizes[some]
    tries = _TRIES if len(rows) <= _FEW else 1
    found = [_settled(learned, counts, _beginnings(learned, counts, seeds, groups, at)) for at in range(tries)]
    closeness = [float(counts @ (learned @ centres.T).max(axis=1)) for centres in found]
    nearness = rows @ found[int(np.argmax(closeness))].T
    of = nearness.argmax(axis=1)
    return of, nearness[np.arange(len(rows)), of]


def _settled(rows: Floats, sizes: Floats, centres: Floats) -> Floats:
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    before = np.full(len(rows), -1)
    for _ in range(_ROUNDS):
        of = (rows @ centres.T).argmax(axis=1)
        if (of != before).mean() < _CALM:
            break
        before = of
        sums = csr_matrix((sizes, (of, np.arange(len(rows)))), shape=(len(centres), len(rows))) @ rows
        filled = np.linalg.norm(sums, axis=1) > _NOTHING
        centres = np.where(filled[:, None], normalize(sums), centres)
    return centres


def _beginnings(rows: Floats, sizes: Floats, seeds: Floats, groups: int, at: int) -> Floats:
    """The seeds, and where there is room texts far from all before, drawn as k-means++ does (Arthur and Vassilvitskii 2007), of a
    few each time the one that leaves the texts nearest to a beginning."""
    draw = np.random.default_rng(_SEED + at)
    centres = list(seeds[:groups])
    apart = 1 - (rows @ seeds.T).max(axis=1) if len(seeds) else np.ones(len(rows))
    while len(centres) < groups:
        odds = sizes * np.maximum(apart, 0) ** 2
        if odds.max(initial=0) <= _NOTHING:
            break
        drawn = draw.choice(len(rows), size=_DRAWN, p=odds / odds.sum())
        left = np.minimum(apart[:, None], 1 - rows @ rows[drawn].T)
        best = int((sizes @ np.maximum(left, 0)).argmin())
        centres.append(rows[int(drawn[best])])
        apart = left[:, best]
    return np.array(centres).reshape(len(centres), rows.shape[1])


def matched(likeness: Floats, least: float) -> dict[int, int]:
    """Rows to columns, each at most once, the sum of likeness as high as can be (Kuhn 1955), pairs below `least` left out."""
    from scipy.optimize import linear_sum_assignment

    if not likeness.size:
        return {}
    pairs = zip(*linear_sum_assignment(np.where(likeness >= least, likeness, 0.0), maximize=True), strict=True)
    return {int(row): int(column) for row, column in pairs if likeness[row, column] >= least}


def telling(rows: Floats, nearness: Floats, wanted: int) -> list[int]:
    """Central rows that differ from each other, by maximal marginal relevance (Carbonell and Goldstein 1998, SIGIR)."""
    chosen: list[int] = []
    while len(chosen) < min(wanted, len(rows)):
        like = (rows @ rows[chosen].T).max(axis=1) if chosen else np.zeros(len(rows))
        worth = 0.7 * nearness - 0.3 * like
        worth[chosen] = -np.inf
        chosen.append(int(worth.argmax()))
    return chosen


def pertinent(texts: Sequence[str], words: Sequence[str], wanted: int) -> list[int]:
    """Which texts say most of what a theme's words say, of a length that is read at a glance first; equal ones once."""
    said = [text.casefold() for text in texts]
    worth = [(sum(word.casefold() in text for word in words), READABLE[0] <= len(text) <= READABLE[1]) for text in said]
    order = sorted(range(len(said)), key=lambda at: (-worth[at][1], -worth[at][0], at))
    chosen = dict[str, int]()
    for at in order:
        chosen.setdefault(said[at], at)
    return list(chosen.values())[:wanted]


def _spread(rows: int, most: int) -> Ints:
    """Every so-manieth row, so that all times are in it alike."""
    return np.arange(rows) if rows <= most else np.linspace(0, rows - 1, most).astype(np.int64)


def centre_terms(counts: Any, of: Ints, groups: int, sizes: Floats) -> Floats:
    """Groups (0 and up) by terms: how often each term is said in a group, as a share of all that its texts say."""
    from scipy.sparse import csr_matrix

    inside = np.flatnonzero(of >= 0)
    member = csr_matrix((sizes[inside], (of[inside], inside)), shape=(groups, counts.shape[0]))
    summed = np.asarray((member @ counts).todense(), dtype=np.float64)
    return np.asarray(summed / np.maximum(summed.sum(axis=1, keepdims=True), 1e-9))
