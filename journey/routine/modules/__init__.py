"""Modules: sequences of stages kept in the library, used in journeys, bettered there, and their updates taken."""

from journey.routine.modules.library import (
    LONGEST,
    Offer,
    better_module,
    bin_module,
    keep_module,
    modules,
    offers,
    part_module,
    use_module,
)
from journey.routine.modules.taking import take_update

__all__ = [
    "LONGEST", "Offer", "better_module", "bin_module", "keep_module", "modules", "offers", "part_module", "take_update",
    "use_module",
]  # fmt: skip
