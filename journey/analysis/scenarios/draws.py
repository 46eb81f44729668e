"""Random numbers that belong to a passage and its step, so that two scenarios differ by their levers and by nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
_GOLDEN, _ONE, _TWO = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def uniform(seed: int, purpose: int, key: Array, step: int = 0) -> Array:
    """A number from 0 to 1 for each key: always the same for the same seed, purpose, key and step.

    The finaliser of SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014) over all four.
    With common random numbers the difference of two runs holds what the levers did, not luck (Law, Simulation Modeling and
    Analysis, 2015, chapter 11).
    """
    salt = np.array([(seed * 1_000_003 + purpose * 8_191 + step) % 2**63], dtype=np.uint64)
    mixed = _mix(key.astype(np.uint64) + _mix(salt) * _GOLDEN)
    numbers: Array = (mixed >> np.uint64(11)).astype(np.float64) / 2.0**53
    return numbers


def _mix(bits: Array) -> Array:
    bits = bits + _GOLDEN
    bits = (bits ^ (bits >> np.uint64(30))) * _ONE
    bits = (bits ^ (bits >> np.uint64(27))) * _TWO
    mixed: Array = bits ^ (bits >> np.uint64(31))
    return mixed


class Pool:
    """Things to draw from, row by row, each with its weight; `rows` says to which row each thing belongs."""

    def __init__(self, rows: Array, weights: Array, count: int) -> None:
        self.order = np.argsort(rows, kind="stable")
        sorted_rows, own = rows[self.order], weights[self.order]
        total = np.bincount(sorted_rows, weights=own, minlength=count)
        self.filled: Array = total > 0
        if not len(own):
            self._sums = np.zeros(0)
            return
        sums = np.cumsum(own)
        before = np.concatenate([[0.0], np.cumsum(total)[:-1]])
        share = (sums - before[sorted_rows]) / np.where(total > 0, total, 1.0)[sorted_rows]
        # each row's sums run from its number to the next one, so that one search serves all rows
        self._sums = sorted_rows + np.minimum(share, 1.0)

    def draw(self, rows: Array, numbers: Array) -> Array:
        """For each of the rows, which must be filled, the place of the thing that its number falls on."""
        found = np.searchsorted(self._sums, rows + numbers * (1 - 1e-12), side="right")
        drawn: Array = self.order[np.minimum(found, len(self.order) - 1)]
        return drawn


class Cells:
    """Things with a moment of the week, cell by cell: drawn from among those whose moment is near."""

    NEAR = 0.2
    """The part of a cell's things, by moment, that one is drawn from."""

    def __init__(self, cells: Array, days: Array, count: int) -> None:
        self.order = np.lexsort((days, cells))
        self._moments = cells[self.order] + days[self.order] / 7.000001
        self._many = np.bincount(cells, minlength=count)
        self._first = np.cumsum(self._many) - self._many
        self.filled: Array = self._many > 0

    def draw(self, cells: Array, days: Array, numbers: Array) -> Array:
        """For each of the cells, which must be filled, one of its things that began at about that moment of a week.

        What is done at weekends or at night waits until people work again; somebody of another weekday would go on on another.
        """
        many = self._many[cells]
        place = np.searchsorted(self._moments, cells + days / 7.000001) - self._first[cells]
        shift = np.floor((numbers - 0.5) * np.maximum(self.NEAR * many, 2.0) + 0.5).astype(int)
        drawn: Array = self.order[self._first[cells] + (place + shift) % many]
        return drawn
