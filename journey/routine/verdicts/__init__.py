"""Friday's loop: a change is planned, held against its metric, decided with what follows on the map, and learned from."""

from journey.routine.verdicts.consequences import Consequence, consequences
from journey.routine.verdicts.deciding import decide
from journey.routine.verdicts.figures import control_name
from journey.routine.verdicts.learned import LEARNINGS, Forecasts, forecasts, learnings
from journey.routine.verdicts.listing import Listed, Stand, due
from journey.routine.verdicts.outcomes import Outcome, outcomes, since
from journey.routine.verdicts.planning import Plan, nearby, plan
from journey.routine.verdicts.siblings import (
    SuggestedControl,
    SuggestedGuard,
    segments_of,
    suggested_controls,
    suggested_guards,
)
from journey.routine.verdicts.trial import Guard, Happening, Note, Trial, Way, is_overruled
from journey.routine.verdicts.trials import due_on, trials

__all__ = [
    "LEARNINGS", "Consequence", "Forecasts", "Guard", "Happening", "Listed", "Note", "Outcome", "Plan", "Stand",
    "SuggestedControl", "SuggestedGuard", "Trial", "Way", "consequences", "control_name", "decide", "due", "due_on",
    "forecasts", "is_overruled", "learnings", "nearby", "outcomes", "plan", "segments_of", "since", "suggested_controls",
    "suggested_guards", "trials",
]  # fmt: skip
