"""The verdicts on shipped changes under the name that they had before; `journey.routine.verdicts` has them."""

from journey.routine.verdicts import Trial, trials

__all__ = ["Trial", "trials"]
