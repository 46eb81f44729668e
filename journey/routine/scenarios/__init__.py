"""What if: scenarios asked of a journey's own data, saved, and turned into hypotheses."""

from journey.routine.scenarios.acts import bin_scenario, change_scenario, save_scenario
from journey.routine.scenarios.asking import Answer, Learned, as_it_is, ask, learned
from journey.routine.scenarios.hypothesis import as_hypothesis

__all__ = [
    "Answer", "Learned", "as_hypothesis", "as_it_is", "ask", "bin_scenario", "change_scenario", "learned", "save_scenario",
]  # fmt: skip
