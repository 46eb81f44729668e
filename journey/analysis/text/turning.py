"""The moments at which a customer's emotion turned, and stayed turned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from journey.analysis.text.talk import Said, weights

LEAST = 3
"""Scored turns that a level must last on either side: a single outburst is no turn."""
CHANGE = 2.0
"""The least change of level worth marking, in steps of the -5 to +5 scale."""
CHANCE = 0.05
"""How often a conversation whose turns came in any order would seem to turn as much."""
MOST = 3
"""Moments that a reader is shown of one conversation, the largest."""
_DRAWS = 999
_BLOCKS = 60

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Moment:
    """The turn (its position) at which the level went from `before` to `after`, both -5 to +5."""

    at: int
    before: float
    after: float

    @property
    def better(self) -> bool:
        return self.after > self.before


def turning(turns: Sequence[Said]) -> list[Moment]:
    """Where the customer's emotion turned, in order; empty where nothing did, or too little was scored to tell.

    - Looked for is the stretch of turns, at the beginning, in the middle or at the end, whose weighted mean differs most from
      that of all others: circular binary segmentation (Olshen, Venkatraman, Lucito & Wigler 2004, Biostatistics 5:557-572).
      It finds a call that turned and turned back, where a search for one change would see none.
    - It counts if the order of the turns matters: of 999 shuffles of the same turns at most one in twenty differ as much in
      their own best stretch (Antoch & Huskova 2001, Statistics & Probability Letters 53:37-46), so having searched is paid
      for. That takes eight scored turns at least.
    - Each level lasts LEAST turns, and the next one is CHANGE away. What was parted is searched again.
    - Each turn weighs as much as its score is sure.
    """
    scored = [place for place, turn in enumerate(turns) if turn.customer and turn.felt is not None]
    felt = np.array([turns[place].felt for place in scored], dtype=np.float64)
    trust = weights([turns[place].sure for place in scored])
    cuts = _cuts(felt, trust)
    bounds = [0, *cuts, len(scored)]
    levels = [float(np.average(felt[a:b], weights=trust[a:b])) for a, b in pairwise(bounds) if a < b]
    moments = [Moment(scored[cut], before, after) for cut, (before, after) in zip(cuts, pairwise(levels), strict=True)]
    large = sorted((one for one in moments if _moved(one) >= CHANGE), key=_moved, reverse=True)[:MOST]
    return sorted(large, key=lambda one: one.at)


def _moved(moment: Moment) -> float:
    return abs(moment.after - moment.before)


def _cuts(felt: Floats, trust: Floats) -> list[int]:
    """Where new levels begin. A very long conversation is looked at in _BLOCKS pieces, each cut then set to its very turn."""
    size = -(-len(felt) // _BLOCKS) or 1
    if size == 1:
        return _stretches(felt, trust)
    starts = np.arange(0, len(felt), size)
    weight = np.add.reduceat(trust, starts)
    rough = [cut * size for cut in _stretches(np.add.reduceat(trust * felt, starts) / weight, weight)]
    bounds = [0, *rough, len(felt)]
    return [
        after_low + _best(felt[after_low:high], trust[after_low:high], cut - after_low, size)
        for after_low, cut, high in zip(bounds, rough, bounds[2:], strict=False)
    ]


def _best(felt: Floats, trust: Floats, near: int, within: int) -> int:
    """The place `near` there, `within` so many turns, at which the two sides differ most."""
    places = np.arange(max(LEAST, near - within), min(len(felt) - LEAST, near + within) + 1)
    contrast = _contrast(felt[None, :], trust[None, :], np.zeros_like(places), places)[0]
    return int(places[contrast.argmax()])


def _stretches(felt: Floats, trust: Floats) -> list[int]:
    """Both ends of the stretch that differs from all others by more than chance, and those within the parts."""
    ends = _stretch(felt, trust)
    if not ends:
        return []
    bounds = [0, *ends, len(felt)]
    within = [low + cut for low, high in pairwise(bounds) for cut in _stretches(felt[low:high], trust[low:high])]
    return sorted([*ends, *within])


def _stretch(felt: Floats, trust: Floats) -> list[int]:
    count = len(felt)
    if count < 2 * LEAST or np.ptp(felt) < CHANGE:
        return []
    first, last = _candidates(count)
    contrast = _contrast(felt[None, :], trust[None, :], first, last)[0]
    best = int(contrast.argmax())
    inside = np.zeros(count, dtype=bool)
    inside[first[best] : last[best]] = True
    moved = np.average(felt[inside], weights=trust[inside]) - np.average(felt[~inside], weights=trust[~inside])
    if abs(moved) < CHANGE:
        return []
    order = np.random.default_rng(0).permuted(np.tile(np.arange(count), (_DRAWS, 1)), axis=1)
    shuffled = _contrast(felt[order], trust[order], first, last).max(axis=1)
    chance = (1 + np.count_nonzero(shuffled >= contrast[best] * (1 - 1e-9))) / (1 + _DRAWS)
    return [int(end) for end in (first[best], last[best]) if 0 < end < count] if chance <= CHANCE else []


def _candidates(count: int) -> tuple[Places, Places]:
    """All stretches of at least LEAST turns that leave at least LEAST, or none, on either side."""
    first, last = np.triu_indices(count + 1, LEAST)
    fits = ((first == 0) | (first >= LEAST)) & ((last == count) | (last <= count - LEAST)) & (last - first < count)
    return first[fits], last[fits]


def _contrast(felt: Floats, trust: Floats, first: Places, last: Places) -> Floats:
    """For each row and each stretch from `first` to before `last`: how its mean differs from the others', for their weight."""
    weight, total = (np.pad(sums.cumsum(axis=1), ((0, 0), (1, 0))) for sums in (trust, trust * felt))
    ours, sums = weight[:, last] - weight[:, first], total[:, last] - total[:, first]
    theirs, rest = weight[:, -1:] - ours, total[:, -1:] - sums
    return np.asarray(np.abs(sums / ours - rest / theirs) * np.sqrt(ours * theirs / weight[:, -1:]))
