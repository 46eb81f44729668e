"""Friday's parts: the verdicts due, the changes with their hypotheses, the learning log."""

from journey.ui.friday.trials import tried

__all__ = ["tried"]
