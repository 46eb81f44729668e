"""Waiting where work is done by hand: what a queue adds to each visit when a stage can take only so many a week."""

from __future__ import annotations

import numpy as np

from journey.analysis.scenarios.draws import Array


def sojourns(arrived: Array, work: Array, capacity: float) -> Array:
    """Days from coming to being done for each visit in order of coming, served one after the other, first come, first served.

    `work` is how much each visit takes, 1 on average; `capacity` visits a week can be done. Nobody is done before whoever came
    earlier: D(i) = max(A(i), D(i-1)) + S(i), solved for all at once by a running maximum (Lindley, The Theory of Queues with a
    Single Server, 1952). Close to capacity the wait grows without bound, beyond it with every week.
    """
    if not len(arrived):
        return np.zeros(0)
    done = np.cumsum(work) * 7.0 / capacity
    before = np.concatenate([[0.0], done[:-1]])
    waits: Array = np.maximum.accumulate(arrived - before) + done - arrived
    return waits


def added(run: Array, arrived: Array, work: Array, now: float, then: float) -> Array:
    """The days that capacity `then` adds to each visit over what `now` lets it wait; each run has a queue of its own.

    The observed waits hold today's queue already, so that only the difference of two queues with the same work is added.
    """
    extra = np.zeros(len(arrived))
    order = np.lexsort((arrived, run))
    bounds = np.flatnonzero(np.diff(run[order])) + 1
    for own in np.split(order, bounds):
        coming, effort = arrived[own], work[own]
        extra[own] = sojourns(coming, effort, then) - sojourns(coming, effort, now)
    return extra
