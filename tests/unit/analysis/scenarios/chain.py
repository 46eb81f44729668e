"""A journey whose every rate is known: passages drawn from it as a record, for tests of what is learned and foretold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from journey.analysis.scenarios.record import Record
from journey.domain.weeks import Week

FIRST = Week(2026, 1)
STAGES = ("Look", "Fill", "Pay")
IDS = (11, 12, 13)


def record(
    passages: Sequence[Sequence[tuple[int, float]]], *, weeks: int, values: Sequence[int] = (),
    names: tuple[str, ...] = ("",), attribute: str = "",
) -> Record:  # fmt: skip
    """The record of passages, each (place, day since the first Monday) ...; the goal is place 3, lost is 4."""
    numbers = np.concatenate([np.full(len(one), number) for number, one in enumerate(passages)])
    place = np.array([where for one in passages for where, _ in one])
    at = np.array([day for one in passages for _, day in one], dtype=float)
    value = np.concatenate([np.full(len(one), values[number] if len(values) else 0) for number, one in enumerate(passages)])
    return Record(STAGES, IDS, (14,) * 3, FIRST, FIRST.shift(weeks - 1), numbers, place, at, value, names, attribute)


def drawn(
    *, weeks: int = 30, a_week: int = 100, on: Sequence[float] = (0.8, 0.6, 0.5), days: Sequence[float] = (1.0, 2.0, 1.0),
    back: float = 0.1, seed: int = 3, since: int | None = None, then: Sequence[float] | None = None,
) -> Record:  # fmt: skip
    """Passages that go on from each stage with these chances, after exponential waits of these mean days; from Fill `back`
    go back to Look. From week `since` on the chances are `then`."""
    rng = np.random.default_rng(seed)
    passages = []
    for begun in rng.uniform(0, weeks * 7, rng.poisson(weeks * a_week)):
        place, at, visits = 0, float(begun), []
        while place < 3 and at < weeks * 7:
            visits.append((place, at))
            chances = then if then is not None and since is not None and at >= since * 7 else on
            luck = rng.random()
            at += rng.exponential(days[place])
            if luck < chances[place]:
                place += 1
            elif place == 1 and luck < chances[1] + back:
                place = 0
            else:
                break
        if place == 3 and at < weeks * 7:
            visits.append((3, at))
        passages.append(visits)
    return record(passages, weeks=weeks)
