"""What teams want together: the acts on objectives and key results, and how far each has come."""

from journey.routine.goals.acts import (
    add_key_result,
    add_objective,
    bin_key_result,
    bin_objective,
    change_key_result,
    change_objective,
)
from journey.routine.goals.told import Goal, Result, goals, way

__all__ = [
    "Goal", "Result", "add_key_result", "add_objective", "bin_key_result", "bin_objective", "change_key_result",
    "change_objective", "goals", "way",
]  # fmt: skip
