"""Which short notes say the same: the groups that a workshop looks at when it merges."""

from __future__ import annotations

from collections.abc import Sequence

ALIKE = 0.2
"""Cosine from which two notes are put side by side; people decide whether they are one."""


def alike(texts: Sequence[str], *, least: float = ALIKE) -> list[list[int]]:
    """Groups of texts that resemble each other, as indices in order; a text like no other is in none.

    Two texts resemble each other where the cosine of their TF-IDF vectors of letter groups (3 to 5, within words) is at least
    `least`, and a group is what hangs together by such pairs (single linkage). Letter groups, because notes are too short to
    share whole words: "waiting for access" and "they wait for an access".
    Source: Salton and Buckley (1988), Term-weighting approaches in automatic text retrieval.
    """
    said = [" ".join(text.lower().split()) for text in texts]
    if len(set(said) - {""}) < 2:
        same = [number for number, text in enumerate(said) if text]
        return [same] if len(same) > 1 else []
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(said)
    near = (vectors @ vectors.T).toarray() >= least
    _, labels = connected_components(near, directed=False)
    groups: dict[int, list[int]] = {}
    for number, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(number)
    return [group for group in groups.values() if len(group) > 1]
