"""Knows groups again from one time to the next, and keeps to what people split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from journey.analysis.text.themes.clusters import Floats, Ints, Space, centre_terms, grouped, matched
from journey.analysis.text.themes.model import Known, Overrides
from journey.analysis.text.themes.terms import Terms

SAME = 0.45
"""The least cosine of what two groups say for one to be the other, later."""
_REMEMBERED = 100
"""Terms that a group is remembered by."""


@dataclass(frozen=True)
class Groups:
    """Which group each text is of (-1: none), each group's id, and the theme that it was split from."""

    of: Ints
    ids: tuple[int, ...]
    parents: Mapping[int, int]


def seeds(terms: Terms, space: Space, known: Sequence[Known], overrides: Overrides, groups: int) -> Floats:
    """Where the known groups lie among today's texts, the largest first, with a place left for something new."""
    largest = sorted(_active(known, overrides), key=lambda one: (-one.size, one.id))
    vectors = np.array([terms.vector(one.says) for one in largest]).reshape(len(largest), len(terms.names))
    placed = space.place(vectors)
    return np.asarray(placed[np.linalg.norm(placed, axis=1) > 0.5][: max(groups - 1, 1)])


def identified(terms: Terms, of: Ints, sizes: Floats, known: Sequence[Known], overrides: Overrides) -> Groups:
    """Each group with the id of the known group that says the same, or a new one, larger groups first."""
    groups = int(of.max(initial=-1)) + 1
    active = _active(known, overrides)
    now = centre_terms(terms.counts, of, groups, sizes) * terms.idf
    now /= np.maximum(np.linalg.norm(now, axis=1, keepdims=True), 1e-12)
    before = np.array([terms.vector(one.says) for one in active]).reshape(len(active), len(terms.names))
    again = matched(now @ before.T, SAME)
    new = _new_ids(known, overrides)
    size = np.bincount(of[of >= 0], sizes[of >= 0], minlength=groups)
    ids = {group: active[at].id for group, at in again.items()}
    ids |= {group: next(new) for group in sorted(set(range(groups)) - set(ids), key=lambda group: (-size[group], group))}
    parents = {one.id: one.parent for one in known if one.parent is not None}
    return Groups(of, tuple(ids[group] for group in range(groups)), parents)


def split(space: Space, found: Groups, sizes: Floats, known: Sequence[Known], overrides: Overrides) -> Groups:
    """Groups that people want split, and that have not been, in two; their parts are groups of their own from now on."""
    of, ids, parents = found.of.copy(), list(found.ids), dict(found.parents)
    new = _new_ids(known, overrides, *ids)
    done = {one.parent for one in known}
    for id in sorted(overrides.split.intersection(ids) - done):
        inside = np.flatnonzero(of == ids.index(id))
        part, _ = grouped(space.rows[inside], sizes[inside], np.zeros((0, space.rows.shape[1])), 2)
        if len(set(part.tolist())) < 2:
            continue
        parts = next(new), next(new)
        of[inside[part == 1]] = len(ids)
        ids[ids.index(id)] = parts[0]
        ids.append(parts[1])
        parents |= dict.fromkeys(parts, id)
    return Groups(of, tuple(ids), parents)


def remembered(terms: Terms, found: Groups, sizes: Floats, names: Mapping[int, str], known: Sequence[Known]) -> tuple[Known, ...]:
    """What to hand in next time: groups found now, which say half what they said before, and known ones that were silent."""
    before = {one.id: one for one in known}
    says = centre_terms(terms.counts, found.of, len(found.ids), sizes)
    for group, id in enumerate(found.ids):
        now = {terms.names[at]: float(says[group, at]) for at in np.argsort(-says[group], kind="stable")[:_REMEMBERED]}
        old = before[id].says if id in before else now
        mean = {term: (now.get(term, 0.0) + old.get(term, 0.0)) / 2 for term in dict.fromkeys([*now, *old])}
        kept = sorted((term for term in mean if mean[term] > 0), key=lambda term: (-mean[term], term))[:_REMEMBERED]
        size = int(sizes[found.of == group].sum())
        before[id] = Known(id, names[id], {term: mean[term] for term in kept}, size, found.parents.get(id))
    silent = set(before) - set(found.ids)
    return tuple(replace(one, size=0) if one.id in silent else one for _, one in sorted(before.items()))


def _active(known: Sequence[Known], overrides: Overrides) -> list[Known]:
    """Known groups but those that people split and whose parts are known instead."""
    done = {one.parent for one in known}
    return [one for one in known if not (one.id in overrides.split and one.id in done)]


def _new_ids(known: Sequence[Known], overrides: Overrides, *taken: int) -> count[int]:
    decided = [*overrides.names, *overrides.split]
    return count(max([0, *(one.id for one in known), *decided, *taken]) + 1)
