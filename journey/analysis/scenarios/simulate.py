"""One answer to what if: the next weeks played some hundred times, as the journey is or with levers pulled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from journey.analysis.scenarios.counting import Runs, counted
from journey.analysis.scenarios.draws import Array, uniform
from journey.analysis.scenarios.levers import Capacity, Lever
from journey.analysis.scenarios.model import Model
from journey.analysis.scenarios.plan import JOURNEYS, Plan, plan
from journey.analysis.scenarios.queues import added
from journey.analysis.scenarios.walking import Visits, meant, walk

_WORK = 60


def simulate(model: Model, levers: Sequence[Lever] = (), *, weeks: int = 12, seed: int = 1, journeys: int = JOURNEYS) -> Runs:
    """The next `weeks` weeks, with about `journeys` passages in all runs together; the same seed gives the same answer.

    1. Those under way go on as those did who had come as far and waited as long; those who set out are the arrivals' futures.
    2. Each coming week is played by a past one as far as weeks differ by more than luck (`Model.unrest`), and else by all.
    3. A lever turns just as many steps as it must and leaves all others as they are; it acts on visits that begin from now on.
    4. Queues wait for who came earlier; one queue's delays reach the next by walking again.
    """
    planned = plan(model, levers, weeks=weeks, seed=seed, journeys=journeys)
    visits = walk(planned, {})
    queues = [lever for lever in levers if isinstance(lever, Capacity)]
    for _ in range(len(queues) + 1 if queues else 0):
        visits = walk(planned, _delays(planned, visits, queues))
    return counted(planned, visits)


def _delays(plan: Plan, visits: Visits, queues: Sequence[Capacity]) -> dict[int, Array]:
    """By step, the days that the queues add to each passage's visit; only visits that begin from now on stand in one."""
    found: dict[int, Array] = {}
    for lever in queues:
        mine = np.flatnonzero(meant(plan, visits.row, lever.stage, lever.only) & (visits.at >= 0))
        passage, steps = visits.passage[mine], visits.step[mine]
        luck = np.empty(len(mine))
        for step in np.unique(steps):
            luck[steps == step] = uniform(plan.seed, _WORK, plan.passages.key[passage[steps == step]], int(step))
        work = -np.log1p(-luck) * plan.scale
        extra = added(plan.passages.run[passage], visits.at[mine], work, lever.now, lever.then)
        for step in np.unique(steps):
            here = found.setdefault(int(step), np.zeros(len(plan.passages)))
            here[passage[steps == step]] += extra[steps == step]
    return found
